/** Who rests after failures and until when, and who is out until settings change. In memory; a restart asks afresh. */
import type { ImageProviderId } from '#shared/domain/provider.ts'
import type { AppError, ErrorCode } from '#shared/errors.ts'
import { DEFAULT_PAUSE_MS } from './cascade.ts'

export interface ProviderHealth {
  /** Epoch ms until which each tired provider rests; those that are well are absent. */
  restingUntil(now: number): ReadonlyMap<ImageProviderId, number>
  /** Why the provider is out; null when it is not. `fingerprint` stands for its key and settings now. */
  disabledReason(provider: ImageProviderId, fingerprint: string): string | null
  succeeded(provider: ImageProviderId): void
  failed(
    provider: ImageProviderId,
    failure: { readonly error: AppError; readonly now: number; readonly fingerprint: string }
  ): void
}

const FAILURES_BEFORE_REST = 3
const FIRST_REST_MS = 30_000
const MAX_REST_MS = 10 * 60_000
const DISABLING: Readonly<Partial<Record<ErrorCode, string>>> = {
  UNAUTHORIZED: 'The key was refused.',
  NO_CREDIT: 'There is no credit left.',
  VENDOR_REJECTED: 'The vendor refused the request.'
}
const TIRING: ReadonlySet<ErrorCode> = new Set(['VENDOR_UNAVAILABLE', 'NETWORK', 'TIMEOUT', 'BAD_RESPONSE'])

interface State {
  readonly failures: number
  readonly restUntil: number
  readonly disabled: { readonly reason: string; readonly fingerprint: string } | null
}
const WELL: State = { failures: 0, restUntil: 0, disabled: null }

export function createProviderHealth(): ProviderHealth {
  const states = new Map<ImageProviderId, State>()
  const stateOf = (provider: ImageProviderId): State => states.get(provider) ?? WELL
  return {
    restingUntil: (now) =>
      new Map(
        [...states].filter(([, state]) => state.restUntil > now).map(([id, state]) => [id, state.restUntil])
      ),
    disabledReason(provider, fingerprint) {
      const { disabled } = stateOf(provider)
      return disabled !== null && disabled.fingerprint === fingerprint ? disabled.reason : null
    },
    succeeded: (provider) => {
      states.delete(provider)
    },
    failed(provider, { error, now, fingerprint }) {
      const before = stateOf(provider)
      const reason = DISABLING[error.code]
      if (reason !== undefined) states.set(provider, { ...before, disabled: { reason, fingerprint } })
      else if (error.code === 'RATE_LIMITED')
        states.set(provider, { ...before, restUntil: now + pauseOf(error) })
      else if (TIRING.has(error.code)) states.set(provider, tired(before, now))
    }
  }
}

function tired(before: State, now: number): State {
  const failures = before.failures + 1
  if (failures < FAILURES_BEFORE_REST) return { ...before, failures }
  const restMs = Math.min(MAX_REST_MS, FIRST_REST_MS * 2 ** (failures - FAILURES_BEFORE_REST))
  return { ...before, failures, restUntil: now + restMs }
}

/** The vendor's own pause within the cap. */
function pauseOf(error: AppError): number {
  const asked = error.details?.['retryAfterMs']
  return Math.min(typeof asked === 'number' ? asked : DEFAULT_PAUSE_MS, MAX_REST_MS)
}
