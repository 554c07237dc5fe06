/** Where slides lie on the timeline, in frames, as the renderer lays them. Pure. */
import type { Draft, DraftSlide } from './draft.ts'

export interface SlideSpan {
  readonly slide: DraftSlide
  readonly index: number
  /** First frame on which any of the slide is seen. */
  readonly firstFrame: number
  /** All frames on which it is seen, transitions included. */
  readonly frames: number
  /** Frames shared with the slide before. */
  readonly inFrames: number
}

/** Slides overlap while one passes into the next; a transition leaves its neighbours a frame of their own. */
export function spansOf({ board, slides }: Draft): readonly SlideSpan[] {
  const lengths = slides.map((slide) => Math.max(1, Math.round(slide.seconds * board.framesPerSecond)))
  const wanted = Math.round(board.fadeSeconds * board.framesPerSecond)
  let next = 0
  return slides.map((slide, index) => {
    const inFrames = index === 0 || slide.transition === 'cut' ? 0 : Math.min(wanted, roomFor(lengths, index))
    const frames = lengths[index] ?? 1
    const firstFrame = next - inFrames
    next = firstFrame + frames
    return { slide, index, firstFrame, frames, inFrames }
  })
}

function roomFor(lengths: readonly number[], index: number): number {
  const half = (at: number): number => {
    const own = (lengths[at] ?? 1) - 1
    return at === 0 || at === lengths.length - 1 ? own : Math.floor(own / 2)
  }
  return Math.max(0, Math.min(half(index - 1), half(index)))
}

export function totalFrames(draft: Draft): number {
  const last = spansOf(draft).at(-1)
  return last === undefined ? 0 : last.firstFrame + last.frames
}

export function totalSeconds(draft: Draft): number {
  return totalFrames(draft) / draft.board.framesPerSecond
}

/** The slide in front at a frame; the last for frames past the end, null without slides. */
export function spanAt(draft: Draft, frame: number): SlideSpan | null {
  const spans = spansOf(draft)
  return spans.findLast((span) => span.firstFrame <= Math.max(0, frame)) ?? null
}

/** The first frame on which the slide stands alone; 0 for an unknown one. */
export function ownFrameOf(draft: Draft, key: string): number {
  const span = spansOf(draft).find(({ slide }) => slide.key === key)
  return span === undefined ? 0 : span.firstFrame + span.inFrames
}
