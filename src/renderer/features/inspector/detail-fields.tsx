/** Fields of one asset that are saved when they are left: title, long texts, stars and tags. */
import { Star, X } from 'lucide-react'
import { type ComponentProps, useEffect, useState } from 'react'
import { IconButton } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { CONTROL_CLASS, TextArea } from '../../ui/field.tsx'
import { countOf } from '../../ui/format.ts'

export interface WordsProps {
  readonly label: string
  readonly value: string
  readonly maxLength: number
  readonly onSave: (value: string) => void
}

/** Long text with a live counter, saved when it is left. */
export function Words({ label, value, maxLength, onSave }: WordsProps) {
  const [text, setText] = useState(value)
  useEffect(() => setText(value), [value])
  return (
    <TextArea
      label={label}
      value={text}
      rows={2}
      maxLength={maxLength}
      hint={`${text.length} of ${maxLength}`}
      onChange={(event) => setText(event.target.value)}
      onBlur={() => text !== value && onSave(text)}
    />
  )
}

export interface TitleFieldProps extends Pick<ComponentProps<'input'>, 'id' | 'placeholder'> {
  readonly value: string
  readonly onSave: (value: string) => void
}

/** One line with a fixed id, so that the list can send the keyboard here. */
export function TitleField({ id, value, placeholder, onSave }: TitleFieldProps) {
  const [text, setText] = useState(value)
  useEffect(() => setText(value), [value])
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="text-xs font-medium text-ink-soft">
        Title
      </label>
      <input
        id={id}
        value={text}
        maxLength={300}
        placeholder={placeholder}
        className={classNames(CONTROL_CLASS, 'min-h-8')}
        onChange={(event) => setText(event.target.value)}
        onBlur={() => text !== value && onSave(text)}
        onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
      />
    </div>
  )
}

const STARS = [1, 2, 3, 4, 5] as const

export interface StarsProps {
  readonly rating: number
  readonly onRate: (rating: number) => void
}

/** The star that is set already takes all of them off. */
export function Stars({ rating, onRate }: StarsProps) {
  return (
    <fieldset className="flex items-center">
      <legend className="sr-only">Rating</legend>
      {STARS.map((star) => (
        <button
          key={star}
          type="button"
          aria-label={countOf(star, 'star')}
          aria-pressed={rating >= star}
          onClick={() => onRate(rating === star ? 0 : star)}
          className="flex size-7 items-center justify-center rounded-md text-ink-faint hover:bg-hover aria-pressed:text-warn"
        >
          <Star aria-hidden className="size-4" fill={rating >= star ? 'currentColor' : 'none'} />
        </button>
      ))}
    </fieldset>
  )
}

export interface TagFieldProps {
  readonly tags: readonly string[]
  readonly onAdd: (tags: readonly string[]) => void
  readonly onRemove: (tag: string) => void
}

export function TagField({ tags, onAdd, onRemove }: TagFieldProps) {
  const [text, setText] = useState('')
  const add = (): void => {
    const wanted = text
      .split(',')
      .map((tag) => tag.trim())
      .filter((tag) => tag !== '')
    setText('')
    if (wanted.length > 0) onAdd(wanted)
  }
  return (
    <section aria-label="Tags" className="flex flex-col gap-1.5">
      {tags.length > 0 && (
        <ul aria-label="Tags now" className="flex flex-wrap gap-1">
          {tags.map((tag) => (
            <li key={tag} className="flex min-w-0 items-center rounded-md bg-sunken py-0.5 pl-2 text-xs">
              <span className="min-w-0 break-words">{tag}</span>
              <IconButton
                label={`Take off ${tag}`}
                icon={<X />}
                className="size-6 [&_svg]:size-3"
                onClick={() => onRemove(tag)}
              />
            </li>
          ))}
        </ul>
      )}
      <input
        aria-label="Add tags"
        placeholder="Add tags, with commas between"
        value={text}
        maxLength={400}
        className={classNames(CONTROL_CLASS, 'min-h-8')}
        onChange={(event) => setText(event.target.value)}
        onBlur={add}
        onKeyDown={(event) => event.key === 'Enter' && add()}
      />
    </section>
  )
}
