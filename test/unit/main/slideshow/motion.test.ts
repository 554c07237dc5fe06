/** Ken Burns: what is drawn follows the planned path to a fraction of a pixel, frame by frame. */
import { describe, expect, it } from 'vitest'
import { MOTION_SCALE, motionEnds, motionSpans } from '#main/slideshow/motion.ts'
import { createPixels } from '#main/slideshow/pixels.ts'
import { type MotionFrame, slideSchema } from '#shared/domain/slideshow.ts'

const frame = { widthPx: 480, heightPx: 270 }
const source = { widthPx: 480 * MOTION_SCALE, heightPx: 270 * MOTION_SCALE }
const pixels = createPixels(frame)
const PERIOD_PX = 48

describe('motionSpans', () => {
  it.each<[string, MotionFrame, MotionFrame]>([
    [
      'a slow pan',
      { xFraction: 0.45, yFraction: 0.5, sizeFraction: 0.84 },
      { xFraction: 0.55, yFraction: 0.5, sizeFraction: 0.84 }
    ],
    [
      'a zoom',
      { xFraction: 0.5, yFraction: 0.5, sizeFraction: 0.98 },
      { xFraction: 0.42, yFraction: 0.46, sizeFraction: 0.84 }
    ]
  ])('draws %s within 0.1 px RMS of the plan, without a jump', (_, from, to) => {
    const picture = pixels.take(source)
    picture.bytes.fill(128)
    for (let at = 0; at < source.widthPx * source.heightPx; at++) {
      picture.bytes[at] = Math.round(128 + 90 * Math.sin((2 * Math.PI * (at % source.widthPx)) / PERIOD_PX))
    }
    const out = pixels.take(frame)
    const errors: number[] = []
    for (let at = 0; at < 90; at++) {
      const spans = motionSpans({ from, to }, (at + 0.5) / 90, { source, frame })
      pixels.resample(picture, spans, out)
      errors.push(startOf(out.bytes, spans.x.step) - (spans.x.start % PERIOD_PX))
    }
    const wrapped = errors.map((error) => error - PERIOD_PX * Math.round(error / PERIOD_PX))
    const rms = Math.sqrt(wrapped.reduce((sum, error) => sum + error * error, 0) / wrapped.length)
    expect(rms).toBeLessThan(0.1)
    const jumps = wrapped.slice(1).map((error, index) => Math.abs(error - (wrapped[index] ?? 0)))
    expect(Math.max(...jumps)).toBeLessThan(0.1)
  })

  it('stays inside the picture for every focal point and never grows past it', () => {
    for (const xFraction of [0, 0.5, 1]) {
      for (const index of [0, 1, 2, 3]) {
        const slide = slideSchema.parse({
          path: '/a.jpg',
          seconds: 3,
          focalPoint: { xFraction, yFraction: 1 - xFraction }
        })
        for (const share of [0, 0.5, 1]) {
          const { x, y } = motionSpans(motionEnds(slide, index), share, { source, frame })
          expect(x.start).toBeGreaterThanOrEqual(-0.5)
          expect(x.start + x.step * (frame.widthPx - 1)).toBeLessThanOrEqual(source.widthPx - 0.5)
          expect(y.start).toBeGreaterThanOrEqual(-0.5)
          expect(y.start + y.step * (frame.heightPx - 1)).toBeLessThanOrEqual(source.heightPx - 0.5)
        }
      }
    }
  })
})

/** Where the first sample lies in the wave, from the phase of a row. */
function startOf(bytes: Uint8Array, step: number): number {
  let [real, imaginary] = [0, 0]
  const turn = (2 * Math.PI * step) / PERIOD_PX
  const whole = Math.floor(frame.widthPx / (PERIOD_PX / step)) * (PERIOD_PX / step)
  for (let x = 0; x < whole; x++) {
    const level = (bytes[135 * frame.widthPx + x] ?? 0) - 128
    real += level * Math.cos(turn * x)
    imaginary += level * Math.sin(turn * x)
  }
  return (Math.atan2(real, imaginary) * PERIOD_PX) / (2 * Math.PI)
}
