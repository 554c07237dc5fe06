/** The filter graph of a sound track as text: music trimmed, looped and faded, giving way under a voice. Pure. */
import type { Music } from '#shared/domain/slideshow.ts'

export const SAMPLE_RATE = 48_000

export interface SoundPlan {
  readonly musicPath: string | null
  readonly voicePath: string | null
  readonly music: Music
  /** Silence before the voice begins. */
  readonly voiceStartSeconds: number
  readonly voiceVolumeDecibels: number
  readonly seconds: number
}

/** Of the whole mix, by EBU R 128. */
export interface Loudness {
  readonly integratedLufs: number
  readonly peakDecibels: number
}

/** Inputs in the order in which the graph names them. */
export function soundInputs(plan: SoundPlan): readonly string[] {
  const { musicPath, voicePath } = plan
  return [
    ...(musicPath === null ? [] : musicInput(plan, musicPath)),
    ...(voicePath === null ? [] : ['-i', voicePath])
  ]
}

function musicInput(plan: SoundPlan, musicPath: string): readonly string[] {
  const { music, seconds } = plan
  const start = music.startSeconds > 0 ? ['-ss', music.startSeconds.toFixed(3)] : []
  const part = partSeconds(music)
  // A part with an end is repeated by the graph; a whole file is read again from its beginning.
  const repeat = music.loop && part === null ? ['-stream_loop', '-1'] : []
  return [...repeat, ...start, '-t', Math.min(seconds, part ?? seconds).toFixed(3), '-i', musicPath]
}

/** Length of the chosen part; null when it goes to the file's end. */
function partSeconds({ startSeconds, endSeconds }: Music): number | null {
  return endSeconds !== null && endSeconds > startSeconds ? endSeconds - startSeconds : null
}

/** From the inputs to the label [mixed], exactly as long as the video. */
export function mixGraph(plan: SoundPlan): string {
  const { musicPath, voicePath, seconds } = plan
  const shape = `aresample=${SAMPLE_RATE},aformat=sample_fmts=fltp:channel_layouts=stereo`
  const length = `apad,atrim=end=${seconds.toFixed(6)},asetpts=N/SR/TB`
  const tune = `[0:a:0]${[shape, ...repeats(plan), length, ...loudness(plan.music.volumeDecibels), ...fades(plan)].join(',')}`
  if (voicePath === null) return `${tune}[mixed]`
  const delayMs = Math.round(plan.voiceStartSeconds * 1000)
  const late = delayMs > 0 ? [`adelay=${delayMs}:all=1`] : []
  const spoken = [shape, ...late, length, ...loudness(plan.voiceVolumeDecibels)].join(',')
  const voice = `[${musicPath === null ? 0 : 1}:a:0]${spoken}`
  if (musicPath === null) return `${voice}[mixed]`
  return [
    `${tune}[tune]`,
    `${voice},asplit[voice][key]`,
    '[tune][key]sidechaincompress=threshold=0.02:ratio=10:attack=25:release=500[under]',
    '[under][voice]amix=inputs=2:duration=first:normalize=0[mixed]'
  ].join(';')
}

function repeats({ music, seconds }: SoundPlan): readonly string[] {
  const part = partSeconds(music)
  if (part === null || !music.loop || part >= seconds) return []
  return [`aloop=loop=-1:size=${Math.max(1, Math.round(part * SAMPLE_RATE))}`]
}

function loudness(decibels: number): readonly string[] {
  return decibels === 0 ? [] : [`volume=${decibels.toFixed(2)}dB`]
}

function fades({ music, seconds }: SoundPlan): readonly string[] {
  const fadeIn = Math.min(music.fadeInSeconds, seconds / 3)
  const fadeOut = Math.min(music.fadeOutSeconds, seconds / 2)
  return [
    ...(fadeIn > 0 ? [`afade=t=in:d=${fadeIn.toFixed(3)}`] : []),
    ...(fadeOut > 0 ? [`afade=t=out:st=${(seconds - fadeOut).toFixed(3)}:d=${fadeOut.toFixed(3)}`] : [])
  ]
}

/** Measures without changing anything; prints a summary at the end. */
export const MEASURE_FILTER = 'ebur128=framelog=verbose:peak=sample'

/** Loudest level that lossy decoders do not clip. */
const PEAK_DECIBELS = -1.5
/** Noise is not music: more is never added. */
const MOST_GAIN_DECIBELS = 30

/** One gain for the whole mix, and a limiter only where its peaks would be too high. */
export function gainFilters(targetLufs: number, measured: Loudness): readonly string[] {
  const gain = Math.min(targetLufs - measured.integratedLufs, MOST_GAIN_DECIBELS)
  const limit = 10 ** (PEAK_DECIBELS / 20)
  const limiter = `alimiter=limit=${limit.toFixed(4)}:level=false`
  const isTooLoud = measured.peakDecibels + gain > PEAK_DECIBELS
  return [`volume=${gain.toFixed(2)}dB`, ...(isTooLoud ? [limiter] : [])]
}

/**
 * From the last summary of ebur128; ffmpeg prints an empty one before the first sample too.
 * Null for silence, whose loudness is below the standard's gate of -70 LUFS.
 */
export function parseLoudness(lines: readonly string[]): Loudness | null {
  const last = (pattern: RegExp): number => {
    const found = lines.map((line) => pattern.exec(line)?.[1]).filter((text) => text !== undefined)
    return Number(found.at(-1))
  }
  const integratedLufs = last(/^\s*I:\s+(-?[\d.]+) LUFS/)
  const peakDecibels = last(/^\s*Peak:\s+(-?[\d.]+) dBFS/)
  return integratedLufs > -69 && Number.isFinite(peakDecibels) ? { integratedLufs, peakDecibels } : null
}
