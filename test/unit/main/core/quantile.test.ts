import { describe, expect, test } from 'vitest'
import { quantile } from '#main/core/quantile.ts'

describe('quantile', () => {
  test('is a value that was there, whatever the order', () => {
    expect([0, 0.5, 0.51, 0.99, 1].map((fraction) => quantile([30, 10, 20, 40], fraction))).toEqual([
      10, 20, 30, 40, 40
    ])
  })

  test('of a hundred values the 99th percentile is the 99th, not the slowest', () => {
    const values = Array.from({ length: 100 }, (_, index) => index + 1)
    expect([quantile(values, 0.5), quantile(values, 0.99)]).toEqual([50, 99])
  })

  test('of nothing is nothing', () => {
    expect(quantile([], 0.5)).toBeNull()
  })
})
