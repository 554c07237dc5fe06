/** Verbs about slideshows: slideshow render, slideshow frame. Clips have their own file. */
import { type Command, InvalidArgumentError } from 'commander'
import { hexColourSchema } from '#shared/domain/campaign.ts'
import {
  type CaptionAlign,
  type CaptionLookChoice,
  type CaptionPosition,
  type CaptionStyle,
  captionAlignSchema,
  captionPositionSchema,
  captionStyleSchema,
  fitSchema,
  motionSchema,
  presetSchema,
  renderQualitySchema,
  transitionSchema
} from '#shared/domain/slideshow.ts'
import type { SlideshowRequest } from '../../composition/slideshow-request.ts'
import { oneOf, seconds, textsOf, usageError, wholeNumber } from '../options.ts'
import type { Session, VerbTools } from '../session.ts'
import { formatBytes } from '../table.ts'
import { addClipVerbs } from './clips.ts'
import { addStoryboardVerbs } from './plans.ts'
import { addExtraOptions, type ExtraOptions, extrasOf } from './slideshow-extras.ts'

interface PictureOptions {
  readonly campaign?: string
  readonly image?: readonly string[]
  readonly preset: SlideshowRequest['preset'] | 'all'
  readonly seconds: number
  readonly fade: number
  readonly transition: SlideshowRequest['transition']
  readonly motion: SlideshowRequest['motion']
  readonly caption?: readonly string[]
  readonly captionStyle?: CaptionStyle
  readonly captionPosition?: CaptionPosition
  readonly captionAlign?: CaptionAlign
  readonly captionColour?: string
  readonly captionBoxColour?: string
  readonly fit?: SlideshowRequest['fit']
}

interface RenderOptions extends PictureOptions, ExtraOptions {
  readonly out: string
  readonly quality: SlideshowRequest['quality']
  readonly fps?: number
  readonly poster?: boolean
  readonly subtitles?: boolean
}

export function addSlideshowVerbs(program: Command, session: Session): void {
  const slideshow = program.command('slideshow').description('videos from images, offline')
  addRender(slideshow, session)
  addFrame(slideshow, session)
  addStoryboardVerbs(slideshow, session)
  addClipVerbs(slideshow, session)
}

/** Options that say which pictures and how they are shown. */
function addPictureOptions(command: Command): Command {
  const preset = oneOf(presetSchema)
  return command
    .option('--campaign <id>', 'images and captions of this campaign')
    .option('--image <path>', 'an image or a video (repeatable)', textsOf)
    .option(
      '--preset <preset>',
      'landscape, portrait, square, feed, or all for one video of each',
      (text) => (text === 'all' ? 'all' : preset(text)),
      'landscape'
    )
    .option('--seconds <s>', 'seconds per slide', seconds(0.1, 600), 3)
    .option('--fade <s>', 'seconds of each transition', seconds(0, 10), 0.5)
    .option('--transition <name>', 'how one slide becomes the next', oneOf(transitionSchema), 'fade')
    .option('--motion <name>', 'none or kenburns', oneOf(motionSchema), 'none')
    .option('--fit <name>', 'cover, contain or blur', oneOf(fitSchema))
    .option('--caption <text>', 'caption of the next slide (repeatable)', textsOf)
    .option('--caption-style <name>', 'box, light, bar, outline or headline', oneOf(captionStyleSchema))
    .option('--caption-position <name>', 'top, middle or bottom', oneOf(captionPositionSchema))
    .option('--caption-align <name>', 'left, centre or right', oneOf(captionAlignSchema))
    .option(
      '--caption-colour <colour>',
      'of the letters, such as #0a5f38; without it they read on the box',
      colour
    )
    .option('--caption-box-colour <colour>', 'of the box or bar', colour)
}

function addRender(slideshow: Command, session: Session): void {
  const command = addPictureOptions(
    slideshow
      .command('render')
      .description('make an MP4 from a campaign or from image files')
      .requiredOption('--out <file>', 'the video file; with --preset all the start of every file name')
  )
    .option(
      '--quality <quality>',
      'draft, standard, high or compatible',
      oneOf(renderQualitySchema),
      'standard'
    )
    .option('--fps <n>', 'frames a second, 30 by default', wholeNumber(1, 60))
    .option('--poster', 'also a JPEG beside the video')
    .option('--subtitles', 'also SRT and VTT beside the video')
  addExtraOptions(command).action((options: RenderOptions) =>
    session.run(async ({ services, context, resolvePath }) => {
      const request = requestOf(options, resolvePath)
      const { slideshows } = services
      if (options.preset === 'all') {
        const set = await slideshows.renderRequestedSet(request, presetSchema.options, context)
        return { json: set, text: set.videos.map(describe).join('\n') }
      }
      const video = await slideshows.renderRequest(request, context)
      return { json: video, text: [describe(video), ...video.warnings].join('\n') }
    })
  )
}

interface FrameOptions extends PictureOptions, ExtraOptions {
  readonly out: string
  readonly at: number
}

function addFrame(slideshow: Command, session: Session): void {
  const command = addPictureOptions(
    slideshow
      .command('frame')
      .description('one frame of a slideshow as a PNG, without making the video')
      .requiredOption('--out <file>', 'the picture file')
  ).option('--at <s>', 'moment in seconds', seconds(0, 36_000), 0)
  addExtraOptions(command).action((options: FrameOptions) =>
    session.run(async ({ services, resolvePath }) => {
      if (options.preset === 'all') throw usageError('Choose one preset for a frame.')
      const request = requestOf({ ...options, quality: 'standard' }, resolvePath)
      const frame = await services.slideshows.saveFrame(request, options.at)
      return { json: frame, text: `${frame.path}  frame ${frame.frame} of ${frame.frames}` }
    })
  )
}

function describe(video: {
  readonly path: string
  readonly durationSeconds: number
  readonly widthPx: number
  readonly heightPx: number
  readonly sizeBytes: number
}): string {
  return `${video.path}  ${video.durationSeconds} s, ${video.widthPx} × ${video.heightPx}, ${formatBytes(video.sizeBytes)}`
}

function requestOf(options: RenderOptions, resolvePath: VerbTools['resolvePath']): SlideshowRequest {
  if ((options.campaign === undefined) === (options.image === undefined)) {
    throw usageError('Give either --campaign or --image.')
  }
  const { preset, fit, fps } = options
  return {
    outPath: resolvePath(options.out),
    campaignId: options.campaign ?? null,
    imagePaths: (options.image ?? []).map(resolvePath),
    captions: options.caption ?? [],
    musicPath: options.music === undefined ? null : resolvePath(options.music),
    // Pictures of a campaign are chosen for this shape when all are made.
    preset: preset === 'all' ? 'landscape' : preset,
    secondsPerSlide: options.seconds,
    fadeSeconds: options.fade,
    transition: options.transition,
    motion: options.motion,
    quality: options.quality,
    hasPoster: options.poster === true,
    hasSubtitles: options.subtitles === true,
    ...(fit === undefined ? {} : { fit }),
    captionLook: captionLookOf(options),
    ...(fps === undefined ? {} : { framesPerSecond: fps }),
    ...extrasOf(options, resolvePath)
  }
}

/** Only what was given: the rest stays as the slide or the style has it. */
function captionLookOf(options: PictureOptions): CaptionLookChoice {
  const { captionStyle, captionPosition, captionAlign, captionColour, captionBoxColour } = options
  return {
    ...(captionStyle === undefined ? {} : { captionStyle }),
    ...(captionPosition === undefined ? {} : { captionPosition }),
    ...(captionAlign === undefined ? {} : { captionAlign }),
    ...(captionColour === undefined ? {} : { captionColour }),
    ...(captionBoxColour === undefined ? {} : { captionGroundColour: captionBoxColour })
  }
}

function colour(text: string): string {
  const parsed = hexColourSchema.safeParse(text)
  if (parsed.success) return parsed.data
  throw new InvalidArgumentError('Use a colour such as #0a5f38.')
}
