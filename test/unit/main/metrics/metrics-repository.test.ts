/** Sums of the ledger for the Costs page, over a real catalog. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Db } from '#main/db/connection.ts'
import { openDatabase } from '#main/db/database.ts'
import { createMetricsRepository } from '#main/metrics/metrics-repository.ts'

let folder: string
let db: Db
const YESTERDAY = new Date(2026, 10, 21, 23, 59).getTime()
const TODAY = new Date(2026, 10, 22, 0, 1).getTime()

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'campaignforge-metrics-'))
  db = openDatabase(path.join(folder, 'catalog.db'))
  const put = db.prepare(`INSERT INTO attempt (id, provider, model, outcome, estimate_microusd, cost_microusd,
      possibly_billed_microusd, price_source, price_seen_on, campaign_id, request_json, process_id, started_at)
    VALUES (?, ?, 'm', ?, 0, ?, ?, '', '', ?, '{}', 1, ?)`)
  put.run('a', 'together', 'succeeded', 2700, 0, 'c1', YESTERDAY)
  put.run('b', 'together', 'succeeded', 2700, 0, 'c1', TODAY)
  put.run('c', 'together', 'failed', 0, 0, 'c2', TODAY)
  put.run('d', 'openai', 'unknown', 0, 9000, 'c2', TODAY)
  put.run('e', 'openai', 'succeeded', 9000, 0, null, TODAY)
  put.run('f', 'runway', 'succeeded', 250_000, 0, 'c3', TODAY)
})
afterAll(() => {
  db.close()
  rmSync(folder, { recursive: true, force: true })
})

describe('metrics repository', () => {
  test('days are local ones, and failed and unknown calls are counted beside the images', () => {
    const repository = createMetricsRepository(db)
    expect(repository.spendPerDay({ since: 0, campaignId: null })).toEqual([
      { day: '2026-11-21', provider: 'together', costMicroUsd: 2700, images: 1, failed: 0, unknown: 0 },
      { day: '2026-11-22', provider: 'openai', costMicroUsd: 9000, images: 1, failed: 0, unknown: 1 },
      { day: '2026-11-22', provider: 'runway', costMicroUsd: 250_000, images: 0, failed: 0, unknown: 0 },
      { day: '2026-11-22', provider: 'together', costMicroUsd: 2700, images: 1, failed: 1, unknown: 0 }
    ])
    expect(repository.spendPerDay({ since: TODAY, campaignId: 'c1' })).toHaveLength(1)
  })

  test('a clip costs, and is no image that could have been drawn for the reference price', () => {
    const rows = createMetricsRepository(db).spendByProvider()
    expect(rows.find(({ provider }) => provider === 'runway')).toEqual({
      provider: 'runway',
      attempts: 1,
      images: 0,
      costMicroUsd: 250_000
    })
  })

  test('campaigns are summed apart, images of none under null', () => {
    const rows = createMetricsRepository(db).spendPerCampaign()
    expect(rows.map(({ campaignId, costMicroUsd }) => [campaignId, costMicroUsd])).toEqual([
      ['c3', 250_000],
      [null, 9000],
      ['c1', 5400],
      ['c2', 0]
    ])
    expect(rows[3]).toMatchObject({ failed: 1, unknown: 1, possiblyBilledMicroUsd: 9000 })
  })
})
