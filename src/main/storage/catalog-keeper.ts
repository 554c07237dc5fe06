/**
 * Keeps the catalog itself in both stores: a manifest soon after every change, a whole snapshot daily, after large
 * changes and soon after changes that manifests do not carry. Trouble with a store is logged and made up for later.
 */
import type { Clock } from '#main/core/clock.ts'
import type { Log } from '#main/core/log.ts'
import type { Db } from '#main/db/connection.ts'
import { toAppError } from '#shared/errors.ts'
import type { CatalogRowsRepository } from './catalog-rows.ts'
import { flushManifests } from './manifest.ts'
import { makeSnapshot, SNAPSHOT_PREFIX } from './snapshot.ts'
import type { Side } from './store-side.ts'

export interface CatalogKeeper {
  /** Sends manifests of what changed, and a snapshot when one is due. Throws only CANCELLED. */
  protect(signal?: AbortSignal): Promise<void>
  /**
   * Looks whether each store that answers still holds a snapshot; where one does not, because it was emptied, all get one
   * now. Gives how many stores were without. Throws only CANCELLED.
   */
  restore(signal?: AbortSignal): Promise<number>
  /** A snapshot now. Gives how many stores have it. */
  snapshot(signal?: AbortSignal): Promise<number>
}

export interface CatalogKeeperOptions {
  readonly db: Db
  readonly rows: CatalogRowsRepository
  readonly sides: readonly Side[]
  readonly clock: Clock
  readonly log: Log
  newTempPath(): string
}

const SNAPSHOT_EVERY_MS = 24 * 60 * 60 * 1000
const LARGE_CHANGE = 2000
/** Rights, saved searches, storyboards and choices are in no manifest; a snapshot takes them along this soon. */
const OWN_CHANGES_WAIT_MS = 15 * 60 * 1000

export function createCatalogKeeper(options: CatalogKeeperOptions): CatalogKeeper {
  const { rows, sides, clock, log } = options
  async function snapshot(signal?: AbortSignal): Promise<number> {
    const { reached } = rows.snapshotState()
    const now = clock.now()
    const stores = sides.filter(({ health }) => health.known().status === 'up').map((side) => side.store())
    const { newTempPath, db } = options
    const nameAt = rows.nextNameAt(now)
    const result = await makeSnapshot({ db, stores, nameAt, newTempPath, signal })
    for (const error of result.errors) log.warn('snapshot not stored', { error })
    if (result.stored > 0) rows.noteSnapshot(now, reached)
    return result.stored
  }

  function isSnapshotDue(): boolean {
    const { reached, madeAt, atSnapshot } = rows.snapshotState()
    const changes = reached.changeId - atSnapshot.changeId
    const ownChanges = reached.ownChanges - atSnapshot.ownChanges
    if (changes === 0 && ownChanges === 0) return false
    // A clock that was set back must not put the next snapshot off.
    const ageMs = madeAt === null ? Number.POSITIVE_INFINITY : Math.abs(clock.now() - madeAt)
    return (
      ageMs > SNAPSHOT_EVERY_MS || changes > LARGE_CHANGE || (ownChanges !== 0 && ageMs > OWN_CHANGES_WAIT_MS)
    )
  }

  async function sendManifest({ side, health, store }: Side, signal: AbortSignal | undefined): Promise<void> {
    if (health.known().status !== 'up') return
    await flushManifests({ side, store: store(), rows, now: clock.now(), signal })
  }

  async function protect(signal?: AbortSignal): Promise<void> {
    for (const side of sides) await quietly(async () => await sendManifest(side, signal))
    if (isSnapshotDue()) await quietly(async () => await snapshot(signal))
  }

  async function quietly(run: () => Promise<unknown>): Promise<void> {
    try {
      await run()
    } catch (thrown) {
      const error = toAppError(thrown)
      if (error.code === 'CANCELLED') throw error
      log.warn('catalog not sent', { code: error.code, error })
    }
  }

  async function restore(signal?: AbortSignal): Promise<number> {
    let emptied = 0
    await quietly(async () => {
      for (const { health, store } of sides) {
        if (health.known().status !== 'up') continue
        const { objects } = await store().list({ prefix: SNAPSHOT_PREFIX, limit: 1, signal })
        if (objects.length === 0) emptied++
      }
      if (emptied > 0) await snapshot(signal)
    })
    return emptied
  }

  return { protect, snapshot, restore }
}
