/** Reads a music file's beats with ffmpeg. */
import type { Ffmpeg } from '../ffmpeg.ts'
import { type BeatGrid, findBeats } from './beats.ts'
import { readSamples, SAMPLE_RATE } from './read-samples.ts'

export interface BeatsRequest {
  readonly musicPath: string
  /** The part of the music that is heard. */
  readonly startSeconds: number
  readonly seconds: number
  readonly folder: string
  readonly signal: AbortSignal
}

/** Moments count from the start of the part. Null when there is no steady beat. Codes of Ffmpeg.run. */
export async function readBeats(ffmpeg: Ffmpeg, request: BeatsRequest): Promise<BeatGrid | null> {
  const { musicPath, ...part } = request
  return findBeats(await readSamples(ffmpeg, { soundPath: musicPath, repeats: true, ...part }), SAMPLE_RATE)
}
