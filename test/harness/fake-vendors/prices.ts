/** What the fakes charge: the shipped price table, and token usage at OpenAI. */

import { quotePrice } from '#main/images/price-table.ts'
import { PRICE_TABLE } from '#main/images/price-table-data.ts'
import type { Size, VendorId } from './fake-vendor.ts'
import { openAiPrice } from './vendor-scripts.ts'

const DEFAULT_MODELS: Readonly<Record<Exclude<VendorId, 'openai'>, string>> = {
  together: 'black-forest-labs/FLUX.1-schnell',
  replicate: 'black-forest-labs/flux-schnell',
  fal: 'fal-ai/flux/schnell',
  stability: 'sd3.5-flash',
  gemini: 'gemini-nano-banana-2.1',
  a1111: 'server default',
  comfyui: 'workflow'
}

/** The vendor's own price of one picture, with its default model. */
export function vendorPrice(provider: VendorId): (size: Size) => number {
  if (provider === 'openai') return openAiPrice
  const model = DEFAULT_MODELS[provider]
  return (size) => quotePrice(PRICE_TABLE, { provider, model, size }).priceMicroUsd
}
