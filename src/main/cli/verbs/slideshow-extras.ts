/** Options of slideshows beyond pictures: sound, cards, logo. */
import { type Command, InvalidArgumentError } from 'commander'
import { musicSchema, watermarkSchema } from '#shared/domain/slideshow.ts'
import type { SlideshowRequest } from '../../composition/slideshow-request.ts'
import { oneOf, seconds } from '../options.ts'
import type { VerbTools } from '../session.ts'

export interface ExtraOptions {
  readonly music?: string
  readonly musicStart?: number
  readonly musicEnd?: number
  readonly musicLoop?: boolean
  readonly musicVolume?: number
  readonly musicFadeIn?: number
  readonly musicFadeOut?: number
  readonly loudness?: number | 'none'
  readonly beats?: boolean
  readonly voice?: string
  readonly logo?: string
  readonly logoCorner?: 'top-left' | 'top-right' | 'bottom-left' | 'bottom-right'
  readonly opening?: string
  readonly closing?: string
  readonly action?: string
}

export function addExtraOptions(command: Command): Command {
  return command
    .option('--music <file>', 'music under the video')
    .option('--music-start <s>', 'where in the music to start', seconds(0, 36_000))
    .option('--music-end <s>', 'end of the part that is used', seconds(0, 36_000))
    .option('--no-music-loop', 'silence instead of repeating short music')
    .option('--music-volume <dB>', 'louder or softer against the voice, -40 to 12', decibels)
    .option('--music-fade-in <s>', '0.5 by default', seconds(0, 30))
    .option('--music-fade-out <s>', '2 by default', seconds(0, 30))
    .option('--loudness <LUFS>', 'of the whole sound, -14 by default, or none', loudness)
    .option('--beats', 'move slide changes to the beats of the music')
    .option('--voice <file>', 'a spoken track; the music gives way under it')
    .option('--logo <file>', 'a picture laid over every frame')
    .option('--logo-corner <corner>', 'top-right by default', oneOf(watermarkSchema.shape.corner.unwrap()))
    .option('--opening <title>', 'a card before the first picture; a subtitle follows after " | "')
    .option('--closing <title>', 'a card after the last picture; a subtitle follows after " | "')
    .option('--action <text>', 'words of the button on the closing card')
}

/** What the options add to a request; empty without any of them. */
export function extrasOf(
  options: ExtraOptions,
  resolvePath: VerbTools['resolvePath']
): Pick<SlideshowRequest, 'opening' | 'closing' | 'extras'> {
  const { voice, logo, logoCorner, opening, closing, action = '' } = options
  const watermark = logo === undefined ? null : { path: resolvePath(logo), corner: logoCorner }
  return {
    ...(opening === undefined ? {} : { opening: cardWords(opening) }),
    ...(closing === undefined && action === '' ? {} : { closing: { ...cardWords(closing ?? ''), action } }),
    extras: {
      music: musicOf(options),
      ...(voice === undefined ? {} : { voicePath: resolvePath(voice) }),
      ...(watermark === null ? {} : { watermark: watermarkSchema.parse(watermark) })
    }
  }
}

function musicOf(options: ExtraOptions) {
  const { musicStart, musicEnd, musicLoop, musicVolume, musicFadeIn, musicFadeOut, beats } = options
  return musicSchema.parse({
    startSeconds: musicStart,
    endSeconds: musicEnd,
    loop: musicLoop,
    volumeDecibels: musicVolume,
    fadeInSeconds: musicFadeIn,
    fadeOutSeconds: musicFadeOut,
    targetLufs: options.loudness === 'none' ? null : options.loudness,
    snapToBeats: beats
  })
}

function cardWords(text: string): { readonly title: string; readonly subtitle: string } {
  const [title = '', subtitle = ''] = text.split(' | ', 2)
  return { title: title.trim(), subtitle: subtitle.trim() }
}

function decibels(text: string): number {
  return bounded(text, -40, 12)
}

function loudness(text: string): number | 'none' {
  return text === 'none' ? 'none' : bounded(text, -40, -5)
}

function bounded(text: string, min: number, max: number): number {
  const value = Number(text)
  if (text.trim() !== '' && value >= min && value <= max) return value
  throw new InvalidArgumentError(`Use a number from ${min} to ${max}.`)
}
