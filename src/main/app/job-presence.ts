/** Running work outside the window: a bar on the dock or taskbar, and a notice when long work ends in the background. */
import type { JobSnapshot } from '#shared/domain/job.ts'

export interface JobPresenceDeps {
  /** 0–1; above 1 = busy without a known amount; -1 takes the bar away. */
  readonly showProgress: (value: number) => void
  /** Called only while the window is not in front. */
  readonly notify: (notice: { readonly title: string; readonly body: string }) => void
  readonly isInFront: () => boolean
}

/** Shorter work ends before a person has looked away. */
const LONG_MS = 8000
const NO_BAR = -1
const UNKNOWN_AMOUNT = 2

/** Takes every snapshot of every job. */
export function createJobPresence(deps: JobPresenceDeps): (snapshot: JobSnapshot) => void {
  const running = new Map<string, JobSnapshot>()
  return (snapshot) => {
    const isRunning = snapshot.state === 'running' || snapshot.state === 'queued'
    if (isRunning) running.set(snapshot.id, snapshot)
    else running.delete(snapshot.id)
    deps.showProgress(barValue([...running.values()]))
    const notice = isRunning ? null : noticeFor(snapshot)
    if (notice !== null && !deps.isInFront()) deps.notify(notice)
  }
}

/** All jobs as one bar: each counts the same, whatever its unit. */
export function barValue(jobs: readonly Pick<JobSnapshot, 'done' | 'total'>[]): number {
  if (jobs.length === 0) return NO_BAR
  if (jobs.some((job) => job.total === 0)) return UNKNOWN_AMOUNT
  const sum = jobs.reduce((total, job) => total + Math.min(1, job.done / job.total), 0)
  return sum / jobs.length
}

/** What to say of an ended job; null for short work and for what a person stopped. */
export function noticeFor(snapshot: JobSnapshot): { readonly title: string; readonly body: string } | null {
  const { state, title, startedAt, endedAt, error } = snapshot
  if (endedAt === null || endedAt - startedAt < LONG_MS) return null
  if (state === 'succeeded') return { title: 'Finished', body: title }
  return state === 'failed' ? { title: 'Failed', body: `${title}. ${error?.message ?? ''}`.trim() } : null
}
