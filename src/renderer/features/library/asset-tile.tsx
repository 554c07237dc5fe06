/** One asset in the grid: its picture, its name, and where its copies stand. Kept light: hundreds pass by in a second. */
import { FileText, Film, Image, Music, Star } from 'lucide-react'
import { memo, useState } from 'react'
import type { Asset } from '#shared/domain/asset.ts'
import { assetUrl } from '../../ui/asset-image.tsx'
import { classNames } from '../../ui/class-names.ts'
import { formatClock } from '../../ui/format.ts'
import { StatusMark } from '../../ui/status-mark.tsx'

export interface AssetTileProps {
  readonly asset: Asset
  readonly isSelected: boolean
  readonly isActive: boolean
  readonly isLarge: boolean
  /** False while the list flies by: pictures are then not asked for. */
  readonly mayLoad: boolean
}

const KIND_ICONS = { image: Image, document: FileText, video: Film, audio: Music } as const

export const AssetTile = memo(function AssetTile(props: AssetTileProps) {
  const { asset, isSelected, isActive } = props
  const name = asset.title ?? asset.name
  return (
    <>
      <div
        className={classNames(
          'tile-frame',
          isSelected && 'tile-selected',
          isActive && !isSelected && 'tile-active'
        )}
      >
        <TilePicture {...props} />
        {asset.kind !== 'image' && <KindBadge asset={asset} />}
      </div>
      <div className="tile-caption">
        <span title={name}>{name}</span>
        {asset.rating > 0 && (
          <b role="img" aria-label={`${asset.rating} of 5 stars`}>
            {asset.rating}
            <Star aria-hidden className="size-3" />
          </b>
        )}
        <StatusMark status={asset.status} className="[&_svg]:size-3.5" />
      </div>
    </>
  )
})

function TilePicture({ asset, isLarge, mayLoad }: AssetTileProps) {
  const url = assetUrl(asset.id, isLarge ? 'thumb-512' : 'thumb-256')
  const [brokenUrl, setBrokenUrl] = useState<string | null>(null)
  const [isStarted, setIsStarted] = useState(mayLoad)
  // Once begun, a picture is not taken away again when the list moves fast.
  if (mayLoad && !isStarted) setIsStarted(true)
  if (brokenUrl === url || asset.kind === 'audio') {
    const Icon = KIND_ICONS[asset.kind]
    return (
      <span className="tile-blank">
        <Icon aria-hidden className="size-8" />
      </span>
    )
  }
  if (!isStarted) return <span className="tile-blank" />
  return (
    <img
      src={url}
      alt=""
      decoding="async"
      draggable={false}
      onError={() => setBrokenUrl(url)}
      className={asset.kind === 'document' ? 'tile-page' : undefined}
    />
  )
}

function KindBadge({ asset }: { readonly asset: Asset }) {
  const Icon = KIND_ICONS[asset.kind]
  return (
    <span className="tile-badge">
      <Icon aria-hidden className="size-3.5" />
      {asset.durationMs === null ? asset.kind : formatClock(asset.durationMs)}
    </span>
  )
}
