/** Slideshows for the rest of the product: find ffmpeg, render storyboards, draw preview frames. */
import type { Clock } from '#main/core/clock.ts'
import type { JobContext } from '#main/core/jobs.ts'
import type { ProcessRunner } from '#main/core/process.ts'
import type { RenderResult, Storyboard } from '#shared/domain/slideshow.ts'
import { createFfmpeg } from './ffmpeg.ts'
import { type FfmpegPlaces, findFfmpeg } from './find-ffmpeg.ts'
import { type RenderRequest, render } from './render.ts'
import { type StoryboardRequest, storyboardFrom } from './storyboard.ts'
import { createTextPainter } from './text.ts'

export interface SlideshowDeps {
  /** Read anew for every render, so that a changed setting counts at once. */
  readonly ffmpegPlaces: () => FfmpegPlaces
  readonly processes: ProcessRunner
  /** Folder with the shipped fonts. */
  readonly fontsFolder: string
  readonly clock: Pick<Clock, 'now'>
}

export interface SlideshowService {
  /** Path of the ffmpeg in use. Throws FFMPEG_MISSING. */
  findFfmpeg(): Promise<string>
  /** See render.ts for what it writes and throws; also throws FFMPEG_MISSING. */
  render(request: RenderRequest, context: JobContext): Promise<RenderResult>
  /** Pure. Throws INVALID_INPUT without pictures. */
  storyboardFrom(request: StoryboardRequest): Storyboard
}

export function createSlideshowService(deps: SlideshowDeps): SlideshowService {
  const painter = createTextPainter(deps.fontsFolder)
  const find = async (): Promise<string> => await findFfmpeg(deps.ffmpegPlaces())
  return {
    findFfmpeg: find,
    async render(request, context) {
      const ffmpeg = createFfmpeg(await find(), deps.processes)
      return await render({ ffmpeg, painter, clock: deps.clock }, request, context)
    },
    storyboardFrom
  }
}
