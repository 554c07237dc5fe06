/** Fields of a brief: one text, a list of texts, and colours. Each shows the sentence it was found in. */
import { Plus, Quote, X } from 'lucide-react'
import type { BriefSource } from '#shared/domain/campaign.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { TextArea } from '../../ui/field.tsx'

/** The source line of a value: its sentence where it says more than the value, and the document and page. */
function SourceLine({ source }: { readonly source: BriefSource }) {
  const place = [source.documentName, source.page === null ? null : `page ${source.page}`]
    .filter(Boolean)
    .join(', ')
  const saysMore = source.sentence.trim() !== source.value.trim()
  const text = saysMore || place === '' ? source.sentence : place
  return (
    <span
      title={place === '' ? source.sentence : `${place}: ${source.sentence}`}
      className="flex items-start gap-1"
    >
      <Quote aria-hidden className="mt-0.5 size-3 shrink-0" />
      <span className="line-clamp-2">
        {text}
        {saysMore && place !== '' && <span className="sr-only"> ({place})</span>}
      </span>
    </span>
  )
}

/** The source of one value, when it still is the value that was found. */
export function sourceOf(sources: readonly BriefSource[], field: BriefSource['field'], value: string) {
  return sources.find((source) => source.field === field && source.value === value)
}

export interface BriefTextProps {
  readonly label: string
  readonly field: BriefSource['field']
  readonly value: string
  readonly maxLength: number
  readonly placeholder: string
  readonly sources: readonly BriefSource[]
  readonly onChange: (value: string) => void
  readonly onDone: () => void
}

export function BriefText(props: BriefTextProps) {
  const { label, field, value, maxLength, placeholder, sources, onChange, onDone } = props
  const source = value === '' ? undefined : sourceOf(sources, field, value)
  return (
    <TextArea
      label={label}
      value={value}
      rows={1}
      maxLength={maxLength}
      placeholder={placeholder}
      hint={source === undefined ? undefined : <SourceLine source={source} />}
      onChange={(event) => onChange(event.target.value.replaceAll('\n', ' '))}
      onBlur={onDone}
    />
  )
}

export interface BriefListProps extends Omit<BriefTextProps, 'value' | 'onChange'> {
  /** Name of one line, "Benefit". */
  readonly itemLabel: string
  readonly values: readonly string[]
  readonly maxItems: number
  readonly onChange: (values: readonly string[]) => void
}

export function BriefList(props: BriefListProps) {
  const { label, itemLabel, field, values, maxItems, maxLength, placeholder, sources, onChange, onDone } =
    props
  const replace = (index: number, value: string): void =>
    onChange(values.map((other, position) => (position === index ? value : other)))
  return (
    <fieldset className="flex min-w-0 flex-col gap-1">
      <legend className="mb-1 text-xs font-medium text-ink-soft">{label}</legend>
      {values.map((value, index) => {
        const source = value === '' ? undefined : sourceOf(sources, field, value)
        const name = `${itemLabel} ${index + 1}`
        return (
          // A line has no identity but its place; typing must not remount it.
          // biome-ignore lint/suspicious/noArrayIndexKey: see above
          <div key={index} className="group flex items-start gap-1">
            <div className="min-w-0 flex-1">
              <TextArea
                label={name}
                isLabelHidden
                value={value}
                rows={1}
                maxLength={maxLength}
                placeholder={placeholder}
                hint={source === undefined ? undefined : <SourceLine source={source} />}
                onChange={(event) => replace(index, event.target.value.replaceAll('\n', ' '))}
                onBlur={onDone}
              />
            </div>
            <IconButton
              label={`Remove ${name.toLowerCase()}`}
              icon={<X />}
              className="opacity-60 group-focus-within:opacity-100 group-hover:opacity-100"
              onClick={() => {
                onChange(values.filter((_, position) => position !== index))
                onDone()
              }}
            />
          </div>
        )
      })}
      {values.length < maxItems && (
        <Button tone="quiet" icon={<Plus />} className="self-start" onClick={() => onChange([...values, ''])}>
          Add {itemLabel.toLowerCase()}
        </Button>
      )}
    </fieldset>
  )
}

export interface BriefColoursProps {
  readonly colours: readonly string[]
  readonly onChange: (colours: readonly string[]) => void
}

const MAX_COLOURS = 8

export function BriefColours({ colours, onChange }: BriefColoursProps) {
  return (
    <fieldset className="flex min-w-0 flex-col gap-1">
      <legend className="mb-1 text-xs font-medium text-ink-soft">Brand colours</legend>
      <div className="flex flex-wrap gap-2">
        {colours.map((colour, index) => (
          // A colour has no identity but its place; choosing must not remount the chooser.
          // biome-ignore lint/suspicious/noArrayIndexKey: see above
          <span key={index} className="flex items-center rounded-md border border-line bg-surface">
            <input
              type="color"
              aria-label={`Brand colour ${index + 1}`}
              value={colour}
              onChange={(event) =>
                onChange(colours.map((other, position) => (position === index ? event.target.value : other)))
              }
              className="m-1 size-6 cursor-pointer appearance-none rounded-sm border-0 bg-transparent p-0"
            />
            <IconButton
              label={`Remove brand colour ${index + 1}`}
              icon={<X />}
              className="size-7"
              onClick={() => onChange(colours.filter((_, position) => position !== index))}
            />
          </span>
        ))}
        {colours.length < MAX_COLOURS && (
          <Button tone="quiet" icon={<Plus />} onClick={() => onChange([...colours, '#2456c8'])}>
            Add colour
          </Button>
        )}
      </div>
    </fieldset>
  )
}
