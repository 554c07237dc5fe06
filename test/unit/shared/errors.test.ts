import { describe, expect, test } from 'vitest'
import {
  AppError,
  ERROR_CODES,
  fromSerializedError,
  isErrorCode,
  toAppError,
  toSerializedError
} from '#shared/errors.ts'

describe('AppError', () => {
  test('crossing a process border keeps code, message, retryable and details, and drops the cause', () => {
    const error = new AppError('RATE_LIMITED', 'Wait.', {
      details: { retryAfterMs: 5 },
      cause: new Error('secret')
    })
    const plain: unknown = JSON.parse(JSON.stringify(toSerializedError(error)))
    expect(plain).toEqual({
      code: 'RATE_LIMITED',
      message: 'Wait.',
      retryable: true,
      details: { retryAfterMs: 5 }
    })
    const back = fromSerializedError(toSerializedError(error))
    expect(back).toMatchObject({ code: 'RATE_LIMITED', retryable: true, details: { retryAfterMs: 5 } })
    expect(back.cause).toBeUndefined()
  })

  test('retryable follows the table unless the thrower knows better', () => {
    expect(new AppError('NETWORK', '').retryable).toBe(ERROR_CODES.NETWORK)
    expect(new AppError('NETWORK', '', { retryable: false }).retryable).toBe(false)
  })

  test.each([
    [Object.assign(new Error('x'), { name: 'AbortError' }), 'CANCELLED'],
    [Object.assign(new Error('x'), { name: 'TimeoutError' }), 'TIMEOUT'],
    [Object.assign(new Error('x'), { code: 'ENOSPC' }), 'DISK_FULL'],
    [new Error('boom'), 'INTERNAL'],
    ['just text', 'INTERNAL'],
    [undefined, 'INTERNAL']
  ])('%s becomes %s', (thrown, code) => {
    expect(toAppError(thrown).code).toBe(code)
  })

  test('an abort whose reason is ours keeps our code', () => {
    const reason = new AppError('BUDGET_EXCEEDED', 'Stop.')
    const abort = Object.assign(new Error('aborted', { cause: reason }), { name: 'AbortError' })
    expect(toAppError(abort)).toBe(reason)
  })

  test('inherited names are not codes', () => {
    expect(isErrorCode('toString')).toBe(false)
    expect(isErrorCode('NETWORK')).toBe(true)
  })
})
