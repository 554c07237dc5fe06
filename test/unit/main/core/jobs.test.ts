import { describe, expect, test } from 'vitest'
import { createSystemClock } from '#main/core/clock.ts'
import { createJobs, type JobContext } from '#main/core/jobs.ts'
import type { JobSnapshot } from '#shared/domain/job.ts'
import { AppError } from '#shared/errors.ts'

function setUp() {
  const seen: JobSnapshot[] = []
  const jobs = createJobs(createSystemClock(), (snapshot) => seen.push(snapshot))
  const spec = (run: (context: JobContext) => Promise<unknown>) =>
    ({ kind: 'demo', title: 'Work', run }) as const
  return { jobs, seen, spec }
}

const untilAborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)))

describe('jobs', () => {
  test('the last snapshot carries the result even when progress was throttled', async () => {
    const { jobs, seen, spec } = setUp()
    const id = jobs.start(
      spec(async ({ report }) => {
        for (let done = 1; done <= 500; done++) report(done, 500, 'images')
        return { made: 500 }
      })
    )
    const last = await jobs.finished(id)
    expect(last).toMatchObject({
      state: 'succeeded',
      done: 500,
      total: 500,
      stage: 'images',
      result: { made: 500 }
    })
    expect(seen.at(-1)).toEqual(last)
    expect(seen.length).toBeLessThan(10)
  })

  test('cancel aborts the signal and ends as cancelled', async () => {
    const { jobs, spec } = setUp()
    const id = jobs.start(spec(({ signal }) => untilAborted(signal)))
    expect(jobs.cancel(id)).toBe(true)
    expect(await jobs.finished(id)).toMatchObject({ state: 'cancelled', error: { code: 'CANCELLED' } })
    expect(jobs.cancel(id)).toBe(false)
  })

  test('a failure keeps its code and never rejects unheard', async () => {
    const { jobs, spec } = setUp()
    const id = jobs.start(
      spec(() => Promise.reject(new AppError('DISK_FULL', 'Full.', { details: { needed: 3 } })))
    )
    expect(await jobs.finished(id)).toMatchObject({
      state: 'failed',
      error: { code: 'DISK_FULL', details: { needed: 3 } }
    })
  })

  test('work that throws at once fails its job instead of the caller', async () => {
    const { jobs, spec } = setUp()
    const id = jobs.start(
      spec(() => {
        throw new Error('bug')
      })
    )
    expect(await jobs.finished(id)).toMatchObject({ state: 'failed', error: { code: 'INTERNAL' } })
  })

  test('a reloaded window finds running jobs by list', async () => {
    const { jobs, spec } = setUp()
    const first = jobs.start(spec(({ signal }) => untilAborted(signal)))
    const second = jobs.start(spec(({ signal }) => untilAborted(signal)))
    expect(jobs.list().map((job) => job.id)).toEqual([second, first])
    expect(jobs.runningCount).toBe(2)
    await jobs.stopAll()
    expect(jobs.list().map((job) => job.state)).toEqual(['cancelled', 'cancelled'])
  })

  test('retry runs the same work under a new id, not while it runs', async () => {
    const { jobs, spec } = setUp()
    let runs = 0
    const id = jobs.start(spec(async () => ++runs))
    expect(() => jobs.retry(id)).toThrow(expect.objectContaining({ code: 'CONFLICT' }))
    await jobs.finished(id)
    const again = jobs.retry(id)
    expect(await jobs.finished(again)).toMatchObject({ state: 'succeeded', result: 2 })
    expect(again).not.toBe(id)
  })

  test('ended jobs are forgotten before running ones', async () => {
    const { jobs, spec } = setUp()
    const running = jobs.start(spec(({ signal }) => untilAborted(signal)))
    for (let n = 0; n < 250; n++) await jobs.finished(jobs.start(spec(async () => n)))
    expect(jobs.list()).toHaveLength(200)
    expect(jobs.get(running)?.state).toBe('running')
    await jobs.stopAll()
  })
})
