/** Image providers as the rest of the product sees them: ids, attempts and what one try cost. */
import { z } from 'zod'
import { microUsdSchema } from '../money.ts'
import { platformIdSchema } from './platform.ts'

export const IMAGE_PROVIDER_IDS = [
  'composer',
  'a1111',
  'comfyui',
  'together',
  'replicate',
  'fal',
  'stability',
  'gemini',
  'openai'
] as const
export const imageProviderIdSchema = z.enum(IMAGE_PROVIDER_IDS)
export type ImageProviderId = z.output<typeof imageProviderIdSchema>

/**
 * How one call to a provider ended. `unknown` = the request was sent and no answer came: it may have been billed,
 * and it is never paid for again without the user saying so.
 */
export const ATTEMPT_OUTCOMES = ['running', 'succeeded', 'failed', 'unknown', 'cancelled'] as const
export const attemptOutcomeSchema = z.enum(ATTEMPT_OUTCOMES)
export type AttemptOutcome = z.output<typeof attemptOutcomeSchema>

/** One line of the ledger. */
export const attemptSchema = z.object({
  id: z.string(),
  provider: z.string(),
  model: z.string(),
  outcome: attemptOutcomeSchema,
  /** Error code when it did not succeed. */
  code: z.string().nullable(),
  message: z.string().nullable(),
  costMicroUsd: microUsdSchema,
  /** What the price table said before the call; reserved while it runs. */
  estimateMicroUsd: microUsdSchema,
  /** What the vendor may have charged although no answer came; 0 once that is known. */
  possiblyBilledMicroUsd: microUsdSchema,
  durationMs: z.int(),
  startedAt: z.int(),
  campaignId: z.string().nullable(),
  platform: platformIdSchema.nullable(),
  post: z.int().nullable(),
  assetId: z.string().nullable()
})
export type Attempt = z.output<typeof attemptSchema>

export const providerStatusSchema = z.object({
  id: imageProviderIdSchema,
  label: z.string(),
  model: z.string(),
  /** A key is present where one is needed and the provider is enabled. */
  configured: z.boolean(),
  enabled: z.boolean(),
  emergency: z.boolean(),
  /** The secret it needs; null for none. */
  keyName: z.string().nullable(),
  /** How freely a size can be asked for; the delivered pixels are exact either way. */
  sizing: z.enum(['exact', 'step', 'ratio', 'list']),
  hasNegativePrompt: z.boolean(),
  hasSeed: z.boolean(),
  /** Price of one image of about one megapixel. */
  priceMicroUsd: microUsdSchema,
  /** ISO date the price was seen. */
  priceDate: z.string(),
  priceSource: z.string(),
  priceStale: z.boolean(),
  /** Epoch ms until which the provider rests after failures; null when it is well. */
  coolingUntil: z.int().nullable(),
  /** Why it is disabled until settings change; null when it is not. */
  disabledReason: z.string().nullable()
})
export type ProviderStatus = z.output<typeof providerStatusSchema>

export const providerCheckSchema = z.object({
  id: imageProviderIdSchema,
  ok: z.boolean(),
  latencyMs: z.int(),
  balanceMicroUsd: microUsdSchema.nullable(),
  code: z.string().nullable(),
  message: z.string().nullable()
})
export type ProviderCheck = z.output<typeof providerCheckSchema>

/** One finished image of a run. */
export const imageResultSchema = z.object({
  assetId: z.string(),
  platform: platformIdSchema.nullable(),
  post: z.int().nullable(),
  /** From 1; null for a single image. */
  variant: z.int().nullable(),
  provider: imageProviderIdSchema,
  model: z.string(),
  costMicroUsd: microUsdSchema,
  widthPx: z.int(),
  heightPx: z.int(),
  durationMs: z.int(),
  /** Of the words in a picture of the composer: no font on this computer has them, and boxes stand in their place. */
  missingCharacters: z.array(z.string())
})
export type ImageResult = z.output<typeof imageResultSchema>

export const cellFailureSchema = z.object({
  platform: platformIdSchema.nullable(),
  post: z.int().nullable(),
  variant: z.int().nullable(),
  code: z.string(),
  message: z.string()
})
export type CellFailure = z.output<typeof cellFailureSchema>

/** What a campaign run made, what it did not, and the money. */
export const generationResultSchema = z.object({
  campaignId: z.string().nullable(),
  /** Every picture of the plan, those of earlier calls included. */
  images: z.array(imageResultSchema),
  /** How many of them this call made; 0 says that there was nothing to do or that nothing could be made. */
  madeCount: z.int(),
  failures: z.array(cellFailureSchema),
  attempts: z.array(attemptSchema),
  totalCostMicroUsd: microUsdSchema,
  estimateMicroUsd: microUsdSchema,
  /** What the same images would have cost at the editable reference price (default DALL-E 3, historic). */
  dalleCostMicroUsd: microUsdSchema,
  savingsMicroUsd: microUsdSchema,
  savingsPercent: z.number()
})
export type GenerationResult = z.output<typeof generationResultSchema>
