/** How a failed call is written into the ledger and what it means for the cascade. Pure. */
import type { AppError, ErrorCode } from '#shared/errors.ts'
import type { MicroUsd } from '#shared/money.ts'
import type { Settlement } from './attempt.ts'
import type { Tried } from './cascade.ts'

export type FailedSettlement = Omit<Settlement, 'durationMs' | 'outcome'> & {
  readonly outcome: Tried['outcome']
}

/**
 * A call that was sent and never answered is unknown and possibly billed. Free calls are never unknown: repeating them
 * costs nothing. An answer that was charged although it gave no image counts with what it cost.
 */
export function settleFailure(error: AppError, estimateMicroUsd: MicroUsd): FailedSettlement {
  const base = { code: error.code, message: error.message, costMicroUsd: 0, possiblyBilledMicroUsd: 0 }
  const wasSent = error.details?.['requestSent'] === true
  if (error.code === 'CANCELLED') {
    return { ...base, outcome: 'cancelled', possiblyBilledMicroUsd: wasSent ? estimateMicroUsd : 0 }
  }
  const billed = error.details?.['billedMicroUsd']
  // Accepted work goes on at the vendor whatever went wrong while asking for it.
  const isOpen = error.details?.['accepted'] === true || (wasSent && isUnanswered(error.code))
  if (isOpen && billed === undefined && estimateMicroUsd > 0) {
    return { ...base, outcome: 'unknown', possiblyBilledMicroUsd: estimateMicroUsd }
  }
  return { ...base, outcome: 'failed', costMicroUsd: typeof billed === 'number' ? billed : 0 }
}

function isUnanswered(code: ErrorCode): boolean {
  return code === 'TIMEOUT' || code === 'NETWORK'
}

/** What the cascade needs to know about the failure. */
export function toTried(provider: Tried['provider'], error: AppError, settlement: FailedSettlement): Tried {
  const retryAfterMs = error.details?.['retryAfterMs']
  return {
    provider,
    outcome: settlement.outcome,
    code: error.code,
    isPossiblyBilled: settlement.possiblyBilledMicroUsd > 0,
    retryAfterMs: typeof retryAfterMs === 'number' ? retryAfterMs : null
  }
}
