/** Chooses assets for the slideshow: pictures for slides or a logo, sounds for music and voice. */
import { Music, Upload } from 'lucide-react'
import { useRef, useState } from 'react'
import type { Asset } from '#shared/domain/asset.ts'
import type { Load } from '../../ipc/load.ts'
import { AssetImage } from '../../ui/asset-image.tsx'
import { Button } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { type Option, SelectField } from '../../ui/field.tsx'
import { countOf, formatClock } from '../../ui/format.ts'
import { SkeletonLines } from '../../ui/skeleton.tsx'

export interface AssetPickerProps {
  readonly kind: 'image' | 'audio'
  readonly title: string
  /** One alone, e.g. a logo; otherwise as many as wanted, in the order of choosing. */
  readonly isSingle: boolean
  readonly assets: readonly Asset[]
  readonly load: Load
  readonly campaigns: readonly Option[]
  readonly campaignId: string | null
  readonly onCampaign: (campaignId: string | null) => void
  readonly onClose: () => void
  readonly onAdd: (ids: readonly string[]) => void
  /** Adds files of this computer to the library; the list is asked for again afterwards. */
  readonly onFiles: (files: readonly File[]) => void
}

export function AssetPicker(props: AssetPickerProps) {
  const { kind, title, isSingle, assets, load, campaigns, campaignId, onCampaign, onClose, onAdd } = props
  const [chosen, setChosen] = useState<readonly string[]>([])
  const toggle = (id: string): void => {
    if (chosen.includes(id)) setChosen(chosen.filter((other) => other !== id))
    else setChosen(isSingle ? [id] : [...chosen, id])
  }
  const noun = kind === 'image' ? 'picture' : 'sound'
  return (
    <Dialog
      isOpen
      onClose={onClose}
      width="large"
      title={title}
      {...(isSingle ? {} : { description: 'They are added in the order you choose them.' })}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button tone="primary" disabled={chosen.length === 0} onClick={() => onAdd(chosen)}>
            {isSingle ? `Use this ${noun}` : `Add ${countOf(chosen.length, noun)}`}
          </Button>
        </>
      }
    >
      <div className="mb-3 flex items-center gap-3">
        <div className="w-64">
          <SelectField
            label="From"
            isLabelHidden
            value={campaignId ?? ''}
            options={[{ value: '', label: 'The whole library' }, ...campaigns]}
            onPick={(value) => onCampaign(value === '' ? null : value)}
          />
        </div>
        <FilesButton kind={kind} onFiles={props.onFiles} />
      </div>
      {load.status === 'failed' && <ErrorNotice failure={load.failure} />}
      {load.status === 'loading' && <SkeletonLines count={4} label={`Loading ${noun}s`} />}
      {load.status === 'ready' && assets.length === 0 && (
        <p className="text-ink-soft">
          No {noun}s here yet. Add files of this computer, or look in another place.
        </p>
      )}
      <ul
        aria-label={kind === 'image' ? 'Pictures' : 'Sounds'}
        className={kind === 'image' ? 'grid grid-cols-5 gap-2' : 'flex flex-col gap-1'}
      >
        {assets.map((asset) => (
          <li key={asset.id} className="relative">
            <Choice asset={asset} isChosen={chosen.includes(asset.id)} onToggle={() => toggle(asset.id)} />
            {/* Beside the button: its place is not part of its name. */}
            {!isSingle && chosen.includes(asset.id) && (
              <span className="pointer-events-none absolute top-1 right-1 min-w-5 rounded-full bg-accent-fill px-1.5 text-center text-xs text-on-accent">
                {chosen.indexOf(asset.id) + 1}
              </span>
            )}
          </li>
        ))}
      </ul>
    </Dialog>
  )
}

interface ChoiceProps {
  readonly asset: Asset
  readonly isChosen: boolean
  readonly onToggle: () => void
}

function Choice({ asset, isChosen, onToggle }: ChoiceProps) {
  const common = {
    type: 'button' as const,
    'aria-pressed': isChosen,
    onClick: onToggle
  }
  if (asset.kind === 'audio') {
    return (
      <button
        {...common}
        className={classNames(
          'flex h-10 w-full items-center gap-3 rounded-md border border-line px-3 text-left hover:bg-hover',
          isChosen && 'border-accent bg-accent-soft'
        )}
      >
        <Music aria-hidden className="size-4 text-ink-soft" />
        <span className="min-w-0 flex-1 truncate">{asset.title ?? asset.name}</span>
        {asset.durationMs !== null && <span className="text-ink-soft">{formatClock(asset.durationMs)}</span>}
      </button>
    )
  }
  return (
    <button
      {...common}
      aria-label={asset.title ?? asset.name}
      className={classNames(
        'block aspect-square w-full overflow-hidden rounded-md bg-sunken',
        isChosen && 'outline-2 outline-offset-2 outline-accent'
      )}
    >
      <AssetImage id={asset.id} kind="image" variant="thumb-256" alt="" fit="contain" className="m-auto" />
    </button>
  )
}

function FilesButton({ kind, onFiles }: Pick<AssetPickerProps, 'kind' | 'onFiles'>) {
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <Button icon={<Upload />} onClick={() => input.current?.click()}>
        From this computer
      </Button>
      <input
        ref={input}
        type="file"
        aria-label={kind === 'image' ? 'Picture files' : 'Sound files'}
        multiple
        hidden
        accept={kind === 'image' ? 'image/*' : 'audio/*'}
        onChange={(event) => {
          onFiles([...(event.target.files ?? [])])
          event.target.value = ''
        }}
      />
    </>
  )
}
