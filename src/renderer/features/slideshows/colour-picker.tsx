/** One colour: the style's own, one of the brand's, or any other. */
import { ToggleGroup } from 'radix-ui'
import { useId } from 'react'
import { classNames } from '../../ui/class-names.ts'
import { Labelled } from './labelled.tsx'

export interface ColourPickerProps {
  /** Such as "Colour of the letters". */
  readonly label: string
  /** Null is the style's own. */
  readonly value: string | null
  readonly brandColours: readonly string[]
  readonly onPick: (colour: string | null) => void
  /** While a colour is being mixed; many in a row belong together. */
  readonly onMix: (colour: string) => void
}

const OWN = 'style'
const RING = 'ring-1 ring-line-strong ring-inset'
const CHOSEN_RING = 'outline-2 outline-offset-1 outline-accent'

export function ColourPicker({ label, value, brandColours, onPick, onMix }: ColourPickerProps) {
  const isOther = value !== null && !brandColours.includes(value)
  const chosen = isOther ? '' : (value ?? OWN)
  return (
    <Labelled text={label}>
      <div className="flex flex-wrap items-center gap-1.5">
        <ToggleGroup.Root
          type="single"
          aria-label={label}
          value={chosen}
          onValueChange={(next) => next !== '' && onPick(next === OWN ? null : next)}
          className="flex flex-wrap items-center gap-1.5"
        >
          <ToggleGroup.Item
            value={OWN}
            className={classNames(
              'h-7 rounded-md bg-sunken px-2.5 text-sm text-ink-soft transition-colors hover:text-ink',
              'data-[state=on]:bg-raised data-[state=on]:text-ink data-[state=on]:shadow-card'
            )}
          >
            As the style
          </ToggleGroup.Item>
          {brandColours.map((colour) => (
            <ToggleGroup.Item
              key={colour}
              value={colour}
              aria-label={colour}
              title={`${colour}, from the brand`}
              style={{ backgroundColor: colour }}
              className={classNames('size-7 rounded-md', RING, chosen === colour && CHOSEN_RING)}
            />
          ))}
        </ToggleGroup.Root>
        <OtherColour label={label} value={value} isChosen={isOther} onMix={onMix} />
      </div>
    </Labelled>
  )
}

interface OtherColourProps extends Pick<ColourPickerProps, 'label' | 'value' | 'onMix'> {
  readonly isChosen: boolean
}

function OtherColour({ label, value, isChosen, onMix }: OtherColourProps) {
  const id = useId()
  return (
    <span className="flex items-center gap-1.5">
      <input
        id={id}
        type="color"
        aria-label={`${label}, any other`}
        value={value ?? '#ffffff'}
        onChange={(event) => onMix(event.target.value)}
        className={classNames(
          'size-7 cursor-pointer rounded-md border border-control bg-surface p-0.5',
          isChosen && CHOSEN_RING
        )}
      />
      <label htmlFor={id} className="text-sm text-ink-soft">
        {isChosen ? value : 'Other…'}
      </label>
    </span>
  )
}
