/** Writing a campaign out as a bundle: asks for a place, runs, and holds the outcome until it is put away. */
import { createStore, type StoreApi } from 'zustand/vanilla'
import { type ExportResult, exportResultSchema } from '#shared/domain/export.ts'
import type { JobSnapshot } from '#shared/domain/job.ts'
import type { Client } from '../../ipc/client.ts'
import { type Failure, failureOf } from '../../ipc/load.ts'

export type BundleFormat = 'folder' | 'zip'

export interface ExportState {
  readonly isOpen: boolean
  readonly isRunning: boolean
  readonly job: JobSnapshot | null
  readonly result: ExportResult | null
  readonly failure: Failure | null
  open(): void
  /** A running export goes on; its job stands in the activity panel. */
  close(): void
  /** Nothing happens when the question for the place is dismissed. */
  run(campaignId: string, format: BundleFormat): Promise<void>
  cancel(): void
  show(): Promise<void>
}
export type ExportStore = StoreApi<ExportState>

const FRESH = { isRunning: false, job: null, result: null, failure: null } as const

export function createExportStore(client: Client): ExportStore {
  return createStore<ExportState>()((set, get) => {
    let stopping = new AbortController()
    return {
      ...FRESH,
      isOpen: false,
      open: () => set({ isOpen: true, ...(get().isRunning ? {} : FRESH) }),
      close: () => set({ isOpen: false }),
      cancel: () => stopping.abort(),
      async run(campaignId, format) {
        set({ ...FRESH })
        try {
          const { path } = await client.call('desktop.chooseFolder', { title: 'Export into' })
          if (path === null) return
          stopping = new AbortController()
          set({ isRunning: true })
          const result = await client.runJob(
            'campaign.export',
            { campaignId, intoFolder: path, format },
            { signal: stopping.signal, onProgress: (job) => set({ job }) }
          )
          set({ ...FRESH, result: exportResultSchema.parse(result) })
        } catch (thrown) {
          const failure = failureOf(thrown)
          set({ ...FRESH, failure: failure.code === 'CANCELLED' ? null : failure })
        }
      },
      async show() {
        const { result } = get()
        if (result === null) return
        try {
          await client.call('desktop.showFile', { path: result.path })
        } catch (thrown) {
          set({ failure: failureOf(thrown) })
        }
      }
    }
  })
}
