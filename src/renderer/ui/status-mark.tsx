/** Where the two copies of an asset stand, as a mark with words. */
import { CircleAlert, CircleDashed, CloudUpload, Copy, CopyCheck } from 'lucide-react'
import type { ReactNode } from 'react'
import type { AssetStatus } from '#shared/domain/asset.ts'
import { classNames } from './class-names.ts'

interface StatusLook {
  readonly label: string
  readonly icon: ReactNode
  readonly colour: string
}

const LOOKS: Readonly<Record<AssetStatus, StatusLook>> = {
  fully_synced: { label: 'Two copies', icon: <CopyCheck />, colour: 'text-ok' },
  primary_only: { label: 'Primary copy only', icon: <Copy />, colour: 'text-warn' },
  backup_only: { label: 'Backup copy only', icon: <Copy />, colour: 'text-warn' },
  uploading: { label: 'Copying', icon: <CloudUpload />, colour: 'text-ink-soft' },
  pending: { label: 'Waiting to be copied', icon: <CircleDashed />, colour: 'text-ink-soft' },
  failed: { label: 'No copy stored', icon: <CircleAlert />, colour: 'text-bad' }
}

/** The words of a state, for lists and filters. */
export function statusLabel(status: AssetStatus): string {
  return LOOKS[status].label
}

export interface StatusMarkProps {
  readonly status: AssetStatus
  /** Shows the words beside the mark; otherwise they are its name only. */
  readonly hasWords?: boolean
  readonly className?: string
}

export function StatusMark({ status, hasWords = false, className }: StatusMarkProps) {
  const look = LOOKS[status]
  return (
    <span
      role="img"
      aria-label={look.label}
      title={look.label}
      className={classNames('inline-flex items-center gap-1.5 [&_svg]:size-4', look.colour, className)}
    >
      {look.icon}
      {hasWords && <span aria-hidden>{look.label}</span>}
    </span>
  )
}
