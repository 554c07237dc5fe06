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
import type { generateInputSchema, retryInputSchema } from '#shared/ipc/routes/campaigns.ts'
import type { CampaignService } from '../campaigns/campaign-service.ts'
import type { CatalogService } from '../catalog/catalog-service.ts'
import type { JobContext } from '../core/jobs.ts'
import type { AssetSink } from '../images/delivery.ts'
import type {
  CampaignInput,
  ImageService,
  KeptPicture,
  OneImageInput,
  PhotoSource
} from '../images/image-service.ts'
import {
  type ChoiceDeps,
  type ChosenPictures,
  createChosenPictures,
  createPostPictures,
  createPromptChoices,
  type PostPictures,
  type PromptChoices
} from './campaign-choices.ts'
import { createPlanView, type PlanView } from './plan-view.ts'
import { findAll, readShelves } from './post-shelves.ts'
import { type PostUses, postKey } from './post-uses.ts'

export type GenerateInput = z.output<typeof generateInputSchema>
export type RetryInput = z.output<typeof retryInputSchema>
type Estimate = Awaited<ReturnType<ImageService['estimate']>>
type CostReport = ReturnType<ImageService['costReport']>

export interface SingleImageInput extends Omit<OneImageInput, 'campaign'> {
  readonly campaignId: string | null
}

export interface Generation extends PostPictures, ChosenPictures, PromptChoices, PlanView {
  /**
   * The campaign's plan grows to what is generated, and never shrinks. Network and money. NOT_FOUND for an unknown
   * campaign; see ImageService.generateCampaign.
   */
  generateCampaign(input: GenerateInput, context: JobContext): Promise<GenerationResult>
  /** Network and money. NOT_FOUND for an unknown campaign or posts never generated; see ImageService.retryCells. */
  retry(input: RetryInput, context: JobContext): Promise<GenerationResult>
  /** The request that goes on with a retry after the app has ended. No network. */
  resumeOf(input: RetryInput): RetryInput
  /** Network and money. NOT_FOUND for an unknown campaign; see ImageService.generateOne. */
  generateOne(input: SingleImageInput, context: JobContext): Promise<GenerationResult>
  /** No network, no money. */
  estimate(input: GenerateInput): Promise<Estimate>
  /** For no campaign in particular. No network, no money. */
  estimateFor(platforms: readonly PlatformId[], posts: number): Promise<Estimate>
  photosOf(campaignId: string): Promise<readonly string[]>
  ledger(query: { readonly campaignId: string | null; readonly limit: number }): readonly Attempt[]
  costReport(campaignId: string | null): CostReport
  listProviders(): Promise<readonly ProviderStatus[]>
  /** Free of charge. */
  testProvider(id: ImageProviderId, signal?: AbortSignal): Promise<ProviderCheck>
  /** One provider, or all that are set up. Free of charge. */
  testProviders(id: ImageProviderId | null, signal: AbortSignal): Promise<readonly ProviderCheck[]>
}

export interface GenerationDeps extends ChoiceDeps {
  readonly photos: PhotoSource
}

export function createGeneration(deps: GenerationDeps): Generation {
  const { images, campaigns, photos } = deps
  const testProvider: Generation['testProvider'] = (id, signal) =>
    images.testProvider(id, signal ?? new AbortController().signal)

  const campaignOf = (id: string) => ({
    ...campaigns.get(id),
    prompts: campaigns.prompts(id),
    posts: campaigns.postsOf(id)
  })
  const toCampaignInput = async ({
    campaignId,
    onlyMissing,
    ...input
  }: GenerateInput): Promise<CampaignInput> => ({
    ...input,
    campaign: campaignOf(campaignId),
    again: onlyMissing === false,
    kept: await keptPictures(deps, campaignId),
    isGone(assetId) {
      const asset = deps.catalog.find(assetId)
      return asset === null || asset.deletedAt !== null || asset.campaignId !== campaignId
    }
  })

  const view = createPlanView(deps, campaignOf)
  return {
    ...createPostPictures(deps),
    ...createChosenPictures(deps),
    ...createPromptChoices(deps),
    async generateCampaign(input, context) {
      const { campaignId, platforms, posts, variants = 1 } = input
      const { held } = await view.extentOf(campaignId)
      // Whoever asks, the plan that people see afterwards holds what was generated.
      const onPlanned = (): void => campaigns.growShape(campaignId, { platforms, posts, variants }, held)
      return await images.generateCampaign({ ...(await toCampaignInput(input)), onPlanned }, context)
    },
    async retry({ campaignId, ...input }, context) {
      const result = await images.retryCells({ ...input, campaign: campaignOf(campaignId) }, context)
      // What was drawn again is the post's picture, in place of an earlier choice.
      const made = new Set(result.images.map(({ platform, post }) => `${platform}|${post}`))
      for (const { platform, post } of campaigns.picks(campaignId)) {
        if (made.has(`${platform}|${post}`)) campaigns.pick(campaignId, { platform, post, assetId: null })
      }
      return result
    },
    resumeOf: (input) =>
      input.resume === true
        ? input
        : { ...input, resume: true, seen: [...images.standOf(input.campaignId, input.cells)] },
    generateOne: ({ campaignId, ...input }, context) =>
      images.generateOne(
        { ...input, campaign: campaignId === null ? null : campaigns.get(campaignId) },
        context
      ),
    estimate: async (input) => await images.estimate(await toCampaignInput(input)),
    estimateFor: (platforms, posts) => images.estimateFor(platforms, posts),
    ...view,
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

/** The newest picture of each variant of each post: older ones are asked for by id. */
async function keptPictures(deps: GenerationDeps, campaignId: string): Promise<readonly KeptPicture[]> {
  const shelves = [...(await readShelves(deps, campaignId)).values()]
  const places = shelves.flatMap(({ platform, post, newest }) =>
    [...newest.values()].map((assetId) => ({ assetId, platform, post }))
  )
  const assets = await findAll(
    deps,
    places.map(({ assetId }) => assetId)
  )
  return places.flatMap((place, index) => {
    const asset = assets[index] ?? null
    if (asset === null) return []
    const { provider, model, costMicroUsd } = asset
    return [{ ...place, provider, model, costMicroUsd: costMicroUsd ?? 0 }]
  })
}

export interface SinkDeps {
  readonly catalog: CatalogService
  readonly campaigns: Pick<CampaignService, 'postsOf'>
  readonly posts: Pick<PostUses, 'release'>
}

/** Finished images go into the catalog and so into both stores, with the words planned for their post. */
export function createAssetSink({ catalog, campaigns, posts }: SinkDeps): AssetSink {
  return {
    async addImage(bytes, facts, signal) {
      const { campaignId, platform, post } = facts
      if (campaignId === null || platform === null || post === null)
        return (await catalog.add({ bytes }, facts, signal)).asset
      const place = { campaignId, platform, post }
      const planned = campaigns.postsOf(campaignId).find((each) => postKey(each) === postKey(place))
      const words = { caption: planned?.caption || null, altText: planned?.altText || facts.altText }
      const { asset } = await catalog.add({ bytes }, { ...facts, ...words }, signal)
      posts.release(place)
      return asset
    }
  }
}

/** More than any run shows. */
const MOST_PHOTOS = 500

/** Imported images of the campaign, oldest first, as files that were proven when they were stored. */
export function createPhotoSource(
  catalog: CatalogService,
  localPath: (sha256: string) => string | null
): PhotoSource {
  return {
    async photosOf(campaignId) {
      const photos = catalog.photos(campaignId, MOST_PHOTOS)
      return photos.toReversed().flatMap((asset) => {
        const path = localPath(asset.sha256)
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
