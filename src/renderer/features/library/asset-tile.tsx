/** One asset in the grid: its picture, its name, and where its copies stand. */
import { FileText, Film, Music } from 'lucide-react'
import { memo } from 'react'
import type { Asset } from '#shared/domain/asset.ts'
import { AssetImage } from '../../ui/asset-image.tsx'
import { classNames } from '../../ui/class-names.ts'
import { formatClock } from '../../ui/format.ts'
import { StatusMark } from '../../ui/status-mark.tsx'

export interface AssetTileProps {
  readonly asset: Asset
  readonly isSelected: boolean
  readonly isActive: boolean
  readonly isLarge: boolean
}

export const AssetTile = memo(function AssetTile({ asset, isSelected, isActive, isLarge }: AssetTileProps) {
  const name = asset.title ?? asset.name
  return (
    <div className="flex h-full min-w-0 flex-col gap-1.5">
      <div
        className={classNames(
          'relative flex min-h-0 flex-1 items-center justify-center rounded-md p-1.5 transition-colors',
          isSelected ? 'bg-accent-soft outline-2 -outline-offset-2 outline-accent' : 'hover:bg-hover',
          isActive && !isSelected && 'outline-1 -outline-offset-1 outline-line-strong'
        )}
      >
        <AssetImage
          id={asset.id}
          kind={asset.kind}
          variant={isLarge ? 'thumb-512' : 'thumb-256'}
          alt=""
          fit="contain"
          className={asset.kind === 'document' ? 'border border-line' : ''}
        />
        <KindBadge asset={asset} />
      </div>
      <div className="flex items-center gap-1.5 px-1.5 text-xs">
        <span className="min-w-0 flex-1 truncate text-ink-soft" title={name}>
          {name}
        </span>
        <StatusMark status={asset.status} className="[&_svg]:size-3.5" />
      </div>
    </div>
  )
})

function KindBadge({ asset }: { readonly asset: Asset }) {
  if (asset.kind === 'image') return null
  const icons = { document: FileText, video: Film, audio: Music } as const
  const Icon = icons[asset.kind]
  return (
    <span className="absolute bottom-3 left-3 flex items-center gap-1 rounded-sm bg-black/70 px-1.5 py-0.5 text-xs text-white">
      <Icon aria-hidden className="size-3.5" />
      {asset.durationMs === null ? asset.kind : formatClock(asset.durationMs)}
    </span>
  )
}
