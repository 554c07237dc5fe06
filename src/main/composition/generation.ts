/** Joins images with campaigns and the catalog: runs by campaign id, plan cells with their assets, photos of a campaign. */
import type { z } from 'zod'
import type { Asset } from '#shared/domain/asset.ts'
import type { PlatformId } from '#shared/domain/platform.ts'
import type {
  Attempt,
  GenerationResult,
  ImageProviderId,
  ProviderCheck,
  ProviderStatus
} from '#shared/domain/provider.ts'
import type { generateInputSchema, planCellSchema, retryInputSchema } from '#shared/ipc/routes/campaigns.ts'
import type { CampaignService } from '../campaigns/campaign-service.ts'
import type { CatalogService } from '../catalog/catalog-service.ts'
import type { JobContext } from '../core/jobs.ts'
import type { AssetSink } from '../images/delivery.ts'
import type { PlacedPost } from '../images/generation-input.ts'
import type { ImageService, OneImageInput, PhotoSource } from '../images/image-service.ts'

export type GenerateInput = z.output<typeof generateInputSchema>
export type RetryInput = z.output<typeof retryInputSchema>
export type PlanCell = z.output<typeof planCellSchema>
type Estimate = Awaited<ReturnType<ImageService['estimate']>>
type CostReport = ReturnType<ImageService['costReport']>

/** The squares of the plan grid. */
export interface PlanGrid {
  readonly platforms: readonly PlatformId[]
  readonly posts: number
  readonly variants?: number | undefined
}

export interface SingleImageInput extends Omit<OneImageInput, 'campaign'> {
  readonly campaignId: string | null
}

export interface Generation {
  /** Network and money. NOT_FOUND for an unknown campaign; see ImageService.generateCampaign. */
  generateCampaign(input: GenerateInput, context: JobContext): Promise<GenerationResult>
  /** Network and money. NOT_FOUND for an unknown campaign or posts never generated; see ImageService.retryCells. */
  retry(input: RetryInput, context: JobContext): Promise<GenerationResult>
  /** Network and money. NOT_FOUND for an unknown campaign; see ImageService.generateOne. */
  generateOne(input: SingleImageInput, context: JobContext): Promise<GenerationResult>
  /** No network, no money. */
  estimate(input: GenerateInput): Promise<Estimate>
  /** For no campaign in particular. No network, no money. */
  estimateFor(platforms: readonly PlatformId[], posts: number): Promise<Estimate>
  /** The plan grid; a cell carries its asset, or the newest one of an earlier run, unless it was deleted. */
  plan(campaignId: string, grid: PlanGrid): Promise<readonly PlanCell[]>
  photosOf(campaignId: string): Promise<readonly string[]>
  ledger(query: { readonly campaignId: string | null; readonly limit: number }): readonly Attempt[]
  costReport(campaignId: string | null): CostReport
  listProviders(): Promise<readonly ProviderStatus[]>
  /** Free of charge. */
  testProvider(id: ImageProviderId, signal?: AbortSignal): Promise<ProviderCheck>
  /** One provider, or all that are set up. Free of charge. */
  testProviders(id: ImageProviderId | null, signal: AbortSignal): Promise<readonly ProviderCheck[]>
}

export interface GenerationDeps {
  readonly images: ImageService
  readonly campaigns: CampaignService
  readonly catalog: CatalogService
  readonly photos: PhotoSource
}

export function createGeneration({ images, campaigns, catalog, photos }: GenerationDeps): Generation {
  const testProvider: Generation['testProvider'] = (id, signal) =>
    images.testProvider(id, signal ?? new AbortController().signal)

  return {
    async generateCampaign({ campaignId, onlyMissing, ...input }, context) {
      const leaveOut = onlyMissing === true ? await deliveredPosts(catalog, campaignId) : []
      return await images.generateCampaign(
        { ...input, leaveOut, campaign: campaigns.get(campaignId) },
        context
      )
    },
    retry: ({ campaignId, ...input }, context) =>
      images.retryCells({ ...input, campaign: campaigns.get(campaignId) }, context),
    generateOne: ({ campaignId, ...input }, context) =>
      images.generateOne(
        { ...input, campaign: campaignId === null ? null : campaigns.get(campaignId) },
        context
      ),
    async estimate({ onlyMissing, ...input }) {
      const leaveOut = onlyMissing === true ? await deliveredPosts(catalog, input.campaignId) : []
      return await images.estimate({ ...input, leaveOut })
    },
    estimateFor: (platforms, posts) =>
      images.estimate({
        campaignId: null,
        platforms,
        posts,
        providers: [],
        budgetMicroUsd: null,
        maxPriceMicroUsd: null,
        allowEmergency: false
      }),
    async plan(campaignId, grid) {
      const cells = images.planCells({ campaign: campaigns.get(campaignId), ...grid })
      const delivered = await deliveredAssets(catalog, campaignId)
      return cells.map(({ assetId, ...cell }) => {
        const asset = liveAsset(catalog, assetId) ?? earlierAsset(delivered, cell)
        return asset === null ? { ...cell, asset } : { ...cell, asset, state: 'delivered' as const }
      })
    },
    photosOf: async (campaignId) =>
      (await photos.photosOf(campaigns.get(campaignId).id)).map((photo) => photo.assetId),
    ledger: (query) => images.ledger(query),
    costReport: (campaignId) => images.costReport(campaignId),
    listProviders: () => images.listProviders(),
    testProvider,
    async testProviders(id, signal) {
      if (id !== null) return [await testProvider(id, signal)]
      const configured = (await images.listProviders()).filter((provider) => provider.configured)
      return await Promise.all(configured.map((provider) => testProvider(provider.id, signal)))
    }
  }
}

function liveAsset(catalog: CatalogService, assetId: string | null): Asset | null {
  const asset = assetId === null ? null : catalog.find(assetId)
  return asset === null || asset.deletedAt !== null ? null : asset
}

/** More than any grid holds: 100 posts on 4 platforms, made five times over. */
const MOST_DELIVERED = 2000

/** The campaign's generated images that are not in the trash, newest first. */
async function deliveredAssets(catalog: CatalogService, campaignId: string): Promise<readonly Asset[]> {
  const { items } = await catalog.list({ campaignId, kind: 'image' }, { limit: MOST_DELIVERED, cursor: null })
  return items.filter((asset) => asset.origin === 'generated')
}

async function deliveredPosts(catalog: CatalogService, campaignId: string): Promise<readonly PlacedPost[]> {
  const assets = await deliveredAssets(catalog, campaignId)
  return assets.flatMap(({ platform, post }) =>
    platform === null || post === null ? [] : [{ platform, post }]
  )
}

/** A failed or running cell shows what it is now, not what an earlier run made. */
function earlierAsset(
  delivered: readonly Asset[],
  cell: Pick<PlanCell, 'platform' | 'post' | 'variant' | 'state'>
): Asset | null {
  // Assets do not say which variant they are; the first is meant.
  if (cell.variant !== 1) return null
  if (cell.state !== 'planned' && cell.state !== 'delivered') return null
  return delivered.find((asset) => asset.platform === cell.platform && asset.post === cell.post) ?? null
}

/** Finished images go into the catalog and so into both stores. */
export function createAssetSink(catalog: CatalogService): AssetSink {
  return { addImage: async (bytes, facts, signal) => (await catalog.add({ bytes }, facts, signal)).asset }
}

/** Imported images of the campaign, oldest first, as files that were proven when they were stored. */
export function createPhotoSource(
  catalog: CatalogService,
  localPath: (sha256: string) => string | null
): PhotoSource {
  return {
    async photosOf(campaignId) {
      const { items } = await catalog.list({ kind: 'image', campaignId }, { limit: 500, cursor: null })
      return items.toReversed().flatMap((asset) => {
        const path = asset.origin === 'imported' ? localPath(asset.sha256) : null
        const { widthPx, heightPx } = asset
        return path === null || widthPx === null || heightPx === null
          ? []
          : [{ assetId: asset.id, path, widthPx, heightPx, focal: toRatios(asset.focalPoint) }]
      })
    }
  }
}

function toRatios(point: Asset['focalPoint']) {
  return point === null ? null : { xRatio: point.xFraction, yRatio: point.yFraction }
}
