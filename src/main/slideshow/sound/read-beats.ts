/** Reads a music file's beats with ffmpeg. */
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Ffmpeg } from '../ffmpeg.ts'
import { type BeatGrid, findBeats } from './beats.ts'

export interface BeatsRequest {
  readonly musicPath: string
  /** The part of the music that is heard. */
  readonly startSeconds: number
  readonly seconds: number
  readonly folder: string
  readonly signal: AbortSignal
}

const SAMPLE_RATE = 22_050
/** More is not needed for a steady grid, and bounds memory. */
const MOST_SECONDS = 900

/** Moments count from the start of the part. Null when there is no steady beat. Codes of Ffmpeg.run. */
export async function readBeats(ffmpeg: Ffmpeg, request: BeatsRequest): Promise<BeatGrid | null> {
  const { musicPath, startSeconds, folder, signal } = request
  const seconds = Math.min(request.seconds, MOST_SECONDS).toFixed(3)
  const outPath = path.join(folder, 'beats.f32')
  const part = ['-stream_loop', '-1', '-ss', startSeconds.toFixed(3), '-t', seconds, '-i', musicPath]
  const mono = ['-map', '0:a:0', '-ac', '1', '-ar', String(SAMPLE_RATE), '-f', 'f32le', outPath]
  await ffmpeg.run({ args: [...part, ...mono], signal })
  const bytes = await readFile(outPath)
  const samples = new Float32Array(
    bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + (bytes.length & ~3))
  )
  return findBeats(samples, SAMPLE_RATE)
}
