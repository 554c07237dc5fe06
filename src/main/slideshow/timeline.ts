/** Lays slides on a frame-exact timeline: integers of frames, no rounding error that adds up. Pure. */
import type { Slide, Storyboard, Transition } from '#shared/domain/slideshow.ts'

/** One slide's place. Its span starts with the transition into it and ends with the transition out of it. */
export interface TimelineSlide {
  readonly index: number
  /** First frame on which any of the slide is seen. */
  readonly firstFrame: number
  /** All frames on which it is seen, transitions included. */
  readonly frames: number
  /** Frames shared with the slide before; 0 for the first slide and for cuts. */
  readonly inFrames: number
  /** Frames shared with the next slide. */
  readonly outFrames: number
  readonly transition: Transition
}

export interface Timeline {
  readonly framesPerSecond: number
  readonly frames: number
  readonly slides: readonly TimelineSlide[]
}

type TimedSlide = Pick<Slide, 'seconds' | 'transition'>

/**
 * Every slide keeps at least one frame of its own between its transitions, so a transition longer than its
 * neighbours allow is shortened. Slides overlap during transitions: 10 slides of 90 frames with 15 make 765.
 */
export function planTimeline(
  storyboard: Pick<Storyboard, 'framesPerSecond' | 'fadeSeconds'> & { readonly slides: readonly TimedSlide[] }
): Timeline {
  const { framesPerSecond, fadeSeconds } = storyboard
  const lengths = storyboard.slides.map((slide) => Math.max(1, Math.round(slide.seconds * framesPerSecond)))
  const wanted = Math.round(fadeSeconds * framesPerSecond)
  const shared = storyboard.slides.map((slide, index) =>
    index === 0 || slide.transition === 'cut' ? 0 : Math.min(wanted, roomFor(lengths, index))
  )
  const slides: TimelineSlide[] = []
  let firstFrame = 0
  for (const [index, slide] of storyboard.slides.entries()) {
    const inFrames = shared[index] ?? 0
    const frames = lengths[index] ?? 1
    firstFrame -= inFrames
    const outFrames = shared[index + 1] ?? 0
    slides.push({ index, firstFrame, frames, inFrames, outFrames, transition: slide.transition })
    firstFrame += frames
  }
  return { framesPerSecond, frames: firstFrame, slides }
}

/** Longest transition into slide `index` that leaves both neighbours a frame of their own. */
function roomFor(lengths: readonly number[], index: number): number {
  const half = (at: number): number => {
    const own = (lengths[at] ?? 1) - 1
    const isEnd = at === 0 || at === lengths.length - 1
    return isEnd ? own : Math.floor(own / 2)
  }
  return Math.max(0, Math.min(half(index - 1), half(index)))
}

/** Frames on which only this slide is seen. */
export function ownFrames(slide: TimelineSlide): number {
  return slide.frames - slide.inFrames - slide.outFrames
}

/** What is on screen at a frame: one slide, or two with how many frames of the transition have begun (from 1). */
export interface FrameContent {
  readonly slide: TimelineSlide
  /** The slide coming in, during a transition. */
  readonly next: TimelineSlide | null
  /** 1 … steps - 1; the share of the incoming slide is step / steps. 0 outside transitions. */
  readonly step: number
  readonly steps: number
}

/** Content of one frame; frames past the ends give the first or last picture. */
export function contentAt(timeline: Timeline, frame: number): FrameContent {
  const at = Math.min(Math.max(frame, 0), timeline.frames - 1)
  let found = timeline.slides.findLastIndex((slide) => slide.firstFrame <= at)
  if (found < 0) found = 0
  const current = timeline.slides[found]
  if (current === undefined) throw new RangeError('A timeline has at least one slide.')
  const before = timeline.slides[found - 1]
  const into = at - current.firstFrame
  if (before === undefined || into >= current.inFrames) {
    return { slide: current, next: null, step: 0, steps: 0 }
  }
  return { slide: before, next: current, step: into + 1, steps: current.inFrames + 1 }
}
