/** Figures straight from the ledger and the catalog; the only SQL about metrics. */
import { z } from 'zod'
import { VIDEO_PROVIDER_IDS } from '#shared/domain/clip.ts'
import {
  type CampaignSpend,
  campaignSpendSchema,
  type SpendPart,
  spendPartSchema
} from '#shared/domain/cost.ts'
import type { Db } from '../db/connection.ts'

export interface SpendRow {
  readonly provider: string
  readonly attempts: number
  readonly images: number
  readonly costMicroUsd: number
}

/** What the sums per day are asked about. */
export interface DaysQuery {
  /** Epoch ms. */
  readonly since: number
  readonly campaignId: string | null
}

export interface UsageRow {
  readonly images: number
  readonly documents: number
  readonly videos: number
  readonly campaigns: number
}

export interface MetricsRepository {
  spendByProvider(): readonly SpendRow[]
  /** Spent at or after the time; epoch ms. */
  spentSinceMicroUsd(since: number): number
  /** Price of attempts whose answer never came. */
  possiblyBilledMicroUsd(): number
  /** Durations of the newest finished attempts, unsorted, at most 10,000. */
  responseTimesMs(): readonly number[]
  usage(): UsageRow
  /** Per local day and provider, oldest first. */
  spendPerDay(query: DaysQuery): readonly SpendPart[]
  /** Dearest first. */
  spendPerCampaign(): readonly CampaignSpend[]
}

const spendRowSchema = z.object({
  provider: z.string(),
  attempts: z.int(),
  images: z.int(),
  cost_microusd: z.int()
})
const usageRowSchema = z.object({ images: z.int(), documents: z.int(), videos: z.int(), campaigns: z.int() })

const USAGE_SQL = /* sql */ `SELECT
  (SELECT count(*) FROM asset WHERE kind = 'image' AND deleted_at IS NULL) AS images,
  (SELECT count(*) FROM asset WHERE kind = 'document' AND deleted_at IS NULL) AS documents,
  (SELECT count(*) FROM asset WHERE kind = 'video' AND deleted_at IS NULL) AS videos,
  (SELECT count(*) FROM campaign) AS campaigns`

/** Clips are in the same ledger; only pictures may be counted as images or against the reference price. */
const IMAGES_SQL = `coalesce(sum(outcome = 'succeeded' AND provider NOT IN (${VIDEO_PROVIDER_IDS.map((id) => `'${id}'`).join(', ')})), 0)`

const COUNTS_SQL = /* sql */ `
  coalesce(sum(cost_microusd), 0) AS costMicroUsd, ${IMAGES_SQL} AS images,
  sum(outcome = 'failed') AS failed, sum(outcome = 'unknown') AS unknown`

/** Days begin at quarter hours in every time zone: the calendar is asked once for each of them, not for each call. */
const DAYS_SQL = /* sql */ `
  SELECT date(at / 1000, 'unixepoch', 'localtime') AS day, provider, sum(costMicroUsd) AS costMicroUsd,
    sum(images) AS images, sum(failed) AS failed, sum(unknown) AS unknown
  FROM (SELECT started_at - started_at % 900000 AS at, provider, ${COUNTS_SQL} FROM attempt
    WHERE started_at >= @since AND (@campaignId IS NULL OR campaign_id = @campaignId) GROUP BY at, provider)
  GROUP BY day, provider ORDER BY day, provider`

export function createMetricsRepository(db: Db): MetricsRepository {
  const statements = {
    spend: db.prepare(`SELECT provider, count(*) AS attempts,
        ${IMAGES_SQL} AS images, coalesce(sum(cost_microusd), 0) AS cost_microusd
      FROM attempt GROUP BY provider ORDER BY cost_microusd DESC, provider`),
    since: db
      .prepare('SELECT coalesce(sum(cost_microusd), 0) FROM attempt WHERE started_at >= @since')
      .pluck(),
    possibly: db.prepare('SELECT coalesce(sum(possibly_billed_microusd), 0) FROM attempt').pluck(),
    times: db
      .prepare(
        "SELECT duration_ms FROM attempt WHERE outcome <> 'running' ORDER BY started_at DESC LIMIT 10000"
      )
      .pluck(),
    usage: db.prepare(USAGE_SQL),
    perDay: db.prepare(DAYS_SQL),
    perCampaign: db.prepare(`SELECT campaign_id AS campaignId, count(*) AS attempts, ${COUNTS_SQL},
        coalesce(sum(possibly_billed_microusd), 0) AS possiblyBilledMicroUsd, max(started_at) AS lastAt
      FROM attempt GROUP BY campaign_id ORDER BY costMicroUsd DESC, lastAt DESC`)
  }
  return {
    spendByProvider: () => statements.spend.all().map(toSpend),
    spentSinceMicroUsd: (since) => z.int().parse(statements.since.get({ since })),
    possiblyBilledMicroUsd: () => z.int().parse(statements.possibly.get()),
    responseTimesMs: () => z.array(z.int()).parse(statements.times.all()),
    usage: () => usageRowSchema.parse(statements.usage.get()),
    spendPerDay: ({ since, campaignId }) =>
      z.array(spendPartSchema).parse(statements.perDay.all({ since, campaignId })),
    spendPerCampaign: () => z.array(campaignSpendSchema).parse(statements.perCampaign.all())
  }
}

function toSpend(row: unknown): SpendRow {
  const { cost_microusd: costMicroUsd, ...rest } = spendRowSchema.parse(row)
  return { ...rest, costMicroUsd }
}
