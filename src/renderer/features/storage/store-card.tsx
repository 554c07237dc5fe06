/** One of the two stores: what it is, whether it answers and how fast, what it holds, and its acceptance test. */
import { FlaskConical } from 'lucide-react'
import type { StoreFigures, StoreHealth, StoreSide } from '#shared/domain/storage.ts'
import { Button } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { nextStepFor } from '../../ui/error-texts.ts'
import { countOf, formatBytes, formatDateTime } from '../../ui/format.ts'
import { Card } from '../../ui/page.tsx'
import { SkeletonLines } from '../../ui/skeleton.tsx'

const SIDE_NAMES: Readonly<Record<StoreSide, string>> = { primary: 'Primary store', backup: 'Backup store' }
const KIND_NAMES: Readonly<Record<StoreHealth['kind'], string>> = {
  folder: 'Folder on this computer',
  r2: 'Cloudflare R2',
  b2: 'Backblaze B2',
  s3: 'S3 bucket'
}
const STATUS_LOOKS: Readonly<Record<StoreHealth['status'], { readonly text: string; readonly dot: string }>> =
  {
    up: { text: 'Reachable', dot: 'bg-ok' },
    down: { text: 'Not reachable', dot: 'bg-bad' },
    paused: { text: 'Paused', dot: 'bg-warn' }
  }

export interface StoreCardProps {
  readonly side: StoreSide
  readonly health: StoreHealth | null
  readonly figures: StoreFigures | null
  readonly uptimePercent: number | null
  readonly isBusy: boolean
  readonly onTest: () => void
}

export function StoreCard({ side, health, figures, uptimePercent, isBusy, onTest }: StoreCardProps) {
  return (
    <Card
      title={SIDE_NAMES[side]}
      actions={
        <>
          {health !== null && <Status health={health} />}
          <Button
            tone="quiet"
            icon={<FlaskConical />}
            disabled={isBusy}
            aria-label={`Test the ${side} store`}
            onClick={onTest}
          >
            Test
          </Button>
        </>
      }
    >
      {health === null ? (
        <SkeletonLines count={6} label={`Asking the ${side} store`} />
      ) : (
        <>
          <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1">
            <dt className="text-ink-faint">Kind</dt>
            <dd>{KIND_NAMES[health.kind]}</dd>
            <dt className="text-ink-faint">Holds</dt>
            <dd>
              {figures === null
                ? '…'
                : `${countOf(figures.objects, 'object')}, ${formatBytes(figures.bytes)}`}
            </dd>
            <dt className="text-ink-faint">Answer time</dt>
            <dd>
              {health.status === 'up' ? `${health.ms} ms now` : 'none now'}
              {figures !== null && usualTimes(figures)}
            </dd>
            <dt className="text-ink-faint">Last asked</dt>
            <dd>{formatDateTime(health.checkedAt)}</dd>
            <dt className="text-ink-faint">Uptime</dt>
            <dd>{uptimePercent === null ? 'not known yet' : `${uptimePercent.toFixed(2)} % in 30 days`}</dd>
          </dl>
          {health.message !== null && (
            <p className="mt-3 rounded-md bg-bad-soft px-3 py-2 break-words" data-selectable>
              {health.message} {health.code === null ? null : nextStepFor(health.code)}
            </p>
          )}
        </>
      )}
    </Card>
  )
}

function usualTimes({ p50Ms, p99Ms }: StoreFigures): string {
  return p50Ms === null || p99Ms === null ? '' : `; half within ${p50Ms} ms, 99 of 100 within ${p99Ms} ms`
}

function Status({ health }: { readonly health: StoreHealth }) {
  const look = STATUS_LOOKS[health.status]
  return (
    <span className="flex items-center gap-2 text-ink-soft">
      <span aria-hidden className={classNames('size-2 rounded-full', look.dot)} />
      {look.text}
    </span>
  )
}
