/** Figures straight from the ledger and the catalog; the only SQL about metrics. */
import { z } from 'zod'
import type { Db } from '../db/connection.ts'

export interface SpendRow {
  readonly provider: string
  readonly attempts: number
  readonly images: number
  readonly costMicroUsd: number
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

export function createMetricsRepository(db: Db): MetricsRepository {
  const statements = {
    spend: db.prepare(`SELECT provider, count(*) AS attempts,
        coalesce(sum(outcome = 'succeeded'), 0) AS images, coalesce(sum(cost_microusd), 0) AS cost_microusd
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
    usage: db.prepare(USAGE_SQL)
  }
  return {
    spendByProvider: () => statements.spend.all().map(toSpend),
    spentSinceMicroUsd: (since) => z.int().parse(statements.since.get({ since })),
    possiblyBilledMicroUsd: () => z.int().parse(statements.possibly.get()),
    responseTimesMs: () => z.array(z.int()).parse(statements.times.all()),
    usage: () => usageRowSchema.parse(statements.usage.get())
  }
}

function toSpend(row: unknown): SpendRow {
  const { cost_microusd: costMicroUsd, ...rest } = spendRowSchema.parse(row)
  return { ...rest, costMicroUsd }
}
