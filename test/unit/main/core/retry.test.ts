import { describe, expect, test } from 'vitest'
import { retry } from '#main/core/retry.ts'
import { AppError } from '#shared/errors.ts'
import { createManualClock } from '#test/harness/manual-clock.ts'

const policy = { maxAttempts: 3, baseDelayMs: 100, maxDelayMs: 1000 }

async function failing(error: AppError, options: { signal?: AbortSignal; maxDelayMs?: number } = {}) {
  const clock = createManualClock({ autoAdvance: true })
  let tries = 0
  const run = async (): Promise<never> => {
    tries++
    throw error
  }
  const context = { clock, ...(options.signal === undefined ? {} : { signal: options.signal }) }
  const thrown = await retry(run, { ...policy, maxDelayMs: options.maxDelayMs ?? 1000 }, context).catch(
    (e: unknown) => e
  )
  return { thrown, tries, waits: clock.waits }
}

describe('retry', () => {
  test('a passing failure is tried as often as allowed, with growing waits', async () => {
    const error = new AppError('NETWORK', '')
    expect(await failing(error)).toEqual({ thrown: error, tries: 3, waits: [75, 150] })
  })

  test('a lasting failure is tried once', async () => {
    expect(await failing(new AppError('UNAUTHORIZED', ''))).toMatchObject({ tries: 1, waits: [] })
  })

  test('the wait a vendor asks for is honoured up to the cap', async () => {
    const asks = (retryAfterMs: number) => new AppError('RATE_LIMITED', '', { details: { retryAfterMs } })
    expect((await failing(asks(700))).waits).toEqual([700, 700])
    expect((await failing(asks(86_400_000))).waits).toEqual([1000, 1000])
  })

  test('a cancelled signal prevents even the first try', async () => {
    const result = await failing(new AppError('NETWORK', ''), { signal: AbortSignal.abort() })
    expect(result).toMatchObject({ thrown: { code: 'CANCELLED' }, tries: 0 })
  })

  test('success after a failure is success', async () => {
    const clock = createManualClock({ autoAdvance: true })
    const value = await retry(
      async (attempt) => {
        if (attempt === 1) throw new AppError('TIMEOUT', '')
        return attempt
      },
      policy,
      { clock }
    )
    expect(value).toBe(2)
  })
})
