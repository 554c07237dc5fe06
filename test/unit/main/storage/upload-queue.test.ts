import { describe, expect, test } from 'vitest'
import { createSystemClock } from '#main/core/clock.ts'
import { createSilentLog } from '#main/core/log.ts'
import type { FailedFacts, StoredFacts, UploadTask } from '#main/storage/replica.ts'
import { createUploadQueue } from '#main/storage/upload-queue.ts'
import { AppError } from '#shared/errors.ts'

function setUp(names: readonly string[], upload: (name: string, attempt: number) => Promise<void>) {
  const due = new Map(names.map((sha256) => [sha256, { attempts: 0, notBeforeAt: 0 }]))
  const stored: string[] = []
  const failed: FailedFacts[] = []
  const released: string[] = []
  let active = 0
  let most = 0
  const isDue = (at: number) => [...due].filter(([, { notBeforeAt }]) => notBeforeAt <= at)
  const queue = createUploadQueue({
    side: 'primary',
    clock: { ...createSystemClock(), random: () => 0 },
    log: createSilentLog(),
    concurrency: () => 2,
    health: { allowance: (wanted) => wanted, retryAt: () => null, reset: () => undefined },
    onChange: () => undefined,
    note: async (run) => run(),
    upload: async ({ sha256, attempts }) => {
      most = Math.max(most, ++active)
      try {
        await upload(sha256, attempts)
      } finally {
        active--
      }
      return { etag: null, versionId: null }
    },
    repository: {
      claim: (side, now, limit) =>
        isDue(now)
          .slice(0, limit)
          .map(([sha256, { attempts }]): UploadTask => {
            due.delete(sha256)
            const blob = { sha256, sizeBytes: 1, mediaType: '', objectKey: sha256, createdAt: 0 }
            return { ...blob, side, attempts, mustReplace: false, uploadId: null }
          }),
      markStored: ({ sha256 }: StoredFacts) => {
        stored.push(sha256)
      },
      markFailed: (facts) => {
        failed.push(facts)
        due.set(facts.sha256, { attempts: 1, notBeforeAt: facts.notBeforeAt })
      },
      release: ({ sha256 }) => {
        released.push(sha256)
        due.set(sha256, { attempts: 1, notBeforeAt: 0 })
      },
      waiting: () => ({
        count: due.size,
        nextDueAt: Math.min(...[...due.values()].map((row) => row.notBeforeAt))
      }),
      countDue: (_side, at) => isDue(at).length,
      makeDue: () => {
        for (const [sha256, row] of due) due.set(sha256, { ...row, notBeforeAt: 0 })
      }
    }
  })
  return { queue, stored, failed, released, mostActive: () => most }
}

describe('upload queue', () => {
  test('drains everything without being started, never more at once than allowed', async () => {
    const { queue, stored, mostActive } = setUp(
      ['a', 'b', 'c', 'd', 'e'],
      async () => await Promise.resolve()
    )
    await queue.drain()
    expect(stored.sort()).toEqual(['a', 'b', 'c', 'd', 'e'])
    expect(mostActive()).toBe(2)
  })

  test('a failed content waits for its next try and does not keep a drain from ending', async () => {
    const { queue, stored, failed } = setUp(['bad', 'good'], async (name) => {
      if (name === 'bad') throw new AppError('NETWORK', 'no')
    })
    const startedAt = Date.now()
    await queue.drain()
    expect(stored).toEqual(['good'])
    expect(failed).toHaveLength(1)
    expect((failed[0]?.notBeforeAt ?? 0) - startedAt).toBeGreaterThanOrEqual(500)
  })

  test('a running queue tries again by itself when the wait is over', async () => {
    const { promise, resolve } = Promise.withResolvers<void>()
    const { queue, stored } = setUp(['a'], async (_name, attempt) => {
      if (attempt === 0) throw new AppError('NETWORK', 'no')
      resolve()
    })
    queue.start()
    await promise
    await queue.stop()
    expect(stored).toEqual(['a'])
  })

  test('stopping puts back what was under way and waits for it', async () => {
    const { promise: begun, resolve } = Promise.withResolvers<void>()
    const { promise: cut, reject } = Promise.withResolvers<void>()
    const { queue, released } = setUp(['a'], async () => {
      resolve()
      await cut
    })
    queue.start()
    await begun
    const stopped = queue.stop()
    reject(new AppError('CANCELLED', 'Cancelled.'))
    await stopped
    expect(released).toEqual(['a'])
  })
})
