/** Abort signals as CANCELLED errors. */
import { AppError } from '#shared/errors.ts'

/** Throws CANCELLED when the signal is aborted; does nothing otherwise. */
export function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw new AppError('CANCELLED', 'Cancelled.', { cause: signal.reason })
}

/** One signal that aborts with the first of those given; absent ones are left out. */
export function anySignal(...signals: readonly (AbortSignal | undefined)[]): AbortSignal {
  return AbortSignal.any(signals.filter((signal) => signal !== undefined))
}
