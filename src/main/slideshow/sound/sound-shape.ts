/** The shape of a sound file for the editor: its waveform and its beats. */
import type { SoundShape } from '#shared/domain/slideshow-plan.ts'
import { AppError } from '#shared/errors.ts'
import type { Ffmpeg } from '../ffmpeg.ts'
import { findBeats } from './beats.ts'
import { MOST_SECONDS, readSamples, SAMPLE_RATE } from './read-samples.ts'

export interface SoundShapeRequest {
  readonly soundPath: string
  /** Parts of the waveform; fewer for a sound with fewer samples. */
  readonly parts: number
  /** For decoded samples. */
  readonly folder: string
  readonly signal: AbortSignal
}

/** Throws FILE_DAMAGED for a file without readable sound, and the codes of Ffmpeg.run. */
export async function readSoundShape(ffmpeg: Ffmpeg, request: SoundShapeRequest): Promise<SoundShape> {
  const { soundPath, parts, folder, signal } = request
  const wanted = { soundPath, startSeconds: 0, seconds: MOST_SECONDS, repeats: false, folder, signal }
  const samples = await readSamples(ffmpeg, wanted).catch((cause: unknown) => {
    if (!(cause instanceof AppError) || cause.code !== 'FFMPEG_FAILED') throw cause
    throw new AppError('FILE_DAMAGED', `No sound can be read from ${soundPath}. Choose another file.`, {
      cause
    })
  })
  const grid = findBeats(samples, SAMPLE_RATE)
  const durationSeconds = samples.length / SAMPLE_RATE
  return {
    durationSeconds,
    isWhole: durationSeconds < MOST_SECONDS - 0.01,
    peaks: [...peaksOf(samples, parts)],
    beatsPerMinute: grid?.beatsPerMinute ?? null,
    beats: [...(grid?.beats ?? [])]
  }
}

/** The largest level of equal parts, 0 … 1 in thousandths. Pure. */
export function peaksOf(samples: Float32Array, parts: number): readonly number[] {
  const count = Math.min(parts, samples.length)
  return Array.from({ length: count }, (_, index) => {
    const end = Math.floor(((index + 1) * samples.length) / count)
    let peak = 0
    for (let at = Math.floor((index * samples.length) / count); at < end; at++) {
      peak = Math.max(peak, Math.abs(samples[at] ?? 0))
    }
    return Math.min(1, Math.round(peak * 1000) / 1000)
  })
}
