/** Long work: progress, cancel, list, retry. Main owns jobs, so a reloaded window finds them again. */

import { type JobId, type JobSnapshot, jobIdSchema } from '#shared/domain/job.ts'
import { AppError } from '#shared/errors.ts'
import type { Clock } from './clock.ts'
import { type JobContext, type JobEntry, type JobSpec, startJobEntry } from './job-entry.ts'
import type { JobJournal } from './job-journal.ts'

export type { JobContext, JobSpec } from './job-entry.ts'

export interface Jobs {
  /** Starts at once in the background; failures end in the snapshot, never thrown here. */
  start<Result>(spec: JobSpec<Result>): JobId
  /** True when the job was running and is now asked to stop. */
  cancel(id: JobId): boolean
  /** The same work again under a new id. NOT_FOUND for unknown ids, CONFLICT while it still runs. */
  retry(id: JobId): JobId
  /** Newest first; ended jobs are kept until 200 are there. */
  list(): readonly JobSnapshot[]
  get(id: JobId): JobSnapshot | null
  /** Resolves with the last snapshot. NOT_FOUND for unknown ids. */
  finished(id: JobId): Promise<JobSnapshot>
  readonly runningCount: number
  /** Asks all to stop and waits for them. What can be resumed stays noted for the next start. */
  stopAll(): Promise<void>
}

/** The context of work that nobody watches and nobody but the given signal cancels. */
export function unwatched(signal?: AbortSignal): JobContext {
  return { signal: signal ?? new AbortController().signal, report: () => undefined }
}

const KEPT_JOBS = 200

/**
 * @param emit receives a snapshot on every change worth showing
 * @param journal keeps what runs, so that the next start can go on with it
 */
export function createJobs(
  clock: Clock,
  emit: (snapshot: JobSnapshot) => void,
  journal?: Pick<JobJournal, 'note' | 'forget'>
): Jobs {
  const entries = new Map<JobId, JobEntry>()
  let isStopping = false

  function start(spec: JobSpec<unknown>): JobId {
    const id = jobIdSchema.parse(`job-${clock.newId()}`)
    if (spec.resume !== undefined) journal?.note(id, spec.resume)
    const entry = startJobEntry(id, spec, { clock, emit })
    entries.set(id, entry)
    forgetOldest(entries)
    void entry.ended.then(() => {
      if (!isStopping && spec.resume !== undefined) journal?.forget(id)
    })
    return id
  }

  function entryOf(id: JobId): JobEntry {
    const entry = entries.get(id)
    if (entry === undefined) throw new AppError('NOT_FOUND', 'This job is not known any more.')
    return entry
  }

  const runningEntries = (): JobEntry[] => [...entries.values()].filter((entry) => entry.isRunning())

  return {
    start,
    cancel(id) {
      const entry = entries.get(id)
      if (entry?.isRunning() !== true) return false
      entry.abort(cancelled())
      return true
    },
    retry(id) {
      const entry = entryOf(id)
      if (entry.isRunning()) throw new AppError('CONFLICT', 'This job is still running.')
      return start(entry.spec)
    },
    list: () => [...entries.values()].map((entry) => entry.snapshot()).reverse(),
    get: (id) => entries.get(id)?.snapshot() ?? null,
    finished: async (id) => await entryOf(id).ended,
    get runningCount() {
      return runningEntries().length
    },
    async stopAll() {
      isStopping = true
      const running = runningEntries()
      for (const entry of running) entry.abort(cancelled())
      await Promise.all(running.map((entry) => entry.ended))
    }
  }
}

function cancelled(): AppError {
  return new AppError('CANCELLED', 'Cancelled.')
}

function forgetOldest(entries: Map<JobId, JobEntry>): void {
  for (const [id, entry] of entries) {
    if (entries.size <= KEPT_JOBS) return
    if (!entry.isRunning()) entries.delete(id)
  }
}
