/** An amount of dollars that may be empty, checked before it is saved. */
import { useEffect, useState } from 'react'
import { TextField } from './field.tsx'

export interface AmountFieldProps {
  readonly label: string
  readonly hint?: string
  /** Null = no limit. */
  readonly usd: number | null
  readonly onSave: (usd: number | null) => void
}

export function AmountField({ label, hint, usd, onSave }: AmountFieldProps) {
  const [text, setText] = useState(textOf(usd))
  useEffect(() => setText(textOf(usd)), [usd])
  const amount = amountOf(text)
  return (
    <TextField
      label={label}
      hint={hint}
      inputMode="decimal"
      value={text}
      placeholder="No limit"
      error={amount === 'invalid' ? 'Write an amount such as 12.50.' : null}
      onChange={(event) => setText(event.target.value)}
      onBlur={() => {
        if (amount !== 'invalid' && amount !== usd) onSave(amount)
      }}
    />
  )
}

function textOf(usd: number | null): string {
  return usd === null ? '' : String(usd)
}

/** "" → null, "12.50" → 12.5, anything else "invalid". */
export function amountOf(text: string): number | null | 'invalid' {
  const trimmed = text.trim().replace(/^\$/, '').replace(',', '.')
  if (trimmed === '') return null
  return /^\d{1,7}(\.\d{1,6})?$/.test(trimmed) ? Number(trimmed) : 'invalid'
}
