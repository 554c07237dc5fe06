/** The Documents page: the list, and the document that is being read. */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Asset } from '#shared/domain/asset.ts'
import type { DocumentDetail } from '#shared/domain/document.ts'
import type { Client } from '../../ipc/client.ts'
import { failed, gather, IDLE, LOADING, type Load, READY } from '../../ipc/load.ts'

const REFRESH_DELAY_MS = 300
const LIST_LIMIT = 500

export interface DocumentsState {
  readonly documents: readonly Asset[]
  readonly total: number
  readonly load: Load
  readonly open: DocumentDetail | null
  readonly openLoad: Load
  follow(): () => void
  refresh(): Promise<void>
  read(id: string): Promise<void>
  closeDocument(): void
}
export type DocumentsStore = StoreApi<DocumentsState>

export function createDocumentsStore(client: Client): DocumentsStore {
  return createStore<DocumentsState>()((set, get) => {
    let listQuestion = 0
    let readQuestion = 0

    async function refresh(): Promise<void> {
      const asked = ++listQuestion
      if (get().load.status !== 'ready') set({ load: LOADING })
      try {
        const request = { filter: { kind: 'document' as const }, limit: LIST_LIMIT, cursor: null }
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
      refresh,
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
        set({ open: null, openLoad: IDLE })
      }
    }
  })
}
