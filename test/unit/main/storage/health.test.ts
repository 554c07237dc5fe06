import { describe, expect, test } from 'vitest'
import { type Clock, createSystemClock } from '#main/core/clock.ts'
import { createStoreHealthWatch } from '#main/storage/health.ts'
import type { ObjectStore } from '#main/storage/object-store.ts'
import { createMemoryStore } from '#main/storage/stores/memory-store.ts'
import { AppError } from '#shared/errors.ts'

function setUp() {
  let now = 1_000_000
  const clock: Clock = { ...createSystemClock(), now: () => now, random: () => 0.5 }
  let answer: () => Promise<void> = async () => undefined
  let checks = 0
  const store: ObjectStore = {
    ...createMemoryStore(clock),
    check: async () => {
      checks++
      await answer()
    }
  }
  const changes: string[] = []
  const health = createStoreHealthWatch({
    side: 'primary',
    kind: () => 'folder',
    clock,
    store: () => store,
    onChange: ({ status }) => changes.push(status)
  })
  return {
    health,
    changes,
    pass: (ms: number) => {
      now += ms
    },
    fail: (code: 'NETWORK' | 'UNAUTHORIZED' | 'OBJECT_MISSING') =>
      health.note({ operation: 'put', durationMs: 1, error: new AppError(code, code) }),
    succeed: () => health.note({ operation: 'put', durationMs: 1, error: null }),
    answerWith: (next: () => Promise<void>) => {
      answer = next
    },
    checks: () => checks
  }
}

describe('store health', () => {
  test('asks once in five minutes', async () => {
    const { health, pass, checks } = setUp()
    await health.current()
    pass(299_000)
    await health.current()
    expect(checks()).toBe(1)
    pass(2000)
    await health.current()
    expect(checks()).toBe(2)
  })

  test('opens early after three troubles in a row, and not for missing objects', () => {
    const { health, fail, succeed } = setUp()
    fail('NETWORK')
    fail('NETWORK')
    succeed()
    fail('NETWORK')
    fail('NETWORK')
    fail('OBJECT_MISSING')
    fail('NETWORK')
    fail('NETWORK')
    expect(health.known().status).toBe('up')
    fail('NETWORK')
    expect(health.known()).toMatchObject({ status: 'down', code: 'NETWORK' })
  })

  test('a sick store is tried again by one call at a time, later and later, and is up again at the first success', () => {
    const { health, fail, pass, succeed, changes } = setUp()
    for (let count = 0; count < 3; count++) fail('NETWORK')
    expect(health.allowance(8)).toBe(0)
    pass(5001)
    expect([health.allowance(8), health.allowance(8)]).toEqual([1, 0])
    fail('NETWORK')
    pass(5001)
    expect(health.allowance(8)).toBe(0)
    pass(5000)
    expect(health.allowance(8)).toBe(1)
    succeed()
    expect(health.allowance(8)).toBe(8)
    expect(changes).toEqual(['down', 'up'])
  })

  test('trouble that a person must mend pauses the store at once, with its reason, and is tried every five minutes', () => {
    const { health, fail, pass } = setUp()
    fail('UNAUTHORIZED')
    expect(health.known()).toMatchObject({ status: 'paused', code: 'UNAUTHORIZED' })
    pass(200_000)
    expect(health.allowance(8)).toBe(0)
    pass(200_000)
    expect(health.allowance(8)).toBe(1)
  })

  test('a check that hangs ends as down after three seconds', { timeout: 10_000 }, async () => {
    const { health, answerWith } = setUp()
    answerWith(async () => await new Promise(() => undefined))
    const startedAt = performance.now()
    expect(await health.current()).toMatchObject({ status: 'down', code: 'TIMEOUT' })
    expect(performance.now() - startedAt).toBeLessThan(4500)
  })
})
