/** Images for the rest of the product: one, or a campaign's whole matrix, with estimate, ledger and provider checks. */
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
import { createCampaignMaker, type PlannedCell } from './campaign-maker.ts'
import { type CostReport, planCostReport } from './cost-report.ts'
import type { AssetSink } from './delivery.ts'
import { createImageDrawer } from './draw-image.ts'
import { createDrawnStore } from './drawn-store.ts'
import { type Estimate, planEstimate } from './estimate.ts'
import type { CampaignInput, CellRetry, OneImageInput, PhotoSource } from './generation-input.ts'
import { createPriceFile } from './price-file.ts'
import { createProviderHealth } from './provider-health.ts'
import { createProviderRegistry } from './provider-registry.ts'
import { checkProvider, listProviderStatus } from './provider-status.ts'
import { type Recovered, recoverAttempts } from './recovery.ts'
import { createRunRepository } from './run-repository.ts'
import { makeSingleImage } from './single-image.ts'

export type { CampaignInput, OneImageInput, PhotoSource } from './generation-input.ts'

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
   * the result. The same plan again continues an open run: finished and unknown cells are not paid again.
   * Network and money. Throws CANCELLED at once; NO_PROVIDER_CONFIGURED when nobody can draw.
   */
  generateCampaign(input: CampaignInput, context: JobContext): Promise<GenerationResult>
  /** Draws the named cells of the campaign's newest run again, whatever their state: the user's word to pay again. */
  retryCells(input: CellRetry, context: JobContext): Promise<GenerationResult>
  /** The plan grid: the open or newest run's cells where it has this plan, else fresh ones. No network. */
  planCells(
    input: Pick<CampaignInput, 'campaign' | 'platforms' | 'posts' | 'variants' | 'template'>
  ): readonly PlannedCell[]
  /** From the price table alone; no network, no money. */
  estimate(
    input: Omit<CampaignInput, 'campaign' | 'template'> & { readonly campaignId: string | null }
  ): Promise<Estimate>
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
  const prices = createPriceFile(`${deps.workFolder}/prices.json`, deps.log)
  const registry = createProviderRegistry({ ...deps, download, prices: prices.current })
  const drawer = createImageDrawer({ registry, attempts, health, drawn, settings, clock, log: deps.log })
  const delivery = { sink: deps.sink, attempts, drawn, clock }
  const status = { registry, health, settings, clock }
  const making = { ...delivery, registry, drawer, settings, photos: deps.photos }
  const maker = createCampaignMaker({ ...making, runs })

  return {
    ...maker,
    generateOne: (input, context) => makeSingleImage(making, input, context),
    async estimate(input) {
      const { providers, platforms, posts, variants, maxPriceMicroUsd, allowEmergency } = input
      const scope = { campaignId: input.campaignId, runMicroUsd: input.budgetMicroUsd, now: clock.now() }
      return await planEstimate(
        { registry, settings, now: clock.now },
        {
          platforms,
          posts,
          variants: variants ?? 1,
          leaveOut: input.leaveOut,
          only: providers,
          maxPriceMicroUsd,
          allowEmergency,
          budgetLeftMicroUsd: budgetLeft(attempts, settings.get().budget, scope)
        }
      )
    },
    ledger: (filter) => attempts.list(filter),
    costReport: (campaignId) => planCostReport(attempts.spendByProvider(campaignId), settings.get().savings),
    listProviders: () => listProviderStatus(status),
    testProvider: (id, signal) => checkProvider(status, id, signal),
    recover: (signal) => recoverAttempts({ ...delivery, registry, runs }, signal)
  }
}
