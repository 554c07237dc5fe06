/** The library's rows: pages with gaps, late answers, what is selected without being loaded. */
import { describe, expect, it } from 'vitest'
import { createLibraryStore } from '#renderer/features/library/library-store.ts'
import { heldAssets, PAGE_SIZE } from '#renderer/features/library/pages.ts'
import type { RouteOutput } from '#shared/ipc/contract.ts'
import { anAsset } from '#test/harness/an-asset.ts'
import { createFakeMain } from '#test/harness/fake-client.ts'

type Page = RouteOutput<'asset.list'>
const page = (names: readonly string[], total = names.length): Page => ({
  items: names.map((id) => anAsset({ id })),
  nextCursor: null,
  total
})
const TOTAL = 5000
/** A library of 5,000 assets named by their place. */
const large = {
  'asset.list': ({ offset = 0, limit }: { readonly offset?: number | undefined; readonly limit: number }) =>
    page(
      Array.from({ length: Math.min(limit, TOTAL - offset) }, (_, index) => `a${offset + index}`),
      TOTAL
    ),
  'library.ids': ({ limit }: { readonly limit: number }) => ({
    ids: Array.from({ length: Math.min(limit, TOTAL) }, (_, index) => `a${index}`)
  })
}
const settled = () => new Promise((done) => setImmediate(done))
const heldIds = (store: ReturnType<typeof createLibraryStore>): readonly string[] =>
  heldAssets(store.getState().pages).map((asset) => asset.id)

describe('library store', () => {
  it('reads a place far down without what lies before it', async () => {
    const main = createFakeMain(large)
    const store = createLibraryStore(main.client)
    await store.getState().refresh()
    store.getState().show({ first: 3010, last: 3040 })
    await settled()
    const held = heldIds(store)
    expect({
      has: held.includes('a3020'),
      total: store.getState().total,
      reads: main.asked.length < 7
    }).toEqual({
      has: true,
      total: TOTAL,
      reads: true
    })
  })

  it('keeps a bounded number of rows however far one walks', async () => {
    const { client } = createFakeMain({
      'asset.list': ({ offset = 0 }) =>
        page(
          Array.from({ length: PAGE_SIZE }, (_, index) => `b${offset + index}`),
          1_000_000
        )
    })
    const store = createLibraryStore(client)
    await store.getState().refresh()
    for (let place = 0; place < 300; place += 1) {
      store.getState().show({ first: place * PAGE_SIZE, last: place * PAGE_SIZE + 40 })
      await settled()
    }
    expect(heldIds(store).length).toBeLessThanOrEqual(60 * PAGE_SIZE)
  })

  it('drops the answer to an older filter', async () => {
    const slow = Promise.withResolvers<Page>()
    const { client } = createFakeMain({
      'asset.list': ({ filter }) => (filter.kind === 'image' ? slow.promise : page(['video']))
    })
    const store = createLibraryStore(client)
    const first = store.getState().setFilter({ kind: 'image' })
    await store.getState().setFilter({ kind: 'video' })
    slow.resolve(page(['image']))
    await first
    expect(heldIds(store)).toEqual(['video'])
  })

  it('keeps the rows on screen until those of the new filter are there', async () => {
    const slow = Promise.withResolvers<Page>()
    const { client } = createFakeMain({
      'asset.list': ({ filter }) => (filter.kind === 'video' ? slow.promise : page(['old']))
    })
    const store = createLibraryStore(client)
    await store.getState().refresh()
    const change = store.getState().setFilter({ kind: 'video' })
    const meanwhile = heldIds(store)
    slow.resolve(page(['new']))
    await change
    expect({ meanwhile, after: heldIds(store) }).toEqual({ meanwhile: ['old'], after: ['new'] })
  })

  it('takes a field out of the filter when it is set to undefined', async () => {
    const main = createFakeMain({ 'asset.list': () => page([]) })
    const store = createLibraryStore(main.client)
    await store.getState().setFilter({ kind: 'image', tag: 'x' })
    await store.getState().setFilter({ kind: undefined })
    expect(main.asked.at(-1)?.input).toMatchObject({ filter: { tag: 'x' } })
    expect(store.getState().filter).toEqual({ tag: 'x' })
  })

  it('selects everything that matches, and a range over rows that were never read', async () => {
    const { client } = createFakeMain(large)
    const store = createLibraryStore(client)
    await store.getState().refresh()
    await store.getState().selectAll()
    expect(store.getState().selection.ids.size).toBe(TOTAL)
    store.getState().setSelection({ ids: new Set(['a10']), activeIndex: 10, anchorIndex: 10 })
    await store.getState().selectRange(2009)
    const { ids } = store.getState().selection
    expect([ids.size, ids.has('a10'), ids.has('a2009'), ids.has('a9')]).toEqual([2000, true, true, false])
  })
})
