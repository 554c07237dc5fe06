import { describe, expect, it } from 'vitest'
import {
  type Candidate,
  type CascadeState,
  decideNext,
  MAX_PAUSE_MS,
  planOrder,
  type Tried
} from '#main/images/cascade.ts'
import type { ImageProviderId } from '#shared/domain/provider.ts'
import type { ErrorCode } from '#shared/errors.ts'

const candidate = (
  provider: ImageProviderId,
  priceMicroUsd: number,
  more: Partial<Candidate> = {}
): Candidate => ({
  provider,
  priceMicroUsd,
  isEmergency: false,
  isLastResort: false,
  ...more
})
const TOGETHER = candidate('together', 2_700)
const REPLICATE = candidate('replicate', 3_000)
const tried = (provider: ImageProviderId, code: ErrorCode, more: Partial<Tried> = {}): Tried => ({
  provider,
  code,
  outcome: 'failed',
  isPossiblyBilled: false,
  retryAfterMs: null,
  ...more
})
const state = (attempts: readonly Tried[], more: Partial<CascadeState> = {}): CascadeState => ({
  order: [TOGETHER, REPLICATE],
  tried: attempts,
  restingUntil: new Map(),
  now: 1_000,
  random: 0.5,
  ...more
})
const NO_RULES = { order: [], maxPriceMicroUsd: null, allowEmergency: false }

describe('planOrder', () => {
  it('puts the cheapest first, emergencies behind, the composer at the very end', () => {
    const composer = candidate('composer', 0, { isLastResort: true })
    const openai = candidate('openai', 100, { isEmergency: true })
    const { order } = planOrder([composer, openai, REPLICATE, TOGETHER], NO_RULES)
    expect(order.map((each) => each.provider)).toEqual(['together', 'replicate', 'openai', 'composer'])
  })

  it('follows the user’s order even for the emergency provider', () => {
    const openai = candidate('openai', 6_000, { isEmergency: true })
    const { order } = planOrder([TOGETHER, openai], { ...NO_RULES, order: ['openai'] })
    expect(order.map((each) => each.provider)).toEqual(['openai', 'together'])
  })

  it('leaves out what is too dear, and says whether permission would help', () => {
    const openai = candidate('openai', 6_000, { isEmergency: true })
    const planned = planOrder([REPLICATE, openai], { ...NO_RULES, maxPriceMicroUsd: 1_000 })
    expect(planned).toEqual({
      order: [],
      skipped: [
        { provider: 'replicate', reason: 'over_max_price' },
        { provider: 'openai', reason: 'needs_permission' }
      ]
    })
  })

  it('permission lifts the price guard for the emergency provider alone', () => {
    const openai = candidate('openai', 6_000, { isEmergency: true })
    const rules = { ...NO_RULES, maxPriceMicroUsd: 1_000, allowEmergency: true }
    expect(planOrder([REPLICATE, openai], rules).order).toEqual([openai])
  })
})

describe('decideNext', () => {
  it('begins with the first in order', () => {
    expect(decideNext(state([]))).toEqual({ kind: 'try', provider: 'together', waitMs: 0 })
  })

  const stops: readonly ErrorCode[] = ['CONTENT_BLOCKED', 'INVALID_INPUT', 'DISK_FULL', 'INTERNAL']
  it.each(stops)('%s stops, because another vendor would not or must not help', (code) => {
    expect(decideNext(state([tried('together', code)]))).toEqual({ kind: 'stop' })
  })

  const moves: readonly ErrorCode[] = [
    'UNAUTHORIZED',
    'NO_CREDIT',
    'VENDOR_REJECTED',
    'BAD_RESPONSE',
    'RATE_LIMITED'
  ]
  it.each(moves)('%s goes to the next provider at once', (code) => {
    expect(decideNext(state([tried('together', code)]))).toEqual({
      kind: 'try',
      provider: 'replicate',
      waitMs: 0
    })
  })

  it('an unknown outcome is never followed by another payment', () => {
    expect(decideNext(state([tried('together', 'TIMEOUT', { outcome: 'unknown' })]))).toEqual({
      kind: 'stop'
    })
  })

  it('a passing failure is tried twice more with growing waits, then the next provider', () => {
    const failure = tried('together', 'VENDOR_UNAVAILABLE')
    expect([1, 2, 3].map((count) => decideNext(state(Array(count).fill(failure))))).toEqual([
      { kind: 'try', provider: 'together', waitMs: 375 },
      { kind: 'try', provider: 'together', waitMs: 750 },
      { kind: 'try', provider: 'replicate', waitMs: 0 }
    ])
  })

  it('a vendor’s wish for a pause is kept within the cap', () => {
    const failure = tried('together', 'VENDOR_UNAVAILABLE', { retryAfterMs: 9_000_000 })
    expect(decideNext(state([failure]))).toEqual({ kind: 'try', provider: 'together', waitMs: MAX_PAUSE_MS })
  })

  it('a resting provider is passed over', () => {
    const restingUntil = new Map([['together', 5_000] as const])
    expect(decideNext(state([], { restingUntil }))).toEqual({ kind: 'try', provider: 'replicate', waitMs: 0 })
  })

  it('when all rest it waits for the first to wake', () => {
    const restingUntil = new Map([['together', 9_000] as const, ['replicate', 4_000] as const])
    expect(decideNext(state([], { restingUntil }))).toEqual({
      kind: 'try',
      provider: 'replicate',
      waitMs: 3_000
    })
  })

  it('a rest longer than anybody would wait ends it', () => {
    const restingUntil = new Map([['together', 900_000] as const])
    expect(decideNext(state([], { order: [TOGETHER], restingUntil }))).toEqual({ kind: 'give-up' })
  })

  it('a rate limit is waited for when nobody else is left, but not for ever', () => {
    const limited = tried('together', 'RATE_LIMITED')
    const restingUntil = new Map([['together', 8_000] as const])
    const only = { order: [TOGETHER], restingUntil }
    expect([1, 2, 3].map((count) => decideNext(state(Array(count).fill(limited), only)))).toEqual([
      { kind: 'try', provider: 'together', waitMs: 7_000 },
      { kind: 'try', provider: 'together', waitMs: 7_000 },
      { kind: 'give-up' }
    ])
  })

  it('gives up when all were asked', () => {
    expect(decideNext(state([tried('together', 'NO_CREDIT'), tried('replicate', 'NO_CREDIT')]))).toEqual({
      kind: 'give-up'
    })
  })
})
