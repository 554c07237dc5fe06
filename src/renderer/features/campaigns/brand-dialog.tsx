/** The brand kit that all campaigns share: colours, typefaces, logo, style, and what pictures never show. */
import { useEffect, useState } from 'react'
import type { BrandKit } from '#shared/domain/prompt.ts'
import type { Failure } from '../../ipc/load.ts'
import { AssetImage } from '../../ui/asset-image.tsx'
import { Button } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { SelectField, TextArea } from '../../ui/field.tsx'
import { BriefColours } from './brief-field.tsx'

export interface BrandDialogProps {
  readonly kit: BrandKit
  readonly failure: Failure | null
  /** Images that may be the logo, newest first. */
  readonly logos: readonly { readonly id: string; readonly name: string }[]
  readonly onAskLogos: () => Promise<void>
  readonly onAddLogo: (files: readonly File[]) => void
  /** True when it was taken. */
  readonly onSave: (kit: BrandKit) => Promise<boolean>
  readonly onClose: () => void
}

/** Typefaces that come with the app; the composer sets text in them on every computer alike. */
const FONTS = [
  { value: '', label: 'Chosen by the layout' },
  { value: 'Inter', label: 'Inter' }
]

export function BrandDialog(props: BrandDialogProps) {
  const { kit, failure, onSave, onClose, onAskLogos } = props
  const [draft, setDraft] = useState(kit)
  const [isSaving, setIsSaving] = useState(false)
  useEffect(() => void onAskLogos(), [onAskLogos])
  const change = (part: Partial<BrandKit>): void => setDraft({ ...draft, ...part })
  const save = async (): Promise<void> => {
    setIsSaving(true)
    const isTaken = await onSave(draft)
    setIsSaving(false)
    if (isTaken) onClose()
  }
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Brand kit"
      description="Shared by all campaigns. A campaign’s own colours and style go before these."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button tone="primary" disabled={isSaving} onClick={() => void save()}>
            Save brand kit
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-5">
        <BriefColours colours={draft.colours} onChange={(colours) => change({ colours: [...colours] })} />
        <div className="grid grid-cols-2 gap-4">
          <SelectField
            label="Headings"
            value={draft.headingFont}
            options={withOwn(draft.headingFont)}
            onPick={(headingFont) => change({ headingFont })}
          />
          <SelectField
            label="Body text"
            value={draft.bodyFont}
            options={withOwn(draft.bodyFont)}
            onPick={(bodyFont) => change({ bodyFont })}
          />
        </div>
        <Logo {...props} chosenId={draft.logoAssetId} onPick={(logoAssetId) => change({ logoAssetId })} />
        <TextArea
          label="Style and tone"
          value={draft.style}
          rows={2}
          maxLength={500}
          placeholder="calm daylight, natural materials, plenty of space"
          onChange={(event) => change({ style: event.target.value })}
        />
        <TextArea
          label="Never show"
          value={draft.negative}
          rows={2}
          maxLength={1000}
          placeholder="crowds, neon, plastic, clip art"
          onChange={(event) => change({ negative: event.target.value })}
        />
        {failure !== null && <ErrorNotice failure={failure} />}
      </div>
    </Dialog>
  )
}

/** A typeface that was set elsewhere stays selectable. */
function withOwn(font: string) {
  return FONTS.some(({ value }) => value === font) ? FONTS : [...FONTS, { value: font, label: font }]
}

interface LogoProps extends Pick<BrandDialogProps, 'logos' | 'onAddLogo'> {
  readonly chosenId: string | null
  readonly onPick: (assetId: string | null) => void
}

function Logo({ logos, chosenId, onPick, onAddLogo }: LogoProps) {
  const isListed = logos.some(({ id }) => id === chosenId)
  const shown = chosenId === null || isListed ? logos : [{ id: chosenId, name: 'Logo' }, ...logos]
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1 text-xs font-medium text-ink-soft">Logo</legend>
      <div className="flex max-h-40 flex-wrap gap-2 overflow-y-auto p-0.5">
        <button
          type="button"
          aria-pressed={chosenId === null}
          onClick={() => onPick(null)}
          className={classNames(
            'size-16 rounded-md border border-dashed border-line-strong text-xs text-ink-soft',
            chosenId === null ? 'outline-2 outline-accent' : 'hover:bg-hover'
          )}
        >
          None
        </button>
        {shown.map(({ id, name }) => (
          <button
            key={id}
            type="button"
            title={name}
            aria-label={`Logo ${name}`}
            aria-pressed={id === chosenId}
            onClick={() => onPick(id)}
            className={classNames(
              'flex size-16 items-center justify-center overflow-hidden rounded-md bg-sunken p-1',
              id === chosenId ? 'outline-2 outline-accent' : 'hover:bg-hover'
            )}
          >
            <AssetImage id={id} kind="image" variant="thumb-256" alt="" fit="contain" />
          </button>
        ))}
      </div>
      <label className="mt-2 inline-flex h-8 cursor-default items-center rounded-md px-3 font-medium text-ink-soft focus-within:outline-2 focus-within:outline-accent hover:bg-hover">
        Add a logo file
        <input
          type="file"
          accept="image/*"
          className="sr-only"
          onChange={(event) => {
            onAddLogo([...(event.target.files ?? [])])
            event.target.value = ''
          }}
        />
      </label>
    </fieldset>
  )
}
