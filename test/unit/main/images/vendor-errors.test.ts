import { describe, expect, it } from 'vitest'
import { failureOfStatus, readRetryAfterMs, vendorError } from '#main/images/vendor-errors.ts'

describe('failureOfStatus', () => {
  it.each([
    [400, 'INVALID_INPUT'],
    [401, 'UNAUTHORIZED'],
    [402, 'NO_CREDIT'],
    [403, 'UNAUTHORIZED'],
    [404, 'VENDOR_REJECTED'],
    [408, 'VENDOR_UNAVAILABLE'],
    [413, 'INVALID_INPUT'],
    [418, 'VENDOR_REJECTED'],
    [422, 'INVALID_INPUT'],
    [429, 'RATE_LIMITED'],
    [500, 'VENDOR_UNAVAILABLE'],
    [504, 'VENDOR_UNAVAILABLE'],
    [302, 'BAD_RESPONSE']
  ])('%i is %s', (status, code) => {
    expect(failureOfStatus(status, null).code).toBe(code)
  })
})

describe('readRetryAfterMs', () => {
  const now = Date.UTC(2026, 10, 22, 10, 0, 0)
  it.each([
    [{ 'retry-after': '7' }, 7_000],
    [{ 'retry-after': 'Sun, 22 Nov 2026 10:00:30 GMT' }, 30_000],
    [{ 'retry-after': 'Sun, 22 Nov 2026 09:00:00 GMT' }, 0],
    [{ 'retry-after-ms': '250', 'retry-after': '7' }, 250],
    [{ 'retry-after': 'soon' }, null],
    [{}, null]
  ])('%o is %s ms', (headers, expected) => {
    expect(readRetryAfterMs(new Headers(headers), now)).toBe(expected)
  })
})

describe('vendorError', () => {
  it('speaks in our words only', () => {
    const error = vendorError('Some Vendor', { code: 'NO_CREDIT', reason: 'no_credit', status: 402 })
    expect({ message: error.message, details: error.details }).toEqual({
      message: 'Some Vendor has no credit left. Add credit at the vendor.',
      details: { reason: 'no_credit', status: 402 }
    })
  })
})
