/** Tries again what failed for a passing reason. The only place that repeats calls; adapters never do. */
import { type AppError, toAppError } from '#shared/errors.ts'
import { throwIfCancelled } from './cancel.ts'
import type { Clock } from './clock.ts'

export interface RetryPolicy {
  /** Tries in all, the first included; at least 1. */
  readonly maxAttempts: number
  readonly baseDelayMs: number
  readonly maxDelayMs: number
  /** Which failures are worth another try; by default those marked retryable. */
  readonly isWorthRetrying?: (error: AppError) => boolean
}

/** The wait before try number `attempt + 1`: doubled each time, capped, half of it by chance; Retry-After wins within the cap. */
export function planDelayMs(
  policy: RetryPolicy,
  failed: { readonly attempt: number; readonly error: AppError },
  random: number
): number {
  const wanted = failed.error.details?.['retryAfterMs']
  if (typeof wanted === 'number' && wanted >= 0) return Math.min(wanted, policy.maxDelayMs)
  const full = Math.min(policy.baseDelayMs * 2 ** (failed.attempt - 1), policy.maxDelayMs)
  return Math.round(full / 2 + (full / 2) * random)
}

/**
 * Runs until it succeeds, fails for good, or the tries are used up; then throws the last error.
 * A cancelled signal stops before the first try and during every wait.
 */
export async function retry<T>(
  run: (attempt: number) => Promise<T>,
  policy: RetryPolicy,
  context: { readonly clock: Clock; readonly signal?: AbortSignal | undefined }
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    throwIfCancelled(context.signal)
    try {
      return await run(attempt)
    } catch (thrown) {
      const error = toAppError(thrown)
      const isWorthIt = policy.isWorthRetrying?.(error) ?? error.retryable
      if (!isWorthIt || attempt >= policy.maxAttempts) throw error
      await context.clock.wait(
        planDelayMs(policy, { attempt, error }, context.clock.random()),
        context.signal
      )
    }
  }
}
