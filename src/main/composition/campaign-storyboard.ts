/** Makes a storyboard of a campaign: its brief, and the pictures that suit a video best. */
import type { Asset } from '#shared/domain/asset.ts'
import { PLATFORMS } from '#shared/domain/platform.ts'
import {
  type Motion,
  SLIDESHOW_PRESETS,
  type SlideshowPreset,
  type Storyboard,
  type Transition
} from '#shared/domain/slideshow.ts'
import { AppError } from '#shared/errors.ts'
import type { CampaignService } from '../campaigns/campaign-service.ts'
import type { CatalogService } from '../catalog/catalog-service.ts'
import type { SlideshowService } from '../slideshow/slideshow-service.ts'

export interface CampaignStoryboardDeps {
  readonly engine: Pick<SlideshowService, 'storyboardFrom'>
  readonly catalog: Pick<CatalogService, 'list' | 'photos'>
  readonly campaigns: Pick<CampaignService, 'get'>
}

export interface CampaignStoryboard {
  readonly campaignId: string
  readonly preset: SlideshowPreset
  /** Absent = chosen by choosePictures. */
  readonly assetIds?: readonly string[] | undefined
  readonly secondsPerSlide: number
  readonly fadeSeconds: number
  readonly transition: Transition
  readonly motion: Motion
}

/** A storyboard has no more slides. */
const MOST_PICTURES = 500

/** See Slideshows.storyboardOf. */
export async function storyboardOf(
  deps: CampaignStoryboardDeps,
  request: CampaignStoryboard & { readonly captions?: readonly string[] }
): Promise<Storyboard> {
  const campaign = deps.campaigns.get(request.campaignId)
  const assetIds = request.assetIds ?? (await campaignPictures(deps, campaign.id, request.preset))
  if (assetIds.length === 0) {
    throw new AppError('NOT_FOUND', 'This campaign has no pictures yet. Generate or import some first.')
  }
  const { captions = [] } = request
  return deps.engine.storyboardFrom({
    brief: campaign.brief,
    pictures: assetIds.map((assetId) => ({ assetId })),
    preset: request.preset,
    secondsPerSlide: request.secondsPerSlide,
    fadeSeconds: request.fadeSeconds,
    transition: request.transition,
    motion: request.motion,
    ...(captions.length === 0 ? {} : { captions })
  })
}

/** Photos are found however many pictures were made after them. */
export async function campaignPictures(
  { catalog }: Pick<CampaignStoryboardDeps, 'catalog'>,
  campaignId: string,
  preset: SlideshowPreset
): Promise<readonly string[]> {
  const photos = catalog.photos(campaignId, MOST_PICTURES)
  if (photos.length > 0) return choosePictures(photos, preset).map((asset) => asset.id)
  const page = { limit: MOST_PICTURES, cursor: null }
  const { items } = await catalog.list({ kind: 'image', campaignId }, page)
  return items.length === 0 ? [] : choosePictures(items, preset).map((asset) => asset.id)
}

/**
 * Photos without words come first because captions are laid over them; without photos, generated images whose shape
 * comes nearest to the video's.
 */
export function choosePictures(assets: readonly Asset[], preset: SlideshowPreset): readonly Asset[] {
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
