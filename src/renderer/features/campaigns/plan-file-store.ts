/** Posts of a campaign in from a file and out to one. */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { PlanFormat, PlanImport } from '#shared/domain/plan.ts'
import type { Client } from '../../ipc/client.ts'
import { type Failure, failureOf } from '../../ipc/load.ts'

export interface PlanFileState {
  readonly isOpen: boolean
  readonly isReading: boolean
  readonly outcome: PlanImport | null
  readonly failure: Failure | null
  open(): void
  close(): void
  /** What was read, or null when the file was refused (see failure). */
  read(campaignId: string, files: readonly File[]): Promise<PlanImport | null>
  /** Asks where to; the path, or null when dismissed or refused. */
  write(campaignId: string, format: PlanFormat): Promise<string | null>
}
export type PlanFileStore = StoreApi<PlanFileState>

const FRESH = { isReading: false, outcome: null, failure: null } as const

export function createPlanFileStore(client: Client): PlanFileStore {
  return createStore<PlanFileState>()((set) => ({
    ...FRESH,
    isOpen: false,
    open: () => set({ ...FRESH, isOpen: true }),
    close: () => set({ isOpen: false }),
    async read(id, files) {
      const [path] = client.pathsOf(files)
      if (path === undefined) return null
      set({ ...FRESH, isReading: true })
      try {
        const outcome = await client.call('campaign.importPlan', { id, path })
        set({ ...FRESH, outcome })
        return outcome
      } catch (thrown) {
        set({ ...FRESH, failure: failureOf(thrown) })
        return null
      }
    },
    async write(id, format) {
      try {
        return (await client.call('campaign.exportPlan', { id, format })).path
      } catch (thrown) {
        set({ ...FRESH, isOpen: true, failure: failureOf(thrown) })
        return null
      }
    }
  }))
}
