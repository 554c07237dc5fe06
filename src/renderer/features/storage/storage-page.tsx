/** The Storage page: both stores side by side, where the copies stand, and the work that keeps them whole. */
import { Ban, RefreshCw } from 'lucide-react'
import { useEffect } from 'react'
import { useStore } from 'zustand'
import { ASSET_STATUSES } from '#shared/domain/asset.ts'
import type { JobId } from '#shared/domain/job.ts'
import type { StorageStats } from '#shared/domain/storage.ts'
import { Button } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { countOf, formatAge, formatBytes, formatCount, formatDateTime } from '../../ui/format.ts'
import { Card, Figure, PageBody, PageHeader } from '../../ui/page.tsx'
import { Progress } from '../../ui/progress.tsx'
import { SkeletonLines } from '../../ui/skeleton.tsx'
import { statusLabel } from '../../ui/status-mark.tsx'
import { sayDone } from '../../ui/toast.ts'
import { StorageReportCard } from './storage-report.tsx'
import type { StorageStore } from './storage-store.ts'
import { StorageWork } from './storage-work.tsx'
import { StoreCard } from './store-card.tsx'

export interface StoragePageProps {
  readonly store: StorageStore
  readonly onCancelJob: (id: JobId) => void
  readonly onSettings: () => void
}

export function StoragePage({ store, onCancelJob, onSettings }: StoragePageProps) {
  const state = useStore(store)
  const { follow, check, testStore, saveReport, dismissReport } = store.getState()
  useEffect(() => follow(), [follow])
  const { health, stats, load, job, isBusy, report, failure } = state
  return (
    <>
      <PageHeader
        title="Storage"
        facts={
          stats === null
            ? undefined
            : `${countOf(stats.totalAssets, 'asset')}, ${formatBytes(stats.totalBytes)}`
        }
        actions={
          <>
            <Button tone="quiet" onClick={onSettings}>
              Change stores
            </Button>
            <Button icon={<RefreshCw />} disabled={state.isChecking} onClick={() => void check()}>
              {state.isChecking ? 'Asking…' : 'Ask now'}
            </Button>
          </>
        }
      />
      <PageBody>
        <div className="flex flex-col gap-4">
          {load.status === 'failed' && <ErrorNotice failure={load.failure} />}
          <div className="grid grid-cols-1 gap-4 lg:grid-cols-2">
            <StoreCard
              side="primary"
              health={health?.primary ?? null}
              figures={stats?.stores.primary ?? null}
              uptimePercent={stats?.uptimePercent.primary ?? null}
              isBusy={isBusy}
              onTest={() => void testStore('primary')}
            />
            <StoreCard
              side="backup"
              health={health?.backup ?? null}
              figures={stats?.stores.backup ?? null}
              uptimePercent={stats?.uptimePercent.backup ?? null}
              isBusy={isBusy}
              onTest={() => void testStore('backup')}
            />
          </div>
          {job !== null && (
            <div className="flex items-center gap-3 rounded-xl border border-line bg-surface px-4 py-3">
              <span className="shrink-0">
                {job.title}
                {job.stage !== '' && `, ${job.stage}`}
                {job.total > 0 && `, ${formatCount(job.done)} of ${formatCount(job.total)}`}
              </span>
              <div className="min-w-0 flex-1">
                <Progress label={job.title} done={job.done} total={job.total} />
              </div>
              <Button tone="quiet" icon={<Ban />} onClick={() => onCancelJob(job.id)}>
                Cancel
              </Button>
            </div>
          )}
          {failure !== null && <ErrorNotice failure={failure} />}
          {report !== null && (
            <StorageReportCard
              report={report}
              onSave={(format) =>
                void saveReport(format).then((path) => path !== null && sayDone(`Saved to ${path}`))
              }
              onClose={dismissReport}
            />
          )}
          {stats === null ? <SkeletonLines count={4} label="Counting copies" /> : <Figures stats={stats} />}
          <StorageWork store={store} />
          {stats !== null && (
            <div className="grid grid-cols-1 gap-4 lg:grid-cols-2">
              <StatusBars stats={stats} />
              <Failovers stats={stats} />
            </div>
          )}
        </div>
      </PageBody>
    </>
  )
}

function Figures({ stats }: { readonly stats: StorageStats }) {
  const {
    byStatus,
    totalAssets,
    oldestUnsafeAgeMs,
    safeWithin15MinutesRatio,
    failovers,
    reads,
    lastFailoverAt
  } = stats
  return (
    <div className="grid grid-cols-2 gap-3 lg:grid-cols-4">
      <Figure
        label="In two places"
        value={`${formatCount(byStatus.fully_synced)} of ${formatCount(totalAssets)}`}
        note={oldestUnsafeAgeMs === null ? 'Nothing waits' : `Oldest waits ${formatAge(oldestUnsafeAgeMs)}`}
      />
      <Figure
        label="Safe within 15 minutes"
        value={
          safeWithin15MinutesRatio === null
            ? 'No data yet'
            : `${(safeWithin15MinutesRatio * 100).toFixed(1)} %`
        }
        note="Of all assets ever added"
      />
      <Figure
        label="Failovers"
        value={formatCount(failovers)}
        note={lastFailoverAt === null ? 'None so far' : `Last ${formatDateTime(lastFailoverAt)}`}
      />
      <Figure
        label="Failover rate"
        value={`${(stats.failoverRate * 100).toFixed(2)} %`}
        note={countOf(reads, 'read')}
      />
    </div>
  )
}

const BAR_COLOURS: Readonly<Record<(typeof ASSET_STATUSES)[number], string>> = {
  fully_synced: 'bg-ok',
  primary_only: 'bg-warn',
  backup_only: 'bg-warn',
  uploading: 'bg-accent',
  pending: 'bg-line-strong',
  failed: 'bg-bad'
}

function StatusBars({ stats }: { readonly stats: StorageStats }) {
  const total = Math.max(1, stats.totalAssets)
  return (
    <Card title="Where the copies stand">
      <ul className="flex flex-col gap-2">
        {ASSET_STATUSES.map((status) => {
          const count = stats.byStatus[status]
          return (
            <li key={status} className="grid grid-cols-[11rem_1fr_4rem] items-center gap-3">
              <span className={count === 0 ? 'text-ink-faint' : ''}>{statusLabel(status)}</span>
              <span aria-hidden className="h-2 overflow-hidden rounded-full bg-sunken">
                <span
                  className={classNames('block h-full rounded-full', BAR_COLOURS[status])}
                  style={{ width: count === 0 ? 0 : `max(4px, ${(count / total) * 100}%)` }}
                />
              </span>
              <span className="text-right tabular-nums">{formatCount(count)}</span>
            </li>
          )
        })}
      </ul>
    </Card>
  )
}

function Failovers({ stats }: { readonly stats: StorageStats }) {
  const { recentFailovers } = stats
  return (
    <Card title="Reads the other store had to answer">
      {recentFailovers.length === 0 ? (
        <p className="text-ink-soft">None so far. Each one would stand here with its time.</p>
      ) : (
        <ul className="flex flex-col gap-1">
          {recentFailovers.map(({ at, name }) => (
            <li key={`${at} ${name}`} className="flex gap-3">
              <span className="min-w-0 flex-1 truncate" title={name}>
                {name}
              </span>
              <span className="shrink-0 text-ink-soft">{formatDateTime(at)}</span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}
