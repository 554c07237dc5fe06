/**
 * Reads a part of everything each day, longest unread first, so that rot is found while the other copy is good. Every
 * copy in both stores is read within the cycle when the budget allows it; the report says how long it takes.
 */

import { throwIfCancelled } from '#main/core/cancel.ts'
import type { JobContext } from '#main/core/jobs.ts'
import type { Log } from '#main/core/log.ts'
import type { ScrubReport, StoreSide } from '#shared/domain/storage.ts'
import { toAppError } from '#shared/errors.ts'
import type { ObjectStore } from './object-store.ts'
import type { ReplicaRepository, ScrubCandidate } from './replica.ts'
import { hasContent } from './upload.ts'

const DAY_MS = 24 * 60 * 60 * 1000
/** Younger unfinished uploads may be under way on another computer. */
const ABANDONED_AFTER_MS = DAY_MS

export interface ScrubOptions {
  readonly cycleDays: number
  /** Bytes to read per store and run. */
  readonly budgetBytes: number
}

export interface ScrubPlan {
  readonly chosen: readonly ScrubCandidate[]
  /** Days after which everything has been read at this budget, one run a day. */
  readonly coversInDays: number
}

/**
 * Pure. Oldest first until the day's share (everything divided by the cycle) or the budget is used, whichever is less;
 * always at least one copy, so that one larger than the budget is not left out for ever.
 */
export function planScrub(
  candidates: readonly ScrubCandidate[],
  options: ScrubOptions & { readonly now: number }
): ScrubPlan {
  const totalBytes = candidates.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
  const shareBytes = Math.ceil(totalBytes / options.cycleDays)
  const limitBytes = Math.min(shareBytes, options.budgetBytes)
  const today = options.now - DAY_MS
  const chosen: ScrubCandidate[] = []
  let bytes = 0
  for (const candidate of candidates.toSorted((a, b) => a.verifiedAt - b.verifiedAt)) {
    if (candidate.verifiedAt > today || (chosen.length > 0 && bytes >= limitBytes)) break
    chosen.push(candidate)
    bytes += candidate.sizeBytes
  }
  return { chosen, coversInDays: totalBytes === 0 ? 0 : Math.ceil(totalBytes / Math.max(1, limitBytes)) }
}

export interface ScrubDeps {
  readonly repository: Pick<
    ReplicaRepository,
    'scrubCandidates' | 'markVerified' | 'markDamaged' | 'uploadIds'
  >
  readonly log: Log
  store(side: StoreSide): ObjectStore
  now(): number
}

/** Marks what is wrong as damaged, for repair; changes nothing in a store but abandoned uploads. Throws CANCELLED. */
export async function runScrub(
  deps: ScrubDeps,
  options: ScrubOptions,
  context: JobContext
): Promise<ScrubReport> {
  return {
    primary: await scrubSide(deps, { side: 'primary', ...options }, context),
    backup: await scrubSide(deps, { side: 'backup', ...options }, context)
  }
}

async function scrubSide(
  deps: ScrubDeps,
  options: ScrubOptions & { readonly side: StoreSide },
  context: JobContext
): Promise<ScrubReport['primary']> {
  const { repository } = deps
  const { side } = options
  const plan = planScrub(repository.scrubCandidates(side), { ...options, now: deps.now() })
  const counts = { checked: 0, damaged: 0, errors: 0, bytes: 0 }
  for (const candidate of plan.chosen) {
    throwIfCancelled(context.signal)
    const key = { sha256: candidate.sha256, side }
    const isSound = await check(deps.store(side), candidate, context.signal)
    if (isSound === null) {
      counts.errors++
      continue
    }
    counts.checked++
    counts.bytes += candidate.sizeBytes
    if (isSound) repository.markVerified([key], deps.now())
    else {
      counts.damaged++
      repository.markDamaged(key, 'OBJECT_CORRUPT', deps.now())
    }
    context.report(counts.checked, plan.chosen.length, `copies in ${side} read`)
  }
  const abandonedUploads = await dropAbandoned(deps, side, context.signal)
  return { ...counts, abandonedUploads, coversInDays: plan.coversInDays }
}

/** Null when the store could not be asked. */
async function check(
  store: ObjectStore,
  candidate: ScrubCandidate,
  signal: AbortSignal
): Promise<boolean | null> {
  try {
    return await hasContent(store, candidate, signal)
  } catch (thrown) {
    const error = toAppError(thrown)
    if (error.code === 'CANCELLED') throw error
    return null
  }
}

/** Uploads that nobody will finish hold space and are billed. */
async function dropAbandoned(deps: ScrubDeps, side: StoreSide, signal: AbortSignal): Promise<number> {
  const { parts } = deps.store(side)
  if (parts === null) return 0
  const known = new Set(deps.repository.uploadIds(side))
  const before = deps.now() - ABANDONED_AFTER_MS
  let dropped = 0
  try {
    for (const upload of await parts.list({ signal })) {
      if (known.has(upload.uploadId) || upload.startedAt > before) continue
      await parts.abort(upload, { signal })
      dropped++
    }
  } catch (thrown) {
    const error = toAppError(thrown)
    if (error.code === 'CANCELLED') throw error
    deps.log.warn('unfinished uploads not checked', { side, code: error.code })
  }
  return dropped
}
