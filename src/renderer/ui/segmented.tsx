/** A small set of exclusive choices side by side, and a set of on/off chips. */
import { ToggleGroup } from 'radix-ui'
import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'

export interface Choice {
  readonly value: string
  readonly label: string
  readonly icon?: ReactNode
}

export interface SegmentedProps {
  readonly label: string
  readonly choices: readonly Choice[]
  readonly value: string
  readonly onPick: (value: string) => void
  readonly className?: string
}

export function Segmented({ label, choices, value, onPick, className }: SegmentedProps) {
  return (
    <ToggleGroup.Root
      type="single"
      aria-label={label}
      value={value}
      onValueChange={(next) => next !== '' && onPick(next)}
      className={classNames('inline-flex rounded-md bg-sunken p-0.5', className)}
    >
      {choices.map((choice) => (
        <ToggleGroup.Item
          key={choice.value}
          value={choice.value}
          className={classNames(
            'inline-flex h-7 items-center gap-1.5 rounded-sm px-2.5 text-sm text-ink-soft transition-colors [&_svg]:size-4',
            'hover:text-ink data-[state=on]:bg-raised data-[state=on]:text-ink data-[state=on]:shadow-card'
          )}
        >
          {choice.icon}
          {choice.label}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  )
}

export interface ChipsProps {
  readonly label: string
  readonly choices: readonly Choice[]
  readonly values: readonly string[]
  readonly onChange: (values: readonly string[]) => void
}

export function Chips({ label, choices, values, onChange }: ChipsProps) {
  return (
    <ToggleGroup.Root
      type="multiple"
      aria-label={label}
      value={[...values]}
      onValueChange={onChange}
      className="inline-flex flex-wrap gap-1.5"
    >
      {choices.map((choice) => (
        <ToggleGroup.Item
          key={choice.value}
          value={choice.value}
          className={classNames(
            'inline-flex h-8 items-center gap-1.5 rounded-md border border-line bg-surface px-2.5 text-sm text-ink-soft',
            'transition-colors hover:bg-hover data-[state=on]:border-accent data-[state=on]:bg-accent-soft data-[state=on]:text-accent'
          )}
        >
          {choice.icon}
          {choice.label}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  )
}
