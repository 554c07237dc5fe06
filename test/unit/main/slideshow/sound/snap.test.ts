import { describe, expect, it } from 'vitest'
import { snapToBeats } from '#main/slideshow/sound/snap.ts'
import { planTimeline } from '#main/slideshow/timeline.ts'
import { storyboardSchema } from '#shared/domain/slideshow.ts'

describe('snapToBeats', () => {
  it('puts the middle of every transition within a frame of a beat and keeps the order', () => {
    const slides = [2.3, 3.1, 1.7, 2.9, 3].map((seconds) => ({ path: '/a.jpg', seconds }))
    const storyboard = storyboardSchema.parse({ slides, fadeSeconds: 0.4 })
    const beats = Array.from({ length: 60 }, (_, index) => 0.15 + index * 0.5)
    const { slides: spans } = planTimeline(snapToBeats(storyboard, beats))
    for (const span of spans.slice(1)) {
      const middle = (span.firstFrame + span.inFrames / 2) / 30
      const distance = Math.min(...beats.map((beat) => Math.abs(beat - middle)))
      expect(distance).toBeLessThan(1.01 / 15)
    }
  })

  it('keeps slides long enough to see when there is hardly a beat', () => {
    const slides = [1, 1, 1].map((seconds) => ({ path: '/a.jpg', seconds }))
    const snapped = snapToBeats(storyboardSchema.parse({ slides }), [0.1])
    for (const slide of snapped.slides) expect(slide.seconds).toBeGreaterThanOrEqual(0.6)
  })

  it('leaves the storyboard alone without beats', () => {
    const storyboard = storyboardSchema.parse({ slides: [{ path: '/a.jpg', seconds: 1 }] })
    expect(snapToBeats(storyboard, [])).toBe(storyboard)
  })
})
