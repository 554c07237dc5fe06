/**
 * Deleting for good what lay in the trash for 30 days: first a tombstone and the catalog's rows, then the objects in
 * both stores, with all their versions, for as long as it takes.
 */

import { throwIfCancelled } from '#main/core/cancel.ts'
import type { JobContext } from '#main/core/jobs.ts'
import type { Log } from '#main/core/log.ts'
import { type PurgeReport, STORE_SIDES, type StoreSide } from '#shared/domain/storage.ts'
import { AppError, toAppError } from '#shared/errors.ts'
import { extensionOf } from './failover-read.ts'
import type { ObjectStore } from './object-store.ts'
import type { Spool } from './spool.ts'
import type { TrashRepository } from './trash-repository.ts'
import { looksLikeWrongStore } from './verify.ts'

export const TRASH_KEPT_MS = 30 * 24 * 60 * 60 * 1000
const OBJECTS_A_ROUND = 200

export interface TrashDeps {
  readonly repository: TrashRepository
  readonly spool: Pick<Spool, 'remove'>
  readonly log: Log
  store(side: StoreSide): ObjectStore
}

export interface PurgeOptions {
  /** Assets put into the trash before this time may go. */
  readonly beforeAt: number
  readonly now: number
  /** The user confirmed that more than half is to go. */
  readonly force: boolean
}

/** Throws CONFLICT when more than half of everything would go without `force`, CANCELLED. */
export async function purgeTrash(
  deps: TrashDeps,
  options: PurgeOptions,
  context: JobContext
): Promise<PurgeReport> {
  const { repository, spool } = deps
  const expired = repository.expired(options.beforeAt)
  if (!options.force && looksLikeWrongStore(expired.length, repository.countBlobs()))
    throw tooMuch(expired.length)
  let purged = 0
  for (const { sha256, objectKey } of expired) {
    throwIfCancelled(context.signal)
    if (!repository.bury(sha256, options.beforeAt, options.now)) continue
    await spool.remove(sha256, extensionOf({ objectKey }))
    context.report(++purged, expired.length, 'contents deleted')
  }
  const removed = await removeBuried(deps, context.signal)
  return { purged, kept: expired.length - purged, ...removed }
}

/** Removes objects of buried contents where stores answer; what fails is tried the next time. */
export async function removeBuried(
  { repository, store, log }: TrashDeps,
  signal?: AbortSignal
): Promise<Pick<PurgeReport, 'removedObjects' | 'waitingObjects'>> {
  let removedObjects = 0
  let waitingObjects = 0
  for (const side of STORE_SIDES) {
    for (const { sha256, objectKey } of repository.pending(side, OBJECTS_A_ROUND)) {
      try {
        await store(side).delete(objectKey, { signal, allVersions: true })
        repository.markGone(sha256, side)
        removedObjects++
      } catch (thrown) {
        const error = toAppError(thrown)
        if (error.code === 'CANCELLED') throw error
        log.warn('object not deleted yet', { side, code: error.code })
        waitingObjects += repository.pending(side, OBJECTS_A_ROUND).length
        break
      }
    }
  }
  return { removedObjects, waitingObjects }
}

function tooMuch(count: number): AppError {
  return new AppError(
    'CONFLICT',
    `${count} contents, more than half of everything, would be deleted for good. Confirm to go on.`,
    { details: { count } }
  )
}
