/** What to do next for one image: which provider, after which wait, or stop. Pure; the service acts on it. */
import type { ImageProviderId } from '#shared/domain/provider.ts'
import type { ErrorCode } from '#shared/errors.ts'
import type { MicroUsd } from '#shared/money.ts'

/** A provider that could draw the image, with its price for the wanted size. */
export interface Candidate {
  readonly provider: ImageProviderId
  readonly priceMicroUsd: MicroUsd
  readonly isEmergency: boolean
  /** Offline composing is what remains when nothing else is set up, not the cheapest picture. */
  readonly isLastResort: boolean
}

export interface OrderRules {
  /** The user's order; the rest follow by price. */
  readonly order: readonly ImageProviderId[]
  readonly maxPriceMicroUsd: MicroUsd | null
  readonly allowEmergency: boolean
}

export interface Skipped {
  readonly provider: ImageProviderId
  readonly reason: 'over_max_price' | 'needs_permission'
}

/** One try as far as the next step depends on it. */
export interface Tried {
  readonly provider: ImageProviderId
  readonly outcome: 'failed' | 'unknown' | 'cancelled'
  readonly code: ErrorCode
  readonly isPossiblyBilled: boolean
  /** What the vendor asked for; null when it asked for nothing. */
  readonly retryAfterMs: number | null
}

export type NextStep =
  | { readonly kind: 'try'; readonly provider: ImageProviderId; readonly waitMs: number }
  /** The last failure ends it; another provider would not or must not help. */
  | { readonly kind: 'stop' }
  /** Nobody is left. */
  | { readonly kind: 'give-up' }

export interface CascadeState {
  readonly order: readonly Candidate[]
  readonly tried: readonly Tried[]
  /** Epoch ms until which a provider rests. */
  readonly restingUntil: ReadonlyMap<ImageProviderId, number>
  readonly now: number
  /** 0–1, for jitter. */
  readonly random: number
}

const MAX_RETRIES = 2
const RETRY_BASE_MS = 500
/** Longest wait for a vendor's pause before the image is given up; Stability's pause is 60 s (2026-09). */
export const MAX_PAUSE_MS = 65_000
/** Pause when the vendor names none. */
export const DEFAULT_PAUSE_MS = 20_000

const STOPS: ReadonlySet<ErrorCode> = new Set([
  'CONTENT_BLOCKED',
  'INVALID_INPUT',
  'CANCELLED',
  'DISK_FULL',
  'INTERNAL',
  'FILE_DAMAGED'
])
const RETRIED: ReadonlySet<ErrorCode> = new Set(['VENDOR_UNAVAILABLE', 'NETWORK', 'TIMEOUT'])

/** The user's order first, then cheapest; emergencies after those, the composer at the very end. */
export function planOrder(
  candidates: readonly Candidate[],
  rules: OrderRules
): { readonly order: readonly Candidate[]; readonly skipped: readonly Skipped[] } {
  const skipped: Skipped[] = []
  const allowed = candidates.filter((candidate) => {
    if (rules.maxPriceMicroUsd === null || candidate.priceMicroUsd <= rules.maxPriceMicroUsd) return true
    if (candidate.isEmergency && rules.allowEmergency) return true
    skipped.push({
      provider: candidate.provider,
      reason: candidate.isEmergency ? 'needs_permission' : 'over_max_price'
    })
    return false
  })
  return { order: allowed.toSorted((one, other) => compare(one, other, rules.order)), skipped }
}

function compare(one: Candidate, other: Candidate, order: readonly ImageProviderId[]): number {
  const rank = (candidate: Candidate): number => {
    const index = order.indexOf(candidate.provider)
    return index === -1 ? order.length : index
  }
  const late = (candidate: Candidate): number => {
    if (order.includes(candidate.provider)) return 0
    return candidate.isLastResort ? 2 : Number(candidate.isEmergency)
  }
  return rank(one) - rank(other) || late(one) - late(other) || one.priceMicroUsd - other.priceMicroUsd
}

/** The next step. Paid work whose outcome is unknown is never followed by another payment. */
export function decideNext(state: CascadeState): NextStep {
  const last = state.tried.at(-1)
  if (last === undefined) return nextProvider(state)
  if (last.outcome !== 'failed' || STOPS.has(last.code)) return { kind: 'stop' }
  if (RETRIED.has(last.code) && triesOf(state, last.provider) <= MAX_RETRIES) {
    return { kind: 'try', provider: last.provider, waitMs: backOffMs(state, last) }
  }
  return nextProvider(state)
}

function triesOf(state: CascadeState, provider: ImageProviderId): number {
  return state.tried.filter((tried) => tried.provider === provider).length
}

function backOffMs(state: CascadeState, last: Tried): number {
  if (last.retryAfterMs !== null) return Math.min(last.retryAfterMs, MAX_PAUSE_MS)
  const full = RETRY_BASE_MS * 2 ** (triesOf(state, last.provider) - 1)
  return Math.round(full / 2 + (full / 2) * state.random)
}

/** The first in order that was not tried and does not rest; then whoever paused and may be asked again soonest. */
function nextProvider(state: CascadeState): NextStep {
  const untried = state.order.filter((candidate) => triesOf(state, candidate.provider) === 0)
  const awake = untried.find((candidate) => waitOf(state, candidate.provider) === 0)
  if (awake !== undefined) return { kind: 'try', provider: awake.provider, waitMs: 0 }
  const paused = state.order.filter((candidate) => isWorthWaiting(state, candidate.provider))
  const soonest = paused.toSorted(
    (one, other) => waitOf(state, one.provider) - waitOf(state, other.provider)
  )[0]
  if (soonest === undefined) return { kind: 'give-up' }
  return { kind: 'try', provider: soonest.provider, waitMs: waitOf(state, soonest.provider) }
}

function waitOf(state: CascadeState, provider: ImageProviderId): number {
  return Math.max(0, (state.restingUntil.get(provider) ?? 0) - state.now)
}

function isWorthWaiting(state: CascadeState, provider: ImageProviderId): boolean {
  if (waitOf(state, provider) > MAX_PAUSE_MS) return false
  const tries = state.tried.filter((tried) => tried.provider === provider)
  const lastCode = tries.at(-1)?.code
  return tries.length === 0 || (lastCode === 'RATE_LIMITED' && tries.length <= MAX_RETRIES)
}
