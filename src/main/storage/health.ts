/**
 * What is known about one store's health: a cached answer for 5 minutes that opens early after errors, and a gate
 * that lets a single call try a sick store again from time to time.
 */

import type { Clock } from '#main/core/clock.ts'
import type { StoreHealth, StoreKind, StoreSide } from '#shared/domain/storage.ts'
import { type AppError, toAppError } from '#shared/errors.ts'
import { raceAbort } from './abort-race.ts'
import type { ObjectStore } from './object-store.ts'
import { isStoreTrouble, needsPerson } from './store-errors.ts'
import type { StoreOutcome } from './with-health.ts'

export interface StoreHealthWatch {
  /** Asks the store when the last answer is older than 5 minutes; at most 3 seconds. Never throws but CANCELLED. */
  current(signal?: AbortSignal): Promise<StoreHealth>
  /** Asks the store now, whatever is known; at most 3 seconds. Never throws but CANCELLED. */
  ask(signal?: AbortSignal): Promise<StoreHealth>
  /** The last known state, without asking. */
  known(): StoreHealth
  /** Learns from the outcome of any call. */
  note(outcome: StoreOutcome): void
  /** How many calls may start now: all when up, one when a sick store's wait is over, else none. */
  allowance(wanted: number): number
  /** When a sick store may be tried again; null when it is up. */
  retryAt(): number | null
  /** Forgets everything: the store was set anew or the user asks to try now. */
  reset(): void
}

export interface HealthWatchOptions {
  readonly side: StoreSide
  kind(): StoreKind
  readonly clock: Clock
  /** The store with no retries around it, so that a check takes no longer than its limit. */
  store(): ObjectStore
  /** Called when up, down or paused changes. */
  onChange(health: StoreHealth): void
}

const CACHED_FOR_MS = 5 * 60 * 1000
const CHECK_LIMIT_MS = 3000
const TROUBLES_TO_OPEN = 3
const FIRST_WAIT_MS = 5000
const LONGEST_WAIT_MS = 5 * 60 * 1000
/** A half-open call that never tells its outcome must not keep the gate shut. */
const PROBE_HELD_MS = 60 * 1000

interface Known {
  readonly status: StoreHealth['status']
  readonly ms: number
  readonly checkedAt: number
  readonly error: AppError | null
  readonly troubles: number
  readonly openings: number
  readonly retryAt: number | null
}

const UNKNOWN: Known = {
  status: 'up',
  ms: 0,
  checkedAt: 0,
  error: null,
  troubles: 0,
  openings: 0,
  retryAt: null
}

/** The state after one more outcome. Pure but for the jitter passed in. */
export function planHealth(known: Known, outcome: StoreOutcome, at: { now: number; random: number }): Known {
  const { error } = outcome
  const checked = { ms: Math.round(outcome.durationMs), checkedAt: at.now }
  if (error === null || !isStoreTrouble(error)) return { ...UNKNOWN, ...checked }
  const troubles = known.troubles + 1
  const isPaused = needsPerson(error)
  const isOpen = isPaused || troubles >= TROUBLES_TO_OPEN || outcome.operation === 'check'
  if (!isOpen) return { ...known, ...checked, troubles, error }
  const wait = isPaused ? LONGEST_WAIT_MS : Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** known.openings)
  const retryAt = at.now + Math.round(wait * (0.75 + at.random / 2))
  const isFirstOfBurst = known.retryAt === null || at.now >= known.retryAt
  return {
    ...checked,
    status: isPaused ? 'paused' : 'down',
    error,
    troubles,
    openings: known.openings + (isFirstOfBurst ? 1 : 0),
    retryAt: isFirstOfBurst ? retryAt : known.retryAt
  }
}

export function createStoreHealthWatch(options: HealthWatchOptions): StoreHealthWatch {
  const { clock, side } = options
  let state = UNKNOWN
  let probeHeldUntil = 0

  const known = (): StoreHealth => ({
    side,
    kind: options.kind(),
    status: state.status,
    ms: state.ms,
    checkedAt: state.checkedAt,
    code: state.error?.code ?? null,
    message: state.status === 'up' ? null : (state.error?.message ?? null)
  })

  function note(outcome: StoreOutcome): void {
    const before = state.status
    state = planHealth(state, outcome, { now: clock.now(), random: clock.random() })
    probeHeldUntil = 0
    if (state.status !== before) options.onChange(known())
  }

  async function probe(signal: AbortSignal | undefined): Promise<void> {
    const startedAt = clock.now()
    const error = await checkOnce(options.store(), signal)
    note({ operation: 'check', durationMs: clock.now() - startedAt, error })
  }

  return {
    async current(signal) {
      const age = clock.now() - state.checkedAt
      const isDueAgain = state.retryAt !== null && clock.now() >= state.retryAt
      if (age > CACHED_FOR_MS || isDueAgain) await probe(signal)
      return known()
    },
    async ask(signal) {
      await probe(signal)
      return known()
    },
    known,
    note,
    allowance(wanted) {
      const now = clock.now()
      if (state.retryAt === null) return wanted
      if (now < state.retryAt || now < probeHeldUntil || wanted < 1) return 0
      probeHeldUntil = now + PROBE_HELD_MS
      return 1
    },
    retryAt: () => state.retryAt,
    reset() {
      state = UNKNOWN
      probeHeldUntil = 0
    }
  }
}

async function checkOnce(store: ObjectStore, signal: AbortSignal | undefined): Promise<AppError | null> {
  const limit = AbortSignal.timeout(CHECK_LIMIT_MS)
  const both = signal === undefined ? limit : AbortSignal.any([signal, limit])
  try {
    await raceAbort(store.check({ signal: both }), both)
    return null
  } catch (thrown) {
    const error = toAppError(thrown)
    if (signal?.aborted === true) throw error
    return limit.aborted ? tooSlow() : error
  }
}

function tooSlow(): AppError {
  return toAppError(Object.assign(new Error('no answer'), { name: 'TimeoutError' }))
}
