/** The editor's state: it saves by itself, undo is saved too, and nothing of one slideshow reaches another. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { withSlide } from '#renderer/features/slideshows/draft.ts'
import { createEditorStore } from '#renderer/features/slideshows/editor-store.ts'
import { EMPTY_BRIEF } from '#shared/domain/campaign.ts'
import { settingsSchema } from '#shared/domain/settings.ts'
import { storyboardSchema } from '#shared/domain/slideshow.ts'
import { AppError } from '#shared/errors.ts'
import type { RouteInput } from '#shared/ipc/contract.ts'
import { anAsset } from '#test/harness/an-asset.ts'
import { createFakeMain } from '#test/harness/fake-client.ts'

const saved = (id: string) => ({
  id,
  campaignId: null,
  name: `Show ${id}`,
  slideCount: 2,
  coverAssetId: null,
  preset: 'landscape' as const,
  createdAt: 1,
  updatedAt: 1,
  storyboard: storyboardSchema.parse({
    slides: [
      { assetId: 'a1', seconds: 3 },
      { assetId: 'a2', seconds: 3 }
    ]
  })
})

function setUp(isDiskFull = false) {
  const saves: RouteInput<'slideshow.save'>[] = []
  const main = createFakeMain({
    'slideshow.open': ({ id }) => (id === 'gone' ? new AppError('NOT_FOUND', 'Gone.') : saved(id)),
    'slideshow.save': (input) => {
      saves.push(input)
      if (isDiskFull) return new AppError('DISK_FULL', 'Full.')
      const { storyboard: _, ...rest } = saved(input.id ?? 'new')
      return rest
    },
    'asset.get': ({ id }) => anAsset({ id, name: `${id}.jpg` }),
    'asset.list': () => ({ items: [anAsset({ id: 'a3' })], nextCursor: null, total: 1 })
  })
  const store = createEditorStore(main.client)
  const present = () => {
    const { history } = store.getState()
    if (history === null) throw new Error('Nothing is open.')
    return history.present
  }
  return { store, saves, present }
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('editor store', () => {
  it('saves a moment after the last change, once, and after undo as well', async () => {
    const { store, saves, present } = setUp()
    await store.getState().open('s1')
    const key = present().slides[0]?.key ?? ''
    for (const caption of ['a', 'ab', 'abc']) {
      store.getState().change(withSlide(present(), key, { caption }), 'caption')
    }
    expect(store.getState().save).toBe('waiting')
    await vi.advanceTimersByTimeAsync(600)
    expect(saves.map((save) => save.storyboard.slides[0]?.caption)).toEqual(['abc'])
    expect(store.getState().save).toBe('saved')
    store.getState().undo()
    await vi.advanceTimersByTimeAsync(600)
    expect(saves.at(-1)?.storyboard.slides[0]?.caption).toBe('')
  })

  it('writes what waits when the editor is left', async () => {
    const { store, saves, present } = setUp()
    await store.getState().open('s1')
    store.getState().change({ ...present(), name: 'New name' }, 'name')
    store.getState().close()
    await vi.advanceTimersByTimeAsync(0)
    expect(saves.map((save) => [save.id, save.name])).toEqual([['s1', 'New name']])
  })

  it('says when it could not be saved, and tries again with the next change', async () => {
    const { store, saves, present } = setUp(true)
    await store.getState().open('s1')
    store.getState().change({ ...present(), name: 'New name' }, null)
    await vi.advanceTimersByTimeAsync(600)
    expect(store.getState().save).toBe('failed')
    store.getState().change({ ...present(), name: 'Newer name' }, null)
    await vi.advanceTimersByTimeAsync(600)
    expect(saves.map((save) => save.name)).toEqual(['New name', 'Newer name'])
  })

  it('opens another slideshow with its own history', async () => {
    const { store, present } = setUp()
    await store.getState().open('s1')
    store.getState().change({ ...present(), name: 'Changed' }, null)
    await store.getState().open('s2')
    expect([present().name, store.getState().history?.past.length]).toEqual(['Show s2', 0])
  })

  it('puts chosen pictures after the selected slide and selects the first of them', async () => {
    const { store, present } = setUp()
    await store.getState().open('s1')
    await store.getState().loadChoice('image', null)
    store.getState().addPictures(['a3'])
    expect(present().slides.map((slide) => slide.assetId)).toEqual(['a1', 'a3', 'a2'])
    expect(store.getState().selectedKey).toBe(present().slides[1]?.key)
  })

  it('knows the colours of the campaign and the brand, each once, and none where neither is known', async () => {
    const store = createEditorStore(
      createFakeMain({
        'slideshow.open': ({ id }) => ({ ...saved(id), campaignId: 'c1' }),
        'campaign.get': ({ id }) => ({
          id,
          name: 'Bakery',
          brief: { ...EMPTY_BRIEF, brandColours: ['#FFD54F'] },
          createdAt: 1,
          updatedAt: 1
        }),
        'settings.get': () => settingsSchema.parse({ brand: { colours: ['#0a5f38', '#ffd54f'] } })
      }).client
    )
    await store.getState().open('s1')
    expect(store.getState().brandColours).toEqual(['#ffd54f', '#0a5f38'])
    const other = setUp()
    await other.store.getState().open('s1')
    expect(other.store.getState()).toMatchObject({ brandColours: [], load: { status: 'ready' } })
  })

  it('an unknown slideshow is told as such', async () => {
    const { store } = setUp()
    await store.getState().open('gone')
    expect(store.getState().load).toMatchObject({ status: 'failed', failure: { code: 'NOT_FOUND' } })
  })
})
