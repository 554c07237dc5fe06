/** The whole main job on the bundled sample: brief in, images, two copies, a loss survived, a video out. Offline, $0. */
import { readdir } from 'node:fs/promises'
import path from 'node:path'
import type { ServedFrom } from '#shared/domain/asset.ts'
import type { Campaign } from '#shared/domain/campaign.ts'
import { PLATFORM_IDS } from '#shared/domain/platform.ts'
import type { GenerationResult, ImageResult } from '#shared/domain/provider.ts'
import type { RenderResult } from '#shared/domain/slideshow.ts'
import { AppError } from '#shared/errors.ts'
import { ensureWritableFolder, makeFolder } from '../core/files.ts'
import type { JobContext } from '../core/jobs.ts'
import type { Services } from '../services.ts'
import { assetIdsOf } from './opened-storyboard.ts'

export interface DemoRequest {
  /** Holds the product sheet, the price list and photographs. */
  readonly sampleFolder: string
  /** Results are left here; made when absent. */
  readonly outFolder: string
}

export interface DemoStep {
  readonly name: string
  readonly seconds: number
}

export interface DemoResult {
  readonly campaignId: string
  readonly productName: string
  readonly outFolder: string
  readonly images: readonly (ImageResult & { readonly path: string })[]
  readonly documents: readonly { readonly assetId: string; readonly name: string }[]
  readonly video: RenderResult & { readonly assetId: string }
  readonly storage: { readonly fullySynced: number; readonly totalAssets: number }
  readonly failover: { readonly servedFrom: ServedFrom; readonly assetId: string; readonly repaired: number }
  readonly costMicroUsd: number
  readonly dalleCostMicroUsd: number
  readonly savingsMicroUsd: number
  readonly steps: readonly DemoStep[]
}

const POSTS_PER_PLATFORM = 3
const BRIEF_DOCUMENT = 'product-sheet.docx'

/**
 * Disk: writes into the data folder's library and stores, and the results into the out folder. No network, no money.
 * Throws whatever a step throws; what was stored before stays.
 */
export async function runDemo(
  services: Services,
  request: DemoRequest,
  context: JobContext
): Promise<DemoResult> {
  const { signal } = context
  const timer = createStepTimer(context)
  await ensureWritableFolder(request.outFolder)
  const campaign = await timer.step('read the brief', () => makeCampaign(services, request, signal))
  await timer.step('import documents and photos', () =>
    importSample(services, request, { campaign, context })
  )
  const made = await timer.step('compose the images', () => composeImages(services, campaign.id, context))
  await timer.step('store in two places', () => services.storage.drain(signal))
  const failover = await timer.step('lose a copy, serve the other, repair', () =>
    surviveLoss(services, made, context)
  )
  const video = await timer.step('render the video', () =>
    renderVideo(services, { campaign, request }, context)
  )
  const images = await timer.step('save the results', () => saveImages(services, made, request.outFolder))
  await services.storage.drain(signal)
  const documents = await services.catalog.list(
    { kind: 'document', campaignId: campaign.id },
    { limit: 100, cursor: null }
  )
  const { byStatus, totalAssets } = await services.storage.stats()
  return {
    campaignId: campaign.id,
    productName: campaign.brief.productName,
    outFolder: request.outFolder,
    images,
    documents: documents.items.map((asset) => ({ assetId: asset.id, name: asset.name })),
    video,
    storage: { fullySynced: byStatus.fully_synced, totalAssets },
    failover,
    costMicroUsd: made.totalCostMicroUsd,
    dalleCostMicroUsd: made.dalleCostMicroUsd,
    savingsMicroUsd: made.savingsMicroUsd,
    steps: timer.steps
  }
}

function createStepTimer(context: JobContext) {
  const steps: DemoStep[] = []
  return {
    steps,
    async step<T>(name: string, run: () => Promise<T>): Promise<T> {
      context.report(0, 0, name)
      const startedAt = performance.now()
      const result = await run()
      steps.push({ name, seconds: Math.round(performance.now() - startedAt) / 1000 })
      return result
    }
  }
}

async function makeCampaign(
  services: Services,
  { sampleFolder }: DemoRequest,
  signal: AbortSignal
): Promise<Campaign> {
  const briefPath = path.join(sampleFolder, BRIEF_DOCUMENT)
  return await services.campaigns.create(
    { name: 'Sample campaign', briefPaths: [briefPath], patch: {} },
    signal
  )
}

async function importSample(
  services: Services,
  { sampleFolder }: DemoRequest,
  { campaign, context }: { readonly campaign: Campaign; readonly context: JobContext }
): Promise<void> {
  const names = (await readdir(sampleFolder)).filter((name) => name !== 'LICENSE.txt').sort()
  const paths = names.map((name) => path.join(sampleFolder, name))
  const { items } = await services.imports.importPaths(
    { paths, campaignId: campaign.id, tags: ['sample'] },
    context
  )
  const rejected = items.find((item) => item.outcome === 'rejected')
  if (rejected === undefined) return
  throw new AppError(
    'INTERNAL',
    `The sample file ${path.basename(rejected.path)} was refused: ${rejected.error?.message ?? ''}`
  )
}

async function composeImages(
  services: Services,
  campaignId: string,
  context: JobContext
): Promise<GenerationResult> {
  const result = await services.generation.generateCampaign(
    {
      campaignId,
      platforms: [...PLATFORM_IDS],
      posts: POSTS_PER_PLATFORM,
      providers: ['composer'],
      budgetMicroUsd: 0,
      maxPriceMicroUsd: 0,
      allowEmergency: false
    },
    context
  )
  const failure = result.failures[0]
  if (failure !== undefined)
    throw new AppError('INTERNAL', `An image could not be composed: ${failure.message}`)
  return result
}

async function surviveLoss(
  services: Services,
  made: GenerationResult,
  context: JobContext
): Promise<DemoResult['failover']> {
  const assetId = made.images[0]?.assetId ?? ''
  const { sha256 } = services.catalog.get(assetId)
  await services.storage.loseCopy(sha256, 'primary', context.signal)
  const copy = await services.storage.openCopy(sha256, { skipLocal: true, signal: context.signal })
  await copy.release()
  const { repaired } = await services.storage.repair({ dryRun: false }, context)
  return { servedFrom: copy.servedFrom, assetId, repaired: repaired.length }
}

async function renderVideo(
  services: Services,
  { campaign, request }: { readonly campaign: Campaign; readonly request: DemoRequest },
  context: JobContext
): Promise<DemoResult['video']> {
  const wish = {
    campaignId: campaign.id,
    preset: 'landscape',
    secondsPerSlide: 3,
    fadeSeconds: 0.5,
    transition: 'fade',
    motion: 'none'
  } as const
  const outPath = path.join(request.outFolder, 'slideshow.mp4')
  const video = await services.slideshows.renderRequest(
    { ...wish, outPath, imagePaths: [], captions: [], musicPath: null, quality: 'standard' },
    context
  )
  const assetIds = assetIdsOf(await services.slideshows.storyboardOf(wish))
  const asset = await services.slideshows.keep(video, {
    name: `${campaign.name}.mp4`,
    campaignId: campaign.id,
    assetIds
  })
  return { ...video, assetId: asset.id }
}

async function saveImages(
  services: Services,
  made: GenerationResult,
  outFolder: string
): Promise<DemoResult['images']> {
  const saved: (ImageResult & { path: string })[] = []
  for (const image of made.images) {
    const folder = path.join(outFolder, 'images', image.platform ?? 'other')
    await makeFolder(folder)
    const extension = path.extname(services.catalog.get(image.assetId).name)
    const file = path.join(folder, `post-${image.post ?? 1}${extension}`)
    await services.catalog.exportCopy(image.assetId, file)
    saved.push({ ...image, path: file })
  }
  return saved
}
