import { describe, expect, it } from 'vitest'
import { contentAt, ownFrames, planTimeline } from '#main/slideshow/timeline.ts'
import type { Transition } from '#shared/domain/slideshow.ts'

const slides = (count: number, seconds = 3, transition: Transition = 'fade') =>
  Array.from({ length: count }, () => ({ seconds, transition }))

describe('planTimeline', () => {
  it('overlaps slides during transitions: ten slides of three seconds with half a second make 765 frames', () => {
    expect(planTimeline({ framesPerSecond: 30, fadeSeconds: 0.5, slides: slides(10) }).frames).toBe(765)
  })

  it('adds up whole frames only, so 300 odd lengths give no gap and no overlap beyond the transitions', () => {
    const plan = planTimeline({ framesPerSecond: 30, fadeSeconds: 0.37, slides: slides(300, 1.234) })
    let next = 0
    for (const slide of plan.slides) {
      expect(slide.firstFrame).toBe(next - slide.inFrames)
      next = slide.firstFrame + slide.frames
    }
    expect(plan.frames).toBe(next)
    expect(Number.isInteger(plan.frames)).toBe(true)
  })

  it('shortens a transition that is longer than its slides, and leaves each slide a frame of its own', () => {
    const plan = planTimeline({ framesPerSecond: 30, fadeSeconds: 5, slides: slides(5, 0.2) })
    for (const slide of plan.slides) expect(ownFrames(slide)).toBeGreaterThanOrEqual(1)
    expect(plan.slides[1]?.inFrames).toBeGreaterThan(0)
  })

  it('shares no frames at a cut and never before the first slide', () => {
    const plan = planTimeline({ framesPerSecond: 30, fadeSeconds: 1, slides: slides(3, 2, 'cut') })
    expect(plan.slides.map((slide) => [slide.firstFrame, slide.inFrames])).toEqual([
      [0, 0],
      [60, 0],
      [120, 0]
    ])
    expect(planTimeline({ framesPerSecond: 30, fadeSeconds: 1, slides: slides(1) }).frames).toBe(90)
  })
})

describe('contentAt', () => {
  const plan = planTimeline({ framesPerSecond: 30, fadeSeconds: 0.5, slides: slides(3) })

  it('starts a transition with a first step, not with a repeated picture, and ends one step before the whole', () => {
    expect(contentAt(plan, 74)).toMatchObject({ slide: { index: 0 }, next: null })
    expect(contentAt(plan, 75)).toMatchObject({ slide: { index: 0 }, next: { index: 1 }, step: 1, steps: 16 })
    expect(contentAt(plan, 89)).toMatchObject({ next: { index: 1 }, step: 15, steps: 16 })
    expect(contentAt(plan, 90)).toMatchObject({ slide: { index: 1 }, next: null })
  })

  it('gives the first and last picture outside the timeline', () => {
    expect(contentAt(plan, -5).slide.index).toBe(0)
    expect(contentAt(plan, 9999)).toMatchObject({ slide: { index: 2 }, next: null })
  })
})
