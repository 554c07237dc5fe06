/** Ken Burns motion: which part of the picture fills the frame at a moment. Pure. */
import type { FocalPoint, MotionFrame, Slide } from '#shared/domain/slideshow.ts'
import type { PixelSize } from './picture.ts'
import type { Span } from './pixels.ts'

/** Pictures that move are prepared this much larger than the frame, so that the nearest view is still sharp. */
export const MOTION_SCALE = 1.2

/** Where no focal point is given. */
export const CENTRE: FocalPoint = { xFraction: 0.5, yFraction: 0.5 }

/** Slides take turns in moving nearer and away, towards or from their focal point. */
export function motionEnds(
  slide: Slide,
  index: number
): { readonly from: MotionFrame; readonly to: MotionFrame } {
  const focal = slide.focalPoint ?? CENTRE
  const side = index % 4 < 2 ? -1 : 1
  const far: MotionFrame = { xFraction: 0.5 + 0.02 * side, yFraction: 0.5, sizeFraction: 0.98 }
  const near: MotionFrame = { ...focal, sizeFraction: 1 / MOTION_SCALE }
  const [from, to] = index % 2 === 0 ? [far, near] : [near, far]
  return { from: slide.motionFrom ?? from, to: slide.motionTo ?? to }
}

/** Where the output's samples lie in the prepared picture; `share` runs from 0 to 1 over the slide's frames. */
export function motionSpans(
  ends: { readonly from: MotionFrame; readonly to: MotionFrame },
  share: number,
  { source, frame }: { readonly source: PixelSize; readonly frame: PixelSize }
): { readonly x: Span; readonly y: Span } {
  const at = (read: (motion: MotionFrame) => number): number =>
    read(ends.from) + (read(ends.to) - read(ends.from)) * share
  const size = at((motion) => motion.sizeFraction)
  return {
    x: spanOf(
      { whole: source.widthPx, out: frame.widthPx },
      at((motion) => motion.xFraction),
      size
    ),
    y: spanOf(
      { whole: source.heightPx, out: frame.heightPx },
      at((motion) => motion.yFraction),
      size
    )
  }
}

function spanOf(sides: { readonly whole: number; readonly out: number }, centre: number, size: number): Span {
  const part = sides.whole * size
  const left = Math.min(Math.max(centre * sides.whole - part / 2, 0), sides.whole - part)
  const step = part / sides.out
  return { start: left + step / 2 - 0.5, step }
}
