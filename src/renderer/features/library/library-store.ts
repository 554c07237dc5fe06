/** The library's rows on screen: filter, keyset pages, selection, tags and trash. Truth is in main. */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Asset, AssetFilter } from '#shared/domain/asset.ts'
import type { Client } from '../../ipc/client.ts'
import { type Failure, failed, failureOf, gather, IDLE, LOADING, type Load, READY } from '../../ipc/load.ts'
import { EMPTY_SELECTION, type Selection } from './selection.ts'

const PAGE_SIZE = 200
/** The contract's upper limit of one page. */
const LARGEST_PAGE = 500
const REFRESH_DELAY_MS = 300
/** asset.delete and asset.tag take at most this many ids. */
const MOST_SELECTED = 10_000

export interface LibraryState {
  readonly filter: AssetFilter
  readonly items: readonly Asset[]
  readonly nextCursor: string | null
  readonly total: number
  readonly load: Load
  readonly isLoadingMore: boolean
  readonly selection: Selection
  readonly failure: Failure | null
  /** Loads and keeps the rows up to date; the result stops it. */
  follow(): () => void
  /** Fields set to undefined are taken out of the filter. */
  setFilter(change: { readonly [Field in keyof AssetFilter]?: AssetFilter[Field] | undefined }): Promise<void>
  clearFilter(): Promise<void>
  loadMore(): Promise<void>
  refresh(): Promise<void>
  setSelection(selection: Selection): void
  /** Selects everything the filter matches, loaded or not, up to 10,000. */
  selectAll(): Promise<void>
  /** Moves to the trash; gives the ids that went, for undo. */
  trash(ids: readonly string[]): Promise<readonly string[]>
  restore(ids: readonly string[]): Promise<boolean>
  tag(ids: readonly string[], add: readonly string[], remove: readonly string[]): Promise<boolean>
}
export type LibraryStore = StoreApi<LibraryState>

export function createLibraryStore(client: Client): LibraryStore {
  return createStore<LibraryState>()((set, get) => {
    let question = 0

    async function page(limit: number, cursor: string | null) {
      return client.call('asset.list', { filter: get().filter, limit, cursor })
    }

    async function reload(): Promise<void> {
      const asked = ++question
      set({ load: LOADING, items: [], nextCursor: null, selection: EMPTY_SELECTION, isLoadingMore: false })
      try {
        const { items, nextCursor, total } = await page(PAGE_SIZE, null)
        if (asked === question) set({ items, nextCursor, total, load: READY })
      } catch (thrown) {
        if (asked === question) set({ load: failed(thrown) })
      }
    }

    /** Asks for the newest rows again and keeps the older ones that were scrolled to. */
    async function refresh(): Promise<void> {
      if (get().load.status !== 'ready') return reload()
      const asked = ++question
      const limit = Math.min(LARGEST_PAGE, Math.max(PAGE_SIZE, get().items.length))
      try {
        const head = await page(limit, null)
        if (asked !== question) return
        const loaded = get()
        if (loaded.items.length <= limit) {
          set({ items: head.items, nextCursor: head.nextCursor, total: head.total, isLoadingMore: false })
          return
        }
        set({ items: joined(head.items, loaded.items), total: head.total, isLoadingMore: false })
      } catch (thrown) {
        if (asked === question) set({ failure: failureOf(thrown) })
      }
    }

    async function loadMore(): Promise<void> {
      const { nextCursor, isLoadingMore, load } = get()
      if (nextCursor === null || isLoadingMore || load.status !== 'ready') return
      const asked = question
      set({ isLoadingMore: true })
      try {
        const more = await page(PAGE_SIZE, nextCursor)
        if (asked !== question) return
        set({ items: joined(get().items, more.items), nextCursor: more.nextCursor, total: more.total })
      } catch (thrown) {
        if (asked === question) set({ failure: failureOf(thrown) })
      } finally {
        if (asked === question) set({ isLoadingMore: false })
      }
    }

    async function attempt<Result>(run: () => Promise<Result>): Promise<Result | null> {
      try {
        set({ failure: null })
        return await run()
      } catch (thrown) {
        set({ failure: failureOf(thrown) })
        return null
      }
    }

    return {
      filter: {},
      items: [],
      nextCursor: null,
      total: 0,
      load: IDLE,
      isLoadingMore: false,
      selection: EMPTY_SELECTION,
      failure: null,
      refresh,
      loadMore,
      follow() {
        const refreshSoon = gather(() => void refresh(), REFRESH_DELAY_MS)
        const stop = client.on('asset.changed', refreshSoon)
        void refresh()
        return stop
      },
      async setFilter(change) {
        const merged = Object.entries({ ...get().filter, ...change }).filter(
          ([, value]) => value !== undefined
        )
        set({ filter: Object.fromEntries(merged) })
        await reload()
      },
      async clearFilter() {
        set({ filter: {} })
        await reload()
      },
      setSelection: (selection) => set({ selection }),
      async selectAll() {
        while (get().nextCursor !== null && get().items.length < MOST_SELECTED) {
          const before = get().items.length
          await loadMore()
          if (get().items.length === before) break
        }
        const ids = get()
          .items.slice(0, MOST_SELECTED)
          .map((asset) => asset.id)
        set({ selection: { ids: new Set(ids), activeIndex: ids.length === 0 ? null : 0, anchorIndex: 0 } })
      },
      async trash(ids) {
        const answer = await attempt(() => client.call('asset.delete', { ids: [...ids] }))
        if (answer === null) return []
        const gone = new Set(answer.deletedIds)
        const { items, total } = get()
        set({
          items: items.filter((asset) => !gone.has(asset.id)),
          total: Math.max(0, total - gone.size),
          selection: EMPTY_SELECTION
        })
        return answer.deletedIds
      },
      async restore(ids) {
        const answer = await attempt(() => client.call('asset.restore', { ids: [...ids] }))
        await refresh()
        return answer !== null
      },
      async tag(ids, add, remove) {
        const answer = await attempt(() =>
          client.call('asset.tag', { ids: [...ids], add: [...add], remove: [...remove] })
        )
        await refresh()
        return answer !== null
      }
    }
  })
}

/** The first list, then those of the second that are not in it. */
function joined(first: readonly Asset[], second: readonly Asset[]): readonly Asset[] {
  const known = new Set(first.map((asset) => asset.id))
  return [...first, ...second.filter((asset) => !known.has(asset.id))]
}
