/** What the ledger has committed, kept up by its triggers, and the limits that a further call must keep. */
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
  /** Spent, possibly billed and reserved since `since`, the begin of a UTC day, in all or for one campaign. */
  committedMicroUsd(scope: { readonly campaignId: string | null; readonly since: number }): MicroUsd
  /** To be called in the transaction that writes the row. Throws BUDGET_EXCEEDED with details.scope. */
  requireRoom(
    attempt: Pick<NewAttempt, 'provider' | 'campaignId' | 'runId' | 'estimateMicroUsd'>,
    limits: Limits
  ): void
}

const DAY_MS = 86_400_000
const SUM = 'SELECT COALESCE(SUM(amount_microusd), 0) FROM committed'

export function createCommittedRepository(db: Db): CommittedRepository {
  const statements = {
    all: db.prepare<{ day: number }, MicroUsd>(`${SUM} WHERE day >= @day`).pluck(),
    ofCampaign: db
      .prepare<{ campaignId: string; day: number }, MicroUsd>(
        `${SUM} WHERE campaign_id = @campaignId AND day >= @day`
      )
      .pluck(),
    ofProvider: db
      .prepare<{ provider: string; day: number }, MicroUsd>(
        `${SUM} WHERE day >= @day AND provider = @provider`
      )
      .pluck(),
    ofRun: db.prepare<{ runId: string }, MicroUsd>(`${SUM} WHERE run_id = @runId`).pluck()
  }
  const dayOf = (since: number): number => Math.floor(since / DAY_MS)
  const committedMicroUsd: CommittedRepository['committedMicroUsd'] = ({ campaignId, since }) => {
    const day = dayOf(since)
    return (
      (campaignId === null ? statements.all.get({ day }) : statements.ofCampaign.get({ campaignId, day })) ??
      0
    )
  }
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
        () => statements.ofProvider.get({ provider, day: dayOf(since) }) ?? 0
      )
      const ofRun = (): MicroUsd => (runId === null ? 0 : (statements.ofRun.get({ runId }) ?? 0))
      check('this run', limits.runMicroUsd, ofRun)
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
