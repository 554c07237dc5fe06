import { describe, expect, it } from 'vitest'
import { createProviderHealth } from '#main/images/provider-health.ts'
import { AppError } from '#shared/errors.ts'

const failure = (
  code: 'VENDOR_UNAVAILABLE' | 'RATE_LIMITED' | 'NO_CREDIT',
  now = 0,
  retryAfterMs?: number
) => ({
  error: new AppError(code, '', retryAfterMs === undefined ? {} : { details: { retryAfterMs } }),
  now,
  fingerprint: 'key-1'
})

describe('provider health', () => {
  it('rests after three failures in a row, longer each time, at most ten minutes', () => {
    const health = createProviderHealth()
    const rests = Array.from({ length: 12 }, () => {
      health.failed('fal', failure('VENDOR_UNAVAILABLE'))
      return health.restingUntil(0).get('fal') ?? 0
    })
    expect(rests.slice(0, 5)).toEqual([0, 0, 30_000, 60_000, 120_000])
    expect(rests.at(-1)).toBe(600_000)
  })

  it('a success ends the count', () => {
    const health = createProviderHealth()
    health.failed('fal', failure('VENDOR_UNAVAILABLE'))
    health.failed('fal', failure('VENDOR_UNAVAILABLE'))
    health.succeeded('fal')
    health.failed('fal', failure('VENDOR_UNAVAILABLE'))
    expect(health.restingUntil(0).size).toBe(0)
  })

  it('honours the vendor’s pause within a cap, and has its own when none is named', () => {
    const rest = (retryAfterMs?: number) => {
      const health = createProviderHealth()
      health.failed('fal', failure('RATE_LIMITED', 1_000, retryAfterMs))
      return health.restingUntil(1_000).get('fal')
    }
    expect([rest(5_000), rest(9_999_999), rest()]).toEqual([6_000, 601_000, 21_000])
  })

  it('no credit takes it out until the settings change', () => {
    const health = createProviderHealth()
    health.failed('fal', failure('NO_CREDIT'))
    expect([health.disabledReason('fal', 'key-1'), health.disabledReason('fal', 'key-2')]).toEqual([
      'There is no credit left.',
      null
    ])
  })
})
