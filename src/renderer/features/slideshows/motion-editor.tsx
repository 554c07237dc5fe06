/** Start and end of a slide's motion as two rectangles on the picture: dragged, resized at a corner, or moved by keys. */
import { ArrowLeftRight, RotateCcw } from 'lucide-react'
import { type KeyboardEvent, type PointerEvent, useEffect, useRef, useState } from 'react'
import { type MotionFrame, SLIDESHOW_PRESETS } from '#shared/domain/slideshow.ts'
import { Button } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { type Board, type DraftSlide, storyboardOf } from './draft.ts'
import { boxOf, changedByKey, motionEndsOf, movedBy, resizedTo } from './motion-frames.ts'

export interface MotionEditorProps {
  readonly board: Board
  readonly slide: DraftSlide
  readonly index: number
  /** Draws the slide without motion and words; gives the picture's address. */
  readonly drawStill: (storyboard: ReturnType<typeof storyboardOf>) => Promise<string | null>
  readonly onChange: (change: Pick<DraftSlide, 'motionFrom' | 'motionTo'>, kind: string) => void
  /** Back to what the renderer chooses. */
  readonly onReset: () => void
}

export function MotionEditor({ board, slide, index, drawStill, onChange, onReset }: MotionEditorProps) {
  const ends = motionEndsOf(slide, index)
  const still = useStill({ board, slide, drawStill })
  const { widthPx, heightPx } = SLIDESHOW_PRESETS[board.preset]
  const setFrom = (motionFrom: MotionFrame): void =>
    onChange({ motionFrom, motionTo: ends.to }, 'motion from')
  const setTo = (motionTo: MotionFrame): void => onChange({ motionFrom: ends.from, motionTo }, 'motion to')
  return (
    <div className="flex flex-col gap-2">
      <div
        className="relative self-center overflow-hidden rounded-md bg-sunken"
        style={{
          aspectRatio: `${widthPx} / ${heightPx}`,
          width: `min(100%, calc(13rem * ${widthPx / heightPx}))`
        }}
      >
        {still !== null && (
          <img src={still} alt="" draggable={false} className="absolute inset-0 size-full" />
        )}
        <MotionBox name="Start" frame={ends.from} onChange={setFrom} />
        <MotionBox name="End" frame={ends.to} onChange={setTo} />
      </div>
      <p className="text-xs text-ink-faint">
        Drag a frame, or its corner. Arrow keys move it, + and − change its size.
      </p>
      <div className="flex gap-2">
        <Button
          tone="quiet"
          icon={<ArrowLeftRight />}
          onClick={() => onChange({ motionFrom: ends.to, motionTo: ends.from }, 'motion swap')}
        >
          Swap
        </Button>
        <Button
          tone="quiet"
          icon={<RotateCcw />}
          disabled={slide.motionFrom === undefined && slide.motionTo === undefined}
          onClick={onReset}
        >
          Automatic
        </Button>
      </div>
    </div>
  )
}

interface MotionBoxProps {
  readonly name: 'Start' | 'End'
  readonly frame: MotionFrame
  readonly onChange: (frame: MotionFrame) => void
}

interface Grip {
  readonly x: number
  readonly y: number
  readonly frame: MotionFrame
  readonly isCorner: boolean
}

function MotionBox({ name, frame, onChange }: MotionBoxProps) {
  const grip = useRef<Grip | null>(null)
  const { left, top, size } = boxOf(frame)
  const isStart = name === 'Start'
  const percent = (fraction: number): string => `${fraction * 100}%`
  const handlers = (isCorner: boolean) => ({
    onPointerDown(event: PointerEvent<HTMLElement>) {
      event.currentTarget.setPointerCapture(event.pointerId)
      grip.current = { x: event.clientX, y: event.clientY, frame, isCorner }
    },
    onPointerMove(event: PointerEvent<HTMLElement>) {
      const held = grip.current
      const picture = event.currentTarget.parentElement?.getBoundingClientRect()
      if (held === null || picture === undefined || picture.width === 0) return
      const right = (event.clientX - held.x) / picture.width
      const down = (event.clientY - held.y) / picture.height
      const size = held.frame.sizeFraction + right + down
      onChange(held.isCorner ? resizedTo(held.frame, size) : movedBy(held.frame, right, down))
    },
    onPointerUp() {
      grip.current = null
    },
    onPointerCancel() {
      grip.current = null
    }
  })
  return (
    <>
      <span
        aria-hidden
        {...handlers(false)}
        className={classNames(
          'absolute cursor-move touch-none border-2 shadow-[0_0_0_1px_rgb(0_0_0/0.6)]',
          isStart ? 'border-white' : 'border-dashed border-[#ffd166]'
        )}
        style={{ left: percent(left), top: percent(top), width: percent(size), height: percent(size) }}
      />
      <div
        role="slider"
        tabIndex={0}
        aria-label={`${name} of the motion`}
        aria-valuemin={20}
        aria-valuemax={100}
        aria-valuenow={Math.round(size * 100)}
        aria-valuetext={`${Math.round(size * 100)} % of the picture, ${Math.round(left * 100)} % from the left, ${Math.round(top * 100)} % from the top`}
        {...handlers(false)}
        onKeyDown={(event: KeyboardEvent) => {
          const next = changedByKey(frame, event)
          if (next === null) return
          event.preventDefault()
          onChange(next)
        }}
        className={classNames(
          'absolute flex h-6 min-w-12 cursor-move touch-none items-center justify-center rounded-sm bg-black/75 px-1 text-xs text-white -outline-offset-2',
          isStart ? '' : '-translate-x-full'
        )}
        style={{ left: percent(isStart ? left : left + size), top: percent(top) }}
      >
        {name}
      </div>
      <span
        aria-hidden
        {...handlers(true)}
        className={classNames(
          'absolute size-4 -translate-full cursor-nwse-resize touch-none',
          isStart ? 'bg-white' : 'bg-[#ffd166]'
        )}
        style={{ left: percent(left + size), top: percent(top + size) }}
      />
    </>
  )
}

function useStill({ board, slide, drawStill }: Pick<MotionEditorProps, 'board' | 'slide' | 'drawStill'>) {
  const [address, setAddress] = useState<string | null>(null)
  const { preset } = board
  const { assetId, fit, focalPoint } = slide
  useEffect(() => {
    let isWanted = true
    const show = async (): Promise<void> => {
      const plain = {
        key: '',
        assetId,
        fit,
        focalPoint,
        seconds: 1,
        motion: 'none',
        transition: 'cut',
        caption: ''
      }
      const drawn = await drawStill(
        storyboardOf({
          name: '',
          campaignId: null,
          board: { preset, framesPerSecond: 30, fadeSeconds: 0, quality: 'standard' },
          slides: [plain as DraftSlide]
        })
      )
      if (isWanted) setAddress(drawn)
    }
    void show()
    return () => {
      isWanted = false
    }
  }, [preset, assetId, fit, focalPoint, drawStill])
  return address
}
