/** Moves slide changes onto the beats of a storyboard's own music. */
import type { Storyboard } from '#shared/domain/slideshow.ts'
import type { Ffmpeg } from '../ffmpeg.ts'
import { planTimeline } from '../timeline.ts'
import { readBeats } from './read-beats.ts'
import { snapToBeats } from './snap.ts'

export interface SnapRequest {
  readonly storyboard: Storyboard
  /** For decoded samples. */
  readonly folder: string
  readonly signal: AbortSignal
}

/** The same storyboard without music or without a steady beat. Codes of Ffmpeg.run. */
export async function snapSlides(
  ffmpeg: Ffmpeg,
  { storyboard, folder, signal }: SnapRequest
): Promise<Storyboard> {
  const { music, musicPath } = storyboard
  if (musicPath === undefined) return storyboard
  const { frames, framesPerSecond } = planTimeline(storyboard)
  const startSeconds = music?.startSeconds ?? 0
  // A little more than the video: the last change may move to a later beat.
  const seconds = frames / framesPerSecond + 5
  const grid = await readBeats(ffmpeg, { musicPath, startSeconds, seconds, folder, signal })
  return grid === null ? storyboard : snapToBeats(storyboard, grid.beats)
}
