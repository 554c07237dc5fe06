/** Days and colours of the chart. */
import { describe, expect, it } from 'vitest'
import { providersOf, spendDays } from '#renderer/features/costs/spend-days.ts'
import type { SpendPart } from '#shared/domain/cost.ts'

const part = (change: Partial<SpendPart>): SpendPart => ({
  day: '2026-03-01',
  provider: 'together',
  costMicroUsd: 0,
  images: 0,
  failed: 0,
  unknown: 0,
  ...change
})

describe('spendDays', () => {
  const now = new Date(2026, 2, 1, 15).getTime()
  const parts = [
    part({ costMicroUsd: 5, images: 1 }),
    part({ costMicroUsd: 7, provider: 'openai' }),
    part({ day: '2026-02-28', costMicroUsd: 3, images: 1 }),
    part({ day: '2026-01-01', costMicroUsd: 99 })
  ]

  it('has every day of the window, also across a month, dearest provider first', () => {
    const days = spendDays(parts, now, 3)
    expect(days.map(({ day, totalMicroUsd, images }) => [day, totalMicroUsd, images])).toEqual([
      ['2026-02-27', 0, 0],
      ['2026-02-28', 3, 1],
      ['2026-03-01', 12, 1]
    ])
    expect(days.at(-1)?.parts.map(({ provider }) => provider)).toEqual(['openai', 'together'])
  })

  it('gives free providers a colour too, after those that were paid', () => {
    expect(providersOf([part({ provider: 'composer', images: 40 }), ...parts])).toEqual([
      'together',
      'openai',
      'composer'
    ])
  })
})
