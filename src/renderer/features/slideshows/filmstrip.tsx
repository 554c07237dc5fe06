/** The slides in order: dragged with the mouse, or moved with Alt and the arrow keys. */
import { Plus } from 'lucide-react'
import { type KeyboardEvent, useState } from 'react'
import { AssetImage } from '../../ui/asset-image.tsx'
import { classNames } from '../../ui/class-names.ts'
import type { DraftSlide } from './draft.ts'

export interface FilmstripProps {
  readonly slides: readonly DraftSlide[]
  readonly selectedKey: string | null
  readonly onSelect: (key: string) => void
  /** Puts the slide so that it stands at this index. */
  readonly onMove: (key: string, index: number) => void
  readonly onRemove: (key: string) => void
  readonly onAdd: () => void
}

const BADGE_CLASS = 'pointer-events-none absolute rounded-sm bg-black/70 px-1 text-xs text-white'

export function Filmstrip({ slides, selectedKey, onSelect, onMove, onRemove, onAdd }: FilmstripProps) {
  const [draggedKey, setDraggedKey] = useState<string | null>(null)
  const onKey = (event: KeyboardEvent, slide: DraftSlide, index: number): void => {
    if (event.key === 'Delete') onRemove(slide.key)
    else if (event.altKey && event.key === 'ArrowLeft') onMove(slide.key, index - 1)
    else if (event.altKey && event.key === 'ArrowRight') onMove(slide.key, index + 1)
    else return
    event.preventDefault()
  }
  return (
    <ol
      aria-label="Slides"
      className="flex h-28 shrink-0 items-stretch gap-2 overflow-x-auto border-t border-line px-4 py-3"
    >
      {slides.map((slide, index) => (
        <li
          key={slide.key}
          draggable
          onDragStart={(event) => {
            event.dataTransfer.effectAllowed = 'move'
            setDraggedKey(slide.key)
          }}
          onDragEnd={() => setDraggedKey(null)}
          onDragOver={(event) => {
            if (draggedKey === null || draggedKey === slide.key) return
            event.preventDefault()
          }}
          onDrop={(event) => {
            if (draggedKey === null) return
            event.preventDefault()
            onMove(draggedKey, index)
            setDraggedKey(null)
          }}
          className={classNames('relative shrink-0', draggedKey === slide.key && 'opacity-50')}
        >
          <button
            type="button"
            aria-label={`Slide ${index + 1}, ${slide.name}, ${slide.seconds} seconds`}
            aria-pressed={slide.key === selectedKey}
            title="Drag to move, or Alt with the arrow keys"
            onClick={() => onSelect(slide.key)}
            onKeyDown={(event) => onKey(event, slide, index)}
            className={classNames(
              'relative block h-full w-30 overflow-hidden rounded-md bg-sunken',
              slide.key === selectedKey && 'outline-2 outline-offset-2 outline-accent'
            )}
          >
            <AssetImage id={slide.assetId} kind="image" variant="thumb-256" alt="" />
          </button>
          {/* Beside the button, whose name says the same in words. */}
          <span className={`${BADGE_CLASS} right-1 bottom-1`}>{slide.seconds} s</span>
          <span className={`${BADGE_CLASS} top-1 left-1`}>{index + 1}</span>
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
  )
}
