/** Makes every copy right again from whichever copy is good. Decides first, then acts; a dry run only decides. */

import type { JobContext } from '#main/core/jobs.ts'
import { mapLimited } from '#main/core/limit.ts'
import { type RepairReport, STORE_SIDES, type StoreSide } from '#shared/domain/storage.ts'
import { AppError, toAppError } from '#shared/errors.ts'
import type { Blob, ReplicaKey } from './replica.ts'
import { type CheckedCopies, looksLikeWrongStore } from './verify.ts'

export interface RepairStep extends ReplicaKey {
  readonly blob: Blob
  readonly from: 'local' | StoreSide
}

export interface RepairPlan {
  readonly steps: readonly RepairStep[]
  /** Copies for which no good source was found. They are reported, never deleted. */
  readonly lost: readonly { readonly blob: Blob; readonly side: StoreSide }[]
  /** Sides where more than half would be written anew; these need the user's word. */
  readonly guardedSides: readonly StoreSide[]
}

export interface RepairOptions {
  readonly dryRun: boolean
  /** The user confirmed that a store really lost more than half. */
  readonly force: boolean
  /** Copies this content to the side and proves it; also notes it in the catalog. */
  copy(step: RepairStep, signal: AbortSignal): Promise<void>
}

const REPAIRS_AT_ONCE = 4

/**
 * Pure. A copy that is missing or wrong is written anew; the source is the local file, else the other store's good
 * copy. Copies that still wait for their first upload are the queue's affair, not repair's.
 */
export function planRepair(checked: readonly CheckedCopies[], hasLocal: (blob: Blob) => boolean): RepairPlan {
  const steps: RepairStep[] = []
  const lost: { readonly blob: Blob; readonly side: StoreSide }[] = []
  const guardedSides: StoreSide[] = []
  for (const side of STORE_SIDES) {
    const expected = checked.filter(({ copies }) => copies[side] === 'stored' || copies[side] === 'damaged')
    const bad = expected.filter(({ found }) => found[side] === 'absent' || found[side] === 'wrong')
    if (looksLikeWrongStore(bad.length, expected.length)) guardedSides.push(side)
    for (const { copies, found } of bad) {
      const from = sourceFor(side, found, hasLocal(copies.blob))
      const { blob } = copies
      if (from === null) lost.push({ blob, side })
      else steps.push({ sha256: blob.sha256, side, blob, from })
    }
  }
  return { steps, lost, guardedSides }
}

function sourceFor(
  side: StoreSide,
  found: CheckedCopies['found'],
  isLocal: boolean
): RepairStep['from'] | null {
  const other = side === 'primary' ? 'backup' : 'primary'
  if (isLocal) return 'local'
  return found[other] === 'good' ? other : null
}

/** Throws CONFLICT when a guarded side needs the user's word, CANCELLED; failures of single copies are in the report. */
export async function runRepair(
  plan: RepairPlan,
  options: RepairOptions,
  context: JobContext
): Promise<RepairReport> {
  if (plan.guardedSides.length > 0 && !options.force && !options.dryRun) throw tooMuch(plan)
  const failed = plan.lost.map(({ blob, side }) => ({
    objectKey: blob.objectKey,
    side,
    code: 'OBJECT_MISSING',
    message: 'No good copy is left in either store or on this computer.'
  }))
  const repaired = options.dryRun ? plan.steps.map(toRepaired) : []
  if (options.dryRun) return { dryRun: true, repaired, failed, guardedSides: [...plan.guardedSides] }
  let done = 0
  await mapLimited(plan.steps, REPAIRS_AT_ONCE, async (step) => {
    try {
      await options.copy(step, context.signal)
      repaired.push(toRepaired(step))
    } catch (thrown) {
      const { code, message } = cancelledOr(thrown)
      failed.push({ objectKey: step.blob.objectKey, side: step.side, code, message })
    }
    context.report(++done, plan.steps.length, 'copies repaired')
  })
  return { dryRun: false, repaired, failed, guardedSides: [...plan.guardedSides] }
}

function cancelledOr(thrown: unknown): AppError {
  const error = toAppError(thrown)
  if (error.code === 'CANCELLED') throw error
  return error
}

function toRepaired({ blob, side, from }: RepairStep): RepairReport['repaired'][number] {
  return { objectKey: blob.objectKey, side, from }
}

function tooMuch(plan: RepairPlan): AppError {
  const sides = plan.guardedSides.join(' and ')
  return new AppError(
    'CONFLICT',
    `More than half of the ${sides} store is missing or wrong. Check that it is the right bucket or drive, then repair again with --force.`,
    { details: { guardedSides: plan.guardedSides, copies: plan.steps.length } }
  )
}
