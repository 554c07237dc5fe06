/** Long text with a live counter against a limit; text beyond it stays, marked, so that nothing pasted is lost. */
import { useEffect, useState } from 'react'
import { classNames } from './class-names.ts'
import { TextArea } from './field.tsx'
import { formatCount } from './format.ts'

export interface CountedTextProps {
  readonly label: string
  readonly value: string
  /** What the place it is for allows. */
  readonly limit: number
  /** What can be kept at all. */
  readonly maxLength: number
  readonly placeholder?: string
  readonly rows?: number
  /** Beside the counter. */
  readonly note?: string
  /** With every change; absent when only leaving the field matters. */
  readonly onChange?: (value: string) => void
  /** When the field is left with another text than it was given. */
  readonly onDone?: (value: string) => void
}

export function CountedText(props: CountedTextProps) {
  const { label, value, limit, maxLength, placeholder, rows = 3, note, onChange, onDone } = props
  const [text, setText] = useState(value)
  useEffect(() => setText(value), [value])
  const length = lengthOf(text)
  const over = length - limit
  return (
    <TextArea
      label={label}
      value={text}
      rows={rows}
      maxLength={maxLength}
      placeholder={placeholder}
      error={over > 0 ? `${formatCount(over)} too many. Shorten it, or it will be cut off there.` : null}
      hint={
        <span className="flex flex-wrap gap-x-3">
          <span className={classNames('flex-1', over > 0 && 'text-bad')}>
            {formatCount(length)} of {formatCount(limit)}
          </span>
          {note !== undefined && <span>{note}</span>}
        </span>
      }
      onChange={(event) => {
        setText(event.target.value)
        onChange?.(event.target.value)
      }}
      onBlur={() => {
        if (onChange !== undefined || text !== value) onDone?.(text)
      }}
    />
  )
}

/** Characters as platforms count them: a family emoji is several code points, never half of one. */
export function lengthOf(text: string): number {
  return [...text].length
}
