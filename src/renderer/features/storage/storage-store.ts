/** The Storage page's figures and its long work: compare, repair, send, prove, restore. */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { JobKind, JobSnapshot } from '#shared/domain/job.ts'
import type {
  FireDrillReport,
  PurgeReport,
  RebuildReport,
  RepairReport,
  ScrubReport,
  StorageHealth,
  StorageStats,
  StoreCheck,
  StoreSide,
  VerifyReport
} from '#shared/domain/storage.ts'
import type { RouteInput } from '#shared/ipc/contract.ts'
import { type Client, endAll, type JobRoute } from '../../ipc/client.ts'
import { type Failure, failed, failureOf, gather, IDLE, LOADING, type Load, READY } from '../../ipc/load.ts'

const REFRESH_DELAY_MS = 800

/** What finished work has to say. */
export type StorageReport =
  | { readonly kind: 'storage.verify'; readonly report: VerifyReport }
  | { readonly kind: 'storage.repair'; readonly report: RepairReport }
  | { readonly kind: 'storage.sync' }
  | { readonly kind: 'storage.rebuild'; readonly report: RebuildReport }
  | { readonly kind: 'storage.drill'; readonly report: FireDrillReport }
  | { readonly kind: 'storage.scrub'; readonly report: ScrubReport }
  | { readonly kind: 'storage.test'; readonly report: readonly StoreCheck[] }
  | { readonly kind: 'storage.purge'; readonly report: PurgeReport }
  | { readonly kind: 'storage.snapshot'; readonly report: { readonly stored: unknown } }

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
  /** `isForced` says that writing more than half of a store anew is meant. */
  repair(isDryRun: boolean, isForced?: boolean): Promise<void>
  rebuild(from: StoreSide): Promise<void>
  drill(lost: StoreSide): Promise<void>
  scrub(): Promise<void>
  testStore(side: StoreSide): Promise<void>
  purge(): Promise<void>
  snapshot(): Promise<void>
  /** Asks for a place and writes the shown report there; the path, or null when dismissed or failed. */
  saveReport(format: 'csv' | 'json'): Promise<string | null>
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
        set({ health: await client.call('storage.health', { fresh: true }) })
      } catch (thrown) {
        set({ failure: failureOf(thrown) })
      } finally {
        set({ isChecking: false })
      }
    }

    /** One piece of work at a time; a cancelled one leaves no notice. */
    async function work<Name extends JobRoute>(
      route: Name,
      input: RouteInput<Name>,
      kind: StorageReport['kind']
    ): Promise<void> {
      if (get().isBusy) return
      set({ isBusy: true, report: null, failure: null })
      try {
        const result = await client.runJob(route, input, { onProgress: (job) => set({ job }) })
        // Each route promises this shape as its job's result.
        set({ report: { kind, report: result } as StorageReport })
      } catch (thrown) {
        const failure = failureOf(thrown)
        if (failure.code !== 'CANCELLED') set({ failure })
      } finally {
        set({ isBusy: false, job: null })
        await Promise.all([askStats(), check()])
      }
    }

    /** The newest finished job of this kind: its report is the one on screen. */
    async function newestJob(kind: JobKind): Promise<JobSnapshot | undefined> {
      const { jobs } = await client.call('job.list', {})
      return jobs.find((job) => job.kind === kind && job.state === 'succeeded')
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
        return endAll(stops)
      },
      sync: () => work('storage.sync', {}, 'storage.sync'),
      verify: (deep) => work('storage.verify', { deep }, 'storage.verify'),
      repair: (dryRun, force = false) => work('storage.repair', { dryRun, force }, 'storage.repair'),
      rebuild: (from) => work('storage.rebuild', { from }, 'storage.rebuild'),
      drill: (lost) => work('storage.drill', { lost }, 'storage.drill'),
      scrub: () => work('storage.scrub', {}, 'storage.scrub'),
      testStore: (side) => work('store.test', { side }, 'storage.test'),
      purge: () => work('storage.purge', {}, 'storage.purge'),
      snapshot: () => work('storage.snapshot', {}, 'storage.snapshot'),
      async saveReport(format) {
        const { report } = get()
        if (report === null) return null
        try {
          const job = await newestJob(report.kind)
          if (job === undefined) return null
          return (await client.call('storage.saveReport', { jobId: job.id, format })).path
        } catch (thrown) {
          set({ failure: failureOf(thrown) })
          return null
        }
      },
      dismissReport: () => set({ report: null, failure: null })
    }
  })
}
