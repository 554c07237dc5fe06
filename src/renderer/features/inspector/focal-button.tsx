/** Opens the editor for what every crop of a picture keeps in view. */
import { Crosshair } from 'lucide-react'
import { useState } from 'react'
import type { Asset } from '#shared/domain/asset.ts'
import type { FocalPoint } from '#shared/domain/focal-point.ts'
import { assetUrl } from '../../ui/asset-image.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { FocalEditor } from '../../ui/focal-editor.tsx'

export interface FocalButtonProps {
  readonly asset: Asset
  readonly onSave: (point: FocalPoint | null) => void
}

export function FocalButton({ asset, onSave }: FocalButtonProps) {
  const [isOpen, setIsOpen] = useState(false)
  const [point, setPoint] = useState(asset.focalPoint)
  const open = (): void => {
    setPoint(asset.focalPoint)
    setIsOpen(true)
  }
  return (
    <>
      <Button icon={<Crosshair />} onClick={open}>
        Focal point
      </Button>
      <Dialog
        isOpen={isOpen}
        onClose={() => setIsOpen(false)}
        title="Focal point"
        description="What every crop of this picture keeps in view."
        width="large"
        footer={
          <Button tone="primary" onClick={() => setIsOpen(false)}>
            Done
          </Button>
        }
      >
        <FocalEditor
          src={assetUrl(asset.id, 'preview')}
          picture={{ widthPx: asset.widthPx ?? 1, heightPx: asset.heightPx ?? 1 }}
          value={point}
          onChange={setPoint}
          onCommit={onSave}
        />
      </Dialog>
    </>
  )
}
