/** The editor's timeline is the renderer's, to the frame: a cut shown elsewhere than it is made would be a lie. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { planTimeline } from '#main/slideshow/timeline.ts'
import { draftOf } from '#renderer/features/slideshows/draft.ts'
import { ownFrameOf, spanAt, spansOf, totalFrames } from '#renderer/features/slideshows/timeline.ts'
import { storyboardSchema, TRANSITIONS } from '#shared/domain/slideshow.ts'

function draftFrom(fadeSeconds: number, slides: readonly { seconds: number; transition: string }[]) {
  let key = 0
  const storyboard = storyboardSchema.parse({
    fadeSeconds,
    slides: slides.map((slide) => ({ assetId: 'a', ...slide }))
  })
  return { storyboard, draft: draftOf({ name: '', campaignId: null, storyboard }, () => `k${++key}`) }
}

describe('timeline of a draft', () => {
  it('lays every slide where the renderer lays it', () => {
    const slide = fc.record({
      seconds: fc.double({ min: 0.1, max: 8, noNaN: true }),
      transition: fc.constantFrom(...TRANSITIONS)
    })
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 5, noNaN: true }),
        fc.array(slide, { minLength: 1, maxLength: 12 }),
        (fadeSeconds, slides) => {
          const { storyboard, draft } = draftFrom(fadeSeconds, slides)
          const plan = planTimeline(storyboard)
          const ours = spansOf(draft).map(({ firstFrame, frames, inFrames }) => ({
            firstFrame,
            frames,
            inFrames
          }))
          const theirs = plan.slides.map(({ firstFrame, frames, inFrames }) => ({
            firstFrame,
            frames,
            inFrames
          }))
          expect(ours).toEqual(theirs)
          expect(totalFrames(draft)).toBe(plan.frames)
        }
      ),
      { seed: 7, numRuns: 200 }
    )
  })

  it('names the slide in front, and the frame on which a slide stands alone', () => {
    const three = { seconds: 3, transition: 'fade' }
    const { draft } = draftFrom(0.5, [three, three])
    expect([spanAt(draft, 0)?.index, spanAt(draft, 80)?.index, spanAt(draft, 9999)?.index]).toEqual([0, 1, 1])
    expect([ownFrameOf(draft, 'k1'), ownFrameOf(draft, 'k2'), ownFrameOf(draft, 'none')]).toEqual([0, 90, 0])
  })
})
