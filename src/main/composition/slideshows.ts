/** Joins slideshows with campaigns and the library: picks pictures, renders, keeps the video in both places. */
import { rm } from 'node:fs/promises'
import path from 'node:path'
import type { Asset } from '#shared/domain/asset.ts'
import type { RenderResult, SlideshowPreset, Storyboard } from '#shared/domain/slideshow.ts'
import type { SetResult, SoundShape, StoryboardPlan } from '#shared/domain/slideshow-plan.ts'
import type { CampaignService } from '../campaigns/campaign-service.ts'
import type { CatalogService } from '../catalog/catalog-service.ts'
import type { LibraryService } from '../catalog/library-service.ts'
import type { Clock } from '../core/clock.ts'
import { ensureWritableFolder, writeFileAtomic } from '../core/files.ts'
import type { JobContext } from '../core/jobs.ts'
import type { OutputJournal } from '../core/output-journal.ts'
import type { RenderSetResult } from '../slideshow/render-set.ts'
import type { SlideshowService } from '../slideshow/slideshow-service.ts'
import { type CampaignStoryboard, storyboardOf } from './campaign-storyboard.ts'
import { type LibraryRender, type LibrarySet, renderLibrarySet, type VideoFacts } from './library-set.ts'
import { assetIdsOf, type OpenedStoryboard, openStoryboard } from './opened-storyboard.ts'
import { createPreviewDesk, type PreviewDesk } from './preview-desk.ts'
import { createPreviewSounds, type PreviewSounds } from './preview-sounds.ts'
import { planImageStoryboard, type SlideshowRequest, withExtras } from './slideshow-request.ts'
import { planWithAssets, readSound, type SoundRequest, snapToBeats } from './storyboard-aids.ts'

export interface Slideshows {
  /** Renders to files of the user's. Codes of SlideshowService.render; NOT_FOUND for an unknown campaign. */
  renderRequest(request: SlideshowRequest, context: JobContext): Promise<RenderResult & RequestedFiles>
  /** The same in several shapes: files named after `outPath`, with posters, captions and a manifest. */
  renderRequestedSet(
    request: SlideshowRequest,
    presets: readonly SlideshowPreset[],
    context: JobContext
  ): Promise<RenderSetResult>
  /** Renders a storyboard to a file of the user's; assets are opened first. Codes of SlideshowService.render. */
  renderStoryboard(
    request: { readonly storyboard: Storyboard; readonly outPath: string },
    context: JobContext
  ): Promise<RenderResult>
  /** One frame of the request as a PNG in its `outPath`. Codes of SlideshowService.previewFrame. */
  saveFrame(
    request: SlideshowRequest,
    atSeconds: number
  ): Promise<{ readonly path: string; readonly frame: number; readonly frames: number }>
  /** Renders into the library; the video is stored in both places. Assets are opened first. */
  renderToLibrary(
    request: LibraryRender,
    context: JobContext
  ): Promise<RenderResult & { readonly assetId: string }>
  /** One video per shape into the library, and with a folder all files there too. Codes of renderToLibrary. */
  renderSet(request: LibrarySet, context: JobContext): Promise<SetResult>
  /** Keeps a finished video as an asset that uses these assets. */
  keep(video: RenderResult, facts: VideoFacts): Promise<Asset>
  /** The timeline with warnings; assets that are not there are warned of. */
  plan(storyboard: Storyboard): Promise<StoryboardPlan>
  /** Slides by asset id from the campaign's brief. NOT_FOUND for an unknown campaign or one without pictures. */
  storyboardOf(request: CampaignStoryboard): Promise<Storyboard>
  /** Waveform and beats. Codes of SlideshowService.readSound; NOT_FOUND for an unknown asset. */
  readSound(request: SoundRequest, signal: AbortSignal): Promise<SoundShape>
  /** Keeps asset ids as they are. Codes of SlideshowService.snapToBeats. */
  snapToBeats(storyboard: Storyboard, signal: AbortSignal): Promise<Storyboard>
  captions(storyboard: Storyboard): { readonly srt: string; readonly vtt: string }
  readonly previews: PreviewDesk
  readonly sounds: PreviewSounds
  /** Null when no ffmpeg can be found. */
  ffmpegPath(): Promise<string | null>
}

/** What stands beside a requested video. */
export interface RequestedFiles {
  readonly posterPath: string | null
  readonly subtitlePaths: readonly string[]
  /** What the plan warned of, such as characters that no font has. */
  readonly warnings: readonly string[]
}

export interface SlideshowsDeps {
  readonly engine: SlideshowService
  readonly catalog: CatalogService
  readonly campaigns: CampaignService
  /** Told which assets a video in the library shows. */
  readonly library: Pick<LibraryService, 'replaceUses'>
  readonly outputs: OutputJournal
  readonly clock: Clock
  /** For files on their way into the library. */
  readonly tempFolder: string
}

export function createSlideshows(deps: SlideshowsDeps): Slideshows {
  const { engine, catalog } = deps
  const keep = keeper(deps)
  return {
    keep,
    renderRequest: (request, context) => renderRequest(deps, request, context),
    renderRequestedSet: (request, presets, context) =>
      renderRequestedSet(deps, { request, presets }, context),
    async renderStoryboard({ storyboard, outPath }, context) {
      const opened = await openStoryboard(catalog, storyboard)
      try {
        return await deps.outputs.guard(outPath, () =>
          engine.render({ storyboard: opened.storyboard, outPath }, context)
        )
      } finally {
        await opened.release()
      }
    },
    saveFrame: (request, atSeconds) => saveFrame(deps, request, atSeconds),
    async renderToLibrary({ storyboard, campaignId, name }, context) {
      await ensureWritableFolder(deps.tempFolder)
      const outPath = path.join(deps.tempFolder, `${deps.clock.newId()}.mp4`)
      const opened = await openStoryboard(catalog, storyboard)
      try {
        const video = await engine.render({ storyboard: opened.storyboard, outPath }, context)
        const asset = await keep(video, { name, campaignId, assetIds: assetIdsOf(storyboard) })
        return { ...video, assetId: asset.id }
      } finally {
        await opened.release()
        await rm(outPath, { force: true })
      }
    },
    renderSet: (request, context) => renderLibrarySet({ ...deps, keep }, request, context),
    plan: (storyboard) => planWithAssets(deps, storyboard),
    storyboardOf: (request) => storyboardOf(deps, request),
    readSound: (request, signal) => readSound(deps, request, signal),
    snapToBeats: (storyboard, signal) => snapToBeats(deps, storyboard, signal),
    captions: engine.captionFiles,
    previews: createPreviewDesk({ catalog, engine, newId: deps.clock.newId }),
    sounds: createPreviewSounds({ catalog, engine, tempFolder: deps.tempFolder }),
    ffmpegPath: () => engine.findFfmpeg().catch(() => null)
  }
}

function keeper({ catalog, library }: SlideshowsDeps): Slideshows['keep'] {
  return async (video, facts) => {
    const { asset } = await catalog.add(
      { path: video.path },
      {
        kind: 'video',
        origin: 'rendered',
        name: facts.name.endsWith('.mp4') ? facts.name : `${facts.name}.mp4`,
        mediaType: 'video/mp4',
        extension: '.mp4',
        campaignId: facts.campaignId,
        widthPx: video.widthPx,
        heightPx: video.heightPx,
        durationMs: Math.round(video.durationSeconds * 1000)
      }
    )
    library.replaceUses({ usedBy: 'video', userId: asset.id, label: asset.name }, facts.assetIds)
    return asset
  }
}

async function withRequested<T>(
  deps: SlideshowsDeps,
  request: SlideshowRequest,
  run: (storyboard: Storyboard) => Promise<T>
): Promise<T> {
  const opened = await openCampaignPictures(deps, request)
  try {
    return await run(withExtras(opened?.storyboard ?? planImageStoryboard(request), request))
  } finally {
    await opened?.release()
  }
}

async function renderRequest(
  deps: SlideshowsDeps,
  request: SlideshowRequest,
  context: JobContext
): Promise<RenderResult & RequestedFiles> {
  const { engine, outputs } = deps
  const { outPath } = request
  return await withRequested(deps, request, async (storyboard) => {
    const video = await outputs.guard(outPath, () => engine.render({ storyboard, outPath }, context))
    return { ...video, ...(await writeRequestedFiles(deps, storyboard, request)) }
  })
}

async function renderRequestedSet(
  deps: SlideshowsDeps,
  { request, presets }: { readonly request: SlideshowRequest; readonly presets: readonly SlideshowPreset[] },
  context: JobContext
): Promise<RenderSetResult> {
  const { outPath } = request
  const name = path.basename(outPath, path.extname(outPath))
  return await withRequested(deps, request, (storyboard) =>
    deps.engine.renderSet({ storyboard, presets, outFolder: path.dirname(outPath), name }, context)
  )
}

async function saveFrame(deps: SlideshowsDeps, request: SlideshowRequest, atSeconds: number) {
  const { engine } = deps
  const { outPath } = request
  return await withRequested(deps, request, async (storyboard) => {
    const wanted = Math.floor(atSeconds * storyboard.framesPerSecond + 1e-6)
    const drawing = { storyboard, frame: wanted, maxWidthPx: 3840, format: 'png' as const }
    const { bytes, frame, frames } = await engine.previewFrame(drawing)
    await writeFileAtomic(outPath, bytes)
    return { path: outPath, frame, frames }
  })
}

async function writeRequestedFiles(
  { engine }: SlideshowsDeps,
  storyboard: Storyboard,
  { outPath, hasPoster = false, hasSubtitles = false }: SlideshowRequest
): Promise<RequestedFiles> {
  const beside = path.join(path.dirname(outPath), path.basename(outPath, path.extname(outPath)))
  const save = async (ending: string, content: Uint8Array | string): Promise<string> => {
    await writeFileAtomic(`${beside}${ending}`, content)
    return `${beside}${ending}`
  }
  const { srt, vtt } = engine.captionFiles(storyboard)
  return {
    posterPath: hasPoster ? await save('.jpg', await engine.poster(storyboard)) : null,
    subtitlePaths: hasSubtitles ? [await save('.srt', srt), await save('.vtt', vtt)] : [],
    warnings: (await engine.plan(storyboard)).warnings.map(({ message }) => message)
  }
}

async function openCampaignPictures(
  deps: SlideshowsDeps,
  request: SlideshowRequest
): Promise<OpenedStoryboard | null> {
  if (request.campaignId === null) return null
  const storyboard = await storyboardOf(deps, { ...request, campaignId: request.campaignId })
  const { musicPath, quality } = request
  const opened = await openStoryboard(deps.catalog, storyboard)
  return {
    release: opened.release,
    storyboard: {
      ...opened.storyboard,
      quality,
      ...(musicPath === null ? {} : { musicPath })
    }
  }
}
