/** Text with some parts highlighted: search snippets and found words. */
import { Fragment } from 'react'

export interface MarkedTextProps {
  readonly text: string
  /** Characters that open and close a highlighted part. */
  readonly start: string
  readonly end: string
}

export function MarkedText({ text, start, end }: MarkedTextProps) {
  const [head = '', ...rest] = text.split(start)
  const parts = rest.map((part, index) => {
    const [marked = '', ...tail] = part.split(end)
    return { key: `${index}-${marked}`, marked, plain: tail.join(end) }
  })
  return (
    <>
      {head}
      {parts.map(({ key, marked, plain }) => (
        <Fragment key={key}>
          <mark className="rounded-sm bg-warn-soft font-medium text-ink">{marked}</mark>
          {plain}
        </Fragment>
      ))}
    </>
  )
}
