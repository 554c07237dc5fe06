/** Files dropped or chosen anywhere: one import job, and what became of each file. */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { ImportItem, ImportResult } from '#shared/domain/document.ts'
import type { Client } from '../../ipc/client.ts'
import { type Failure, failureOf } from '../../ipc/load.ts'

export interface ImportState {
  readonly isImporting: boolean
  readonly done: number
  readonly total: number
  /** The last import's outcome per file; null when none or dismissed. */
  readonly report: readonly ImportItem[] | null
  readonly failure: Failure | null
  /** Imports files or folders; gives the outcome per file, empty when it failed as a whole. */
  importPaths(paths: readonly string[], campaignId: string | null): Promise<readonly ImportItem[]>
  dismiss(): void
}
export type ImportStore = StoreApi<ImportState>

export function createImportStore(client: Client): ImportStore {
  return createStore<ImportState>()((set) => ({
    isImporting: false,
    done: 0,
    total: 0,
    report: null,
    failure: null,
    async importPaths(paths, campaignId) {
      if (paths.length === 0) return []
      set({ isImporting: true, done: 0, total: paths.length, report: null, failure: null })
      try {
        const result = await client.runJob(
          'asset.import',
          { paths: [...paths], campaignId, tags: [] },
          { onProgress: ({ done, total }) => set({ done, total }) }
        )
        // The route promises an ImportResult as this job's result.
        const { items } = result as ImportResult
        set({ isImporting: false, report: items })
        return items
      } catch (thrown) {
        set({ isImporting: false, failure: failureOf(thrown) })
        return []
      }
    },
    dismiss: () => set({ report: null, failure: null })
  }))
}
