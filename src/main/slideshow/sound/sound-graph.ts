/** The filter graph of a sound track as text: music trimmed, looped and faded, giving way under a voice. Pure. */
import type { Music } from '#shared/domain/slideshow.ts'

export const SAMPLE_RATE = 48_000

export interface SoundPlan {
  readonly musicPath: string | null
  readonly voicePath: string | null
  readonly music: Music
  readonly seconds: number
}

/** Of the whole mix, by EBU R 128. */
export interface Loudness {
  readonly integratedLufs: number
  readonly peakDecibels: number
}

/** Inputs in the order in which the graph names them. */
export function soundInputs({ musicPath, voicePath, music, seconds }: SoundPlan): readonly string[] {
  const start = music.startSeconds > 0 ? ['-ss', music.startSeconds.toFixed(3)] : []
  const tune =
    musicPath === null ? [] : ['-stream_loop', '-1', ...start, '-t', seconds.toFixed(3), '-i', musicPath]
  return [...tune, ...(voicePath === null ? [] : ['-i', voicePath])]
}

/** From the inputs to the label [mixed], exactly as long as the video. */
export function mixGraph({ musicPath, voicePath, music, seconds }: SoundPlan): string {
  const shape = `aresample=${SAMPLE_RATE},aformat=sample_fmts=fltp:channel_layouts=stereo`
  const length = `apad,atrim=end=${seconds.toFixed(6)},asetpts=N/SR/TB`
  const fadeIn = Math.min(music.fadeInSeconds, seconds / 3)
  const fadeOut = Math.min(music.fadeOutSeconds, seconds / 2)
  const fades = [
    ...(fadeIn > 0 ? [`afade=t=in:d=${fadeIn.toFixed(3)}`] : []),
    ...(fadeOut > 0 ? [`afade=t=out:st=${(seconds - fadeOut).toFixed(3)}:d=${fadeOut.toFixed(3)}`] : [])
  ]
  const tune = ['[0:a:0]', [shape, length, ...fades].join(',')].join('')
  if (voicePath === null) return `${tune}[mixed]`
  const voice = `[${musicPath === null ? 0 : 1}:a:0]${shape},${length}`
  if (musicPath === null) return `${voice}[mixed]`
  return [
    `${tune}[tune]`,
    `${voice},asplit[voice][key]`,
    '[tune][key]sidechaincompress=threshold=0.02:ratio=10:attack=25:release=500[under]',
    '[under][voice]amix=inputs=2:duration=first:normalize=0[mixed]'
  ].join(';')
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
