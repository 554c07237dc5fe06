/** The price a post is promised for. */
import { describe, expect, it } from 'vitest'
import { firstOf } from '#renderer/features/campaigns/post-making.tsx'
import type { ProviderStatus } from '#shared/domain/provider.ts'

const provider = (id: ProviderStatus['id'], priceMicroUsd: number, emergency = false): ProviderStatus => ({
  id,
  label: id,
  model: 'm',
  configured: true,
  enabled: true,
  emergency,
  keyName: null,
  sizing: 'exact',
  hasNegativePrompt: false,
  hasSeed: false,
  priceMicroUsd,
  priceDate: '2026-11-22',
  priceSource: 's',
  priceStale: false,
  coolingUntil: null,
  disabledReason: null
})

describe('firstOf', () => {
  it('promises no free picture while a paid provider would be asked', () => {
    const usable = [provider('composer', 0), provider('fal', 3000), provider('together', 2700)]
    expect(firstOf(usable)?.id).toBe('together')
  })

  it('takes the composer before an emergency provider', () => {
    expect(firstOf([provider('composer', 0), provider('openai', 1, true)])?.id).toBe('composer')
  })
})
