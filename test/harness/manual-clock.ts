/** A clock that stands still until told to move; waits resolve when their time has come. */

import type { Clock } from '#main/core/clock.ts'
import { AppError } from '#shared/errors.ts'

export interface ManualClock extends Clock {
  advance(durationMs: number): void
  /** Durations of every wait asked for, in order. */
  readonly waits: readonly number[]
}

interface Waiting {
  readonly dueAt: number
  readonly resolve: () => void
}

/** Starts at the given epoch ms; ids are id-1, id-2, …; waits resolve at once with `autoAdvance`. */
export function createManualClock(options: { startAt?: number; autoAdvance?: boolean } = {}): ManualClock {
  let now = options.startAt ?? 1_800_000_000_000
  let ids = 0
  let waiting: readonly Waiting[] = []
  const waits: number[] = []

  function advance(durationMs: number): void {
    now += durationMs
    const due = waiting.filter((each) => each.dueAt <= now)
    waiting = waiting.filter((each) => each.dueAt > now)
    for (const each of due) each.resolve()
  }

  return {
    now: () => now,
    newId: () => `id-${++ids}`,
    random: () => 0.5,
    waits,
    advance,
    async wait(durationMs, signal) {
      waits.push(durationMs)
      if (signal?.aborted === true) throw new AppError('CANCELLED', 'Cancelled.')
      if (options.autoAdvance === true) return advance(durationMs)
      const { promise, resolve, reject } = Promise.withResolvers<void>()
      waiting = [...waiting, { dueAt: now + durationMs, resolve }]
      signal?.addEventListener('abort', () => reject(new AppError('CANCELLED', 'Cancelled.')), { once: true })
      await promise
    }
  }
}
