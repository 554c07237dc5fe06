/**
 * Chooses what every crop of a picture keeps in view: by pointer or arrow keys on the picture, with the crops of the
 * platforms beside it. It keeps nothing; whoever shows it saves the point.
 */
import { Crosshair, RotateCcw } from 'lucide-react'
import { type KeyboardEvent, type PointerEvent, useId, useRef } from 'react'
import { CENTRE, cropAround, type FocalPoint, type PixelSize } from '#shared/domain/focal-point.ts'
import { PLATFORM_IDS, PLATFORMS } from '#shared/domain/platform.ts'
import { Button } from './button.tsx'
import { classNames } from './class-names.ts'

export interface CropFrame extends PixelSize {
  readonly label: string
}

/** The crops shown when no others are asked for: one per platform. */
export const PLATFORM_FRAMES: readonly CropFrame[] = PLATFORM_IDS.map((id) => PLATFORMS[id])

export interface FocalEditorProps {
  /** Address of the whole picture, uncropped. */
  readonly src: string
  readonly picture: PixelSize
  /** Null while the picture itself decides; the middle is shown then. */
  readonly value: FocalPoint | null
  readonly frames?: readonly CropFrame[]
  /** Stacks the crops under the picture. */
  readonly isNarrow?: boolean
  /** With every move. */
  readonly onChange: (point: FocalPoint | null) => void
  /** At the end of a drag, after each key, and on reset: the moment to save. */
  readonly onCommit: (point: FocalPoint | null) => void
}

const STEP = 0.02
const LARGE_STEP = 0.1

export function FocalEditor(props: FocalEditorProps) {
  const { src, picture, value, frames = PLATFORM_FRAMES, isNarrow = false, onChange, onCommit } = props
  return (
    <div className="flex flex-col gap-3">
      <div className={classNames('flex gap-4', isNarrow ? 'flex-col' : 'items-start')}>
        <Picker {...props} />
        <ul aria-label="Crops" className="flex min-w-0 flex-1 flex-wrap items-end gap-3">
          {frames.map((frame) => (
            <li key={frame.label}>
              <CropView src={src} picture={picture} frame={frame} point={value ?? CENTRE} />
            </li>
          ))}
        </ul>
      </div>
      <div className="flex items-center gap-3 text-xs text-ink-soft">
        <span className="min-w-0 flex-1">
          Click or drag to the part that must stay in view. Arrow keys move it, with Shift further.
        </span>
        <Button
          tone="quiet"
          icon={<RotateCcw />}
          disabled={value === null}
          onClick={() => {
            onChange(null)
            onCommit(null)
          }}
        >
          Automatic
        </Button>
      </div>
    </div>
  )
}

function Picker({ src, picture, value, onChange, onCommit }: FocalEditorProps) {
  const box = useRef<HTMLDivElement>(null)
  const dragged = useRef<FocalPoint | null>(null)
  const hintId = useId()
  const point = value ?? CENTRE
  const move = (event: PointerEvent): void => {
    const bounds = box.current?.getBoundingClientRect()
    if (bounds === undefined || bounds.width === 0) return
    const next = pointAt(event, bounds)
    dragged.current = next
    onChange(next)
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    const next = movedByKey(point, event)
    if (next === null) return
    event.preventDefault()
    onChange(next)
    onCommit(next)
  }
  return (
    <div
      ref={box}
      role="slider"
      tabIndex={0}
      aria-label="Focal point"
      aria-describedby={hintId}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(point.xFraction * 100)}
      aria-valuetext={value === null ? 'Automatic' : pointText(point)}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId)
        move(event)
      }}
      onPointerMove={(event) => dragged.current !== null && move(event)}
      onPointerUp={() => {
        if (dragged.current !== null) onCommit(dragged.current)
        dragged.current = null
      }}
      onPointerCancel={() => {
        dragged.current = null
      }}
      className="relative shrink-0 cursor-crosshair touch-none overflow-hidden rounded-md bg-sunken"
      style={{
        aspectRatio: `${picture.widthPx} / ${picture.heightPx}`,
        width: `min(15rem, calc(15rem * ${picture.widthPx / picture.heightPx}))`
      }}
    >
      <img src={src} alt="" draggable={false} className="size-full object-fill" />
      <span id={hintId} className="sr-only">
        Arrow keys move the point across the picture.
      </span>
      <span
        aria-hidden
        className="pointer-events-none absolute flex size-8 -translate-1/2 items-center justify-center rounded-full border-2 border-white bg-black/45 text-white shadow-float"
        style={{ left: `${point.xFraction * 100}%`, top: `${point.yFraction * 100}%` }}
      >
        <Crosshair className="size-4" />
      </span>
    </div>
  )
}

interface CropViewProps {
  readonly src: string
  readonly picture: PixelSize
  readonly frame: CropFrame
  readonly point: FocalPoint
}

const CROP_HEIGHT_REM = 5.5

/** The picture as this frame would show it. */
export function CropView({ src, picture, frame, point }: CropViewProps) {
  const crop = cropAround(picture, frame, point)
  const heightRem = Math.min(CROP_HEIGHT_REM, (CROP_HEIGHT_REM * 1.6 * frame.heightPx) / frame.widthPx)
  return (
    <figure className="flex flex-col gap-1">
      <div
        className="relative overflow-hidden rounded-sm bg-sunken"
        style={{
          height: `${heightRem}rem`,
          aspectRatio: `${frame.widthPx} / ${frame.heightPx}`
        }}
      >
        <img
          src={src}
          alt={`Crop for ${frame.label}`}
          draggable={false}
          className="absolute max-w-none"
          style={{
            width: `${100 / crop.width}%`,
            height: `${100 / crop.height}%`,
            left: `${(-100 * crop.left) / crop.width}%`,
            top: `${(-100 * crop.top) / crop.height}%`
          }}
        />
      </div>
      <figcaption className="text-xs text-ink-soft">{frame.label}</figcaption>
    </figure>
  )
}

function pointAt(event: PointerEvent, bounds: DOMRect): FocalPoint {
  return {
    xFraction: within((event.clientX - bounds.left) / bounds.width),
    yFraction: within((event.clientY - bounds.top) / bounds.height)
  }
}

/** Where an arrow, Home or End takes the point; null for other keys. Pure. */
export function movedByKey(
  point: FocalPoint,
  { key, shiftKey }: { readonly key: string; readonly shiftKey: boolean }
): FocalPoint | null {
  const step = shiftKey ? LARGE_STEP : STEP
  const { xFraction, yFraction } = point
  if (key === 'ArrowLeft') return { xFraction: within(xFraction - step), yFraction }
  if (key === 'ArrowRight') return { xFraction: within(xFraction + step), yFraction }
  if (key === 'ArrowUp') return { xFraction, yFraction: within(yFraction - step) }
  if (key === 'ArrowDown') return { xFraction, yFraction: within(yFraction + step) }
  if (key === 'Home') return { xFraction: 0, yFraction }
  return key === 'End' ? { xFraction: 1, yFraction } : null
}

function pointText({ xFraction, yFraction }: FocalPoint): string {
  return `${Math.round(xFraction * 100)} % from the left, ${Math.round(yFraction * 100)} % from the top`
}

/** Thousandths are finer than any pixel shown and keep saved numbers short. */
function within(value: number): number {
  return Math.round(Math.min(1, Math.max(0, value)) * 1000) / 1000
}
