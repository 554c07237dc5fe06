/** Joins slideshows with campaigns and the library: picks pictures, renders, keeps the video in both places. */
import { rm } from 'node:fs/promises'
import path from 'node:path'
import type { Asset } from '#shared/domain/asset.ts'
import { PLATFORMS } from '#shared/domain/platform.ts'
import { type RenderResult, SLIDESHOW_PRESETS, type Storyboard } from '#shared/domain/slideshow.ts'
import { AppError } from '#shared/errors.ts'
import type { CampaignService } from '../campaigns/campaign-service.ts'
import type { CatalogService } from '../catalog/catalog-service.ts'
import type { Clock } from '../core/clock.ts'
import { ensureWritableFolder } from '../core/files.ts'
import type { JobContext } from '../core/jobs.ts'
import type { OutputJournal } from '../core/output-journal.ts'
import type { SlideshowService } from '../slideshow/slideshow-service.ts'
import { planImageStoryboard, type SlideshowRequest } from './slideshow-request.ts'

export interface Slideshows {
  /** Renders to a file of the user's. Codes of SlideshowService.render; NOT_FOUND for an unknown campaign. */
  renderRequest(request: SlideshowRequest, context: JobContext): Promise<RenderResult>
  /** Renders into the library; the video is stored in both places. Pictures given by asset id are opened first. */
  renderToLibrary(
    request: LibraryRender,
    context: JobContext
  ): Promise<RenderResult & { readonly assetId: string }>
  /** Keeps a finished video as an asset. */
  keep(
    video: RenderResult,
    facts: { readonly name: string; readonly campaignId: string | null }
  ): Promise<Asset>
  /** Null when no ffmpeg can be found. */
  ffmpegPath(): Promise<string | null>
}

export interface LibraryRender {
  readonly storyboard: Storyboard
  readonly campaignId: string | null
  readonly name: string
}

export interface SlideshowsDeps {
  readonly engine: SlideshowService
  readonly catalog: CatalogService
  readonly campaigns: CampaignService
  readonly outputs: OutputJournal
  readonly clock: Clock
  /** For files on their way into the library. */
  readonly tempFolder: string
}

export function createSlideshows(deps: SlideshowsDeps): Slideshows {
  const { engine, catalog, outputs } = deps

  async function keep(
    video: RenderResult,
    facts: { name: string; campaignId: string | null }
  ): Promise<Asset> {
    const added = await catalog.add(
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
    return added.asset
  }

  return {
    async renderRequest(request, context) {
      const opened = await openCampaignPictures(deps, request)
      try {
        const storyboard = opened === null ? planImageStoryboard(request) : opened.storyboard
        return await outputs.guard(request.outPath, () =>
          engine.render({ storyboard, outPath: request.outPath }, context)
        )
      } finally {
        await opened?.release()
      }
    },
    async renderToLibrary({ storyboard, campaignId, name }, context) {
      await ensureWritableFolder(deps.tempFolder)
      const outPath = path.join(deps.tempFolder, `${deps.clock.newId()}.mp4`)
      const opened = await openSlides(catalog, storyboard)
      try {
        const video = await engine.render({ storyboard: opened.storyboard, outPath }, context)
        const asset = await keep(video, { name, campaignId })
        return { ...video, assetId: asset.id }
      } finally {
        await opened.release()
        await rm(outPath, { force: true })
      }
    },
    keep,
    ffmpegPath: () => engine.findFfmpeg().catch(() => null)
  }
}

interface OpenedStoryboard {
  readonly storyboard: Storyboard
  release(): Promise<void>
}

/** The storyboard with every asset replaced by a proven local file. */
async function openSlides(catalog: CatalogService, storyboard: Storyboard): Promise<OpenedStoryboard> {
  const ids = storyboard.slides.flatMap(({ assetId }) => (assetId === undefined ? [] : [assetId]))
  const { paths, release } = await openAssets(catalog, ids)
  const pathOf = new Map(ids.map((id, index) => [id, paths[index] ?? '']))
  const slides = storyboard.slides.map(({ assetId, ...slide }) =>
    assetId === undefined ? slide : { ...slide, path: pathOf.get(assetId) ?? '' }
  )
  return { storyboard: { ...storyboard, slides }, release }
}

interface OpenedAssets {
  readonly paths: readonly string[]
  release(): Promise<void>
}

/** All or none: when one cannot be opened, those opened before are released. */
async function openAssets(catalog: CatalogService, ids: readonly string[]): Promise<OpenedAssets> {
  const copies: Awaited<ReturnType<CatalogService['openCopy']>>[] = []
  const release = async (): Promise<void> => void (await Promise.all(copies.map((copy) => copy.release())))
  try {
    for (const id of ids) copies.push(await catalog.openCopy(id))
    return { paths: copies.map((copy) => copy.path), release }
  } catch (thrown) {
    await release()
    throw thrown
  }
}

async function openCampaignPictures(
  deps: SlideshowsDeps,
  request: SlideshowRequest
): Promise<OpenedStoryboard | null> {
  if (request.campaignId === null) return null
  const campaign = deps.campaigns.get(request.campaignId)
  const { items } = await deps.catalog.list(
    { kind: 'image', campaignId: campaign.id },
    { limit: 500, cursor: null }
  )
  const pictures = choosePictures(items, request.preset)
  if (pictures.length === 0) {
    throw new AppError('NOT_FOUND', 'This campaign has no pictures yet. Generate or import some first.')
  }
  const opened = await openAssets(
    deps.catalog,
    pictures.map((asset) => asset.id)
  )
  const storyboard = deps.engine.storyboardFrom({
    brief: campaign.brief,
    imagePaths: opened.paths,
    preset: request.preset,
    secondsPerSlide: request.secondsPerSlide,
    fadeSeconds: request.fadeSeconds,
    transition: request.transition,
    motion: request.motion,
    quality: request.quality,
    ...(request.captions.length === 0 ? {} : { captions: request.captions }),
    ...(request.musicPath === null ? {} : { musicPath: request.musicPath })
  })
  return { storyboard, release: opened.release }
}

/**
 * Photos without words come first because captions are laid over them; without photos, generated images whose shape
 * comes nearest to the video's.
 */
export function choosePictures(
  assets: readonly Asset[],
  preset: SlideshowRequest['preset']
): readonly Asset[] {
  const oldestFirst = [...assets].reverse()
  const photos = oldestFirst.filter((asset) => asset.origin === 'imported')
  if (photos.length > 0) return photos
  const { widthPx, heightPx } = SLIDESHOW_PRESETS[preset]
  const shapeGap = (asset: Asset): number =>
    Math.abs(Math.log((asset.widthPx ?? 1) / (asset.heightPx ?? 1)) - Math.log(widthPx / heightPx))
  const best = Math.min(...oldestFirst.map(shapeGap))
  return oldestFirst
    .filter((asset) => shapeGap(asset) <= best + 0.05)
    .slice(0, Object.keys(PLATFORMS).length * 10)
}
