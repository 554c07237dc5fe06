/** What the ledger has committed, sums over its rows, and the limits that a further call must keep. */
import { AppError } from '#shared/errors.ts'
import { formatUsd, type MicroUsd } from '#shared/money.ts'
import type { Db } from '../db/database.ts'
import type { NewAttempt } from './attempt.ts'

/** Hard limits in micro-dollars; null is no limit. */
export interface Limits {
  readonly monthMicroUsd: MicroUsd | null
  readonly monthStartedAt: number
  readonly campaignMicroUsd: MicroUsd | null
  readonly providerMicroUsd: MicroUsd | null
  /** For this run alone. */
  readonly runMicroUsd: MicroUsd | null
}

export interface CommittedRepository {
  /** Spent, possibly billed and reserved since `since`, in all or for one campaign. */
  committedMicroUsd(scope: { readonly campaignId: string | null; readonly since: number }): MicroUsd
  /** To be called in the transaction that writes the row. Throws BUDGET_EXCEEDED with details.scope. */
  requireRoom(attempt: NewAttempt, limits: Limits): void
}

/** Money that is gone or may be going: settled cost, unanswered calls, calls in flight. */
const COMMITTED = `COALESCE(SUM(cost_microusd + possibly_billed_microusd + CASE outcome WHEN 'running' THEN estimate_microusd ELSE 0 END), 0) AS amount`

export function createCommittedRepository(db: Db): CommittedRepository {
  const statements = {
    committed: db.prepare<{ campaignId: string | null; since: number }, { amount: number }>(
      `SELECT ${COMMITTED} FROM attempt WHERE (@campaignId IS NULL OR campaign_id = @campaignId) AND started_at >= @since`
    ),
    committedByProvider: db.prepare<{ provider: string; since: number }, { amount: number }>(
      `SELECT ${COMMITTED} FROM attempt WHERE provider = @provider AND started_at >= @since`
    ),
    committedByRun: db.prepare<{ runId: string | null }, { amount: number }>(
      `SELECT ${COMMITTED} FROM attempt WHERE run_id = @runId`
    )
  }
  const committedMicroUsd: CommittedRepository['committedMicroUsd'] = (scope) =>
    statements.committed.get(scope)?.amount ?? 0
  return {
    committedMicroUsd,
    requireRoom(attempt, limits) {
      const { estimateMicroUsd, campaignId, provider, runId } = attempt
      if (estimateMicroUsd === 0) return
      const since = limits.monthStartedAt
      const check = (scope: string, limit: MicroUsd | null, committed: () => MicroUsd): void => {
        if (limit === null) return
        requireLeft(estimateMicroUsd, { scope, limitMicroUsd: limit, leftMicroUsd: limit - committed() })
      }
      check('this month', limits.monthMicroUsd, () => committedMicroUsd({ campaignId: null, since }))
      check(
        'this provider',
        limits.providerMicroUsd,
        () => statements.committedByProvider.get({ provider, since })?.amount ?? 0
      )
      check('this run', limits.runMicroUsd, () => statements.committedByRun.get({ runId })?.amount ?? 0)
      if (campaignId === null) return
      check('this campaign', limits.campaignMicroUsd, () => committedMicroUsd({ campaignId, since: 0 }))
    }
  }
}

interface Room {
  readonly scope: string
  readonly limitMicroUsd: MicroUsd
  readonly leftMicroUsd: MicroUsd
}

function requireLeft(estimateMicroUsd: MicroUsd, { scope, limitMicroUsd, leftMicroUsd }: Room): void {
  if (estimateMicroUsd <= leftMicroUsd) return
  throw new AppError(
    'BUDGET_EXCEEDED',
    `The budget for ${scope} does not allow this image (${formatUsd(estimateMicroUsd)}). Raise it in Settings or choose a cheaper provider.`,
    { details: { scope, limitMicroUsd, leftMicroUsd: Math.max(0, leftMicroUsd) } }
  )
}
