/** Sums per day for the chart. */
import { describe, expect, it } from 'vitest'
import { spendDays } from '#renderer/features/costs/spend-days.ts'
import type { Attempt } from '#shared/domain/provider.ts'

const attempt = (change: Partial<Attempt>): Attempt => ({
  id: 'x',
  provider: 'together',
  model: 'm',
  outcome: 'succeeded',
  code: null,
  message: null,
  costMicroUsd: 0,
  estimateMicroUsd: 0,
  possiblyBilledMicroUsd: 0,
  durationMs: 1,
  startedAt: 0,
  campaignId: null,
  platform: null,
  post: null,
  assetId: null,
  ...change
})

describe('spendDays', () => {
  const now = new Date(2026, 2, 1, 15).getTime()
  it('has every day of the window, also across a month, and sums by provider', () => {
    const today = new Date(2026, 2, 1, 1).getTime()
    const yesterday = new Date(2026, 1, 28, 23, 59).getTime()
    const days = spendDays(
      [
        attempt({ startedAt: today, costMicroUsd: 5 }),
        attempt({ startedAt: today, costMicroUsd: 7, provider: 'openai', outcome: 'failed' }),
        attempt({ startedAt: yesterday, costMicroUsd: 3 }),
        attempt({ startedAt: new Date(2026, 0, 1).getTime(), costMicroUsd: 99 })
      ],
      now,
      3
    )
    expect(days.map(({ day, totalMicroUsd, images }) => [day, totalMicroUsd, images])).toEqual([
      ['2026-02-27', 0, 0],
      ['2026-02-28', 3, 1],
      ['2026-03-01', 12, 1]
    ])
    expect(days.at(-1)?.parts).toEqual([
      { provider: 'openai', costMicroUsd: 7 },
      { provider: 'together', costMicroUsd: 5 }
    ])
  })
})
