/** The sums that budgets are checked against stay those of the ledger's rows, whatever happens to the rows. */
import Database from 'better-sqlite3'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { migrate } from '#main/db/migrate.ts'
import { createCommittedRepository } from '#main/images/committed-repository.ts'
import { ATTEMPT_OUTCOMES } from '#shared/domain/provider.ts'
import { eachCatalog } from '#test/harness/each-catalog.ts'

const catalog = eachCatalog()
const DAY_MS = 86_400_000
const RUNS = ['run-1', 'run-2']

const aRow = fc.record({
  id: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
  provider: fc.constantFrom('together', 'fal'),
  campaignId: fc.constantFrom('spring', 'autumn', null),
  runId: fc.constantFrom(...RUNS, null),
  outcome: fc.constantFrom(...ATTEMPT_OUTCOMES),
  estimate: fc.nat(5),
  cost: fc.nat(5),
  possibly: fc.nat(5),
  startedAt: fc.integer({ min: 0, max: 3 * DAY_MS })
})
const aStep = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('put' as const), row: aRow }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('remove' as const), row: aRow }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('end-run' as const), row: aRow }) }
)
type Row = typeof aRow extends fc.Arbitrary<infer Value> ? Value : never

function makeRuns(): void {
  catalog.db.exec(`INSERT OR IGNORE INTO campaign (id, name, brief_json, created_at, updated_at)
    VALUES ('spring', 'Spring', '{}', 1, 1)`)
  const put =
    catalog.db.prepare(`INSERT OR IGNORE INTO generation_run (id, campaign_id, estimate_microusd, created_at, plan_json)
    VALUES (?, 'spring', 0, 1, '{}')`)
  for (const id of RUNS) put.run(id)
}

/** As orders, settlements and catalogs that are brought back write rows. */
function put(row: Row): void {
  catalog.db
    .prepare(
      `INSERT INTO attempt (id, provider, model, outcome, estimate_microusd, cost_microusd, possibly_billed_microusd,
        price_source, price_seen_on, campaign_id, run_id, request_json, process_id, started_at)
       VALUES (@id, @provider, 'm', @outcome, @estimate, @cost, @possibly, '', '', @campaignId, @runId, '{}', 1, @startedAt)
       ON CONFLICT (id) DO UPDATE SET provider = @provider, outcome = @outcome, estimate_microusd = @estimate,
        cost_microusd = @cost, possibly_billed_microusd = @possibly, campaign_id = @campaignId, run_id = @runId,
        started_at = @startedAt`
    )
    .run(row)
}

function take({ kind, row }: typeof aStep extends fc.Arbitrary<infer Value> ? Value : never): void {
  makeRuns()
  if (kind === 'put') put(row)
  else if (kind === 'remove') catalog.db.prepare('DELETE FROM attempt WHERE id = ?').run(row.id)
  else catalog.db.prepare('DELETE FROM generation_run WHERE id = ?').run(row.runId)
}

const sumOfRows = (where: string, ...values: readonly unknown[]): unknown =>
  catalog.db
    .prepare(
      `SELECT COALESCE(SUM(cost_microusd + possibly_billed_microusd + iif(outcome = 'running', estimate_microusd, 0)), 0)
       FROM attempt WHERE ${where}`
    )
    .pluck()
    .get(...values)

/** The largest estimate that is let through with a limit of 1,000 on one scope alone tells what is left of it. */
function leftOf(
  scope: 'provider' | 'run',
  place: { readonly provider: string; readonly runId: string | null }
): number {
  const { requireRoom } = createCommittedRepository(catalog.db)
  const limits = { monthMicroUsd: null, monthStartedAt: DAY_MS, campaignMicroUsd: null }
  const order = { ...place, campaignId: null, estimateMicroUsd: 1_001 }
  try {
    requireRoom(order, {
      ...limits,
      providerMicroUsd: scope === 'provider' ? 1_000 : null,
      runMicroUsd: scope === 'run' ? 1_000 : null
    })
  } catch (thrown) {
    return Number((thrown as { details: { leftMicroUsd: number } }).details.leftMicroUsd)
  }
  throw new Error('A call above the limit was let through.')
}

describe('what is committed', () => {
  it('is what the rows say after any orders, settlements, returns, removals and ends of runs', () => {
    const { committedMicroUsd } = createCommittedRepository(catalog.db)
    fc.assert(
      fc.property(fc.array(aStep, { maxLength: 30 }), (steps) => {
        catalog.db.exec('DELETE FROM attempt')
        for (const step of steps) take(step)
        for (const since of [0, DAY_MS, 2 * DAY_MS]) {
          expect(committedMicroUsd({ campaignId: null, since })).toBe(sumOfRows('started_at >= ?', since))
          expect(committedMicroUsd({ campaignId: 'spring', since })).toBe(
            sumOfRows("campaign_id = 'spring' AND started_at >= ?", since)
          )
        }
        expect(1_000 - leftOf('provider', { provider: 'fal', runId: null })).toBe(
          sumOfRows("provider = 'fal' AND started_at >= ?", DAY_MS)
        )
        expect(1_000 - leftOf('run', { provider: 'fal', runId: 'run-1' })).toBe(sumOfRows("run_id = 'run-1'"))
      }),
      { numRuns: 150 }
    )
  })

  it('a ledger from before the sums were kept is added up when the catalog is brought up to date', () => {
    const db = new Database(':memory:')
    migrate(db, 9)
    db.exec(`INSERT INTO attempt (id, provider, model, outcome, estimate_microusd, cost_microusd, possibly_billed_microusd,
        price_source, price_seen_on, request_json, process_id, started_at)
      VALUES ('a', 'fal', 'm', 'succeeded', 3000, 2700, 0, '', '', '{}', 1, 5), ('b', 'fal', 'm', 'running', 3000, 0, 0, '', '', '{}', 1, 6),
        ('c', 'together', 'm', 'unknown', 3000, 0, 3000, '', '', '{}', 1, ${DAY_MS})`)
    migrate(db)
    const { committedMicroUsd } = createCommittedRepository(db)
    expect([0, DAY_MS].map((since) => committedMicroUsd({ campaignId: null, since }))).toEqual([8_700, 3_000])
    db.close()
  })

  it('a call of no run is held to its own limit as well', () => {
    expect(leftOf('run', { provider: 'fal', runId: null })).toBe(1_000)
  })
})
