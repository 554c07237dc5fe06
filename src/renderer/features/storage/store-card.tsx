/** One of the two stores: what it is, whether it answers, how fast, and when it was asked. */
import type { StoreHealth, StoreSide } from '#shared/domain/storage.ts'
import { classNames } from '../../ui/class-names.ts'
import { nextStepFor } from '../../ui/error-texts.ts'
import { formatDateTime } from '../../ui/format.ts'
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
  readonly uptimePercent: number | null
}

export function StoreCard({ side, health, uptimePercent }: StoreCardProps) {
  return (
    <Card title={SIDE_NAMES[side]} actions={health === null ? null : <Status health={health} />}>
      {health === null ? (
        <SkeletonLines count={4} label={`Asking the ${side} store`} />
      ) : (
        <>
          <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1">
            <dt className="text-ink-faint">Kind</dt>
            <dd>{KIND_NAMES[health.kind]}</dd>
            <dt className="text-ink-faint">Answer time</dt>
            <dd>{health.status === 'up' ? `${health.ms} ms` : 'none'}</dd>
            <dt className="text-ink-faint">Last asked</dt>
            <dd>{formatDateTime(health.checkedAt)}</dd>
            <dt className="text-ink-faint">Uptime</dt>
            <dd>{uptimePercent === null ? 'not known yet' : `${uptimePercent.toFixed(2)} %`}</dd>
          </dl>
          {health.message !== null && (
            <p className="mt-3 rounded-md bg-bad-soft px-3 py-2" data-selectable>
              {health.message} {health.code === null ? null : nextStepFor(health.code)}
            </p>
          )}
        </>
      )}
    </Card>
  )
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
