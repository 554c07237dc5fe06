/** Slideshows: what a storyboard holds and what a render delivers. Times in the storyboard are seconds. */
import { z } from 'zod'

export const SLIDESHOW_PRESETS = {
  landscape: { widthPx: 1920, heightPx: 1080, label: '16:9' },
  portrait: { widthPx: 1080, heightPx: 1920, label: '9:16' },
  square: { widthPx: 1080, heightPx: 1080, label: '1:1' },
  feed: { widthPx: 1080, heightPx: 1350, label: '4:5' }
} as const
export const presetSchema = z.enum(['landscape', 'portrait', 'square', 'feed'])
export type SlideshowPreset = z.output<typeof presetSchema>

export const TRANSITIONS = ['cut', 'fade', 'dissolve', 'slide', 'wipe', 'push', 'zoom'] as const
export const transitionSchema = z.enum(TRANSITIONS)
export type Transition = z.output<typeof transitionSchema>

export const motionSchema = z.enum(['none', 'kenburns'])
export type Motion = z.output<typeof motionSchema>

export const renderQualitySchema = z.enum(['draft', 'standard', 'high', 'compatible'])
export type RenderQuality = z.output<typeof renderQualitySchema>

export const fitSchema = z.enum(['cover', 'contain', 'blur'])
export type Fit = z.output<typeof fitSchema>

/** A point in the picture as fractions of its width and height, from the upper left. */
export const focalPointSchema = z.object({
  xFraction: z.number().min(0).max(1),
  yFraction: z.number().min(0).max(1)
})
export type FocalPoint = z.output<typeof focalPointSchema>

export const slideSchema = z.object({
  /** Exactly one of assetId and path is given. */
  assetId: z.string().max(64).optional(),
  path: z.string().max(4096).optional(),
  seconds: z.number().min(0.1).max(600),
  fit: fitSchema.default('cover'),
  focalPoint: focalPointSchema.optional(),
  motion: motionSchema.default('none'),
  /** Transition from the slide before into this one. */
  transition: transitionSchema.default('fade'),
  caption: z.string().max(500).default('')
})
export type Slide = z.output<typeof slideSchema>

export const storyboardSchema = z.object({
  preset: presetSchema.default('landscape'),
  framesPerSecond: z.int().min(1).max(60).default(30),
  fadeSeconds: z.number().min(0).max(10).default(0.5),
  quality: renderQualitySchema.default('standard'),
  slides: z.array(slideSchema).min(1).max(500),
  musicPath: z.string().max(4096).optional()
})
export type Storyboard = z.output<typeof storyboardSchema>

export const renderResultSchema = z.object({
  path: z.string(),
  durationSeconds: z.number(),
  frames: z.int(),
  widthPx: z.int(),
  heightPx: z.int(),
  framesPerSecond: z.number(),
  sizeBytes: z.int(),
  renderSeconds: z.number()
})
export type RenderResult = z.output<typeof renderResultSchema>
