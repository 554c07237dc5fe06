/** The window asks for the preview's sound when something that is heard has changed, and never plays an older one. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Draft, draftOf, withBoard, withSlide } from '#renderer/features/slideshows/draft.ts'
import { createPreviewSoundStore } from '#renderer/features/slideshows/preview-sound-store.ts'
import { storyboardSchema } from '#shared/domain/slideshow.ts'
import { AppError } from '#shared/errors.ts'
import { createFakeMain } from '#test/harness/fake-client.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function aDraft(parts: Partial<Draft['board']> = {}): Draft {
  const storyboard = storyboardSchema.parse({ slides: [{ assetId: 'a', seconds: 3 }], ...parts })
  return draftOf({ name: 'Show', campaignId: null, storyboard }, () => 'slide-1')
}

function setUp() {
  const waiting: (() => void)[] = []
  const main = createFakeMain({
    'slideshow.previewSound': async ({ storyboard }) => {
      const { voiceVolumeDecibels, musicAssetId } = storyboard
      if (musicAssetId === 'bad') throw new AppError('FILE_DAMAGED', 'No sound.')
      await new Promise<void>((done) => waiting.push(done))
      return { address: `asset://sound/${musicAssetId} ${voiceVolumeDecibels ?? 0}` }
    }
  })
  const store = createPreviewSoundStore(main.client)
  const answer = async (): Promise<void> => {
    waiting.shift()?.()
    await vi.advanceTimersByTimeAsync(0)
  }
  return { store, asked: main.asked, answer }
}

describe('preview sound store', () => {
  it('asks once after a slider came to rest, and gives the address', async () => {
    const { store, asked, answer } = setUp()
    for (const voiceVolumeDecibels of [1, 2, 3]) {
      store.getState().wish(aDraft({ musicAssetId: 'tune', voiceAssetId: 'words', voiceVolumeDecibels }))
      await vi.advanceTimersByTimeAsync(100)
    }
    expect(store.getState()).toMatchObject({ address: null, isMixing: true })
    await vi.advanceTimersByTimeAsync(600)
    await answer()
    expect(asked).toHaveLength(1)
    expect(store.getState()).toMatchObject({ address: 'asset://sound/tune 3', isMixing: false })
  })

  it('takes the old sound away at once, and drops its late answer', async () => {
    const { store, answer } = setUp()
    const draft = aDraft({ musicAssetId: 'tune' })
    store.getState().wish(draft)
    await vi.advanceTimersByTimeAsync(600)
    store.getState().wish(withBoard(draft, { musicAssetId: 'other' }))
    await answer()
    expect(store.getState()).toMatchObject({ address: null, isMixing: true })
    await vi.advanceTimersByTimeAsync(600)
    await answer()
    expect(store.getState().address).toBe('asset://sound/other 0')
  })

  it('keeps the sound while only pictures and words change, and asks anew for another length', async () => {
    const { store, asked, answer } = setUp()
    const draft = aDraft({ musicAssetId: 'tune' })
    store.getState().wish(draft)
    await vi.advanceTimersByTimeAsync(600)
    await answer()
    store.getState().wish(withSlide(draft, 'slide-1', { caption: 'Hello', fit: 'blur' }))
    await vi.advanceTimersByTimeAsync(600)
    expect(asked).toHaveLength(1)
    expect(store.getState().address).toBe('asset://sound/tune 0')
    store.getState().wish(withSlide(draft, 'slide-1', { seconds: 5 }))
    expect(store.getState().address).toBeNull()
    await vi.advanceTimersByTimeAsync(600)
    expect(asked).toHaveLength(2)
  })

  it('asks for nothing without music and voice, and says why there is no sound', async () => {
    const { store, asked } = setUp()
    store.getState().wish(aDraft())
    await vi.advanceTimersByTimeAsync(600)
    expect(asked).toEqual([])
    expect(store.getState()).toMatchObject({ address: null, isMixing: false, failure: null })
    store.getState().wish(aDraft({ musicAssetId: 'bad' }))
    await vi.advanceTimersByTimeAsync(600)
    expect(store.getState()).toMatchObject({ isMixing: false, failure: { code: 'FILE_DAMAGED' } })
    store.getState().retry(aDraft({ musicAssetId: 'bad' }))
    expect(store.getState()).toMatchObject({ isMixing: true, failure: null })
    await vi.advanceTimersByTimeAsync(600)
    expect([asked.length, store.getState().failure?.code]).toEqual([2, 'FILE_DAMAGED'])
    store.getState().reset()
    expect(store.getState().failure).toBeNull()
  })
})
