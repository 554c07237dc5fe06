/** A slider and a number that say the same. */
import { Slider } from 'radix-ui'
import { TextField } from '../../ui/field.tsx'

export interface NumberFieldProps {
  readonly label: string
  readonly value: number
  readonly range: { readonly min: number; readonly max: number; readonly step: number }
  readonly onChange: (value: number) => void
}

export function NumberField({ label, value, range, onChange }: NumberFieldProps) {
  const digits = range.step < 0.1 ? 100 : 10
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_4.75rem] items-end gap-3">
      <div className="min-w-0">
        <div aria-hidden className="mb-1 truncate text-xs font-medium text-ink-soft">
          {label}
        </div>
        <Slider.Root
          {...range}
          value={[Math.min(range.max, Math.max(range.min, value))]}
          onValueChange={([next]) => next !== undefined && onChange(Math.round(next * digits) / digits)}
          className="relative flex h-8 touch-none items-center"
        >
          <Slider.Track className="relative h-1 grow rounded-full bg-sunken">
            <Slider.Range className="absolute h-full rounded-full bg-accent" />
          </Slider.Track>
          <Slider.Thumb
            aria-label={label}
            className="block size-4 rounded-full border border-line-strong bg-raised shadow-card"
          />
        </Slider.Root>
      </div>
      <TextField
        type="number"
        label={`${label} as a number`}
        isLabelHidden
        {...range}
        value={value}
        onChange={(event) => {
          const next = event.target.valueAsNumber
          if (next >= range.min && next <= range.max) onChange(next)
        }}
      />
    </div>
  )
}
