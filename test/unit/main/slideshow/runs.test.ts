import { describe, expect, it } from 'vitest'
import { planRuns } from '#main/slideshow/runs.ts'
import { planTimeline } from '#main/slideshow/timeline.ts'
import { storyboardSchema, type Transition } from '#shared/domain/slideshow.ts'

interface Sketch {
  readonly motion?: 'none' | 'kenburns'
  readonly transition?: Transition
}

function plan(sketches: readonly Sketch[], fadeSeconds = 0.5) {
  const slides = sketches.map((sketch) => ({ path: '/a.png', seconds: 6, ...sketch }))
  const storyboard = storyboardSchema.parse({ slides, fadeSeconds })
  const timeline = planTimeline(storyboard)
  return { timeline, runs: planRuns(storyboard, timeline, false) }
}

describe('planRuns', () => {
  it('leaves no frame out and none twice', () => {
    const { timeline, runs } = plan([
      {},
      { motion: 'kenburns' },
      { transition: 'wipe' },
      {},
      { transition: 'cut' }
    ])
    let next = 0
    for (const run of runs) {
      expect(run.firstFrame).toBe(next)
      next += run.frames
    }
    expect(next).toBe(timeline.frames)
  })

  it('makes a moving run of a slide with motion together with the fades beside it', () => {
    const { runs } = plan([{}, { motion: 'kenburns' }, {}])
    expect(runs.map((run) => run.kind)).toEqual(['still', 'moving', 'still'])
  })

  it('uses the decoder for linear crossfades only', () => {
    const kinds = (transition: Transition) => plan([{}, { transition }]).runs.map((run) => run.kind)
    expect(kinds('fade')).toEqual(['still', 'fade', 'still'])
    expect(kinds('zoom')).toEqual(['still', 'moving', 'still'])
    expect(kinds('cut')).toEqual(['still', 'still'])
  })

  it('encodes a crossfade that is too long for implicit weights', () => {
    expect(plan([{}, {}], 2).runs[1]?.kind).toBe('fade')
    expect(plan([{}, {}], 2.2).runs[1]?.kind).toBe('moving')
  })
})
