/** Where a column of words can stand on a photo, and how far the photo then reaches. Pure. */
import { type Box, type Canvas, grown, overlapOf } from '../canvas.ts'
import type { Arrangement } from '../crop-plan.ts'
import type { PhotoScene } from '../scene.ts'
import type { Fade, Side } from '../shapes.ts'

/** Words measured for a place: narrow at a side, or across an end of the canvas. */
export interface Column {
  readonly kind: 'side' | 'end'
  /** The box the words were set in. */
  readonly room: Box
  /** What they really take. */
  readonly widthPx: number
  readonly heightPx: number
  /** True when words were left out for want of room. */
  readonly isCut: boolean
}

export interface Beside extends Arrangement {
  readonly text: Box
  /** The size of box in which the words come out as measured. */
  readonly column: Box
  readonly side: Side
  /** False when the photo fades into a plain ground below the words. */
  readonly isWhole: boolean
  readonly fade: Pick<Fade, 'fullUntilRatio' | 'goneAtRatio'>
}

const WHOLE_BONUS = 0.14
const TURN_BONUS = 0.04
/** Words above are much better than words below where controls hide the lower end. */
const HIDDEN_BELOW_BONUS = 0.3
const CUT_WORDS_COST = 0.5
/** On a square, words across an end can be larger than words at a side. */
const NARROW_COST = 0.08
/** Shares of the canvas over which a photo fades, and by which it reaches below the words. */
const FADE_RATIO = 0.18
const REACH_RATIO = 0.07

/** The room words are measured in. */
export function columnBox(canvas: Canvas, kind: Column['kind']): Box {
  const { safe, format } = canvas
  if (kind === 'side') return { ...safe, widthPx: Math.round(safe.widthPx * 0.5) }
  return { ...safe, heightPx: Math.round(safe.heightPx * (format === 'tall' ? 0.56 : 0.55)) }
}

/** Every side × photo over all, photo beside the words, photo as narrow as it is itself. */
export function planBeside(scene: PhotoScene, columns: readonly Column[]): readonly [Beside, ...Beside[]] {
  const { canvas } = scene
  const all = columns.flatMap((column) => {
    const [near, far] = sidesOf(scene, column.kind)
    const nearBonus = canvas.isHiddenBelow ? HIDDEN_BELOW_BONUS : TURN_BONUS
    const isNarrow = column.kind === 'side' && canvas.format !== 'wide'
    const cost = (column.isCut ? CUT_WORDS_COST : 0) + (isNarrow ? NARROW_COST : 0)
    return [
      wholeAt(canvas, { column, side: near, bonus: WHOLE_BONUS + nearBonus - cost }),
      wholeAt(canvas, { column, side: far, bonus: WHOLE_BONUS - cost }),
      fadedAt(scene, { column, side: near, bonus: nearBonus - cost }),
      fadedAt(scene, { column, side: far, bonus: -cost }),
      fadedAt(scene, { column, side: near, bonus: nearBonus - cost - 0.02 }, true),
      fadedAt(scene, { column, side: far, bonus: -cost - 0.02 }, true)
    ]
  })
  const [first, ...others] = all
  if (first === undefined) throw new RangeError('at least one column of words is needed')
  return [first, ...others]
}

function sidesOf({ canvas, turn }: PhotoScene, kind: Column['kind']): readonly [Side, Side] {
  if (kind === 'side') return turn.isMirrored ? ['right', 'left'] : ['left', 'right']
  return canvas.isHiddenBelow || turn.isMirrored ? ['top', 'bottom'] : ['bottom', 'top']
}

interface Wish {
  readonly column: Column
  readonly side: Side
  readonly bonus: number
}

function wholeAt(canvas: Canvas, { column, side, bonus }: Wish): Beside {
  const text = textAt(canvas, side, column)
  const reachRatio = reachOf(canvas, side, text) / lengthOf(canvas, side)
  return {
    ...placed(canvas, { text, side, frame: wholeOf(canvas), fadedPx: 0 }),
    column: column.room,
    isWhole: true,
    bonus,
    fade: { fullUntilRatio: reachRatio + 0.01, goneAtRatio: reachRatio + 0.27 }
  }
}

/** The photo reaches a little below the words; a slim one only as far as it must. */
function fadedAt({ canvas, photo }: PhotoScene, wish: Wish, isSlim = false): Beside {
  const { column, side, bonus } = wish
  const text = textAt(canvas, side, column)
  const lengthPx = lengthOf(canvas, side)
  const reachPx = reachOf(canvas, side, text)
  const ownPx = isUpDown(side)
    ? (canvas.widthPx * photo.heightPx) / photo.widthPx
    : (canvas.heightPx * photo.widthPx) / photo.heightPx
  const widestPx = lengthPx - reachPx + REACH_RATIO * lengthPx
  const photoPx = isSlim ? Math.min(widestPx, Math.max(ownPx, lengthPx * 0.36)) : widestPx
  const beginRatio = 1 - photoPx / lengthPx
  const fullUntilRatio = isSlim ? beginRatio + 0.01 : reachPx / lengthPx + 0.005
  const goneAtRatio = fullUntilRatio + (isSlim ? 0.13 : FADE_RATIO)
  // Past three quarters of the fade a subject is seen well enough.
  const fadedPx = (fullUntilRatio + (goneAtRatio - fullUntilRatio) * 0.75) * lengthPx
  return {
    ...placed(canvas, { text, side, frame: farPart(canvas, side, lengthPx - photoPx), fadedPx }),
    column: column.room,
    isWhole: false,
    bonus,
    fade: { fullUntilRatio, goneAtRatio }
  }
}

function placed(
  canvas: Canvas,
  place: { readonly text: Box; readonly side: Side; readonly frame: Box; readonly fadedPx: number }
): Pick<Beside, 'text' | 'side' | 'frame' | 'clear' | 'covered'> {
  const { text, side, frame, fadedPx } = place
  const wordsPx = reachOf(canvas, side, text) + 30 * canvas.unitPx
  const hiddenPx = Math.max(wordsPx, fadedPx)
  const rest = farPart(canvas, side, hiddenPx)
  const rim = grown(wholeOf(canvas), -0.4 * canvas.marginPx)
  const faded = farPart(canvas, opposite(side), lengthOf(canvas, side) - hiddenPx)
  const hidden = fadedPx > 0 ? faded : grown(text, 18 * canvas.unitPx)
  return {
    text,
    side,
    frame,
    clear: overlapOf(overlapOf(overlapOf(rest, rim), canvas.seen), frame),
    covered: [overlapOf(hidden, frame)]
  }
}

const opposite = (side: Side): Side =>
  (({ left: 'right', right: 'left', top: 'bottom', bottom: 'top' }) as const)[side]

const isUpDown = (side: Side): boolean => side === 'top' || side === 'bottom'

const wholeOf = (canvas: Canvas): Box => ({
  leftPx: 0,
  topPx: 0,
  widthPx: canvas.widthPx,
  heightPx: canvas.heightPx
})

const lengthOf = (canvas: Canvas, side: Side): number => (isUpDown(side) ? canvas.heightPx : canvas.widthPx)

function textAt({ safe }: Canvas, side: Side, column: Column): Box {
  const size = { widthPx: column.widthPx, heightPx: column.heightPx }
  const isFar = side === 'right' || side === 'bottom'
  if (!isUpDown(side)) {
    const topPx = safe.topPx + (safe.heightPx - size.heightPx) / 2
    return { ...size, topPx, leftPx: isFar ? safe.leftPx + safe.widthPx - size.widthPx : safe.leftPx }
  }
  const topPx = isFar ? safe.topPx + safe.heightPx - size.heightPx : safe.topPx
  return { ...size, topPx, leftPx: safe.leftPx }
}

/** How far the words come in from their side of the canvas. */
function reachOf(canvas: Canvas, side: Side, text: Box): number {
  return {
    left: text.leftPx + text.widthPx,
    right: canvas.widthPx - text.leftPx,
    top: text.topPx + text.heightPx,
    bottom: canvas.heightPx - text.topPx
  }[side]
}

/** The canvas without a strip of `cutPx` at a side. */
export function farPart(canvas: Canvas, side: Side, cutPx: number): Box {
  const { widthPx, heightPx } = canvas
  const across = { leftPx: 0, topPx: 0, widthPx: widthPx - cutPx, heightPx }
  const down = { leftPx: 0, topPx: 0, widthPx, heightPx: heightPx - cutPx }
  return {
    left: { ...across, leftPx: cutPx },
    right: across,
    top: { ...down, topPx: cutPx },
    bottom: down
  }[side]
}
