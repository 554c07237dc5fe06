/** The activity panel: running and ended jobs in a sheet on the right. */
import { CircleCheck, X } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { JobId, JobSnapshot } from '#shared/domain/job.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { JobRow } from './job-row.tsx'
import { isRunning } from './jobs-store.ts'

export interface ActivityPanelProps {
  readonly jobs: readonly JobSnapshot[]
  readonly onClose: () => void
  readonly onCancel: (id: JobId) => void
  readonly onRetry: (id: JobId) => void
  readonly onClear: () => void
}

export function ActivityPanel({ jobs, onClose, onCancel, onRetry, onClear }: ActivityPanelProps) {
  const now = useNow(jobs.some(isRunning))
  return (
    <aside
      aria-label="Activity"
      className="flex w-88 shrink-0 animate-appear flex-col border-l border-line bg-surface"
    >
      <header className="flex h-12 items-center gap-2 border-b border-line pr-2 pl-4">
        <h2 className="flex-1 text-base font-semibold">Activity</h2>
        {jobs.some((job) => !isRunning(job)) && (
          <Button tone="quiet" onClick={onClear}>
            Clear ended
          </Button>
        )}
        <IconButton label="Close activity" icon={<X />} onClick={onClose} />
      </header>
      {jobs.length === 0 ? (
        <EmptyState icon={<CircleCheck />} title="Nothing is running">
          Generating, copying, checking and rendering show here with their progress.
        </EmptyState>
      ) : (
        <ul className="min-h-0 flex-1 overflow-y-auto">
          {jobs.map((job) => (
            <JobRow
              key={job.id}
              job={job}
              now={now}
              onCancel={() => onCancel(job.id)}
              onRetry={() => onRetry(job.id)}
            />
          ))}
        </ul>
      )}
    </aside>
  )
}

/** The time, moving once a second while it is needed. */
function useNow(isTicking: boolean): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    if (!isTicking) return
    const timer = setInterval(() => setNow(Date.now()), 1000)
    return () => clearInterval(timer)
  }, [isTicking])
  return now
}
