/** The Storage page's figures and its long work: check, compare, repair, send. */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { JobSnapshot } from '#shared/domain/job.ts'
import type { RepairReport, StorageHealth, StorageStats, VerifyReport } from '#shared/domain/storage.ts'
import type { Client, JobRoute } from '../../ipc/client.ts'
import { type Failure, failed, failureOf, gather, IDLE, LOADING, type Load, READY } from '../../ipc/load.ts'

const REFRESH_DELAY_MS = 800

export type StorageReport =
  | { readonly kind: 'verify'; readonly report: VerifyReport }
  | { readonly kind: 'repair'; readonly report: RepairReport }
  | { readonly kind: 'sync' }

export interface StorageState {
  readonly health: StorageHealth | null
  readonly stats: StorageStats | null
  readonly load: Load
  readonly isChecking: boolean
  /** The page's own running work; null when none. */
  readonly job: JobSnapshot | null
  readonly isBusy: boolean
  readonly report: StorageReport | null
  readonly failure: Failure | null
  follow(): () => void
  /** Asks both stores again now. */
  check(): Promise<void>
  sync(): Promise<void>
  /** Deep reads every byte of both stores. */
  verify(isDeep: boolean): Promise<void>
  repair(isDryRun: boolean): Promise<void>
  dismissReport(): void
}
export type StorageStore = StoreApi<StorageState>

export function createStorageStore(client: Client): StorageStore {
  return createStore<StorageState>()((set, get) => {
    async function askStats(): Promise<void> {
      try {
        set({ stats: await client.call('storage.stats', {}), load: READY })
      } catch (thrown) {
        set({ load: failed(thrown) })
      }
    }

    async function check(): Promise<void> {
      set({ isChecking: true })
      try {
        set({ health: await client.call('storage.health', {}) })
      } catch (thrown) {
        set({ failure: failureOf(thrown) })
      } finally {
        set({ isChecking: false })
      }
    }

    /** One piece of work at a time; a cancelled one leaves no notice. */
    async function work(
      run: (onProgress: (job: JobSnapshot) => void) => Promise<StorageReport>
    ): Promise<void> {
      if (get().isBusy) return
      set({ isBusy: true, report: null, failure: null })
      try {
        set({ report: await run((job) => set({ job })) })
      } catch (thrown) {
        const failure = failureOf(thrown)
        if (failure.code !== 'CANCELLED') set({ failure })
      } finally {
        set({ isBusy: false, job: null })
        await askStats()
      }
    }

    return {
      health: null,
      stats: null,
      load: IDLE,
      isChecking: false,
      job: null,
      isBusy: false,
      report: null,
      failure: null,
      check,
      follow() {
        set({ load: get().stats === null ? LOADING : READY })
        const again = gather(() => void askStats(), REFRESH_DELAY_MS)
        const stops = [client.on('storage.changed', again), client.on('asset.changed', again)]
        void askStats()
        void check()
        return () => {
          for (const stop of stops) stop()
        }
      },
      sync: () =>
        work(async (onProgress) => {
          await client.runJob('storage.sync' satisfies JobRoute, {}, { onProgress })
          return { kind: 'sync' }
        }),
      verify: (isDeep) =>
        work(async (onProgress) => {
          // The route promises a VerifyReport as this job's result.
          const report = (await client.runJob(
            'storage.verify',
            { deep: isDeep },
            { onProgress }
          )) as VerifyReport
          return { kind: 'verify', report }
        }),
      repair: (isDryRun) =>
        work(async (onProgress) => {
          // The route promises a RepairReport as this job's result.
          const report = (await client.runJob(
            'storage.repair',
            { dryRun: isDryRun },
            { onProgress }
          )) as RepairReport
          return { kind: 'repair', report }
        }),
      dismissReport: () => set({ report: null, failure: null })
    }
  })
}
