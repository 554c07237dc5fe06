/** One ledger line as the command line prints it. */
import type { Attempt } from '#shared/domain/provider.ts'

/** The attempt with its duration under the contract's name `ms`. */
export function toAttemptJson({
  durationMs,
  ...attempt
}: Attempt): Omit<Attempt, 'durationMs'> & { readonly ms: number } {
  return { ...attempt, ms: durationMs }
}
