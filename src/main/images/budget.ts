/** Budgets of the settings as limits on the ledger, and what they still allow. */
import type { Settings } from '#shared/domain/settings.ts'
import { fromUsd, type MicroUsd } from '#shared/money.ts'
import type { AttemptRepository } from './attempt-repository.ts'
import type { Limits } from './committed-repository.ts'

type Budget = Settings['budget']

/** The limits one call is checked against before it is sent. Months are UTC calendar months. */
export function planLimits(
  budget: Budget,
  call: { readonly provider: string; readonly runMicroUsd: MicroUsd | null; readonly now: number }
): Limits {
  return {
    monthMicroUsd: toMicroUsd(budget.monthlyUsd),
    monthStartedAt: monthStart(call.now),
    campaignMicroUsd: toMicroUsd(budget.perCampaignUsd),
    providerMicroUsd: toMicroUsd(budget.perProviderUsd[call.provider]),
    runMicroUsd: call.runMicroUsd
  }
}

/** The least that month, campaign and run still allow, calls in flight counted; null without any limit. */
export function budgetLeft(
  attempts: AttemptRepository,
  budget: Budget,
  scope: { readonly campaignId: string | null; readonly runMicroUsd: MicroUsd | null; readonly now: number }
): MicroUsd | null {
  const month = toMicroUsd(budget.monthlyUsd)
  const campaign = scope.campaignId === null ? null : toMicroUsd(budget.perCampaignUsd)
  const left = [
    month === null
      ? null
      : month - attempts.committedMicroUsd({ campaignId: null, since: monthStart(scope.now) }),
    campaign === null
      ? null
      : campaign - attempts.committedMicroUsd({ campaignId: scope.campaignId, since: 0 }),
    scope.runMicroUsd
  ].filter((amount) => amount !== null)
  return left.length === 0 ? null : Math.max(0, Math.min(...left))
}

function toMicroUsd(usd: number | null | undefined): MicroUsd | null {
  return usd === null || usd === undefined ? null : fromUsd(usd)
}

function monthStart(now: number): number {
  const date = new Date(now)
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1)
}
