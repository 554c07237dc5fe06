/** The filter graph of a sound track as text: music trimmed, looped and faded, giving way under a voice. Pure. */
import type { Music } from '#shared/domain/slideshow.ts'

export const SAMPLE_RATE = 48_000

export interface SoundPlan {
  readonly musicPath: string | null
  readonly voicePath: string | null
  readonly music: Music
  readonly seconds: number
}

/** What loudnorm measured, as it prints it (ffmpeg filter loudnorm, print_format=json). */
export interface Loudness {
  readonly input_i: string
  readonly input_tp: string
  readonly input_lra: string
  readonly input_thresh: string
  readonly target_offset: string
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

/** Loudness of the mix is measured, then reached by one gain where the peaks allow it (EBU R 128). */
export function loudnessFilter(targetLufs: number, measured: Loudness | null): string {
  const target = `loudnorm=I=${targetLufs}:TP=-1.5:LRA=11`
  if (measured === null) return `${target}:print_format=json`
  const {
    input_i: loudness,
    input_tp: peak,
    input_lra: range,
    input_thresh: threshold,
    target_offset: offset
  } = measured
  const facts = `measured_I=${loudness}:measured_TP=${peak}:measured_LRA=${range}:measured_thresh=${threshold}`
  return `${target}:${facts}:offset=${offset}:linear=true`
}
