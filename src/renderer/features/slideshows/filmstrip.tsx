/** The slides in order: dragged with the mouse, or moved with Alt and the arrow keys. */
import { Plus, Type } from 'lucide-react'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { AssetImage } from '../../ui/asset-image.tsx'
import { classNames } from '../../ui/class-names.ts'
import { type DraftSlide, nameOfSlide } from './draft.ts'

export interface FilmstripProps {
  readonly slides: readonly DraftSlide[]
  readonly names: ReadonlyMap<string, string>
  readonly selectedKey: string | null
  /** Slides that deserve a second look. */
  readonly warned: ReadonlySet<number>
  readonly onSelect: (key: string) => void
  /** Puts the slide so that it stands at this index. */
  readonly onMove: (key: string, index: number) => void
  readonly onRemove: (key: string) => void
  readonly onCopy: (key: string) => void
  readonly onAdd: () => void
}

const BADGE_CLASS = 'pointer-events-none absolute rounded-sm bg-black/70 px-1 text-xs text-white'

export function Filmstrip(props: FilmstripProps) {
  const { slides, names, selectedKey, warned, onSelect, onMove, onAdd } = props
  const [draggedKey, setDraggedKey] = useState<string | null>(null)
  const [overIndex, setOverIndex] = useState<number | null>(null)
  const [said, setSaid] = useState('')
  const moveTo = (key: string, index: number): void => {
    const place = Math.min(slides.length - 1, Math.max(0, index))
    onMove(key, place)
    setSaid(`Now slide ${place + 1} of ${slides.length}`)
  }
  const endDrag = (): void => {
    setDraggedKey(null)
    setOverIndex(null)
  }
  return (
    <div className="shrink-0 border-t border-line">
      <ol aria-label="Slides" className="flex h-28 items-stretch gap-2 overflow-x-auto px-4 py-3">
        {slides.map((slide, index) => (
          <li
            key={slide.key}
            draggable
            onDragStart={(event) => {
              event.dataTransfer.effectAllowed = 'move'
              setDraggedKey(slide.key)
            }}
            onDragEnd={endDrag}
            onDragOver={(event) => {
              if (draggedKey === null || draggedKey === slide.key) return
              event.preventDefault()
              setOverIndex(index)
            }}
            onDrop={(event) => {
              if (draggedKey === null) return
              event.preventDefault()
              event.stopPropagation()
              moveTo(draggedKey, index)
              endDrag()
            }}
            className={classNames(
              'relative shrink-0 rounded-md',
              draggedKey === slide.key && 'opacity-50',
              overIndex === index &&
                draggedKey !== null &&
                'outline-2 outline-offset-2 outline-accent outline-dashed'
            )}
          >
            <SlideButton
              {...props}
              slide={slide}
              index={index}
              name={nameOfSlide(slide, names)}
              isSelected={slide.key === selectedKey}
              isWarned={warned.has(index)}
              onChoose={() => onSelect(slide.key)}
              onPlace={(place) => moveTo(slide.key, place)}
            />
          </li>
        ))}
        <li className="shrink-0">
          <button
            type="button"
            onClick={onAdd}
            className="flex h-full w-30 flex-col items-center justify-center gap-1 rounded-md border border-dashed border-line-strong text-ink-soft transition-colors hover:bg-hover"
          >
            <Plus aria-hidden className="size-5" />
            Add pictures
          </button>
        </li>
      </ol>
      <p role="status" className="sr-only">
        {said}
      </p>
    </div>
  )
}

interface SlideButtonProps extends Pick<FilmstripProps, 'onRemove' | 'onCopy'> {
  readonly slide: DraftSlide
  readonly index: number
  readonly name: string
  readonly isSelected: boolean
  readonly isWarned: boolean
  readonly onChoose: () => void
  readonly onPlace: (index: number) => void
}

function SlideButton(props: SlideButtonProps) {
  const { slide, index, name, isSelected, isWarned, onChoose, onPlace, onRemove, onCopy } = props
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (isSelected) button.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [isSelected])
  const onKeyDown = (event: KeyboardEvent): void => {
    const isRight = event.key === 'ArrowRight'
    if (event.key === 'Delete' || event.key === 'Backspace') onRemove(slide.key)
    else if (event.key.toLowerCase() === 'd' && (event.ctrlKey || event.metaKey)) onCopy(slide.key)
    else if (!isRight && event.key !== 'ArrowLeft') return
    else if (event.altKey) onPlace(index + (isRight ? 1 : -1))
    else focusBeside(event.currentTarget, isRight)
    event.preventDefault()
  }
  return (
    <>
      <button
        ref={button}
        type="button"
        aria-label={`Slide ${index + 1}, ${name}, ${slide.seconds} seconds${isWarned ? ', look again' : ''}`}
        aria-pressed={isSelected}
        title="Drag to move, or Alt with the arrow keys. Del removes, Ctrl D doubles."
        onClick={onChoose}
        onKeyDown={onKeyDown}
        className={classNames(
          'relative block h-full w-30 overflow-hidden rounded-md bg-sunken',
          isSelected && 'outline-2 outline-offset-2 outline-accent'
        )}
      >
        {slide.assetId === undefined ? (
          <span className="block size-full" style={{ backgroundColor: slide.card?.colour }} />
        ) : (
          <AssetImage id={slide.assetId} kind="image" variant="thumb-256" alt="" />
        )}
        {slide.card !== undefined && (
          <span className="absolute inset-0 flex items-center justify-center bg-black/55 p-2 text-white">
            <Type aria-hidden className="size-5" />
          </span>
        )}
      </button>
      {/* Beside the button, whose name says the same in words. */}
      <span className={`${BADGE_CLASS} right-1 bottom-1`}>{slide.seconds} s</span>
      <span className={`${BADGE_CLASS} top-1 left-1`}>{index + 1}</span>
      {isWarned && (
        <span
          aria-hidden
          className="pointer-events-none absolute top-1 right-1 size-2.5 rounded-full bg-warn"
        />
      )}
    </>
  )
}

/** The arrow keys walk along the strip. */
function focusBeside(target: EventTarget, isRight: boolean): void {
  if (!(target instanceof HTMLElement)) return
  const item = target.closest('li')
  const beside = isRight ? item?.nextElementSibling : item?.previousElementSibling
  beside?.querySelector('button')?.focus()
}
