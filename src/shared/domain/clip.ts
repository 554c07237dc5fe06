/** Short clips that vendors make from a picture: who makes them, at what price, and what an order gives. */
import { z } from 'zod'
import { microUsdSchema } from '../money.ts'
import { secretNameSchema } from './settings.ts'

export const VIDEO_PROVIDER_IDS = ['runway', 'pika', 'minimax', 'stable-video'] as const
export const videoProviderIdSchema = z.enum(VIDEO_PROVIDER_IDS)
export type VideoProviderId = z.output<typeof videoProviderIdSchema>

export const videoProviderStatusSchema = z.object({
  id: videoProviderIdSchema,
  label: z.string(),
  model: z.string(),
  /** A key is present and the vendor still offers it. */
  configured: z.boolean(),
  keyName: secretNameSchema.nullable(),
  /** Lengths that can be ordered, ascending. */
  clipSeconds: z.array(z.number()),
  priceMicroUsdPerSecond: microUsdSchema,
  priceDate: z.string(),
  priceSource: z.string(),
  canCancel: z.boolean(),
  /** ISO date from which the vendor offers it no more; null while it is alive. */
  discontinuedOn: z.string().nullable()
})
export type VideoProviderStatus = z.output<typeof videoProviderStatusSchema>

/** A finished clip in the library; it can be a slide. */
export const clipResultSchema = z.object({
  assetId: z.string(),
  provider: videoProviderIdSchema,
  model: z.string(),
  costMicroUsd: microUsdSchema,
  /** True when an order of an earlier run was fetched instead of paying again. */
  isResumed: z.boolean()
})
export type LibraryClip = z.output<typeof clipResultSchema>
