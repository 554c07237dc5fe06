/** The library's rows on screen: filter, pages in view, selection, and changes that can be taken back. Truth is in main. */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Asset, AssetFilter } from '#shared/domain/asset.ts'
import { type Client, endAll } from '../../ipc/client.ts'
import { type Failure, failed, failureOf, gather, IDLE, LOADING, type Load, READY } from '../../ipc/load.ts'
import { assetAt, heldAssets, missingPages, PAGE_SIZE, type Pages, type View, withPage } from './pages.ts'
import { EMPTY_SELECTION, pick, type Selection } from './selection.ts'

const REFRESH_DELAY_MS = 300
/** While much is uploaded, where copies stand changes all the time. */
const COPIES_DELAY_MS = 1_000
/** library.ids gives at most this many. */
export const MOST_SELECTED = 100_000
/** Pages asked for at once. */
const AT_ONCE = 2

export interface LibraryState {
  readonly filter: AssetFilter
  readonly pages: Pages
  readonly total: number
  /** Another number for each new list, which is shown from its top. */
  readonly listNumber: number
  /** `loading` also while older rows are still shown. */
  readonly load: Load
  readonly selection: Selection
  readonly failure: Failure | null
  /** Loads and keeps the rows up to date; the result stops it. */
  follow(): () => void
  /** Fields set to undefined are taken out of the filter. */
  setFilter(change: { readonly [Field in keyof AssetFilter]?: AssetFilter[Field] | undefined }): Promise<void>
  replaceFilter(filter: AssetFilter): Promise<void>
  /** What the list shows now; pages it lacks are asked for. */
  show(view: View): void
  refresh(): Promise<void>
  setSelection(selection: Selection): void
  /** Selects from the anchor to here, loaded or not. */
  selectRange(index: number): Promise<void>
  /** Selects everything the filter matches, loaded or not, up to 100,000. */
  selectAll(): Promise<void>
  fail(thrown: unknown): void
  dismissFailure(): void
}
export type LibraryStore = StoreApi<LibraryState>

const TOP: View = { first: 0, last: 0 }
const NO_PAGES: Pages = new Map()

export function createLibraryStore(client: Client): LibraryStore {
  return createStore<LibraryState>()((set, get) => {
    let question = 0
    let view = TOP
    const asking = new Set<number>()

    const ask = (page: number) =>
      client.call('asset.list', {
        filter: get().filter,
        limit: PAGE_SIZE,
        cursor: null,
        ...(page === 0 ? {} : { offset: page * PAGE_SIZE })
      })

    /** New rows from the top; the older ones stay on screen until these are there. */
    async function reload(): Promise<void> {
      const asked = ++question
      asking.clear()
      view = TOP
      set({ load: LOADING, selection: EMPTY_SELECTION })
      try {
        const { items, total } = await ask(0)
        if (asked === question) set({ pages: new Map([[0, items]]), total, load: READY, listNumber: asked })
      } catch (thrown) {
        if (asked === question) set({ load: failed(thrown), pages: NO_PAGES, total: 0 })
      }
    }

    /** Asks for what is in view again; everything else is forgotten, because it may have moved. */
    async function refresh(): Promise<void> {
      if (get().load.status !== 'ready') return reload()
      const asked = ++question
      asking.clear()
      const first = Math.floor(view.first / PAGE_SIZE)
      const last = Math.max(first, Math.floor(view.last / PAGE_SIZE))
      const wanted = Array.from({ length: last - first + 1 }, (_, index) => first + index)
      try {
        const answers = await Promise.all(wanted.map(ask))
        if (asked !== question) return
        const rows = new Map(answers.map(({ items }, index) => [first + index, items]))
        set({ pages: rows, total: answers[0]?.total ?? 0 })
        void fill()
      } catch (thrown) {
        if (asked === question) set({ failure: failureOf(thrown) })
      }
    }

    async function fill(): Promise<void> {
      const { pages, total, load } = get()
      if (load.status !== 'ready') return
      const wanted = missingPages(pages, view, total).filter((page) => !asking.has(page))
      await Promise.all(wanted.slice(0, AT_ONCE - asking.size).map(fetchPage))
    }

    async function fetchPage(page: number): Promise<void> {
      const asked = question
      asking.add(page)
      try {
        const { items, total } = await ask(page)
        if (asked !== question) return
        set({ pages: withPage(get().pages, page, items), total })
      } catch (thrown) {
        if (asked === question) set({ failure: failureOf(thrown) })
        return
      } finally {
        if (asked === question) asking.delete(page)
      }
      await fill()
    }

    async function idsUpTo(limit: number): Promise<readonly string[]> {
      try {
        return (await client.call('library.ids', { filter: get().filter, limit })).ids
      } catch (thrown) {
        set({ failure: failureOf(thrown) })
        return []
      }
    }

    return {
      filter: {},
      pages: NO_PAGES,
      total: 0,
      listNumber: 0,
      load: IDLE,
      selection: EMPTY_SELECTION,
      failure: null,
      refresh,
      follow() {
        const stops = [
          client.on(
            'asset.changed',
            gather(() => void refresh(), REFRESH_DELAY_MS)
          ),
          client.on(
            'storage.changed',
            gather(() => void refresh(), COPIES_DELAY_MS)
          )
        ]
        void refresh()
        return endAll(stops)
      },
      async setFilter(change) {
        const merged = Object.entries({ ...get().filter, ...change }).filter(
          ([, value]) => value !== undefined
        )
        await get().replaceFilter(Object.fromEntries(merged))
      },
      async replaceFilter(filter) {
        set({ filter })
        await reload()
      },
      show(next) {
        view = next
        void fill()
      },
      setSelection: (selection) => set({ selection }),
      async selectRange(index) {
        const { selection, pages } = get()
        const to = Math.max(index, selection.anchorIndex)
        const from = Math.min(index, selection.anchorIndex)
        const range = Array.from({ length: to - from + 1 }, (_, step) => from + step)
        const isHeld = range.every((each) => assetAt(pages, each) !== undefined)
        const ids = isHeld ? [] : await idsUpTo(Math.min(MOST_SELECTED, to + 1))
        const idAt = (at: number): string | undefined => (isHeld ? assetAt(pages, at)?.id : ids[at])
        if (get().selection === selection)
          set({ selection: pick({ before: selection, index, idAt }, { isRange: true, isToggle: false }) })
      },
      async selectAll() {
        const ids = await idsUpTo(MOST_SELECTED)
        set({ selection: { ids: new Set(ids), activeIndex: ids.length === 0 ? null : 0, anchorIndex: 0 } })
      },
      fail: (thrown) => set({ failure: failureOf(thrown) }),
      dismissFailure: () => set({ failure: null })
    }
  })
}

/** The selected assets that are on screen or near it. */
export function selectedAssets({
  pages,
  selection
}: Pick<LibraryState, 'pages' | 'selection'>): readonly Asset[] {
  return heldAssets(pages).filter((asset) => selection.ids.has(asset.id))
}
