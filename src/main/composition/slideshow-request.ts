/** Turns what the command line asks for into a storyboard. Pure. */

import type {
  CaptionLookChoice,
  Card,
  Fit,
  Motion,
  RenderQuality,
  Slide,
  SlideshowPreset,
  Storyboard,
  Transition
} from '#shared/domain/slideshow.ts'
import { storyboardSchema } from '#shared/domain/slideshow.ts'
import { AppError } from '#shared/errors.ts'

/** Paths are absolute. Either a campaign or images. */
export interface SlideshowRequest {
  readonly outPath: string
  readonly campaignId: string | null
  readonly imagePaths: readonly string[]
  /** Caption n belongs to image n; missing ones are blank, or come from the campaign's brief. */
  readonly captions: readonly string[]
  readonly musicPath: string | null
  readonly preset: SlideshowPreset
  readonly secondsPerSlide: number
  readonly fadeSeconds: number
  readonly transition: Transition
  readonly motion: Motion
  readonly quality: RenderQuality
  readonly fit?: Fit
  /** The look of every caption; what is absent stays as the slide or the style has it. */
  readonly captionLook?: CaptionLookChoice
  readonly framesPerSecond?: number
  /** Cards before and after the pictures, in place of a brief's. */
  readonly opening?: CardWords
  readonly closing?: CardWords & { readonly action: string }
  /** How the sound is mixed, and a logo. */
  readonly extras?: Partial<Pick<Storyboard, 'music' | 'voicePath' | 'watermark'>>
  /** Also a JPEG beside the video. */
  readonly hasPoster?: boolean
  /** Also SRT and VTT beside the video. */
  readonly hasSubtitles?: boolean
}

export interface CardWords {
  readonly title: string
  readonly subtitle: string
}

/** One slide per image in the given order. INVALID_INPUT when there are more captions than images. */
export function planImageStoryboard(request: SlideshowRequest): Storyboard {
  const { imagePaths, captions } = request
  if (captions.length > imagePaths.length) {
    throw new AppError(
      'INVALID_INPUT',
      `There are ${captions.length} captions for ${imagePaths.length} images.`
    )
  }
  return storyboardSchema.parse({
    preset: request.preset,
    fadeSeconds: request.fadeSeconds,
    quality: request.quality,
    ...(request.musicPath === null ? {} : { musicPath: request.musicPath }),
    slides: imagePaths.map((path, index) => ({
      path,
      seconds: request.secondsPerSlide,
      motion: request.motion,
      fit: request.fit ?? 'cover',
      transition: request.transition,
      caption: captions[index] ?? ''
    }))
  })
}

/** The storyboard with the request's cards, look of captions, sound and logo. Pure. */
export function withExtras(storyboard: Storyboard, request: SlideshowRequest): Storyboard {
  const { opening, closing, framesPerSecond, captionLook = {}, extras = {} } = request
  const [first] = storyboard.slides
  const last = storyboard.slides.at(-1)
  const cards = {
    before:
      opening === undefined || first === undefined ? [] : [cardSlide(first, { kind: 'opening', ...opening })],
    after:
      closing === undefined || last === undefined ? [] : [cardSlide(last, { kind: 'closing', ...closing })]
  }
  return storyboardSchema.parse({
    ...storyboard,
    ...extras,
    ...(framesPerSecond === undefined ? {} : { framesPerSecond }),
    slides: [
      ...cards.before,
      ...storyboard.slides.map((slide) => ({ ...slide, ...captionLook })),
      ...cards.after
    ]
  })
}

/** Over the picture of the slide beside it. */
function cardSlide(
  { path, seconds, transition }: Slide,
  card: Pick<Card, 'kind' | 'title' | 'subtitle'> & { readonly action?: string }
) {
  return { path, seconds, transition, card }
}
