/** A day, "2026-12-03", chosen or typed. Only a whole date is handed up: while a year is typed it passes through 0002. */
import { type ComponentProps, useEffect, useState } from 'react'
import { TextField } from './field.tsx'

export interface DateFieldProps extends Omit<ComponentProps<'input'>, 'id' | 'value' | 'onChange' | 'type'> {
  readonly label: string
  readonly isLabelHidden?: boolean
  /** Blank for none. */
  readonly day: string
  /** Blank when it was emptied. */
  readonly onDay: (day: string) => void
}

const EARLIEST = '2000-01-01'

export function DateField({ day, onDay, ...rest }: DateFieldProps) {
  const [text, setText] = useState(day)
  useEffect(() => setText(day), [day])
  return (
    <TextField
      {...rest}
      type="date"
      value={text}
      onChange={(event) => {
        const next = event.target.value
        setText(next)
        if (next === '' || next >= EARLIEST) onDay(next)
      }}
    />
  )
}
