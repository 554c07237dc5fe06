/** The jobs of this run of the app, kept up to date by events; how a reloaded window finds running work again. */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { JobId, JobSnapshot } from '#shared/domain/job.ts'
import type { Client } from '../../ipc/client.ts'
import { failed, IDLE, type Load, READY } from '../../ipc/load.ts'

export interface JobsState {
  /** Newest first. */
  readonly jobs: readonly JobSnapshot[]
  readonly load: Load
  /** Asks for all jobs and keeps listening; the result stops listening. */
  follow(): () => void
  cancel(id: JobId): Promise<void>
  retry(id: JobId): Promise<void>
  /** Hides ended jobs from the list. */
  clearEnded(): void
}
export type JobsStore = StoreApi<JobsState>

export function isRunning(job: JobSnapshot): boolean {
  return job.state === 'running' || job.state === 'queued'
}

export function createJobsStore(client: Client): JobsStore {
  return createStore<JobsState>()((set, get) => {
    const take = (snapshot: JobSnapshot): void => set({ jobs: withSnapshot(get().jobs, snapshot) })
    async function fill(): Promise<void> {
      try {
        const { jobs } = await client.call('job.list', {})
        const known = new Set(get().jobs.map((job) => job.id))
        const older = jobs.filter((job) => !known.has(job.id))
        set({ jobs: [...get().jobs, ...older].sort((a, b) => b.startedAt - a.startedAt), load: READY })
      } catch (thrown) {
        set({ load: failed(thrown) })
      }
    }
    return {
      jobs: [],
      load: IDLE,
      follow() {
        const stop = client.on('job.changed', take)
        void fill()
        return stop
      },
      async cancel(id) {
        // A job that ended in the meantime has already said so by its own event.
        await client.call('job.cancel', { id }).catch(() => undefined)
      },
      async retry(id) {
        try {
          await client.call('job.retry', { id })
          set({ jobs: get().jobs.filter((job) => job.id !== id) })
        } catch (thrown) {
          set({ load: failed(thrown) })
        }
      },
      clearEnded: () => set({ jobs: get().jobs.filter(isRunning) })
    }
  })
}

function withSnapshot(jobs: readonly JobSnapshot[], snapshot: JobSnapshot): readonly JobSnapshot[] {
  const isKnown = jobs.some((job) => job.id === snapshot.id)
  return isKnown ? jobs.map((job) => (job.id === snapshot.id ? snapshot : job)) : [snapshot, ...jobs]
}
