/** Splits a timeline into runs of frames that are made the same way: still, linear crossfade or moving. Pure. */
import type { Storyboard } from '#shared/domain/slideshow.ts'
import { isVideoSlide } from './media-kind.ts'
import { ownFrames, type Timeline } from './timeline.ts'

/** One slide that does not move, alone on screen. */
export interface StillRun {
  readonly kind: 'still'
  readonly slide: number
  readonly firstFrame: number
  readonly frames: number
}

/** A linear crossfade between two slides that do not move. */
export interface FadeRun {
  readonly kind: 'fade'
  readonly from: number
  readonly to: number
  readonly firstFrame: number
  readonly frames: number
}

/** Everything whose frames must each be composed and encoded. */
export interface MovingRun {
  readonly kind: 'moving'
  readonly firstFrame: number
  readonly frames: number
}

export type Run = StillRun | FadeRun | MovingRun

/**
 * H.264 derives implicit weights from picture distances and clips them at 127 units of half a frame
 * (ITU-T H.264 8.4.2.3.2), so a longer crossfade cannot be left to the decoder.
 */
export const MAX_IMPLICIT_FADE_FRAMES = 62

/** Runs in timeline order without gaps; neighbouring moving runs are one. `allMoving` puts every frame in one run. */
export function planRuns(storyboard: Storyboard, timeline: Timeline, allMoving: boolean): readonly Run[] {
  if (allMoving) return [{ kind: 'moving', firstFrame: 0, frames: timeline.frames }]
  const isStill = (index: number): boolean => {
    const slide = storyboard.slides[index]
    return slide?.motion === 'none' && !isVideoSlide(slide)
  }
  const runs: Run[] = []
  for (const slide of timeline.slides) {
    if (slide.inFrames > 0) {
      const { firstFrame, inFrames: frames, index } = slide
      const isLinear = slide.transition === 'fade' && isStill(index - 1) && isStill(index)
      if (isLinear && frames <= MAX_IMPLICIT_FADE_FRAMES) {
        runs.push({ kind: 'fade', from: index - 1, to: index, firstFrame, frames })
      } else pushMoving(runs, firstFrame, frames)
    }
    const firstFrame = slide.firstFrame + slide.inFrames
    const frames = ownFrames(slide)
    if (isStill(slide.index)) runs.push({ kind: 'still', slide: slide.index, firstFrame, frames })
    else pushMoving(runs, firstFrame, frames)
  }
  return runs
}

function pushMoving(runs: Run[], firstFrame: number, frames: number): void {
  const last = runs.at(-1)
  if (last?.kind === 'moving') {
    runs[runs.length - 1] = { ...last, frames: last.frames + frames }
  } else runs.push({ kind: 'moving', firstFrame, frames })
}
