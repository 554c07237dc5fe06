/** The library's rows: pages, late answers, trash and undo. */
import { describe, expect, it } from 'vitest'
import { createLibraryStore } from '#renderer/features/library/library-store.ts'
import { AppError } from '#shared/errors.ts'
import type { RouteOutput } from '#shared/ipc/contract.ts'
import { anAsset } from '#test/harness/an-asset.ts'
import { createFakeMain } from '#test/harness/fake-client.ts'

type Page = RouteOutput<'asset.list'>
const page = (names: readonly string[], nextCursor: string | null = null, total = names.length): Page => ({
  items: names.map((id) => anAsset({ id })),
  nextCursor,
  total
})
const idsOf = (items: readonly { readonly id: string }[]): string => items.map((asset) => asset.id).join(' ')

describe('library store', () => {
  it('goes on with the cursor and never shows a row twice', async () => {
    const { client } = createFakeMain({
      'asset.list': ({ cursor }) =>
        cursor === null ? page(['a', 'b'], 'next', 3) : page(['b', 'c'], null, 3)
    })
    const store = createLibraryStore(client)
    await store.getState().refresh()
    await store.getState().loadMore()
    await store.getState().loadMore()
    const { items, nextCursor, total } = store.getState()
    expect({ ids: idsOf(items), nextCursor, total }).toEqual({ ids: 'a b c', nextCursor: null, total: 3 })
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
    expect(idsOf(store.getState().items)).toBe('video')
  })

  it('keeps the rows and says why when the trash is refused', async () => {
    const { client } = createFakeMain({
      'asset.list': () => page(['a']),
      'asset.delete': () => new AppError('NOT_FOUND', 'Gone.')
    })
    const store = createLibraryStore(client)
    await store.getState().refresh()
    const gone = await store.getState().trash(['a'])
    expect({ gone, ids: idsOf(store.getState().items), code: store.getState().failure?.code }).toEqual({
      gone: [],
      ids: 'a',
      code: 'NOT_FOUND'
    })
  })

  it('takes trashed rows away at once and lowers the total', async () => {
    const { client } = createFakeMain({
      'asset.list': () => page(['a', 'b'], null, 2),
      'asset.delete': ({ ids }) => ({ deletedIds: [...ids] })
    })
    const store = createLibraryStore(client)
    await store.getState().refresh()
    await store.getState().trash(['a'])
    const { items, total, selection } = store.getState()
    expect({ ids: idsOf(items), total, selected: selection.ids.size }).toEqual({
      ids: 'b',
      total: 1,
      selected: 0
    })
  })

  it('takes a field out of the filter when it is set to undefined', async () => {
    const main = createFakeMain({ 'asset.list': () => page([]) })
    const store = createLibraryStore(main.client)
    await store.getState().setFilter({ kind: 'image', tag: 'x' })
    await store.getState().setFilter({ kind: undefined })
    expect(main.asked.at(-1)?.input).toMatchObject({ filter: { tag: 'x' } })
    expect(store.getState().filter).toEqual({ tag: 'x' })
  })

  it('selects everything that matches, loaded or not', async () => {
    const { client } = createFakeMain({
      'asset.list': ({ cursor }) => (cursor === null ? page(['a'], 'next', 2) : page(['b'], null, 2))
    })
    const store = createLibraryStore(client)
    await store.getState().refresh()
    await store.getState().selectAll()
    expect([...store.getState().selection.ids]).toEqual(['a', 'b'])
  })
})
