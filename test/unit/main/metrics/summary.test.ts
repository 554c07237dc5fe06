import { expect, test } from 'vitest'
import { quantile } from '#main/core/quantile.ts'
import { type MetricsFacts, summarise } from '#main/metrics/summary.ts'
import type { StorageStats } from '#shared/domain/storage.ts'

const storage: StorageStats = {
  totalAssets: 3,
  totalBytes: 900,
  byStatus: { pending: 0, uploading: 0, fully_synced: 2, primary_only: 1, backup_only: 0, failed: 0 },
  failovers: 1,
  reads: 4,
  failoverRate: 0.25,
  lastFailoverAt: 1,
  recentFailovers: [{ at: 1, name: 'a' }],
  stores: {
    primary: { objects: 3, bytes: 900, p50Ms: 8, p99Ms: 64 },
    backup: { objects: 2, bytes: 600, p50Ms: null, p99Ms: null }
  },
  uptimePercent: { primary: 99.5, backup: null },
  oldestUnsafeAgeMs: 1,
  safeWithin15MinutesRatio: 1
}

const facts: MetricsFacts = {
  spend: [
    { provider: 'together', attempts: 3, images: 2, costMicroUsd: 5400 },
    { provider: 'openai', attempts: 1, images: 1, costMicroUsd: 6000 }
  ],
  monthMicroUsd: 6000,
  possiblyBilledMicroUsd: 2700,
  responseTimesMs: [100, 300, 200],
  usage: { images: 3, documents: 1, videos: 0, campaigns: 1 },
  storage,
  referencePriceMicroUsd: 40_000
}

test('savings compare delivered images with the reference, failed attempts count only as cost', () => {
  expect(summarise(facts).cost).toMatchObject({
    totalMicroUsd: 11_400,
    referenceMicroUsd: 120_000,
    savingsMicroUsd: 108_600,
    savingsPercent: 90.5,
    perImageMicroUsd: 3800
  })
})

test('without attempts nothing is divided by zero', () => {
  const { cost, performance } = summarise({ ...facts, spend: [], responseTimesMs: [] })
  expect(cost).toMatchObject({ totalMicroUsd: 0, savingsPercent: 0, perImageMicroUsd: null })
  expect(performance).toMatchObject({ successRatio: null, responseP50Ms: null, responseP99Ms: null })
})

test.each([
  [[5], 0.99, 5],
  [[3, 1, 2], 0.5, 2],
  [[], 0.5, null]
])('of %j the %d quantile is %s', (values, fraction, value) => {
  expect(quantile(values, fraction)).toBe(value)
})
