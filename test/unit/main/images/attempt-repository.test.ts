import { beforeEach, describe, expect, it } from 'vitest'
import type { NewAttempt } from '#main/images/attempt.ts'
import { type AttemptRepository, createAttemptRepository } from '#main/images/attempt-repository.ts'
import type { Limits } from '#main/images/committed-repository.ts'
import { CELL_STATES } from '#main/images/run-repository.ts'
import { ATTEMPT_OUTCOMES } from '#shared/domain/provider.ts'
import { eachCatalog } from '#test/harness/each-catalog.ts'

const catalog = eachCatalog()
let attempts: AttemptRepository
beforeEach(() => {
  attempts = createAttemptRepository(catalog.db)
})

const NO_LIMITS: Limits = {
  monthMicroUsd: null,
  monthStartedAt: 0,
  campaignMicroUsd: null,
  providerMicroUsd: null,
  runMicroUsd: null
}
const anAttempt = (id: string, changes: Partial<NewAttempt> = {}): NewAttempt => ({
  id,
  provider: 'together',
  model: 'some-model',
  estimateMicroUsd: 2_700,
  priceSource: 'contract',
  priceSeenOn: '2026-11-01',
  startedAt: 1_000,
  request: { prompt: 'A kettle', negativePrompt: '', style: '', widthPx: 8, heightPx: 8 },
  processId: 1,
  campaignId: 'campaign-1',
  runId: null,
  platform: 'instagram',
  post: 1,
  variant: 1,
  ...changes
})
const settled = { code: null, message: null, possiblyBilledMicroUsd: 0, durationMs: 5 }

/** The words of a CHECK (column IN (…)) of the schema. */
function allowedWords(table: string, column: string): readonly string[] {
  const sql =
    catalog.db.prepare<[string], { sql: string }>('SELECT sql FROM sqlite_schema WHERE name = ?').get(table)
      ?.sql ?? ''
  const list = new RegExp(`CHECK \\(${column} IN \\(([^)]*)\\)`).exec(sql)?.[1] ?? ''
  return [...list.matchAll(/'(\w+)'/g)].map((match) => match[1] ?? '')
}

describe('attempt repository', () => {
  it('the table and the types allow the same words', () => {
    expect(allowedWords('attempt', 'outcome')).toEqual([...ATTEMPT_OUTCOMES])
    expect(allowedWords('generation_cell', 'state')).toEqual([...CELL_STATES])
  })

  it('a running call is reserved, a settled one counts with its cost, an unanswered one with what it may cost', async () => {
    const committed = () => attempts.committedMicroUsd({ campaignId: 'campaign-1', since: 0 })
    await attempts.start(anAttempt('a1'), NO_LIMITS)
    const reserved = committed()
    attempts.settle('a1', { ...settled, outcome: 'succeeded', costMicroUsd: 2_500 })
    const paid = committed()
    await attempts.start(anAttempt('a2'), NO_LIMITS)
    attempts.settle('a2', { ...settled, outcome: 'unknown', costMicroUsd: 0, possiblyBilledMicroUsd: 2_700 })
    expect([reserved, paid, committed()]).toEqual([2_700, 2_500, 5_200])
  })

  it('a refused call leaves no row', async () => {
    await expect(
      attempts.start(anAttempt('a1'), { ...NO_LIMITS, monthMicroUsd: 2_699 })
    ).rejects.toMatchObject({
      code: 'BUDGET_EXCEEDED',
      details: { scope: 'this month', leftMicroUsd: 2_699 }
    })
    expect(attempts.list({ campaignId: null, limit: 10 })).toEqual([])
  })

  it('last month’s spending does not count', async () => {
    const monthStartedAt = Date.UTC(2026, 10, 1)
    await attempts.start(anAttempt('a1', { startedAt: monthStartedAt - 1 }), NO_LIMITS)
    const limits = { ...NO_LIMITS, monthMicroUsd: 2_700, monthStartedAt }
    await attempts.start(anAttempt('a2', { startedAt: monthStartedAt }), limits)
    expect(attempts.list({ campaignId: null, limit: 10 }).map((attempt) => attempt.id)).toEqual(['a2', 'a1'])
  })

  it('a free call needs no budget', async () => {
    await attempts.start(anAttempt('a1', { estimateMicroUsd: 0 }), { ...NO_LIMITS, monthMicroUsd: 0 })
    expect(attempts.find('a1')?.outcome).toBe('running')
  })

  it('left open are running calls, resumable ones, and pictures without an asset', async () => {
    for (const id of ['running', 'resumable', 'lost', 'drawn', 'stored'])
      await attempts.start(anAttempt(id), NO_LIMITS)
    attempts.setVendorRequest('resumable', 'work-1')
    for (const id of ['resumable', 'lost'])
      attempts.settle(id, { ...settled, outcome: 'unknown', costMicroUsd: 0 })
    for (const id of ['drawn', 'stored'])
      attempts.settle(id, { ...settled, outcome: 'succeeded', costMicroUsd: 1 })
    attempts.setAsset('stored', 'asset-1')
    expect(
      attempts
        .listOpen()
        .map((attempt) => attempt.id)
        .toSorted()
    ).toEqual(['drawn', 'resumable', 'running'])
    expect(attempts.findByAsset('asset-1')?.id).toBe('stored')
  })

  it('spending is told by provider, images counted by their assets', async () => {
    await attempts.start(anAttempt('a1'), NO_LIMITS)
    attempts.settle('a1', { ...settled, outcome: 'succeeded', costMicroUsd: 2_700 })
    attempts.setAsset('a1', 'asset-1')
    await attempts.start(anAttempt('a2', { campaignId: 'campaign-2' }), NO_LIMITS)
    attempts.settle('a2', { ...settled, outcome: 'failed', costMicroUsd: 900 })
    expect([attempts.spendByProvider(null), attempts.spendByProvider('campaign-1')]).toEqual([
      [{ provider: 'together', attempts: 2, images: 1, costMicroUsd: 3_600, possiblyBilledMicroUsd: 0 }],
      [{ provider: 'together', attempts: 1, images: 1, costMicroUsd: 2_700, possiblyBilledMicroUsd: 0 }]
    ])
  })
})
