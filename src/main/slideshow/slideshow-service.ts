/** Slideshows for the rest of the product: find ffmpeg, plan and render storyboards, draw preview frames, read sounds. */
import type { Clock } from '#main/core/clock.ts'
import { replaceFile, withTempFolder } from '#main/core/files.ts'
import type { JobContext } from '#main/core/jobs.ts'
import type { ProcessRunner } from '#main/core/process.ts'
import type { RenderResult, Storyboard } from '#shared/domain/slideshow.ts'
import type { SoundShape, StoryboardPlan } from '#shared/domain/slideshow-plan.ts'
import { createFfmpeg, type Ffmpeg } from './ffmpeg.ts'
import { type FfmpegPlaces, findFfmpeg } from './find-ffmpeg.ts'
import { planStoryboard } from './plan.ts'
import { createPreviewer, drawPoster, type PreviewImage, type PreviewRequest } from './preview.ts'
import { type RenderDeps, type RenderRequest, render } from './render.ts'
import { type RenderSetRequest, type RenderSetResult, renderSet } from './render-set.ts'
import { snapSlides } from './sound/snap-slides.ts'
import { readSoundShape, type SoundShapeRequest } from './sound/sound-shape.ts'
import { saveSoundTrack } from './sound/sound-track.ts'
import { type StoryboardRequest, storyboardFrom } from './storyboard.ts'
import { toSrt, toVtt } from './subtitles.ts'
import { createTextPainter } from './text.ts'
import { planTimeline } from './timeline.ts'

export interface SlideshowDeps {
  /** Read anew for every render, so that a changed setting counts at once. */
  readonly ffmpegPlaces: () => FfmpegPlaces
  readonly processes: ProcessRunner
  /** Folder with the shipped fonts. */
  readonly fontsFolder: string
  readonly clock: Pick<Clock, 'now'>
}

export interface SaveSoundRequest {
  readonly storyboard: Storyboard
  readonly outPath: string
  readonly signal: AbortSignal
}

export interface SlideshowService {
  /** Path of the ffmpeg in use. Throws FFMPEG_MISSING. */
  findFfmpeg(): Promise<string>
  /** See render.ts for what it writes and throws; also throws FFMPEG_MISSING. */
  render(request: RenderRequest, context: JobContext): Promise<RenderResult>
  /** The same storyboard in several shapes with posters, captions and a manifest. */
  renderSet(request: RenderSetRequest, context: JobContext): Promise<RenderSetResult>
  /** The timeline in frames, and what deserves a second look. Reads no picture. */
  plan(storyboard: Storyboard): Promise<StoryboardPlan>
  /** One frame as an image, at most as wide as asked. NOT_FOUND, FILE_DAMAGED, FILE_TOO_LARGE; for videos as render. */
  previewFrame(request: PreviewRequest): Promise<PreviewImage>
  /** Ends what previews of videos left running. */
  closePreviews(): Promise<void>
  /** The picture for a thumbnail, as JPEG in full size. Codes of previewFrame. */
  poster(storyboard: Storyboard): Promise<Uint8Array>
  /** Waveform and beats. Throws FILE_DAMAGED, FFMPEG_MISSING and FFMPEG_FAILED. */
  readSound(request: Omit<SoundShapeRequest, 'folder'>): Promise<SoundShape>
  /**
   * The sound of the video alone, as its render would mix it, into an M4A file; false without music and voice. Paths as
   * for render. Throws CANCELLED, FILE_DAMAGED, FFMPEG_MISSING, FFMPEG_FAILED and DISK_FULL.
   */
  saveSound(request: SaveSoundRequest): Promise<boolean>
  /** Slide changes moved to the beats of the music; the same storyboard without music or a steady beat. */
  snapToBeats(storyboard: Storyboard, signal: AbortSignal): Promise<Storyboard>
  /** Captions as texts for files beside the video. Pure. */
  captionFiles(storyboard: Storyboard): { readonly srt: string; readonly vtt: string }
  /** Pure. Throws INVALID_INPUT without pictures. */
  storyboardFrom(request: StoryboardRequest): Storyboard
}

export function createSlideshowService(deps: SlideshowDeps): SlideshowService {
  const painter = createTextPainter(deps.fontsFolder)
  const find = async (): Promise<string> => await findFfmpeg(deps.ffmpegPlaces())
  const openFfmpeg = async (): Promise<Ffmpeg> => createFfmpeg(await find(), deps.processes)
  const previewDeps = { painter, openFfmpeg }
  const previewer = createPreviewer(previewDeps)
  const open = async (): Promise<RenderDeps> => {
    return { ffmpeg: await openFfmpeg(), painter, clock: deps.clock }
  }
  return {
    findFfmpeg: find,
    render: async (request, context) => await render(await open(), request, context),
    renderSet: async (request, context) => await renderSet(await open(), request, context),
    plan: async (storyboard) => await planStoryboard(painter, storyboard),
    previewFrame: previewer.draw,
    closePreviews: previewer.close,
    poster: async (storyboard) => await drawPoster(previewDeps, storyboard),
    async readSound(request) {
      const ffmpeg = await openFfmpeg()
      return await withTempFolder((folder) => readSoundShape(ffmpeg, { ...request, folder }))
    },
    saveSound: async (request) => await saveSound(await openFfmpeg(), request),
    async snapToBeats(storyboard, signal) {
      const ffmpeg = await openFfmpeg()
      return await withTempFolder((folder) => snapSlides(ffmpeg, { storyboard, folder, signal }))
    },
    captionFiles: (storyboard) => ({ srt: toSrt(storyboard), vtt: toVtt(storyboard) }),
    storyboardFrom
  }
}

async function saveSound(
  ffmpeg: Ffmpeg,
  { storyboard, outPath, signal }: SaveSoundRequest
): Promise<boolean> {
  const { musicPath, voicePath } = storyboard
  if (musicPath === undefined && voicePath === undefined) return false
  const { frames, framesPerSecond } = planTimeline(storyboard)
  const seconds = frames / framesPerSecond
  await withTempFolder((folder) =>
    replaceFile(
      outPath,
      async (tempPath) =>
        void (await saveSoundTrack(ffmpeg, { storyboard, seconds, folder, signal, outPath: tempPath }))
    )
  )
  return true
}
