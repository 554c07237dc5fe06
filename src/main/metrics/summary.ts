/** Turns ledger rows and storage figures into the figures on screen. Pure. */
import type { Metrics } from '#shared/domain/metrics.ts'
import type { StorageStats } from '#shared/domain/storage.ts'
import { addMicroUsd, type MicroUsd } from '#shared/money.ts'
import { quantile } from '../core/quantile.ts'
import type { SpendRow, UsageRow } from './metrics-repository.ts'

export interface MetricsFacts {
  readonly spend: readonly SpendRow[]
  readonly monthMicroUsd: MicroUsd
  readonly possiblyBilledMicroUsd: MicroUsd
  readonly responseTimesMs: readonly number[]
  readonly usage: UsageRow
  readonly storage: StorageStats
  /** Editable price of one image that savings are counted against. */
  readonly referencePriceMicroUsd: MicroUsd
}

export function summarise(facts: MetricsFacts): Metrics {
  const { spend, storage, usage } = facts
  const attempts = spend.reduce((sum, row) => sum + row.attempts, 0)
  const images = spend.reduce((sum, row) => sum + row.images, 0)
  const totalMicroUsd = addMicroUsd(spend.map((row) => row.costMicroUsd))
  const referenceMicroUsd = images * facts.referencePriceMicroUsd
  const savingsMicroUsd = referenceMicroUsd - totalMicroUsd
  return {
    cost: {
      totalMicroUsd,
      monthMicroUsd: facts.monthMicroUsd,
      possiblyBilledMicroUsd: facts.possiblyBilledMicroUsd,
      referenceMicroUsd,
      savingsMicroUsd,
      savingsPercent: percentOf(savingsMicroUsd, referenceMicroUsd),
      perImageMicroUsd: images === 0 ? null : Math.round(totalMicroUsd / images),
      byProvider: [...spend]
    },
    performance: {
      attempts,
      successRatio: attempts === 0 ? null : images / attempts,
      responseP50Ms: quantile(facts.responseTimesMs, 0.5),
      responseP99Ms: quantile(facts.responseTimesMs, 0.99),
      failoverRate: storage.failoverRate,
      uptimePercent: storage.uptimePercent
    },
    usage: { ...usage, storageBytes: storage.totalBytes, fullySynced: storage.byStatus.fully_synced }
  }
}

function percentOf(part: number, whole: number): number {
  return whole === 0 ? 0 : Math.round((part / whole) * 1000) / 10
}
