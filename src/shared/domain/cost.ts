/** Spending summed for the Costs page, and the price table as people may change it. */
import { z } from 'zod'
import { microUsdSchema } from '../money.ts'
import { imageProviderIdSchema } from './provider.ts'

/** What one provider was paid on one local calendar day. */
export const spendPartSchema = z.object({
  /** "2026-11-22", in this computer's time zone. */
  day: z.iso.date(),
  provider: z.string(),
  costMicroUsd: microUsdSchema,
  images: z.int(),
  failed: z.int(),
  unknown: z.int()
})
export type SpendPart = z.output<typeof spendPartSchema>

/** What a campaign cost in all; null stands for images that belong to none. */
export const campaignSpendSchema = z.object({
  campaignId: z.string().nullable(),
  attempts: z.int(),
  images: z.int(),
  failed: z.int(),
  unknown: z.int(),
  costMicroUsd: microUsdSchema,
  /** Calls without an answer that may have been charged. */
  possiblyBilledMicroUsd: microUsdSchema,
  lastAt: z.int()
})
export type CampaignSpend = z.output<typeof campaignSpendSchema>

/** Which line of the price table is meant. */
export const priceKeySchema = z.strictObject({
  provider: imageProviderIdSchema,
  model: z.string().trim().min(1).max(200),
  /** Null where the vendor has one quality. */
  quality: z.string().max(40).nullable()
})
export type PriceKey = z.output<typeof priceKeySchema>

/** Makers that bill nobody: a price of 0 is true for them alone. */
const FREE_PROVIDERS: ReadonlySet<string> = new Set(['composer', 'a1111', 'comfyui'])

const priceFieldsSchema = priceKeySchema.extend({
  unit: z.enum(['image', 'megapixel']),
  priceMicroUsd: microUsdSchema.min(0),
  source: z.string().trim().min(1).max(300),
  /** ISO date the price was seen. */
  seenOn: z.iso.date()
})

export const priceEntrySchema = priceFieldsSchema.refine(
  ({ provider, priceMicroUsd }) => priceMicroUsd > 0 || FREE_PROVIDERS.has(provider),
  { path: ['priceMicroUsd'], message: 'This provider bills; a price of 0 would break every budget.' }
)

export const priceLineSchema = priceFieldsSchema.extend({
  /** Typed in on this computer, over or beside what the app ships. */
  isOwn: z.boolean(),
  /** Seen more than 90 days ago. */
  isStale: z.boolean(),
  /** The one in use: the provider's model as settings have it. */
  isUsed: z.boolean()
})
export type PriceLine = z.output<typeof priceLineSchema>
