/** The rectangles of a motion: the same as the renderer's, and never outside the picture. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { motionEnds } from '#main/slideshow/motion.ts'
import {
  boxOf,
  changedByKey,
  motionEndsOf,
  movedBy,
  resizedTo
} from '#renderer/features/slideshows/motion-frames.ts'
import { slideSchema } from '#shared/domain/slideshow.ts'

const slide = slideSchema.parse({ assetId: 'a', seconds: 3, motion: 'kenburns' })
const middle = { xFraction: 0.5, yFraction: 0.5, sizeFraction: 0.5 }

describe('motion frames', () => {
  it.each([0, 1, 2, 3, 4])('shows what the renderer chooses for slide %i', (index) => {
    const focused = { ...slide, focalPoint: { xFraction: 0.2, yFraction: 0.7 } }
    expect(motionEndsOf(slide, index)).toEqual(motionEnds(slide, index))
    expect(motionEndsOf(focused, index)).toEqual(motionEnds(focused, index))
  })

  it('stays inside the picture, however it is moved and resized', () => {
    const step = fc.double({ min: -2, max: 2, noNaN: true })
    fc.assert(
      fc.property(step, step, step, (right, down, size) => {
        const { left, top, size: side } = boxOf(resizedTo(movedBy(middle, right, down), size))
        expect(left).toBeGreaterThanOrEqual(0)
        expect(top).toBeGreaterThanOrEqual(0)
        expect(left + side).toBeLessThanOrEqual(1.002)
        expect(top + side).toBeLessThanOrEqual(1.002)
        expect(side).toBeGreaterThanOrEqual(0.2)
      }),
      { seed: 7 }
    )
  })

  it('moves and resizes by keys, further with Shift', () => {
    const press = (key: string, shiftKey = false) => changedByKey(middle, { key, shiftKey })
    expect([
      press('ArrowRight')?.xFraction,
      press('ArrowUp', true)?.yFraction,
      press('+')?.sizeFraction,
      press('-', true)?.sizeFraction,
      press('a')
    ]).toEqual([0.52, 0.4, 0.52, 0.4, null])
  })
})
