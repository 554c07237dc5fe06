/** The rail's right edge: dragged by pointer or moved with the arrow keys. */
import type { KeyboardEvent, PointerEvent } from 'react'
import { RAIL_MAX_PX, RAIL_MIN_PX } from './shell-store.ts'

const KEY_STEP_PX = 16

export interface RailEdgeProps {
  readonly widthPx: number
  readonly onResize: (widthPx: number) => void
}

/** The rail's width is kept for text of the usual size. */
function sizeOfText(): number {
  return 16 / Number.parseFloat(getComputedStyle(document.documentElement).fontSize)
}

export function RailEdge({ widthPx, onResize }: RailEdgeProps) {
  const drag = (event: PointerEvent<HTMLDivElement>): void => {
    if (event.currentTarget.hasPointerCapture(event.pointerId)) onResize(event.clientX * sizeOfText())
  }
  const step = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowLeft') onResize(widthPx - KEY_STEP_PX)
    if (event.key === 'ArrowRight') onResize(widthPx + KEY_STEP_PX)
  }
  return (
    // A splitter has no native element; the separator role with a value is its standard form.
    // biome-ignore lint/a11y/useSemanticElements: see above
    <div
      role="separator"
      aria-label="Width of the sidebar"
      aria-orientation="vertical"
      aria-valuemin={RAIL_MIN_PX}
      aria-valuemax={RAIL_MAX_PX}
      aria-valuenow={widthPx}
      tabIndex={0}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={drag}
      onKeyDown={step}
      className="absolute inset-y-0 -right-0.5 w-1 cursor-col-resize transition-colors hover:bg-accent focus-visible:bg-accent"
    />
  )
}
