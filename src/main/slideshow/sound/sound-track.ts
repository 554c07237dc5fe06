/** Makes the sound track of a video with ffmpeg: mixes, brings to the target loudness, encodes to AAC. */
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { musicSchema, type Storyboard } from '#shared/domain/slideshow.ts'
import { AppError } from '#shared/errors.ts'
import type { Ffmpeg } from '../ffmpeg.ts'
import type { SoundTrack } from '../mp4/mp4-file.ts'
import { parseAdts } from './adts.ts'
import {
  gainFilters,
  type Loudness,
  MEASURE_FILTER,
  mixGraph,
  parseLoudness,
  type SoundPlan,
  soundInputs
} from './sound-graph.ts'

export interface SoundRequest {
  readonly storyboard: Storyboard
  readonly seconds: number
  /** For the encoded stream. */
  readonly folder: string
  readonly signal: AbortSignal
}

/** ffmpeg's encoder starts with so many samples of silence; cutting them from the mix keeps sound and picture together. */
const ENCODER_DELAY_SAMPLES = 1024

/** Null when the storyboard has neither music nor voice. Throws FILE_DAMAGED for a file without readable sound. */
export async function makeSoundTrack(ffmpeg: Ffmpeg, request: SoundRequest): Promise<SoundTrack | null> {
  const encodedPath = await mix(ffmpeg, request)
  if (encodedPath === null) return null
  const track = parseAdts(await readFile(encodedPath))
  const most = Math.floor((request.seconds * track.sampleRate) / 1024)
  return { ...track, frames: track.frames.slice(0, Math.max(most, 1)) }
}

/** The same stream as an M4A file, in which a player can jump; false without music and voice. Codes of makeSoundTrack. */
export async function saveSoundTrack(
  ffmpeg: Ffmpeg,
  { outPath, ...request }: SoundRequest & { readonly outPath: string }
): Promise<boolean> {
  const encodedPath = await mix(ffmpeg, request)
  if (encodedPath === null) return false
  const copy = ['-map', '0:a:0', '-c', 'copy', '-movflags', '+faststart', '-f', 'ipod', outPath]
  await ffmpeg.run({ args: ['-i', encodedPath, ...copy], signal: request.signal })
  return true
}

/** Path of the mixed sound as AAC in ADTS frames; null without music and voice. */
async function mix(ffmpeg: Ffmpeg, request: SoundRequest): Promise<string | null> {
  const { storyboard, seconds, folder, signal } = request
  const { musicPath = null, voicePath = null } = storyboard
  if (musicPath === null && voicePath === null) return null
  const music = storyboard.music ?? musicSchema.parse({})
  const { voiceStartSeconds = 0, voiceVolumeDecibels = 0 } = storyboard
  const plan: SoundPlan = { musicPath, voicePath, music, voiceStartSeconds, voiceVolumeDecibels, seconds }
  try {
    return await encode(ffmpeg, plan, { folder, signal, isDraft: storyboard.quality === 'draft' })
  } catch (cause) {
    if (!(cause instanceof AppError) || cause.code !== 'FFMPEG_FAILED') throw cause
    for (const filePath of [musicPath, voicePath]) {
      if (filePath !== null) await checkSound(ffmpeg, filePath, signal)
    }
    throw cause
  }
}

async function encode(
  ffmpeg: Ffmpeg,
  plan: SoundPlan,
  {
    folder,
    signal,
    isDraft
  }: { readonly folder: string; readonly signal: AbortSignal; readonly isDraft: boolean }
): Promise<string> {
  const { targetLufs } = plan.music
  const loudness = targetLufs === null ? null : await measure(ffmpeg, plan, signal)
  const filters = [
    ...(targetLufs === null || loudness === null ? [] : gainFilters(targetLufs, loudness)),
    `atrim=start_sample=${ENCODER_DELAY_SAMPLES}`,
    'asetpts=N/SR/TB'
  ]
  const outPath = path.join(folder, 'sound.aac')
  const graph = `${mixGraph(plan)};[mixed]${filters.join(',')}[out]`
  const coder = isDraft ? ['-aac_coder', 'fast'] : []
  const codec = ['-c:a', 'aac', ...coder, '-b:a', '128k', '-ac', '2', '-f', 'adts', outPath]
  await ffmpeg.run({
    args: [...soundInputs(plan), '-filter_complex', graph, '-map', '[out]', ...codec],
    signal
  })
  return outPath
}

/** Finds the file that has no readable sound. */
async function checkSound(ffmpeg: Ffmpeg, filePath: string, signal: AbortSignal): Promise<void> {
  const args = ['-t', '0.2', '-i', filePath, '-map', '0:a:0', '-f', 'null', '-']
  await ffmpeg.run({ args, signal }).catch((cause: unknown) => {
    if (!(cause instanceof AppError) || cause.code !== 'FFMPEG_FAILED') throw cause
    throw new AppError('FILE_DAMAGED', `No sound can be read from ${filePath}. Choose another file.`, {
      cause
    })
  })
}

async function measure(ffmpeg: Ffmpeg, plan: SoundPlan, signal: AbortSignal): Promise<Loudness | null> {
  const graph = `${mixGraph(plan)};[mixed]${MEASURE_FILTER}[out]`
  const print = ['-loglevel', 'info', '-nostats']
  const args = [...print, ...soundInputs(plan), '-filter_complex', graph, '-map', '[out]', '-f', 'null', '-']
  const { lastLines } = await ffmpeg.run({ args, signal })
  return parseLoudness(lastLines)
}
