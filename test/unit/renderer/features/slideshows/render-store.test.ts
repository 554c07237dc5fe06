/** Renders as the editor sees them: found again after a reload, ended in words, and never those of another slideshow. */
import { describe, expect, it, vi } from 'vitest'
import { draftOf } from '#renderer/features/slideshows/draft.ts'
import { createRenderStore } from '#renderer/features/slideshows/render-store.ts'
import { progressText } from '#renderer/features/slideshows/render-strip.tsx'
import { jobIdSchema } from '#shared/domain/job.ts'
import { storyboardSchema } from '#shared/domain/slideshow.ts'
import { AppError } from '#shared/errors.ts'
import { aJob, createFakeMain, type FakeAnswers } from '#test/harness/fake-client.ts'

const draft = draftOf(
  {
    name: ' ',
    campaignId: null,
    storyboard: storyboardSchema.parse({ slides: [{ assetId: 'a', seconds: 3 }] })
  },
  () => 'k'
)
const render = (change: Parameters<typeof aJob>[0]) =>
  aJob({ kind: 'slideshow.render', subjectId: 's1', ...change })
const video = { assetId: 'v1', durationSeconds: 3, widthPx: 1920, heightPx: 1080, sizeBytes: 9 }

function setUp(answers: FakeAnswers = {}) {
  const main = createFakeMain({
    'job.list': () => ({ jobs: [] }),
    'slideshow.render': () => jobIdSchema.parse('job-1'),
    ...answers
  })
  const store = createRenderStore(main.client)
  const stop = store.getState().follow('s1')
  return { main, store, stop, state: store.getState }
}

describe('render store', () => {
  it('shows frames, then the video, and takes nothing of another slideshow', async () => {
    const { main, state } = setUp()
    await state().render(draft, 'draft')
    expect(main.asked.at(-1)?.input).toMatchObject({
      name: 'Slideshow',
      storyboardId: 's1',
      storyboard: { quality: 'draft' }
    })
    main.emit('job.changed', render({ subjectId: 's2', done: 7 }))
    expect([state().isRendering, state().job]).toEqual([true, null])
    main.emit('job.changed', render({ done: 30, total: 90, stage: 'frames' }))
    expect(state().job).toMatchObject({ done: 30, total: 90 })
    main.emit('job.changed', render({ state: 'succeeded', result: video }))
    expect([state().isRendering, state().videos]).toEqual([false, [video]])
  })

  it('finds a render that was running before the window was reloaded', async () => {
    const { state } = setUp({ 'job.list': () => ({ jobs: [render({ done: 5, total: 90 })] }) })
    await vi.waitFor(() => expect(state().isRendering).toBe(true))
    expect(state().job).toMatchObject({ done: 5 })
  })

  it('a failure stays with its code; a cancelled render leaves nothing to read', () => {
    const { main, state } = setUp()
    const error = { code: 'FFMPEG_MISSING', message: 'ffmpeg was not found.', retryable: false }
    main.emit('job.changed', render({ state: 'failed', error }))
    expect(state().failure).toMatchObject({ code: 'FFMPEG_MISSING' })
    main.emit('job.changed', render({ state: 'cancelled', error: { ...error, code: 'CANCELLED' } }))
    expect([state().failure, state().job, state().videos]).toEqual([null, null, []])
  })

  it('a refused request ends the waiting', async () => {
    const { state } = setUp({ 'slideshow.render': () => new AppError('INVALID_INPUT', 'No.') })
    await state().render(draft, 'high')
    expect([state().isRendering, state().failure?.code]).toEqual([false, 'INVALID_INPUT'])
  })

  it('time left is told only once it can be', () => {
    const job = { total: 100, stage: 'frames', startedAt: 0 }
    expect([
      progressText(render({ ...job, done: 5 }), 4000),
      progressText(render({ ...job, done: 50 }), 4000),
      progressText(render({ ...job, total: 0 }), 4000)
    ]).toEqual(['5 of 100 frames', '50 of 100 frames, about 4 s left', 'Preparing'])
  })
})
