/** What an image costs where, as data: source and date on every line. Edited here or through the user's own price file. */
import type { ImageProviderId } from '#shared/domain/provider.ts'
import type { MicroUsd } from '#shared/money.ts'

export interface PriceEntry {
  readonly provider: ImageProviderId
  readonly model: string
  /** Null where the vendor has one quality. */
  readonly quality: string | null
  /** A megapixel here is 1024 × 1024 pixels, the size the vendors' examples are priced at. */
  readonly unit: 'image' | 'megapixel'
  readonly priceMicroUsd: MicroUsd
  readonly source: string
  /** ISO date the price was seen. */
  readonly seenOn: string
}

/** Prices of local makers never change, so they carry the date of this table. */
const LOCAL = {
  quality: null,
  unit: 'image',
  priceMicroUsd: 0,
  source: 'runs on this computer',
  seenOn: '2026-11-22'
} as const
const RESELLER_2026_05 = 'third-party price lists, 2026-05'
const STABILITY_SOURCE = 'third-party copies of the vendor price list, 1 credit = $0.01'

export const PRICE_TABLE: readonly PriceEntry[] = [
  { provider: 'composer', model: 'layouts-1', ...LOCAL },
  { provider: 'a1111', model: 'server default', ...LOCAL },
  { provider: 'comfyui', model: 'workflow', ...LOCAL },
  {
    provider: 'together',
    model: 'black-forest-labs/FLUX.1-schnell',
    quality: null,
    unit: 'megapixel',
    priceMicroUsd: 2_700,
    source: RESELLER_2026_05,
    seenOn: '2026-05-25'
  },
  {
    provider: 'together',
    model: 'black-forest-labs/FLUX.1-dev',
    quality: null,
    unit: 'megapixel',
    priceMicroUsd: 15_400,
    source: RESELLER_2026_05,
    seenOn: '2026-05-25'
  },
  {
    provider: 'replicate',
    model: 'black-forest-labs/flux-schnell',
    quality: null,
    unit: 'image',
    priceMicroUsd: 3_000,
    source: 'replicate.com/pricing',
    seenOn: '2026-10-07'
  },
  {
    provider: 'replicate',
    model: 'black-forest-labs/flux-dev',
    quality: null,
    unit: 'image',
    priceMicroUsd: 25_000,
    source: 'replicate.com/pricing',
    seenOn: '2026-10-07'
  },
  {
    provider: 'replicate',
    model: 'black-forest-labs/flux-1.1-pro',
    quality: null,
    unit: 'image',
    priceMicroUsd: 40_000,
    source: 'replicate.com/pricing',
    seenOn: '2026-10-07'
  },
  {
    provider: 'fal',
    model: 'fal-ai/flux/schnell',
    quality: null,
    unit: 'megapixel',
    priceMicroUsd: 3_000,
    source: RESELLER_2026_05,
    seenOn: '2026-05-25'
  },
  {
    provider: 'stability',
    model: 'sd3.5-flash',
    quality: null,
    unit: 'image',
    priceMicroUsd: 25_000,
    source: STABILITY_SOURCE,
    seenOn: '2026-09-22'
  },
  {
    provider: 'stability',
    model: 'core',
    quality: null,
    unit: 'image',
    priceMicroUsd: 30_000,
    source: STABILITY_SOURCE,
    seenOn: '2026-09-22'
  },
  {
    provider: 'stability',
    model: 'sd3.5-medium',
    quality: null,
    unit: 'image',
    priceMicroUsd: 35_000,
    source: STABILITY_SOURCE,
    seenOn: '2026-09-22'
  },
  {
    provider: 'stability',
    model: 'sd3.5-large-turbo',
    quality: null,
    unit: 'image',
    priceMicroUsd: 40_000,
    source: STABILITY_SOURCE,
    seenOn: '2026-09-22'
  },
  {
    provider: 'stability',
    model: 'sd3.5-large',
    quality: null,
    unit: 'image',
    priceMicroUsd: 65_000,
    source: STABILITY_SOURCE,
    seenOn: '2026-09-22'
  },
  {
    provider: 'stability',
    model: 'ultra',
    quality: null,
    unit: 'image',
    priceMicroUsd: 80_000,
    source: STABILITY_SOURCE,
    seenOn: '2026-09-22'
  },
  {
    provider: 'stability',
    model: 'stable-diffusion-xl-1024-v1-0',
    quality: null,
    unit: 'image',
    priceMicroUsd: 9_000,
    source: 'unconfirmed: 0.9 credits an image',
    seenOn: '2025-08-01'
  },
  {
    provider: 'gemini',
    model: 'gemini-nano-banana-2.1',
    quality: '1K',
    unit: 'image',
    priceMicroUsd: 33_600,
    source: 'LiteLLM price list',
    seenOn: '2026-10-15'
  },
  {
    provider: 'gemini',
    model: 'gemini-2.5-flash-image',
    quality: '1K',
    unit: 'image',
    priceMicroUsd: 39_000,
    source: 'LiteLLM price list',
    seenOn: '2026-10-15'
  },
  {
    provider: 'openai',
    model: 'gpt-image-2.5-flare',
    quality: 'low',
    unit: 'megapixel',
    priceMicroUsd: 6_000,
    source: 'third-party token counts, 196 tokens at 1024 × 1024',
    seenOn: '2026-09-26'
  },
  {
    provider: 'openai',
    model: 'gpt-image-2.5-flare',
    quality: 'medium',
    unit: 'megapixel',
    priceMicroUsd: 13_000,
    source: 'third-party token counts, 439 tokens at 1024 × 1024',
    seenOn: '2026-09-26'
  },
  {
    provider: 'openai',
    model: 'gpt-image-2.5-flare',
    quality: 'high',
    unit: 'megapixel',
    priceMicroUsd: 53_000,
    source: 'third-party token counts, 1756 tokens at 1024 × 1024',
    seenOn: '2026-09-26'
  }
]
