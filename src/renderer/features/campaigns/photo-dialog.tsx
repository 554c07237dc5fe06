/** A photo of the campaign: what every crop of it keeps in view. */
import { useEffect, useState } from 'react'
import type { Asset } from '#shared/domain/asset.ts'
import type { FocalPoint } from '#shared/domain/focal-point.ts'
import { assetUrl } from '../../ui/asset-image.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { FocalEditor } from '../../ui/focal-editor.tsx'
import { SkeletonLines } from '../../ui/skeleton.tsx'

export interface PhotoDialogProps {
  /** Null while it is on its way. */
  readonly asset: Asset | null
  readonly onFocalPoint: (point: FocalPoint | null) => void
  readonly onClose: () => void
}

export function PhotoDialog({ asset, onFocalPoint, onClose }: PhotoDialogProps) {
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={asset?.title ?? asset?.name ?? 'Photo'}
      description="Posts that are made from now on keep this part of the photo in view."
      width="large"
      footer={
        <Button tone="primary" onClick={onClose}>
          Done
        </Button>
      }
    >
      {asset === null ? (
        <SkeletonLines count={6} label="Loading the photo" />
      ) : (
        <Editor key={asset.id} asset={asset} onFocalPoint={onFocalPoint} />
      )}
    </Dialog>
  )
}

function Editor({
  asset,
  onFocalPoint
}: {
  readonly asset: Asset
  readonly onFocalPoint: (point: FocalPoint | null) => void
}) {
  const [point, setPoint] = useState(asset.focalPoint)
  useEffect(() => setPoint(asset.focalPoint), [asset.focalPoint])
  const { widthPx, heightPx } = asset
  if (widthPx === null || heightPx === null) return <p>The size of this picture is not known.</p>
  return (
    <FocalEditor
      src={assetUrl(asset.id, 'preview')}
      picture={{ widthPx, heightPx }}
      value={point}
      onChange={setPoint}
      onCommit={onFocalPoint}
    />
  )
}
