/** Decodes sound to one channel of samples with ffmpeg. */
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Ffmpeg } from '../ffmpeg.ts'

export interface SamplesRequest {
  readonly soundPath: string
  readonly startSeconds: number
  readonly seconds: number
  /** Starts again at the file's end until `seconds` are full. */
  readonly repeats: boolean
  /** For the decoded samples. */
  readonly folder: string
  readonly signal: AbortSignal
}

/** Enough for beats and for a waveform. */
export const SAMPLE_RATE = 22_050
/** Bounds memory: 79 MB. */
export const MOST_SECONDS = 900

/** Levels from -1 to 1, at most MOST_SECONDS of them. Codes of Ffmpeg.run. */
export async function readSamples(ffmpeg: Ffmpeg, request: SamplesRequest): Promise<Float32Array> {
  const { soundPath, startSeconds, repeats, folder, signal } = request
  const seconds = Math.min(request.seconds, MOST_SECONDS).toFixed(3)
  const outPath = path.join(folder, 'samples.f32')
  const loop = repeats ? ['-stream_loop', '-1'] : []
  const part = [...loop, '-ss', startSeconds.toFixed(3), '-t', seconds, '-i', soundPath]
  const mono = ['-map', '0:a:0', '-ac', '1', '-ar', String(SAMPLE_RATE), '-f', 'f32le', outPath]
  await ffmpeg.run({ args: [...part, ...mono], signal })
  const bytes = await readFile(outPath)
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + (bytes.length & ~3)))
}
