import { describe, expect, it } from 'vitest'
import { settleFailure } from '#main/images/settlement.ts'
import { AppError } from '#shared/errors.ts'

const money = (error: AppError, estimate = 2_700) => {
  const { outcome, costMicroUsd, possiblyBilledMicroUsd } = settleFailure(error, estimate)
  return [outcome, costMicroUsd, possiblyBilledMicroUsd]
}

describe('settleFailure', () => {
  it('a call that was sent and never answered is unknown and possibly billed', () => {
    expect(money(new AppError('TIMEOUT', '', { details: { requestSent: true } }))).toEqual([
      'unknown',
      0,
      2_700
    ])
  })
  it('a call that never left is a plain failure', () => {
    expect(money(new AppError('NETWORK', '', { details: { requestSent: false } }))).toEqual(['failed', 0, 0])
  })
  it('a free server’s silence costs nothing and may be asked again', () => {
    expect(money(new AppError('TIMEOUT', '', { details: { requestSent: true } }), 0)).toEqual([
      'failed',
      0,
      0
    ])
  })
  it('an answer that was charged without an image counts with what it cost', () => {
    expect(money(new AppError('BAD_RESPONSE', '', { details: { billedMicroUsd: 900 } }))).toEqual([
      'failed',
      900,
      0
    ])
  })
  it('accepted work stays open whatever goes wrong while asking for it', () => {
    const details = { accepted: true, requestSent: true }
    expect(money(new AppError('VENDOR_UNAVAILABLE', '', { details }))).toEqual(['unknown', 0, 2_700])
  })
  it('the vendor’s last word on accepted work ends the doubt', () => {
    const details = { accepted: true, requestSent: true, billedMicroUsd: 0 }
    expect(money(new AppError('CONTENT_BLOCKED', '', { details }))).toEqual(['failed', 0, 0])
  })
  it('cancelling before the request costs nothing, after it perhaps', () => {
    expect([
      money(new AppError('CANCELLED', '')),
      money(new AppError('CANCELLED', '', { details: { requestSent: true } }))
    ]).toEqual([
      ['cancelled', 0, 0],
      ['cancelled', 0, 2_700]
    ])
  })
})
