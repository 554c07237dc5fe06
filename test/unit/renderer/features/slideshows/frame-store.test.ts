/** Preview frames: while one is drawn only the newest wish waits, so scrubbing never queues up. */
import { describe, expect, it, vi } from 'vitest'
import { createFrameStore } from '#renderer/features/slideshows/frame-store.ts'
import { storyboardSchema } from '#shared/domain/slideshow.ts'
import { AppError } from '#shared/errors.ts'
import { createFakeMain } from '#test/harness/fake-client.ts'

const storyboard = storyboardSchema.parse({ slides: [{ assetId: 'a', seconds: 3 }] })
const wish = (frame: number) => ({ storyboard, frame, maxWidthPx: 640 })

function setUp() {
  const waiting: (() => void)[] = []
  const drawn: number[] = []
  const main = createFakeMain({
    'slideshow.previewFrame': async ({ frame }) => {
      drawn.push(frame)
      if (frame === 13) throw new AppError('NOT_FOUND', 'Gone.')
      await new Promise<void>((done) => waiting.push(done))
      return { address: `asset://frame/${frame}`, widthPx: 640, heightPx: 360, frame, frames: 90 }
    }
  })
  const store = createFrameStore(main.client, (address) => Promise.resolve(address))
  const next = async (): Promise<void> => {
    await vi.waitFor(() => expect(waiting.length).toBeGreaterThan(0))
    waiting.shift()?.()
  }
  return { store, drawn, next }
}

describe('frame store', () => {
  it('draws the first wish and the last, and none between', async () => {
    const { store, drawn, next } = setUp()
    for (const frame of [1, 2, 3, 4]) store.getState().show(wish(frame))
    await next()
    await next()
    await vi.waitFor(() => expect(store.getState().shown?.frame).toBe(4))
    expect(drawn).toEqual([1, 4])
    expect(store.getState().shown?.picture).toBe('asset://frame/4')
  })

  it('keeps the last good frame when one fails, and says why', async () => {
    const { store, next } = setUp()
    store.getState().show(wish(1))
    await next()
    await vi.waitFor(() => expect(store.getState().shown?.frame).toBe(1))
    store.getState().show(wish(13))
    await vi.waitFor(() => expect(store.getState().failure?.code).toBe('NOT_FOUND'))
    expect(store.getState().shown?.frame).toBe(1)
  })

  it('an answer that comes after the editor was left changes nothing', async () => {
    const { store, next, drawn } = setUp()
    store.getState().show(wish(1))
    await vi.waitFor(() => expect(drawn).toEqual([1]))
    store.getState().reset()
    await next()
    await new Promise((done) => setTimeout(done, 0))
    expect(store.getState().shown).toBeNull()
  })
})
