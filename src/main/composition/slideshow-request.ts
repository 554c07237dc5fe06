/** Turns what the command line asks for into a storyboard. Pure. */

import type {
  Motion,
  RenderQuality,
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
      transition: request.transition,
      caption: captions[index] ?? ''
    }))
  })
}
