/** Moves slide changes onto beats by changing slide lengths. Pure. */
import type { Storyboard } from '#shared/domain/slideshow.ts'
import { planTimeline } from '../timeline.ts'

/** Slides never get shorter than this by snapping. */
const SHORTEST_SECONDS = 0.6

/**
 * The middle of every transition, or the cut, lands on the beat nearest to where it was; beats count from the start
 * of the video. The last slide keeps its length. Without beats the storyboard comes back as it was.
 */
export function snapToBeats(storyboard: Storyboard, beats: readonly number[]): Storyboard {
  if (beats.length === 0) return storyboard
  const { slides: spans, framesPerSecond } = planTimeline(storyboard)
  const slides = [...storyboard.slides]
  let shift = 0
  let earliest = 0
  for (const span of spans.slice(1)) {
    const slide = slides[span.index - 1]
    if (slide === undefined) continue
    const change = (span.firstFrame + span.inFrames / 2) / framesPerSecond + shift
    const beat = nearest(beats, change, earliest + SHORTEST_SECONDS)
    const seconds = Math.max(SHORTEST_SECONDS, slide.seconds + beat - change)
    shift += seconds - slide.seconds
    earliest = beat
    slides[span.index - 1] = { ...slide, seconds }
  }
  return { ...storyboard, slides }
}

function nearest(beats: readonly number[], moment: number, earliest: number): number {
  const possible = beats.filter((beat) => beat >= earliest)
  return possible.reduce(
    (best, beat) => (Math.abs(beat - moment) < Math.abs(best - moment) ? beat : best),
    possible[0] ?? Math.max(moment, earliest)
  )
}
