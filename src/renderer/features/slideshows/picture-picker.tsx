/** Chooses pictures for the slideshow: of the campaign, or of the whole library. */
import { useState } from 'react'
import type { Asset } from '#shared/domain/asset.ts'
import type { Load } from '../../ipc/load.ts'
import { AssetImage } from '../../ui/asset-image.tsx'
import { Button } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { type Option, SelectField } from '../../ui/field.tsx'
import { countOf } from '../../ui/format.ts'
import { SkeletonLines } from '../../ui/skeleton.tsx'

export interface PicturePickerProps {
  readonly pictures: readonly Asset[]
  readonly load: Load
  readonly campaigns: readonly Option[]
  readonly campaignId: string | null
  readonly onCampaign: (campaignId: string | null) => void
  readonly onClose: () => void
  readonly onAdd: (ids: readonly string[]) => void
}

export function PicturePicker(props: PicturePickerProps) {
  const { pictures, load, campaigns, campaignId, onCampaign, onClose, onAdd } = props
  const [chosen, setChosen] = useState<readonly string[]>([])
  const toggle = (id: string): void =>
    setChosen(chosen.includes(id) ? chosen.filter((other) => other !== id) : [...chosen, id])
  return (
    <Dialog
      isOpen
      onClose={onClose}
      width="large"
      title="Add pictures"
      description="They are added in the order you choose them."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button tone="primary" disabled={chosen.length === 0} onClick={() => onAdd(chosen)}>
            Add {countOf(chosen.length, 'picture')}
          </Button>
        </>
      }
    >
      <div className="mb-3 w-64">
        <SelectField
          label="From"
          isLabelHidden
          value={campaignId ?? ''}
          options={[{ value: '', label: 'The whole library' }, ...campaigns]}
          onPick={(value) => onCampaign(value === '' ? null : value)}
        />
      </div>
      {load.status === 'failed' && <ErrorNotice failure={load.failure} />}
      {load.status === 'loading' && <SkeletonLines count={4} label="Loading pictures" />}
      {load.status === 'ready' && pictures.length === 0 && (
        <p className="text-ink-soft">No pictures here yet.</p>
      )}
      <ul aria-label="Pictures" className="grid grid-cols-5 gap-2">
        {pictures.map((asset) => {
          const at = chosen.indexOf(asset.id)
          return (
            <li key={asset.id}>
              <button
                type="button"
                aria-pressed={at >= 0}
                aria-label={asset.title ?? asset.name}
                onClick={() => toggle(asset.id)}
                className={classNames(
                  'relative block aspect-square w-full overflow-hidden rounded-md bg-sunken',
                  at >= 0 && 'outline-2 outline-offset-2 outline-accent'
                )}
              >
                <AssetImage id={asset.id} kind="image" variant="thumb-256" alt="" fit="contain" />
                {at >= 0 && (
                  <span className="absolute top-1 right-1 min-w-5 rounded-full bg-accent-fill px-1.5 text-xs text-on-accent">
                    {at + 1}
                  </span>
                )}
              </button>
            </li>
          )
        })}
      </ul>
    </Dialog>
  )
}
