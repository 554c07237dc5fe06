/** Length and size of films and sounds, asked of ffprobe, or of ffmpeg where ffprobe is missing. */
import { access, constants } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { AppError } from '#shared/errors.ts'
import type { ProcessRunner } from '../core/process.ts'
import type { MediaProbe } from './import-ports.ts'

export interface MediaProbeDeps {
  readonly processes: Pick<ProcessRunner, 'run'>
  /** Path of ffmpeg, or null when there is none. */
  readonly findFfmpeg: () => Promise<string | null>
  /** The PATH variable. */
  readonly searchPath: string
}

export interface MediaFacts {
  /** As shown, after rotation; null for sounds. */
  readonly widthPx: number | null
  readonly heightPx: number | null
  readonly durationMs: number | null
}

const UNKNOWN: MediaFacts = { widthPx: null, heightPx: null, durationMs: null }
const TIMEOUT_MS = 20_000

const numberText = z.coerce.number().catch(Number.NaN)
const probeSchema = z.object({
  format: z.object({ duration: numberText.optional() }).default({}),
  streams: z
    .array(
      z.object({
        codec_type: z.string(),
        width: z.int().optional(),
        height: z.int().optional(),
        duration: numberText.optional(),
        disposition: z.object({ attached_pic: z.int() }).partial().default({}),
        side_data_list: z.array(z.object({ rotation: z.number().optional() })).default([])
      })
    )
    .default([])
})

/** Without any program the facts stay unknown and the file is taken in all the same. */
export function createMediaProbe(deps: MediaProbeDeps): MediaProbe {
  async function findFfprobe(ffmpeg: string | null): Promise<string | null> {
    const name = process.platform === 'win32' ? 'ffprobe.exe' : 'ffprobe'
    const folders = deps.searchPath.split(path.delimiter).filter((folder) => folder !== '')
    const beside = ffmpeg === null ? [] : [path.dirname(ffmpeg)]
    for (const folder of [...beside, ...folders]) {
      const program = path.join(folder, name)
      const canRun = await access(program, constants.X_OK).then(
        () => true,
        () => false
      )
      if (canRun) return program
    }
    return null
  }

  return {
    async probe(filePath, signal) {
      const ffmpeg = await deps.findFfmpeg()
      const ffprobe = await findFfprobe(ffmpeg)
      if (ffprobe !== null) return await askFfprobe(deps, ffprobe, { filePath, signal })
      return ffmpeg === null ? UNKNOWN : await askFfmpeg(deps, ffmpeg, { filePath, signal })
    }
  }
}

interface Question {
  readonly filePath: string
  readonly signal: AbortSignal | undefined
}

/** Only local files: a playlist inside a film must not make the program fetch addresses. */
const LOCAL_ONLY = ['-protocol_whitelist', 'file']

async function askFfprobe(
  { processes }: MediaProbeDeps,
  ffprobe: string,
  question: Question
): Promise<MediaFacts> {
  const { filePath, signal } = question
  const what = [
    '-show_entries',
    'format=duration:stream=codec_type,width,height,duration:stream_disposition=attached_pic:stream_side_data=rotation'
  ]
  const args = ['-v', 'error', ...LOCAL_ONLY, '-print_format', 'json', ...what, '-i', filePath]
  const { exitCode, stdout } = await processes.run(ffprobe, args, { signal, timeoutMs: TIMEOUT_MS })
  const parsed = probeSchema.safeParse(exitCode === 0 ? tryJson(stdout) : null)
  if (!parsed.success || parsed.data.streams.length === 0) throw damaged()
  const { format, streams } = parsed.data
  const video = streams.find(
    (stream) => stream.codec_type === 'video' && stream.disposition.attached_pic !== 1
  )
  const seconds = [format.duration, ...streams.map((stream) => stream.duration)].find(
    (value) => value !== undefined && Number.isFinite(value)
  )
  const isTurned = video?.side_data_list.some((side) => Math.abs(side.rotation ?? 0) % 180 === 90) ?? false
  const size = [video?.width ?? null, video?.height ?? null] as const
  const [widthPx, heightPx] = isTurned ? [size[1], size[0]] : size
  return { widthPx, heightPx, durationMs: seconds === undefined ? null : Math.round(seconds * 1000) }
}

/** ffmpeg without an output prints what it found and ends with 1. */
async function askFfmpeg(
  { processes }: MediaProbeDeps,
  ffmpeg: string,
  question: Question
): Promise<MediaFacts> {
  const { filePath, signal } = question
  const args = ['-hide_banner', '-nostdin', ...LOCAL_ONLY, '-i', filePath]
  const { lastLines } = await processes.run(ffmpeg, args, { signal, timeoutMs: TIMEOUT_MS })
  const text = lastLines.join('\n')
  if (!/Stream #\d/.test(text)) throw damaged()
  const [, hours, minutes, seconds] = /Duration: (\d+):(\d+):(\d+\.\d+)/.exec(text) ?? []
  const [, width, height] = /Video: .*?\b(\d{2,5})x(\d{2,5})\b/.exec(text) ?? []
  const isTurned = /rotation of -?(?:90|270)\.|rotate\s*: (?:90|270)/.test(text)
  const size = width === undefined || height === undefined ? null : ([Number(width), Number(height)] as const)
  const durationMs =
    seconds === undefined
      ? null
      : Math.round((Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000)
  return {
    widthPx: size?.[isTurned ? 1 : 0] ?? null,
    heightPx: size?.[isTurned ? 0 : 1] ?? null,
    durationMs
  }
}

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function damaged(): AppError {
  return new AppError('FILE_DAMAGED', 'This film or sound does not play. Export or download it again.')
}
