/** The client's promises towards the stores: codes survive, early news is not lost, cancelling is one signal. */
import { describe, expect, it } from 'vitest'
import { jobIdSchema } from '#shared/domain/job.ts'
import { AppError } from '#shared/errors.ts'
import { aJob, createFakeMain } from '#test/harness/fake-client.ts'

const id = jobIdSchema.parse('job-1')

describe('client', () => {
  it('turns a refusal back into an error with its code, message and details', async () => {
    const { client } = createFakeMain({
      'asset.get': () => new AppError('RATE_LIMITED', 'Wait.', { details: { retryAfterMs: 5 } })
    })
    await expect(client.call('asset.get', { id: 'x' })).rejects.toMatchObject({
      name: 'AppError',
      code: 'RATE_LIMITED',
      message: 'Wait.',
      retryable: true,
      details: { retryAfterMs: 5 }
    })
  })

  it('replays the end of a job that came before its id', async () => {
    const main = createFakeMain({
      'storage.sync': () => {
        main.emit('job.changed', aJob({ state: 'succeeded', result: { sent: 3 } }))
        return id
      }
    })
    await expect(main.client.runJob('storage.sync', {})).resolves.toEqual({ sent: 3 })
  })

  it('reports only its own job and stops listening at the end', async () => {
    const main = createFakeMain({ 'storage.sync': () => id })
    const seen: number[] = []
    const running = main.client.runJob('storage.sync', {}, { onProgress: (job) => seen.push(job.done) })
    await Promise.resolve()
    main.emit('job.changed', aJob({ id: 'job-other', done: 99 }))
    main.emit('job.changed', aJob({ done: 1 }))
    main.emit('job.changed', aJob({ state: 'succeeded' }))
    await running
    expect({ seen, listeners: main.listenerCount() }).toEqual({ seen: [1], listeners: 0 })
  })

  it('asks main to cancel when the signal aborts, and rejects with CANCELLED', async () => {
    const main = createFakeMain({
      'storage.sync': () => id,
      'job.cancel': () => {
        main.emit('job.changed', aJob({ state: 'cancelled' }))
        return { cancelled: true }
      }
    })
    const controller = new AbortController()
    controller.abort()
    await expect(main.client.runJob('storage.sync', {}, { signal: controller.signal })).rejects.toMatchObject(
      {
        code: 'CANCELLED'
      }
    )
    expect(main.asked.map((one) => one.route)).toEqual(['storage.sync', 'job.cancel'])
  })

  it('stops listening when main refuses to start the job', async () => {
    const main = createFakeMain({ 'storage.sync': () => new AppError('CONFLICT', 'Already running.') })
    await expect(main.client.runJob('storage.sync', {})).rejects.toMatchObject({ code: 'CONFLICT' })
    expect(main.listenerCount()).toBe(0)
  })

  it('leaves out files that are not on disk', () => {
    const { client } = createFakeMain({})
    expect(client.pathsOf([new File([], 'a.png'), new File([], 'unsaved.png')])).toEqual(['/files/a.png'])
  })
})
