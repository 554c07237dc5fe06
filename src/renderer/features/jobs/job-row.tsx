/** One job in the activity panel: title, bar, counts, and what can be done about it. */
import { Ban, CircleAlert, CircleCheck, CircleSlash, RotateCw } from 'lucide-react'
import type { ReactNode } from 'react'
import type { JobSnapshot, JobState } from '#shared/domain/job.ts'
import { Button } from '../../ui/button.tsx'
import { nextStepFor } from '../../ui/error-texts.ts'
import { formatAge, formatCount } from '../../ui/format.ts'
import { Progress } from '../../ui/progress.tsx'
import { reportOf } from './job-report.ts'

export interface JobRowProps {
  readonly job: JobSnapshot
  readonly now: number
  readonly onCancel: () => void
  readonly onRetry: () => void
}

const STATE_MARKS: Readonly<Record<JobState, ReactNode>> = {
  queued: null,
  running: null,
  succeeded: <CircleCheck aria-label="Done" className="size-4 text-ok" />,
  failed: <CircleAlert aria-label="Failed" className="size-4 text-bad" />,
  cancelled: <CircleSlash aria-label="Cancelled" className="size-4 text-ink-faint" />
}

export function JobRow({ job, now, onCancel, onRetry }: JobRowProps) {
  const isRunning = job.state === 'running' || job.state === 'queued'
  const report = reportOf(job)
  return (
    <li
      aria-label={job.title}
      className="flex flex-col gap-1.5 border-b border-line px-4 py-3 last:border-b-0"
    >
      <div className="flex items-center gap-2">
        {STATE_MARKS[job.state]}
        <span className="min-w-0 flex-1 truncate font-medium" title={job.title}>
          {job.title}
        </span>
        {isRunning && (
          <Button tone="quiet" icon={<Ban />} className="h-7" onClick={onCancel}>
            Cancel
          </Button>
        )}
        {(job.state === 'failed' || job.state === 'cancelled' || report.failures.length > 0) && (
          <Button tone="quiet" icon={<RotateCw />} className="h-7" onClick={onRetry}>
            Retry
          </Button>
        )}
      </div>
      {isRunning && <Progress label={job.title} done={job.done} total={job.total} />}
      <p className="text-xs text-ink-soft">
        {[progressLine(job, now), report.summary].filter(Boolean).join(' · ')}
      </p>
      {job.error !== undefined && job.state === 'failed' && (
        <p className="text-xs text-bad" data-selectable>
          {job.error.message} {nextStepFor(job.error.code)}
        </p>
      )}
      {report.failures.length > 0 && (
        <ul className="flex flex-col gap-0.5 text-xs text-bad" data-selectable>
          {report.failures.slice(0, 5).map((failure) => (
            <li key={failure.key}>{failure.text}</li>
          ))}
          {report.failures.length > 5 && <li>and {report.failures.length - 5} more</li>}
        </ul>
      )}
    </li>
  )
}

/** Time left is told only once a tenth is done and two seconds have passed: earlier guesses are wrong. */
function progressLine(job: JobSnapshot, now: number): string {
  if (job.state === 'queued') return 'Waiting for its turn'
  if (job.state !== 'running') return `Took ${formatAge((job.endedAt ?? now) - job.startedAt)}`
  const elapsedMs = now - job.startedAt
  if (job.total === 0) return job.stage === '' ? 'Starting' : job.stage
  const counts = `${formatCount(job.done)} of ${formatCount(job.total)} ${job.stage}`.trim()
  if (job.done < job.total / 10 || elapsedMs < 2000) return counts
  const leftMs = (elapsedMs / job.done) * (job.total - job.done)
  return `${counts} · about ${formatAge(leftMs)} left`
}
