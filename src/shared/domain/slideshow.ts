/** Slideshows: what a storyboard holds and what a render delivers. Times in the storyboard are seconds. */
import { z } from 'zod'
import { hexColourSchema } from './campaign.ts'
import { type FocalPoint, focalPointSchema } from './focal-point.ts'

export const SLIDESHOW_PRESETS = {
  landscape: { widthPx: 1920, heightPx: 1080, label: '16:9' },
  portrait: { widthPx: 1080, heightPx: 1920, label: '9:16' },
  square: { widthPx: 1080, heightPx: 1080, label: '1:1' },
  feed: { widthPx: 1080, heightPx: 1350, label: '4:5' }
} as const
export const presetSchema = z.enum(['landscape', 'portrait', 'square', 'feed'])
export type SlideshowPreset = z.output<typeof presetSchema>

/** Behind pictures that do not fill the frame, where a storyboard names no colour. */
export const USUAL_BACKGROUND = '#111417'

export const TRANSITIONS = ['cut', 'fade', 'dissolve', 'slide', 'wipe', 'push', 'zoom'] as const
export const transitionSchema = z.enum(TRANSITIONS)
export type Transition = z.output<typeof transitionSchema>

export const motionSchema = z.enum(['none', 'kenburns'])
export type Motion = z.output<typeof motionSchema>

export const renderQualitySchema = z.enum(['draft', 'standard', 'high', 'compatible'])
export type RenderQuality = z.output<typeof renderQualitySchema>

export const fitSchema = z.enum(['cover', 'contain', 'blur'])
export type Fit = z.output<typeof fitSchema>

export { type FocalPoint, focalPointSchema }

/** Where a caption sits; always inside the safe area of the preset. */
export const captionPositionSchema = z.enum(['bottom', 'middle', 'top'])
export type CaptionPosition = z.output<typeof captionPositionSchema>

/**
 * How a caption is drawn: light letters on a dark box, dark letters on a light box, on a band across the frame, with an
 * outline and no ground, or large and bold with an outline. Each reads on any picture.
 */
export const captionStyleSchema = z.enum(['box', 'light', 'bar', 'outline', 'headline'])
export type CaptionStyle = z.output<typeof captionStyleSchema>

export const captionAlignSchema = z.enum(['left', 'centre', 'right'])
export type CaptionAlign = z.output<typeof captionAlignSchema>

/** A designed full-frame card: a title over a colour, or over the slide's picture when it has one. */
export const cardSchema = z.object({
  kind: z.enum(['opening', 'closing']),
  title: z.string().max(200),
  subtitle: z.string().max(300).default(''),
  /** The words of the button on a closing card; empty draws none. */
  action: z.string().max(200).default(''),
  colour: hexColourSchema.default('#1f2937')
})
export type Card = z.output<typeof cardSchema>

/** Part of the picture that fills the frame: its centre and size as fractions of the largest part that fits. */
export const motionFrameSchema = z.object({
  xFraction: z.number().min(0).max(1),
  yFraction: z.number().min(0).max(1),
  sizeFraction: z.number().min(0.2).max(1)
})
export type MotionFrame = z.output<typeof motionFrameSchema>

export const slideSchema = z.object({
  /** Exactly one of assetId and path is given; a card may have neither. */
  assetId: z.string().max(64).optional(),
  path: z.string().max(4096).optional(),
  seconds: z.number().min(0.1).max(600),
  fit: fitSchema.default('cover'),
  focalPoint: focalPointSchema.optional(),
  motion: motionSchema.default('none'),
  /** Transition from the slide before into this one. */
  transition: transitionSchema.default('fade'),
  caption: z.string().max(500).default(''),
  /** Absent = bottom. */
  captionPosition: captionPositionSchema.optional(),
  /** Absent = box. */
  captionStyle: captionStyleSchema.optional(),
  /** Absent = chosen by captionLookOf. */
  captionAlign: captionAlignSchema.optional(),
  /** Of the letters. Absent = the style's, or what reads on the chosen box. */
  captionColour: hexColourSchema.optional(),
  /** Of the box or band, for styles that have one. Absent = the style's. */
  captionGroundColour: hexColourSchema.optional(),
  card: cardSchema.optional(),
  /** Start and end of Ken Burns motion; absent = chosen from the slide's place and focal point. */
  motionFrom: motionFrameSchema.optional(),
  motionTo: motionFrameSchema.optional(),
  /** What the file is; absent = found out from its content. A video covers the frame; its sound is not used. */
  media: z.enum(['picture', 'video']).optional(),
  /** Where a video starts; past its end its last frame stays. */
  startSeconds: z.number().min(0).max(36000).optional()
})
export type Slide = z.output<typeof slideSchema>

export interface CaptionLook {
  readonly position: CaptionPosition
  readonly style: CaptionStyle
  readonly align: CaptionAlign
  /** Of the letters, and of the box or band behind them; null is the style's. */
  readonly colour: string | null
  readonly groundColour: string | null
}

/** What a slide says about the look of its caption. */
export const CAPTION_LOOK_FIELDS = [
  'captionStyle',
  'captionPosition',
  'captionAlign',
  'captionColour',
  'captionGroundColour'
] as const
export type CaptionLookChoice = Pick<Slide, (typeof CAPTION_LOOK_FIELDS)[number]>

/** What a slide's caption looks like where the slide does not say; wide frames set boxes left, tall ones centred. Pure. */
export function captionLookOf(slide: CaptionLookChoice, preset: SlideshowPreset): CaptionLook {
  const { captionPosition: position = 'bottom', captionStyle: style = 'box' } = slide
  const { captionColour: colour = null, captionGroundColour: groundColour = null } = slide
  const isAcross = style === 'bar' || style === 'headline'
  const usual: CaptionAlign = preset === 'landscape' && !isAcross ? 'left' : 'centre'
  return { position, style, align: slide.captionAlign ?? usual, colour, groundColour }
}

/** A picture laid over every frame, e.g. a logo. */
export const watermarkSchema = z.object({
  /** Exactly one of assetId and path is given. */
  assetId: z.string().max(64).optional(),
  path: z.string().max(4096).optional(),
  corner: z.enum(['top-left', 'top-right', 'bottom-left', 'bottom-right']).default('top-right'),
  /** Width of the mark as a fraction of the frame's shorter side. */
  widthFraction: z.number().min(0.02).max(0.5).default(0.14),
  opacity: z.number().min(0.05).max(1).default(0.9)
})
export type Watermark = z.output<typeof watermarkSchema>

/** How music is laid under the slides. */
export const musicSchema = z.object({
  startSeconds: z.number().min(0).max(36000).default(0),
  /** End of the part that is used; null is the end of the file. Ignored when not after the start. */
  endSeconds: z.number().min(0).max(36000).nullable().default(null),
  /** Repeats the part until the video ends; otherwise the rest is silent. */
  loop: z.boolean().default(true),
  /** Against the voice; without one it counts only when `targetLufs` is null. */
  volumeDecibels: z.number().min(-40).max(12).default(0),
  fadeInSeconds: z.number().min(0).max(30).default(0.5),
  fadeOutSeconds: z.number().min(0).max(30).default(2),
  /** Loudness of the finished sound track in LUFS; null leaves the music as it is. */
  targetLufs: z.number().min(-40).max(-5).nullable().default(-14),
  /** Slide lengths move to the nearest beat of the music. */
  snapToBeats: z.boolean().default(false)
})
export type Music = z.output<typeof musicSchema>

export const storyboardSchema = z.object({
  preset: presetSchema.default('landscape'),
  framesPerSecond: z.int().min(1).max(60).default(30),
  fadeSeconds: z.number().min(0).max(10).default(0.5),
  quality: renderQualitySchema.default('standard'),
  slides: z.array(slideSchema).min(1).max(500),
  /** At most one of musicAssetId and musicPath is given. */
  musicAssetId: z.string().max(64).optional(),
  musicPath: z.string().max(4096).optional(),
  music: musicSchema.optional(),
  /** A spoken track; the music gives way under it. At most one of voiceAssetId and voicePath is given. */
  voiceAssetId: z.string().max(64).optional(),
  voicePath: z.string().max(4096).optional(),
  /** Silence before the voice begins. */
  voiceStartSeconds: z.number().min(0).max(36000).optional(),
  voiceVolumeDecibels: z.number().min(-40).max(12).optional(),
  /** Moment of the poster picture; absent = the middle of the first slide. */
  posterSeconds: z.number().min(0).max(36000).optional(),
  watermark: watermarkSchema.optional(),
  /** Behind pictures that do not fill the frame or have transparent parts; absent = USUAL_BACKGROUND. */
  backgroundColour: hexColourSchema.optional()
})
export type Storyboard = z.output<typeof storyboardSchema>

/** Whether a platform takes the finished file, and if not, why. */
export const videoPlacementSchema = z.object({
  id: z.string(),
  label: z.string(),
  fits: z.boolean(),
  problems: z.array(z.string())
})
export type VideoPlacement = z.output<typeof videoPlacementSchema>

export const renderResultSchema = z.object({
  path: z.string(),
  durationSeconds: z.number(),
  frames: z.int(),
  widthPx: z.int(),
  heightPx: z.int(),
  framesPerSecond: z.number(),
  sizeBytes: z.int(),
  renderSeconds: z.number(),
  /** The finished file against the limits of platforms. */
  placements: z.array(videoPlacementSchema).optional()
})
export type RenderResult = z.output<typeof renderResultSchema>
