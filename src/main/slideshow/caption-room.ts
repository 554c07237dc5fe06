/** Where a caption may stand beside a logo that is laid over every frame. Pure. */
import type { CaptionAlign, CaptionPosition } from '#shared/domain/slideshow.ts'
import type { PixelSize } from './picture.ts'
import { type Area, placeIn } from './safe-area.ts'

export interface RoomRequest {
  /** The safe area. */
  readonly area: Area
  /** What must stay clear, with the distance to keep; it stands in a corner of the area. */
  readonly mark: Area
  readonly align: CaptionAlign
  /** The width that the caption's style likes to have. */
  readonly wantedWidthPx: number
  /** A band runs from edge to edge of the frame, so it never fits beside the mark. */
  readonly isAcross: boolean
}

/** Narrower than this part of the wanted width, lines get too short and move above or below the mark instead. */
const LEAST_WIDTH_RATIO = 0.7

/**
 * The part of the area that is clear of the mark: beside it with the whole height where that is wide enough, else above
 * or below it with the whole width. Beside it, centred lines stay in the area's centre.
 */
export function roomBeside({ area, mark, align, wantedWidthPx, isAcross }: RoomRequest): Area {
  const beside = align === 'centre' ? centredBeside(area, mark) : columnsBeside(area, mark)
  const wantedPx = Math.min(area.widthPx, wantedWidthPx)
  if (!isAcross && beside.widthPx >= wantedPx * LEAST_WIDTH_RATIO) return beside
  return rowsBeside(area, mark)
}

/** A box placed as asked in the whole area, and moved no further than it takes to stand inside the room. */
export function placeInRoom(
  { area, room }: { readonly area: Area; readonly room: Area },
  box: PixelSize,
  look: { readonly position: CaptionPosition; readonly align: CaptionAlign }
): { readonly leftPx: number; readonly topPx: number } {
  const wanted = placeIn(area, box, look)
  const within = (at: number, from: number, rest: number): number =>
    Math.min(Math.max(at, from), from + Math.max(0, rest))
  return {
    leftPx: within(wanted.leftPx, room.leftPx, room.widthPx - box.widthPx),
    topPx: within(wanted.topPx, room.topPx, room.heightPx - box.heightPx)
  }
}

export function areOverlapping(one: Area, other: Area): boolean {
  return (
    one.leftPx < other.leftPx + other.widthPx &&
    other.leftPx < one.leftPx + one.widthPx &&
    one.topPx < other.topPx + other.heightPx &&
    other.topPx < one.topPx + one.heightPx
  )
}

/** The area with this much around it. */
export function grownBy(area: Area, gapPx: number): Area {
  return {
    leftPx: area.leftPx - gapPx,
    topPx: area.topPx - gapPx,
    widthPx: area.widthPx + 2 * gapPx,
    heightPx: area.heightPx + 2 * gapPx
  }
}

/** Left or right of the mark, whichever side is wider. */
function columnsBeside(area: Area, mark: Area): Area {
  const before = mark.leftPx - area.leftPx
  const after = area.leftPx + area.widthPx - (mark.leftPx + mark.widthPx)
  if (before >= after) return { ...area, widthPx: Math.max(0, before) }
  return { ...area, leftPx: mark.leftPx + mark.widthPx, widthPx: after }
}

/** As much is left free on the other side, so that the lines keep the centre. */
function centredBeside(area: Area, mark: Area): Area {
  const { leftPx, widthPx } = columnsBeside(area, mark)
  const cutPx = Math.max(leftPx - area.leftPx, area.leftPx + area.widthPx - (leftPx + widthPx))
  return { ...area, leftPx: area.leftPx + cutPx, widthPx: Math.max(0, area.widthPx - 2 * cutPx) }
}

/** Above or below the mark, whichever side is higher. */
function rowsBeside(area: Area, mark: Area): Area {
  const before = mark.topPx - area.topPx
  const after = area.topPx + area.heightPx - (mark.topPx + mark.heightPx)
  if (before >= after) return { ...area, heightPx: Math.max(0, before) }
  return { ...area, topPx: mark.topPx + mark.heightPx, heightPx: after }
}
