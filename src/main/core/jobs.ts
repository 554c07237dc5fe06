/** Long work: progress, cancel, list, retry. Main owns jobs, so a reloaded window finds them again. */
import { AppError, toAppError, toSerializedError } from '#shared/errors.ts'
import { type JobId, type JobKind, type JobSnapshot, jobIdSchema } from '#shared/domain/job.ts'
import type { Clock } from './clock.ts'

/** What running work gets: a signal to obey and a way to say how far it is. */
export interface JobContext {
  readonly signal: AbortSignal
  /** Integers; `stage` names the unit or step. Cheap to call often. */
  report(done: number, total: number, stage?: string): void
}

export interface JobSpec<Result> {
  readonly kind: JobKind
  readonly title: string
  run(context: JobContext): Promise<Result>
}

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
  /** Asks all to stop and waits for them. */
  stopAll(): Promise<void>
}

interface Entry {
  snapshot: JobSnapshot
  readonly spec: JobSpec<unknown>
  readonly controller: AbortController
  ended: Promise<JobSnapshot>
  lastSentAt: number
  timer: NodeJS.Timeout | null
}

/** At most ten snapshots a second per job reach the window; the last one always does. */
const MIN_INTERVAL_MS = 100
const KEPT_JOBS = 200

/** @param emit receives a snapshot on every change worth showing. */
export function createJobs(clock: Clock, emit: (snapshot: JobSnapshot) => void): Jobs {
  const entries = new Map<JobId, Entry>()

  function send(entry: Entry): void {
    if (entry.timer !== null) clearTimeout(entry.timer)
    entry.timer = null
    entry.lastSentAt = clock.now()
    emit(entry.snapshot)
  }

  function sendSoon(entry: Entry): void {
    const sinceMs = clock.now() - entry.lastSentAt
    if (sinceMs >= MIN_INTERVAL_MS) send(entry)
    else entry.timer ??= setTimeout(() => send(entry), MIN_INTERVAL_MS - sinceMs).unref()
  }

  function start<Result>(spec: JobSpec<Result>): JobId {
    const id = jobIdSchema.parse(`job-${clock.newId()}`)
    const entry: Entry = {
      snapshot: firstSnapshot(id, spec, clock.now()),
      spec,
      controller: new AbortController(),
      ended: Promise.resolve(firstSnapshot(id, spec, clock.now())),
      lastSentAt: 0,
      timer: null,
    }
    entries.set(id, entry)
    forgetOldest(entries)
    send(entry)
    entry.ended = runEntry(entry)
    return id
  }

  async function runEntry(entry: Entry): Promise<JobSnapshot> {
    const { signal } = entry.controller
    const report: JobContext['report'] = (done, total, stage) => {
      if (entry.snapshot.state !== 'running') return
      entry.snapshot = { ...entry.snapshot, done, total, stage: stage ?? entry.snapshot.stage }
      sendSoon(entry)
    }
    // The caller learns the id before the first event of the work itself.
    await Promise.resolve()
    try {
      const result = await entry.spec.run({ signal, report })
      entry.snapshot = { ...entry.snapshot, state: 'succeeded', endedAt: clock.now(), result }
    } catch (thrown) {
      const error = toAppError(thrown)
      const state = signal.aborted || error.code === 'CANCELLED' ? 'cancelled' : 'failed'
      const { details, ...plain } = toSerializedError(error)
      entry.snapshot = {
        ...entry.snapshot,
        state,
        endedAt: clock.now(),
        error: details === undefined ? plain : { ...plain, details: { ...details } },
      }
    }
    send(entry)
    return entry.snapshot
  }

  function entryOf(id: JobId): Entry {
    const entry = entries.get(id)
    if (entry === undefined) throw new AppError('NOT_FOUND', 'This job is not known any more.')
    return entry
  }

  const isRunning = (entry: Entry): boolean => entry.snapshot.state === 'running'

  return {
    start,
    cancel(id) {
      const entry = entries.get(id)
      if (entry === undefined || !isRunning(entry)) return false
      entry.controller.abort(new AppError('CANCELLED', 'Cancelled.'))
      return true
    },
    retry(id) {
      const entry = entryOf(id)
      if (isRunning(entry)) throw new AppError('CONFLICT', 'This job is still running.')
      return start(entry.spec)
    },
    list: () => [...entries.values()].map((entry) => entry.snapshot).reverse(),
    get: (id) => entries.get(id)?.snapshot ?? null,
    finished: async (id) => await entryOf(id).ended,
    get runningCount() {
      return [...entries.values()].filter(isRunning).length
    },
    async stopAll() {
      const running = [...entries.values()].filter(isRunning)
      for (const entry of running) entry.controller.abort(new AppError('CANCELLED', 'Cancelled.'))
      await Promise.all(running.map((entry) => entry.ended))
    },
  }
}

function firstSnapshot(id: JobId, spec: JobSpec<unknown>, now: number): JobSnapshot {
  const { kind, title } = spec
  return { id, kind, title, state: 'running', done: 0, total: 0, stage: '', startedAt: now, endedAt: null }
}

function forgetOldest(entries: Map<JobId, Entry>): void {
  for (const [id, entry] of entries) {
    if (entries.size <= KEPT_JOBS) return
    if (entry.snapshot.state !== 'running') entries.delete(id)
  }
}
