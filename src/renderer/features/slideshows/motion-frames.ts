/** The two rectangles that Ken Burns motion runs between, and how they move. Pure. */
import type { MotionFrame, Slide } from '#shared/domain/slideshow.ts'

export interface MotionEnds {
  readonly from: MotionFrame
  readonly to: MotionFrame
}

const CENTRE = { xFraction: 0.5, yFraction: 0.5 } as const
/** As the renderer chooses where a slide does not say. */
const NEAR_SIZE = 1 / 1.2

/** The slide's own rectangles, or those the renderer would take: slides take turns in moving nearer and away. */
export function motionEndsOf(slide: Slide, index: number): MotionEnds {
  const focal = slide.focalPoint ?? CENTRE
  const side = index % 4 < 2 ? -1 : 1
  const far: MotionFrame = { xFraction: 0.5 + 0.02 * side, yFraction: 0.5, sizeFraction: 0.98 }
  const near: MotionFrame = { ...focal, sizeFraction: NEAR_SIZE }
  const [from, to] = index % 2 === 0 ? [far, near] : [near, far]
  return { from: slide.motionFrom ?? from, to: slide.motionTo ?? to }
}

/** Upper left corner and side as fractions of the picture, kept inside it as the renderer keeps them. */
export function boxOf({ xFraction, yFraction, sizeFraction }: MotionFrame): {
  readonly left: number
  readonly top: number
  readonly size: number
} {
  const inside = (centre: number): number => clamp(centre - sizeFraction / 2, 0, 1 - sizeFraction)
  return { left: inside(xFraction), top: inside(yFraction), size: sizeFraction }
}

export const MIN_SIZE = 0.2

/** Moved by fractions of the picture; it stops at the edges. */
export function movedBy(frame: MotionFrame, right: number, down: number): MotionFrame {
  const half = frame.sizeFraction / 2
  const { left, top } = boxOf(frame)
  return {
    ...frame,
    xFraction: rounded(clamp(left + half + right, half, 1 - half)),
    yFraction: rounded(clamp(top + half + down, half, 1 - half))
  }
}

/** Made larger or smaller around its middle; it stays inside the picture. */
export function resizedTo(frame: MotionFrame, size: number): MotionFrame {
  const { left, top, size: before } = boxOf(frame)
  const sizeFraction = rounded(clamp(size, MIN_SIZE, 1))
  const half = sizeFraction / 2
  return {
    sizeFraction,
    xFraction: rounded(clamp(left + before / 2, half, 1 - half)),
    yFraction: rounded(clamp(top + before / 2, half, 1 - half))
  }
}

/** What a key does to a rectangle; null for keys that do nothing. */
export function changedByKey(
  frame: MotionFrame,
  { key, shiftKey }: { readonly key: string; readonly shiftKey: boolean }
): MotionFrame | null {
  const step = shiftKey ? 0.1 : 0.02
  if (key === 'ArrowLeft') return movedBy(frame, -step, 0)
  if (key === 'ArrowRight') return movedBy(frame, step, 0)
  if (key === 'ArrowUp') return movedBy(frame, 0, -step)
  if (key === 'ArrowDown') return movedBy(frame, 0, step)
  if (key === '+' || key === '=') return resizedTo(frame, frame.sizeFraction + step)
  if (key === '-' || key === '_') return resizedTo(frame, frame.sizeFraction - step)
  return null
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value))
}

/** Thousandths are finer than any pixel shown. */
function rounded(value: number): number {
  return Math.round(value * 1000) / 1000
}
