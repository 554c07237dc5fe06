/** The job list: what a reloaded window finds, and what events change. */
import { describe, expect, it } from 'vitest'
import { createJobsStore } from '#renderer/features/jobs/jobs-store.ts'
import { aJob, createFakeMain } from '#test/harness/fake-client.ts'

describe('jobs store', () => {
  it('an event that arrives before the list wins over the older entry in it', async () => {
    const list = Promise.withResolvers<{ jobs: ReturnType<typeof aJob>[] }>()
    const main = createFakeMain({ 'job.list': () => list.promise })
    const store = createJobsStore(main.client)
    const stop = store.getState().follow()
    main.emit('job.changed', aJob({ state: 'succeeded' }))
    list.resolve({ jobs: [aJob({ state: 'running' }), aJob({ id: 'job-2', startedAt: 5 })] })
    await expect.poll(() => store.getState().load.status).toBe('ready')
    expect(store.getState().jobs.map(({ id, state }) => [id, state])).toEqual([
      ['job-1', 'succeeded'],
      ['job-2', 'running']
    ])
    stop()
    expect(main.listenerCount()).toBe(0)
  })

  it('clearing hides ended jobs and keeps running ones', () => {
    const main = createFakeMain({})
    const store = createJobsStore(main.client)
    store.getState().follow()
    main.emit('job.changed', aJob({ id: 'job-a', state: 'failed' }))
    main.emit('job.changed', aJob({ id: 'job-b' }))
    store.getState().clearEnded()
    expect(store.getState().jobs.map((job) => job.id)).toEqual(['job-b'])
  })
})
