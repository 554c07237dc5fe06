/** Cost, performance and usage figures of the whole product. */
import type { CampaignSpend, SpendPart } from '#shared/domain/cost.ts'
import type { Metrics } from '#shared/domain/metrics.ts'
import type { Settings } from '#shared/domain/settings.ts'
import type { StorageStats } from '#shared/domain/storage.ts'
import type { Clock } from '../core/clock.ts'
import type { Db } from '../db/connection.ts'
import { createMetricsRepository } from './metrics-repository.ts'
import { summarise } from './summary.ts'

/** What metrics need of storage. */
export interface StorageFigures {
  stats(): Promise<StorageStats>
}

export interface MetricsService {
  /** Reads only; no network. */
  summary(): Promise<Metrics>
  /** Per local day and provider, today and the days before it. */
  spendPerDay(query: { readonly days: number; readonly campaignId: string | null }): readonly SpendPart[]
  /** Over all time, dearest first. */
  spendPerCampaign(): readonly CampaignSpend[]
}

export interface MetricsDeps {
  readonly db: Db
  readonly clock: Clock
  readonly settings: { get(): Pick<Settings, 'savings'> }
  readonly storage: StorageFigures
}

export function createMetricsService(deps: MetricsDeps): MetricsService {
  const repository = createMetricsRepository(deps.db)
  return {
    spendPerDay: ({ days, campaignId }) =>
      repository.spendPerDay({ since: startOfDay(deps.clock.now(), days - 1), campaignId }),
    spendPerCampaign: () => repository.spendPerCampaign(),
    summary: async () =>
      summarise({
        spend: repository.spendByProvider(),
        monthMicroUsd: repository.spentSinceMicroUsd(startOfMonth(deps.clock.now())),
        possiblyBilledMicroUsd: repository.possiblyBilledMicroUsd(),
        responseTimesMs: repository.responseTimesMs(),
        usage: repository.usage(),
        storage: await deps.storage.stats(),
        referencePriceMicroUsd: deps.settings.get().savings.referencePriceMicroUsd
      })
  }
}

/** Calendar month in UTC, the one budgets count by. */
function startOfMonth(now: number): number {
  const date = new Date(now)
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1)
}

/** Local midnight, so many days before today. */
function startOfDay(now: number, daysBefore: number): number {
  const date = new Date(now)
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() - daysBefore).getTime()
}
