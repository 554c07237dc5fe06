import { describe, expect, test } from 'vitest'
import { addMicroUsd, formatUsd, fromUsd, parseUsd, toUsd } from '#shared/money.ts'

describe('money', () => {
  test('ten cents three times is exactly thirty cents', () => {
    expect(addMicroUsd([parseUsd('0.1'), parseUsd('0.1'), parseUsd('0.1')])).toBe(parseUsd('0.3'))
  })

  test.each([
    ['0.0027', 2700],
    ['$5', 5_000_000],
    [' 12.50 ', 12_500_000],
    ['0', 0]
  ])('%j is %d micro-dollars', (text, microUsd) => {
    expect(parseUsd(text)).toBe(microUsd)
  })

  test.each(['', '-1', '1e3', '1,50', 'NaN', '0.00000001', '99999999999', '0x10'])(
    '%j is refused as an amount',
    (text) => {
      expect(() => parseUsd(text)).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }))
    }
  )

  test('an infinite or absurd amount is refused', () => {
    expect(() => fromUsd(Number.POSITIVE_INFINITY)).toThrow(
      expect.objectContaining({ code: 'INVALID_INPUT' })
    )
    expect(() => fromUsd(1e12)).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }))
  })

  test.each([
    [0, '$0'],
    [2700, '$0.0027'],
    [40_000, '$0.04'],
    [6000, '$0.006'],
    [1_200_000, '$1.20'],
    [-2700, '-$0.0027']
  ])('%d reads %s', (microUsd, text) => {
    expect(formatUsd(microUsd)).toBe(text)
  })

  test('dollars and back lose nothing', () => {
    expect(fromUsd(toUsd(2_703_141))).toBe(2_703_141)
  })
})
