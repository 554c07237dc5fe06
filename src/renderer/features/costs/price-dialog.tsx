/** One price: what it is for, how much, where it was seen and when. */
import { useState } from 'react'
import type { PriceLine } from '#shared/domain/cost.ts'
import { IMAGE_PROVIDER_IDS, type ImageProviderId } from '#shared/domain/provider.ts'
import type { RouteInput } from '#shared/ipc/contract.ts'
import type { Failure } from '../../ipc/load.ts'
import { amountOf } from '../../ui/amount-field.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { SelectField, TextField } from '../../ui/field.tsx'
import { providerName } from '../../ui/provider-name.ts'

export interface PriceDialogProps {
  /** Null makes a new line. */
  readonly line: PriceLine | null
  readonly failure: Failure | null
  readonly onClose: () => void
  readonly onSave: (entry: RouteInput<'cost.setPrice'>) => void
}

interface PriceDraft {
  readonly provider: ImageProviderId
  readonly model: string
  readonly unit: 'image' | 'megapixel'
  readonly price: string
  readonly source: string
  readonly seenOn: string
}

const PROVIDERS = IMAGE_PROVIDER_IDS.map((id) => ({ value: id, label: providerName(id) }))
const UNITS = [
  { value: 'image', label: 'an image' },
  { value: 'megapixel', label: 'a megapixel' }
]

export function PriceDialog({ line, failure, onClose, onSave }: PriceDialogProps) {
  const [draft, setDraft] = useState<PriceDraft>(() => draftOf(line))
  const change = (part: Partial<PriceDraft>): void => setDraft({ ...draft, ...part })
  const entry = entryOf(draft, line)
  const save = (): void => {
    if (entry !== null) onSave(entry)
  }
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={line === null ? 'Add a price' : 'Change this price'}
      description="The next estimate and the order of providers follow it. Past calls keep what they cost."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button tone="primary" disabled={entry === null} onClick={save}>
            Save price
          </Button>
        </>
      }
    >
      <form
        className="grid grid-cols-2 gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          save()
        }}
      >
        <PriceFields draft={draft} isNew={line === null} onChange={change} />
        <button type="submit" hidden disabled={entry === null}>
          Save
        </button>
        {failure !== null && (
          <div className="col-span-2">
            <ErrorNotice failure={failure} />
          </div>
        )}
      </form>
    </Dialog>
  )
}

interface PriceFieldsProps {
  readonly draft: PriceDraft
  readonly isNew: boolean
  readonly onChange: (part: Partial<PriceDraft>) => void
}

function PriceFields({ draft, isNew, onChange }: PriceFieldsProps) {
  const isPriceWrong = draft.price !== '' && typeof amountOf(draft.price) !== 'number'
  return (
    <>
      <SelectField
        label="Provider"
        value={draft.provider}
        options={PROVIDERS}
        disabled={!isNew}
        onPick={(value) =>
          onChange({ provider: IMAGE_PROVIDER_IDS.find((id) => id === value) ?? 'together' })
        }
      />
      <TextField
        label="Model"
        value={draft.model}
        maxLength={200}
        disabled={!isNew}
        onChange={(event) => onChange({ model: event.target.value })}
      />
      <TextField
        label="Price in dollars"
        inputMode="decimal"
        value={draft.price}
        placeholder="0.0030"
        error={isPriceWrong ? 'Write an amount such as 0.0030.' : null}
        onChange={(event) => onChange({ price: event.target.value })}
      />
      <SelectField
        label="For"
        value={draft.unit}
        options={UNITS}
        onPick={(value) => onChange({ unit: value === 'megapixel' ? 'megapixel' : 'image' })}
      />
      <TextField
        label="Source"
        value={draft.source}
        maxLength={300}
        placeholder="Where it was seen"
        onChange={(event) => onChange({ source: event.target.value })}
      />
      <TextField
        label="Seen on"
        type="date"
        value={draft.seenOn}
        onChange={(event) => onChange({ seenOn: event.target.value })}
      />
    </>
  )
}

function draftOf(line: PriceLine | null): PriceDraft {
  const seenOn = new Date().toISOString().slice(0, 10)
  if (line === null) return { provider: 'together', model: '', unit: 'image', price: '', source: '', seenOn }
  const { provider, model, unit, priceMicroUsd, source } = line
  return { provider, model, unit, price: String(priceMicroUsd / 1e6), source, seenOn }
}

/** What would be saved; null while something is missing. */
function entryOf(draft: PriceDraft, line: PriceLine | null): RouteInput<'cost.setPrice'> | null {
  const usd = amountOf(draft.price)
  const { provider, unit, seenOn } = draft
  const model = draft.model.trim()
  const source = draft.source.trim()
  if (typeof usd !== 'number' || model === '' || source === '' || seenOn === '') return null
  return {
    provider,
    model,
    quality: line?.quality ?? null,
    unit,
    priceMicroUsd: Math.round(usd * 1e6),
    source,
    seenOn
  }
}
