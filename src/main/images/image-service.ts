/** Images for the rest of the product: one, or a campaign's whole matrix, with estimate, ledger and provider checks. */
import type { PlatformId } from '#shared/domain/platform.ts'
import type {
  Attempt,
  GenerationResult,
  ImageProviderId,
  ProviderCheck,
  ProviderStatus
} from '#shared/domain/provider.ts'
import type { Settings } from '#shared/domain/settings.ts'
import type { Clock } from '../core/clock.ts'
import { download } from '../core/download.ts'
import type { Http } from '../core/http.ts'
import type { JobContext } from '../core/jobs.ts'
import type { Log } from '../core/log.ts'
import type { Db } from '../db/database.ts'
import type { SecretReader } from '../secrets/secret-store.ts'
import { createAttemptRepository } from './attempt-repository.ts'
import { budgetLeft } from './budget.ts'
import { type CampaignMaker, createCampaignMaker, type PreviewInput } from './campaign-maker.ts'
import { planWork } from './cell-plan.ts'
import { type CostReport, planCostReport } from './cost-report.ts'
import type { AssetSink } from './delivery.ts'
import { createImageDrawer } from './draw-image.ts'
import { createDrawnStore } from './drawn-store.ts'
import { type Estimate, planEstimate, toWanted } from './estimate.ts'
import type { CampaignInput, CellRetry, OneImageInput, PhotoSource, RunWish } from './generation-input.ts'
import { createPriceFile } from './price-file.ts'
import { DEFAULT_TEMPLATE, type PromptText } from './prompt.ts'
import { createProviderHealth } from './provider-health.ts'
import { createProviderRegistry } from './provider-registry.ts'
import { checkProvider, listProviderStatus } from './provider-status.ts'
import { type Recovered, recoverAttempts } from './recovery.ts'
import { createRunRepository } from './run-repository.ts'
import type { Elsewhere, RunExtent, ShownCell } from './shown-cells.ts'
import { makeSingleImage } from './single-image.ts'

export type { CampaignInput, KeptPicture, OneImageInput, PhotoSource } from './generation-input.ts'

export interface ImageServiceDeps {
  readonly db: Db
  readonly clock: Clock
  readonly http: Http
  readonly secrets: SecretReader
  readonly settings: { get(): Settings }
  readonly sink: AssetSink
  readonly photos: PhotoSource
  readonly log: Log
  /** Holds the Inter font files. */
  readonly fontsFolder: string
  /** The app's own folder for prices.json and pictures between vendor and catalog; made when needed. */
  readonly workFolder: string
}

export interface ImageService {
  /**
   * One image for a prompt. Network and money. Throws the codes of ImageDrawer.draw with details.attempts.
   */
  generateOne(input: OneImageInput, context: JobContext): Promise<GenerationResult>
  /**
   * Platforms × posts × variants. Delivered images are kept whatever happens to the others; failures are explained in
   * the result. The same plan again continues its newest run: delivered and unknown cells are not paid again, and with
   * nothing to do nothing happens. `again` makes a new run, `retryUnknown` draws unknown cells.
   * Network and money. Throws CANCELLED at once; NO_PROVIDER_CONFIGURED when there is work and nobody can draw.
   */
  generateCampaign(input: CampaignInput, context: JobContext): Promise<GenerationResult>
  /** Draws the named cells of the campaign's newest run again, whatever their state: the user's word to pay again. */
  retryCells(input: CellRetry, context: JobContext): Promise<GenerationResult>
  /** See CampaignMaker.standOf. No network. */
  standOf: CampaignMaker['standOf']
  /** The plan grid: cells that are made or wait now, else as the newest run that has them knows them, else fresh. No network. */
  planCells(input: RunWish): Promise<readonly ShownCell[]>
  /** How far the campaign's runs reach, and what is being made now. No network. */
  extentOf(campaignId: string): RunExtent
  /** How far other processes are with pictures of the campaign; null when none makes any now. No network. */
  elsewhere(campaignId: string): Elsewhere | null
  /** What would be sent for one square. No network. */
  previewPrompt(input: PreviewInput): PromptText
  readonly shippedTemplate: string
  /** Which variant of its post the asset is; 1 when no ledger row knows. */
  variantOf(assetId: string): number
  /** For what generateCampaign would make now with this input; from the price table alone, no network, no money. */
  estimate(input: CampaignInput): Promise<Estimate>
  /** For so many pictures a placement, of no campaign. No network, no money. */
  estimateFor(platforms: readonly PlatformId[], posts: number): Promise<Estimate>
  /** Newest first. */
  ledger(filter: { readonly campaignId: string | null; readonly limit: number }): readonly Attempt[]
  costReport(campaignId: string | null): CostReport
  listProviders(): Promise<readonly ProviderStatus[]>
  /** Free of charge. A failed check is an answer with its code. Throws CANCELLED. */
  testProvider(id: ImageProviderId, signal: AbortSignal): Promise<ProviderCheck>
  /**
   * For the owner of the data folder, once after start: settles what a crash left, fetches accepted work by id and
   * delivers pictures that were drawn but not stored. Network, no money.
   */
  recover(signal: AbortSignal): Promise<Recovered>
}

export function createImageService(deps: ImageServiceDeps): ImageService {
  const { clock, settings } = deps
  const attempts = createAttemptRepository(deps.db)
  const runs = createRunRepository(deps.db)
  const health = createProviderHealth()
  const drawn = createDrawnStore(`${deps.workFolder}/drawn`)
  const prices = createPriceFile({
    filePath: `${deps.workFolder}/prices.json`,
    log: deps.log,
    now: clock.now
  })
  const registry = createProviderRegistry({ ...deps, download, prices: prices.current })
  const drawer = createImageDrawer({ registry, attempts, health, drawn, settings, clock, log: deps.log })
  const delivery = { sink: deps.sink, attempts, drawn, clock }
  const status = { registry, health, settings, clock }
  const making = { ...delivery, registry, drawer, settings, photos: deps.photos, now: clock.now }
  const maker = createCampaignMaker({ ...making, runs })
  const planning = { registry, settings, now: clock.now }

  return {
    ...maker,
    shippedTemplate: DEFAULT_TEMPLATE,
    variantOf: (assetId) => attempts.variantOf(assetId) ?? 1,
    generateOne: (input, context) => makeSingleImage(making, input, context),
    async estimate(input) {
      const { providers, maxPriceMicroUsd, allowEmergency } = input
      const scope = { campaignId: input.campaign.id, runMicroUsd: input.budgetMicroUsd, now: clock.now() }
      return await planEstimate(planning, {
        wanted: toWanted(planWork({ runs, attempts, settings }, input).cells, input),
        only: providers,
        maxPriceMicroUsd,
        allowEmergency,
        budgetLeftMicroUsd: budgetLeft(attempts, settings.get().budget, scope)
      })
    },
    async estimateFor(platforms, posts) {
      const scope = { campaignId: null, runMicroUsd: null, now: clock.now() }
      return await planEstimate(planning, {
        wanted: platforms.map((platform) => ({ platform, images: posts, only: [] })),
        only: [],
        maxPriceMicroUsd: null,
        allowEmergency: false,
        budgetLeftMicroUsd: budgetLeft(attempts, settings.get().budget, scope)
      })
    },
    ledger: (filter) => attempts.list(filter),
    costReport: (campaignId) => planCostReport(attempts.spendByProvider(campaignId), settings.get().savings),
    listProviders: () => listProviderStatus(status),
    testProvider: (id, signal) => checkProvider(status, id, signal),
    recover: (signal) => recoverAttempts({ ...delivery, registry, runs }, signal)
  }
}
