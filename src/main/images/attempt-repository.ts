/** The ledger: one row per call to a provider, written only where the budgets leave room for it. */
import { platformIdSchema } from '#shared/domain/platform.ts'
import type { Attempt } from '#shared/domain/provider.ts'
import { attemptOutcomeSchema } from '#shared/domain/provider.ts'
import type { MicroUsd } from '#shared/money.ts'
import type { Db } from '../db/database.ts'
import { createWalFlush } from '../db/wal-flush.ts'
import type { NewAttempt, OpenAttempt, Settlement, StoredRequest } from './attempt.ts'
import { type CommittedRepository, createCommittedRepository, type Limits } from './committed-repository.ts'

export interface ProviderSpend {
  readonly provider: string
  readonly attempts: number
  readonly images: number
  readonly costMicroUsd: MicroUsd
  readonly possiblyBilledMicroUsd: MicroUsd
}

export interface AttemptRepository extends Pick<CommittedRepository, 'committedMicroUsd'> {
  /**
   * Writes the row as running after checking every limit, in one transaction; the reservation holds at once. Resolves
   * when the row survives power loss. Throws BUDGET_EXCEEDED.
   */
  start(attempt: NewAttempt, limits: Limits): Promise<void>
  setVendorRequest(id: string, vendorRequestId: string): void
  /** Not flushed: a settlement that power loss takes back leaves a running row, which recovery settles again. */
  settle(id: string, settlement: Settlement): void
  setAsset(id: string, assetId: string): void
  /** Newest first. */
  list(filter: { readonly campaignId: string | null; readonly limit: number }): readonly Attempt[]
  /** Oldest first. */
  listOfRun(runId: string): readonly Attempt[]
  find(id: string): Attempt | null
  /** The call whose picture became this asset; null for other assets. */
  findByAsset(assetId: string): Attempt | null
  /** Which variant of its post the asset is; null for an asset of no call, or of no post. */
  variantOf(assetId: string): number | null
  /** In the order asked; unknown ids are left out. */
  findAll(ids: readonly string[]): readonly Attempt[]
  /**
   * Rows left behind: still running, possibly billed and known to the vendor by id, or drawn without an asset. Oldest
   * first.
   */
  listOpen(): readonly OpenAttempt[]
  spendByProvider(campaignId: string | null): readonly ProviderSpend[]
}

interface AttemptRow {
  id: string
  provider: string
  model: string
  outcome: string
  code: string | null
  message: string | null
  estimate_microusd: number
  cost_microusd: number
  possibly_billed_microusd: number
  vendor_request_id: string | null
  campaign_id: string | null
  run_id: string | null
  platform: string | null
  post: number | null
  variant: number | null
  asset_id: string | null
  request_json: string
  process_id: number
  started_at: number
  duration_ms: number
}

export function createAttemptRepository(db: Db): AttemptRepository {
  const statements = prepare(db)
  const { committedMicroUsd, requireRoom } = createCommittedRepository(db)
  const wal = createWalFlush(db)
  const start = db.transaction((attempt: NewAttempt, limits: Limits): void => {
    requireRoom(attempt, limits)
    statements.insert.run(toRow(attempt))
  })
  const find = (id: string): Attempt | null => {
    const row = statements.find.get({ id })
    return row === undefined ? null : toAttempt(row)
  }
  return {
    start: async (attempt, limits) => {
      wal.writeNow(() => start.immediate(attempt, limits))
      await wal.flushed()
    },
    setVendorRequest: (id, vendorRequestId) => {
      statements.setVendorRequest.run({ id, vendorRequestId })
    },
    settle: (id, settlement) => {
      wal.writeNow(() => statements.settle.run({ id, ...settlement }))
    },
    setAsset: (id, assetId) => {
      statements.setAsset.run({ id, assetId })
    },
    list: ({ campaignId, limit }) => statements.list.all({ campaignId, limit }).map(toAttempt),
    listOfRun: (runId) => statements.listOfRun.all({ runId }).map(toAttempt),
    find,
    findByAsset: (assetId) => {
      const row = statements.findByAsset.get({ assetId })
      return row === undefined ? null : toAttempt(row)
    },
    variantOf: (assetId) => statements.findByAsset.get({ assetId })?.variant ?? null,
    findAll: (ids) => ids.map(find).filter((attempt) => attempt !== null),
    listOpen: () => statements.listOpen.all({}).map(toOpenAttempt),
    spendByProvider: (campaignId) => statements.spend.all({ campaignId }),
    committedMicroUsd
  }
}

function prepare(db: Db) {
  return {
    insert: db.prepare<Record<string, unknown>>(
      `INSERT INTO attempt (id, provider, model, outcome, estimate_microusd, price_source, price_seen_on, campaign_id, run_id,
        platform, post, variant, request_json, process_id, started_at)
       VALUES (@id, @provider, @model, 'running', @estimateMicroUsd, @priceSource, @priceSeenOn, @campaignId, @runId,
        @platform, @post, @variant, @requestJson, @processId, @startedAt)`
    ),
    setVendorRequest: db.prepare('UPDATE attempt SET vendor_request_id = @vendorRequestId WHERE id = @id'),
    settle: db.prepare<Settlement & { id: string }>(
      `UPDATE attempt SET outcome = @outcome, code = @code, message = @message, cost_microusd = @costMicroUsd,
        possibly_billed_microusd = @possiblyBilledMicroUsd, duration_ms = @durationMs WHERE id = @id`
    ),
    setAsset: db.prepare('UPDATE attempt SET asset_id = @assetId WHERE id = @id'),
    list: db.prepare<{ campaignId: string | null; limit: number }, AttemptRow>(
      `SELECT * FROM attempt WHERE @campaignId IS NULL OR campaign_id = @campaignId
       ORDER BY started_at DESC, id DESC LIMIT @limit`
    ),
    listOfRun: db.prepare<{ runId: string }, AttemptRow>(
      'SELECT * FROM attempt WHERE run_id = @runId ORDER BY started_at, id'
    ),
    find: db.prepare<{ id: string }, AttemptRow>('SELECT * FROM attempt WHERE id = @id'),
    findByAsset: db.prepare<{ assetId: string }, AttemptRow>(
      'SELECT * FROM attempt WHERE asset_id = @assetId ORDER BY started_at DESC LIMIT 1'
    ),
    listOpen: db.prepare<Record<string, never>, AttemptRow>(
      `SELECT * FROM attempt WHERE asset_id IS NULL AND outcome <> 'failed' AND (outcome IN ('running', 'succeeded')
        OR (vendor_request_id IS NOT NULL AND (outcome = 'unknown' OR possibly_billed_microusd > 0)))
        AND json_extract(request_json, '$.kind') IS NOT 'clip' ORDER BY started_at, id`
    ),
    spend: db.prepare<{ campaignId: string | null }, ProviderSpend>(
      `SELECT provider, COUNT(*) AS attempts, COUNT(asset_id) AS images, SUM(cost_microusd) AS costMicroUsd,
        SUM(possibly_billed_microusd) AS possiblyBilledMicroUsd
       FROM attempt WHERE @campaignId IS NULL OR campaign_id = @campaignId GROUP BY provider ORDER BY costMicroUsd DESC, provider`
    )
  }
}

function toRow(attempt: NewAttempt): Record<string, unknown> {
  const { request, ...plain } = attempt
  return { ...plain, requestJson: JSON.stringify(request) }
}

function toAttempt(row: AttemptRow): Attempt {
  return {
    id: row.id,
    provider: row.provider,
    model: row.model,
    outcome: attemptOutcomeSchema.parse(row.outcome),
    code: row.code,
    message: row.message,
    costMicroUsd: row.cost_microusd,
    possiblyBilledMicroUsd: row.possibly_billed_microusd,
    estimateMicroUsd: row.estimate_microusd,
    durationMs: row.duration_ms,
    startedAt: row.started_at,
    campaignId: row.campaign_id,
    platform: row.platform === null ? null : platformIdSchema.parse(row.platform),
    post: row.post,
    assetId: row.asset_id
  }
}

function toOpenAttempt(row: AttemptRow): OpenAttempt {
  return {
    ...toAttempt(row),
    estimateMicroUsd: row.estimate_microusd,
    runId: row.run_id,
    variant: row.variant,
    vendorRequestId: row.vendor_request_id,
    processId: row.process_id,
    // Written by this file only, from a StoredRequest.
    request: JSON.parse(row.request_json) as StoredRequest
  }
}
