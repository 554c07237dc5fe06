/** Stable Video: listed so that people who look for it learn that its vendor ended it. */
import { AppError } from '#shared/errors.ts'
import type { VideoProvider, VideoProviderFacts } from '../video-provider.ts'

/** The vendor's notice of its price update, 2025-07. */
const FACTS: VideoProviderFacts = {
  id: 'stable-video',
  label: 'Stable Video',
  keyName: null,
  defaultBaseUrl: null,
  model: 'stable-video',
  clipSeconds: [],
  priceMicroUsdPerSecond: 0,
  priceSource: 'stability.ai/api-pricing-update-25',
  priceSeenOn: '2025-07-24',
  maxPromptChars: 0,
  pollIntervalMs: 0,
  canCancel: false,
  discontinuedOn: '2025-07-24'
}

export function createStableVideo(): VideoProvider {
  const gone = async (): Promise<never> => {
    throw new AppError('VENDOR_REJECTED', 'Stable Video ended on 2025-07-24. Choose another provider.', {
      details: { reason: 'discontinued' }
    })
  }
  return { facts: FACTS, submit: gone, poll: gone, fetch: gone, cancel: gone, check: gone }
}
