/** Verbs about slideshows: slideshow render. */
import type { Command } from 'commander'
import {
  motionSchema,
  presetSchema,
  renderQualitySchema,
  transitionSchema
} from '#shared/domain/slideshow.ts'
import type { SlideshowRequest } from '../../composition/slideshow-request.ts'
import { oneOf, seconds, textsOf, usageError } from '../options.ts'
import type { Session } from '../session.ts'
import { formatBytes } from '../table.ts'

interface RenderOptions {
  readonly out: string
  readonly campaign?: string
  readonly image?: readonly string[]
  readonly preset: SlideshowRequest['preset']
  readonly seconds: number
  readonly fade: number
  readonly transition: SlideshowRequest['transition']
  readonly motion: SlideshowRequest['motion']
  readonly caption?: readonly string[]
  readonly music?: string
  readonly quality: SlideshowRequest['quality']
}

export function addSlideshowVerbs(program: Command, session: Session): void {
  const slideshow = program.command('slideshow').description('videos from images, offline')
  slideshow
    .command('render')
    .description('make an MP4 from a campaign or from image files')
    .requiredOption('--out <file>', 'the video file')
    .option('--campaign <id>', 'images and captions of this campaign')
    .option('--image <path>', 'an image (repeatable)', textsOf)
    .option('--preset <preset>', 'landscape, portrait, square or feed', oneOf(presetSchema), 'landscape')
    .option('--seconds <s>', 'seconds per slide', seconds(0.1, 600), 3)
    .option('--fade <s>', 'seconds of each transition', seconds(0, 10), 0.5)
    .option('--transition <name>', 'how one slide becomes the next', oneOf(transitionSchema), 'fade')
    .option('--motion <name>', 'none or kenburns', oneOf(motionSchema), 'none')
    .option('--caption <text>', 'caption of the next slide (repeatable)', textsOf)
    .option('--music <file>', 'music under the video')
    .option(
      '--quality <quality>',
      'draft, standard, high or compatible',
      oneOf(renderQualitySchema),
      'standard'
    )
    .action((options: RenderOptions) =>
      session.run(async ({ services, context, resolvePath }) => {
        if ((options.campaign === undefined) === (options.image === undefined)) {
          throw usageError('Give either --campaign or --image.')
        }
        const request: SlideshowRequest = {
          outPath: resolvePath(options.out),
          campaignId: options.campaign ?? null,
          imagePaths: (options.image ?? []).map(resolvePath),
          captions: options.caption ?? [],
          musicPath: options.music === undefined ? null : resolvePath(options.music),
          preset: options.preset,
          secondsPerSlide: options.seconds,
          fadeSeconds: options.fade,
          transition: options.transition,
          motion: options.motion,
          quality: options.quality
        }
        const video = await services.slideshows.renderRequest(request, context)
        return {
          json: video,
          text: `${video.path}  ${video.durationSeconds} s, ${video.widthPx} × ${video.heightPx}, ${formatBytes(video.sizeBytes)}`
        }
      })
    )
}
