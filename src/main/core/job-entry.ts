/** One job from start to end: its snapshot, its throttled news, its outcome. */

import type { JobId, JobKind, JobSnapshot } from '#shared/domain/job.ts'
import { toAppError, toSerializedError } from '#shared/errors.ts'
import { throwIfCancelled } from './cancel.ts'
import type { Clock } from './clock.ts'
import type { ResumeNote } from './job-journal.ts'

/** What running work gets: a signal to obey and a way to say how far it is. */
export interface JobContext {
  readonly signal: AbortSignal
  /** Integers; `stage` names the unit or step. Cheap to call often. */
  report(done: number, total: number, stage?: string): void
}

export interface JobSpec<Result> {
  readonly kind: JobKind
  readonly title: string
  /** See JobSnapshot.subjectId. */
  readonly subjectId?: string
  /** The request that goes on with this work after the app has ended; absent for work that is begun anew by hand. */
  readonly resume?: ResumeNote
  run(context: JobContext): Promise<Result>
}

export interface JobEntry {
  snapshot(): JobSnapshot
  isRunning(): boolean
  abort(reason: Error): void
  readonly spec: JobSpec<unknown>
  /** Resolves with the last snapshot; never rejects. */
  readonly ended: Promise<JobSnapshot>
}

/** At most ten snapshots a second per job reach the window; the last one always does. */
const MIN_INTERVAL_MS = 100

/** Starts the work in the background and sends a snapshot on every change worth showing. */
export function startJobEntry(
  id: JobId,
  spec: JobSpec<unknown>,
  deps: { readonly clock: Clock; readonly emit: (snapshot: JobSnapshot) => void }
): JobEntry {
  const { clock } = deps
  const controller = new AbortController()
  const news = createThrottledNews(clock, deps.emit)
  const { kind, title, subjectId } = spec
  let snapshot: JobSnapshot = {
    id,
    kind,
    title,
    ...(subjectId === undefined ? {} : { subjectId }),
    state: 'running',
    done: 0,
    total: 0,
    stage: '',
    startedAt: clock.now(),
    endedAt: null
  }
  const change = (patch: Partial<JobSnapshot>, isLast: boolean): void => {
    snapshot = { ...snapshot, ...patch }
    if (isLast) news.sendNow(snapshot)
    else news.sendSoon(() => snapshot)
  }
  const report: JobContext['report'] = (done, total, stage) => {
    if (snapshot.state === 'running') change({ done, total, stage: stage ?? snapshot.stage }, false)
  }
  const run = async (): Promise<JobSnapshot> => {
    // The caller learns the id before the first event of the work itself.
    await Promise.resolve()
    const outcome = await runSpec(spec, { signal: controller.signal, report })
    change({ ...outcome, endedAt: clock.now() }, true)
    return snapshot
  }
  news.sendNow(snapshot)
  return {
    snapshot: () => snapshot,
    isRunning: () => snapshot.state === 'running',
    abort: (reason) => controller.abort(reason),
    spec,
    ended: run()
  }
}

async function runSpec(spec: JobSpec<unknown>, context: JobContext): Promise<Partial<JobSnapshot>> {
  try {
    throwIfCancelled(context.signal)
    return { state: 'succeeded', result: await spec.run(context) }
  } catch (thrown) {
    const error = toAppError(thrown)
    const isCancelled = context.signal.aborted || error.code === 'CANCELLED'
    const { details, ...plain } = toSerializedError(error)
    return {
      state: isCancelled ? 'cancelled' : 'failed',
      error: details === undefined ? plain : { ...plain, details: { ...details } }
    }
  }
}

interface ThrottledNews {
  sendNow(snapshot: JobSnapshot): void
  sendSoon(current: () => JobSnapshot): void
}

function createThrottledNews(clock: Clock, emit: (snapshot: JobSnapshot) => void): ThrottledNews {
  let lastSentAt = 0
  let timer: NodeJS.Timeout | null = null
  const sendNow = (snapshot: JobSnapshot): void => {
    if (timer !== null) clearTimeout(timer)
    timer = null
    lastSentAt = clock.now()
    emit(snapshot)
  }
  return {
    sendNow,
    sendSoon(current) {
      const sinceMs = clock.now() - lastSentAt
      if (sinceMs >= MIN_INTERVAL_MS) sendNow(current())
      else timer ??= setTimeout(() => sendNow(current()), MIN_INTERVAL_MS - sinceMs).unref()
    }
  }
}
