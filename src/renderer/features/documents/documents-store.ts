/** The Documents page: the list, and the document that is being read. */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Asset } from '#shared/domain/asset.ts'
import type { DocumentDetail, SearchHit } from '#shared/domain/document.ts'
import type { Client } from '../../ipc/client.ts'
import { failed, gather, IDLE, LOADING, type Load, READY } from '../../ipc/load.ts'

const REFRESH_DELAY_MS = 300
const LIST_LIMIT = 200
/** The contract's upper limit of one page. */
const LARGEST_PAGE = 500
const HIT_LIMIT = 60

export interface ReadTarget {
  readonly words: string
  /** From 1; null when the document has no pages. */
  readonly page: number | null
}

export interface DocumentsState {
  readonly documents: readonly Asset[]
  readonly total: number
  readonly load: Load
  readonly open: DocumentDetail | null
  readonly openLoad: Load
  /** What the list is searched for; empty shows all. */
  readonly query: string
  /** Null while nothing is searched for. */
  readonly hits: readonly SearchHit[] | null
  /** Words to be marked in the document that opens next, and the page they stand on. */
  readonly target: ReadTarget | null
  readonly isLoadingMore: boolean
  follow(): () => void
  refresh(): Promise<void>
  loadMore(): Promise<void>
  search(query: string): Promise<void>
  aim(target: ReadTarget | null): void
  read(id: string): Promise<void>
  closeDocument(): void
}
export type DocumentsStore = StoreApi<DocumentsState>

export function createDocumentsStore(client: Client): DocumentsStore {
  return createStore<DocumentsState>()((set, get) => {
    let listQuestion = 0
    let readQuestion = 0
    let searchQuestion = 0

    async function search(query: string): Promise<void> {
      const asked = ++searchQuestion
      set({ query })
      if (query.trim() === '') {
        set({ hits: null })
        return
      }
      try {
        const { hits } = await client.call('document.search', { query, limit: HIT_LIMIT })
        if (asked === searchQuestion) set({ hits })
      } catch (thrown) {
        if (asked === searchQuestion) set({ load: failed(thrown) })
      }
    }

    async function refresh(): Promise<void> {
      const asked = ++listQuestion
      if (get().load.status !== 'ready') set({ load: LOADING })
      try {
        const limit = Math.min(LARGEST_PAGE, Math.max(LIST_LIMIT, get().documents.length))
        const request = { filter: { kind: 'document' as const }, limit, cursor: null }
        const { items, total } = await client.call('asset.list', request)
        if (asked === listQuestion) set({ documents: items, total, load: READY })
      } catch (thrown) {
        if (asked === listQuestion) set({ load: failed(thrown) })
      }
    }

    return {
      documents: [],
      total: 0,
      load: IDLE,
      open: null,
      openLoad: IDLE,
      query: '',
      hits: null,
      target: null,
      isLoadingMore: false,
      refresh,
      search,
      aim: (target) => set({ target }),
      async loadMore() {
        const { documents, total, isLoadingMore } = get()
        if (isLoadingMore || documents.length >= total) return
        const asked = listQuestion
        set({ isLoadingMore: true })
        try {
          const request = { limit: LIST_LIMIT, cursor: null, offset: documents.length }
          const more = await client.call('asset.list', { filter: { kind: 'document' }, ...request })
          const known = new Set(documents.map((document) => document.id))
          const added = more.items.filter((document) => !known.has(document.id))
          if (asked === listQuestion) set({ documents: [...documents, ...added], total: more.total })
        } catch (thrown) {
          set({ load: failed(thrown) })
        } finally {
          set({ isLoadingMore: false })
        }
      },
      follow() {
        const stop = client.on(
          'asset.changed',
          gather(() => void refresh(), REFRESH_DELAY_MS)
        )
        void refresh()
        return stop
      },
      async read(id) {
        const asked = ++readQuestion
        set({ open: null, openLoad: LOADING })
        try {
          const open = await client.call('document.get', { id })
          if (asked === readQuestion) set({ open, openLoad: READY })
        } catch (thrown) {
          if (asked === readQuestion) set({ openLoad: failed(thrown) })
        }
      },
      closeDocument() {
        readQuestion += 1
        set({ open: null, openLoad: IDLE, target: null })
      }
    }
  })
}
