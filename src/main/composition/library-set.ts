/** One storyboard in several shapes into the library, and into a folder when one is given. */
import { rm } from 'node:fs/promises'
import path from 'node:path'
import type { Asset } from '#shared/domain/asset.ts'
import type { RenderResult, SlideshowPreset, Storyboard } from '#shared/domain/slideshow.ts'
import type { SetResult } from '#shared/domain/slideshow-plan.ts'
import type { CatalogService } from '../catalog/catalog-service.ts'
import type { Clock } from '../core/clock.ts'
import { ensureWritableFolder } from '../core/files.ts'
import type { JobContext } from '../core/jobs.ts'
import type { SlideshowService } from '../slideshow/slideshow-service.ts'
import { assetIdsOf, openStoryboard } from './opened-storyboard.ts'

export interface VideoFacts {
  readonly name: string
  readonly campaignId: string | null
  /** The assets in it. */
  readonly assetIds: readonly string[]
}

export interface LibraryRender {
  readonly storyboard: Storyboard
  readonly campaignId: string | null
  readonly name: string
}

export interface LibrarySet extends LibraryRender {
  readonly presets: readonly SlideshowPreset[]
  /** An existing folder, or null for the library alone. */
  readonly folder: string | null
}

export interface LibrarySetDeps {
  readonly engine: Pick<SlideshowService, 'renderSet'>
  readonly catalog: Pick<CatalogService, 'find' | 'openCopy'>
  readonly clock: Pick<Clock, 'newId'>
  readonly tempFolder: string
  readonly keep: (video: RenderResult, facts: VideoFacts) => Promise<Asset>
}

/** See Slideshows.renderSet. */
export async function renderLibrarySet(
  deps: LibrarySetDeps,
  { storyboard, campaignId, name, presets, folder }: LibrarySet,
  context: JobContext
): Promise<SetResult> {
  const own = path.join(deps.tempFolder, deps.clock.newId())
  const outFolder = folder ?? own
  if (folder === null) await ensureWritableFolder(own)
  const opened = await openStoryboard(deps.catalog, storyboard)
  try {
    const request = { storyboard: opened.storyboard, presets, outFolder, name: fileNameOf(name) }
    const set = await deps.engine.renderSet(request, context)
    const videos: SetResult['videos'] = []
    for (const video of set.videos) {
      const facts = { name: `${name} ${video.preset}`, campaignId, assetIds: assetIdsOf(storyboard) }
      const asset = await deps.keep(video, facts)
      videos.push({ ...video, posterPath: folder === null ? null : video.posterPath, assetId: asset.id })
    }
    return folder === null
      ? { manifestPath: null, subtitlePaths: [], videos }
      : { manifestPath: set.manifestPath, subtitlePaths: [...set.subtitlePaths], videos }
  } finally {
    await opened.release()
    if (folder === null) await rm(own, { recursive: true, force: true })
  }
}

/** Characters that file systems refuse, and leading dots, become a hyphen. */
function fileNameOf(name: string): string {
  const safe = name.replaceAll(/[\p{Cc}<>:"/\\|?*]+/gu, '-').replace(/^[.\s]+|[.\s]+$/g, '')
  return safe === '' ? 'slideshow' : safe.slice(0, 120)
}
