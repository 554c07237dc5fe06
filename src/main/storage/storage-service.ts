/**
 * Keeps every content in two places: accepts it durably, uploads behind, reads through failover, verifies, repairs.
 * The catalog's own rows are written by the callers, inside the same transaction.
 */

import type { JobContext } from '#main/core/jobs.ts'
import {
  type CopyCheck,
  type FireDrillReport,
  type PurgeReport,
  type RebuildReport,
  type RepairReport,
  type Safety,
  type ScrubReport,
  STORE_SIDES,
  type StorageHealth,
  type StorageStats,
  type StoreCheck,
  type StoreHealth,
  type StoreSide,
  type VerifyReport
} from '#shared/domain/storage.ts'
import { createBackgroundTasks } from './background-tasks.ts'
import { extensionOf, type OpenedCopy, type OpenOptions } from './failover-read.ts'
import { type AcceptedBlob, type ContentFacts, ingest } from './ingest.ts'
import type { ObjectAddress, ObjectSource } from './object-store.ts'
import type { OpenRange } from './range-read.ts'
import type { ScrubOptions } from './scrub.ts'
import { backgroundTasks } from './storage-background.ts'
import {
  addressOf,
  check,
  fireDrill,
  loseCopy,
  rebuild,
  repair,
  scrub,
  verify
} from './storage-operations.ts'
import { createStorageParts, type StorageDeps, type StorageParts } from './storage-parts.ts'
import { testStore } from './store-acceptance.ts'
import { purgeTrash, TRASH_KEPT_MS } from './trash.ts'

export type { AcceptedBlob, ContentFacts } from './ingest.ts'
export type { StorageDeps } from './storage-parts.ts'

export interface StorageService {
  /**
   * Accepts a content: local copy flushed to disk, then one transaction with its row, its two waiting copies and
   * whatever `record` writes. When this resolves the content survives a crash; uploads follow behind.
   * The same bytes are stored once. Reads the source once, writes to disk, no network.
   * Throws NOT_FOUND or INVALID_INPUT for the source, DISK_FULL, CANCELLED, and whatever `record` throws; then nothing
   * is recorded.
   */
  ingest<T>(source: ObjectSource, facts: ContentFacts, record: (blob: AcceptedBlob) => T): Promise<T>
  /** A proven local file: the local copy, else the preferred store's, else the other's. Codes of FailoverReader.open. */
  openCopy(sha256: string, options?: OpenOptions): Promise<OpenedCopy>
  /**
   * A part of a content straight from a store, with failover, for players; nothing is kept here. The object's size and
   * recorded hash are checked before; its bytes are only proven by openCopy, which the caller should start beside it.
   * Throws NOT_FOUND, INVALID_INPUT for a range outside, BOTH_STORES_FAILED, CANCELLED. Network.
   */
  readonly openRange: OpenRange
  /** The local copy's path when it is there; not proven. */
  localPath(sha256: string): string | null
  /** Asks both stores, at most 3 seconds, when the last answer is older than 5 minutes, or in any case when fresh. */
  health(signal?: AbortSignal, options?: { readonly isFresh: boolean }): Promise<StorageHealth>
  stats(): Promise<StorageStats>
  safety(): Safety
  /** Compares catalog and stores; `deep` reads every object. Changes no store. */
  verify(options: { readonly deep: boolean }, context: JobContext): Promise<VerifyReport>
  /** Writes missing and wrong copies anew. CONFLICT when more than half of a store is affected and `force` is not given. */
  repair(
    options: { readonly dryRun: boolean; readonly force?: boolean },
    context: JobContext
  ): Promise<RepairReport>
  /**
   * Reads and hashes both copies of one content, and makes wrong and missing ones anew when `repair` says so. NOT_FOUND
   * for unknown contents; trouble with a store is in the answer.
   */
  check(sha256: string, options: { readonly repair: boolean }, context: JobContext): Promise<CopyCheck>
  /**
   * Removes one store's object and tells nobody, as a dead disk would: for drills, which then prove failover and repair.
   * CONFLICT while the other store has no proven copy; NOT_FOUND for unknown contents.
   */
  loseCopy(sha256: string, side: StoreSide, signal?: AbortSignal): Promise<void>
  /** Sends what waits; resolves when nothing more can be sent now. */
  drain(signal?: AbortSignal): Promise<void>
  /** After the settings of a side changed on the user's word: takes up the new store and says how it is. */
  reconfigure(side: StoreSide, signal?: AbortSignal): Promise<StoreHealth>
  /**
   * Makes the catalog again from one store: newest sound snapshot, manifests since, objects nobody names. What is in the
   * catalog stays; what was deleted for good stays deleted. All copies are then looked up again and completed.
   */
  rebuild(side: StoreSide, context: JobContext): Promise<RebuildReport>
  /** Sends a whole copy of the catalog to the stores now. Gives how many have it. */
  snapshot(signal?: AbortSignal): Promise<number>
  /**
   * Deletes for good what lay in the trash for 30 days, in both stores with all versions. Assets that share their bytes
   * with a live one keep them. CONFLICT when more than half of everything would go and `force` is not given.
   */
  purgeTrash(options: { readonly force?: boolean }, context: JobContext): Promise<PurgeReport>
  /** Reads part of everything, longest unread first. By default all within 30 days, at most 1 GB per store and run. */
  scrub(options: Partial<ScrubOptions>, context: JobContext): Promise<ScrubReport>
  /** Proves by reading that one store alone serves everything, as if the other were lost. */
  fireDrill(lost: StoreSide, context: JobContext): Promise<FireDrillReport>
  /** Response times of successful calls in milliseconds, rounded up to a power of two. */
  responseMs(side: StoreSide): { readonly p50: number | null; readonly p99: number | null }
  /**
   * A time-limited or public address of the content, from the preferred store that has one; null for folders.
   * NOT_FOUND for an unknown content. The address is a secret while it lasts: never log it.
   */
  address(sha256: string, expiresInSeconds: number): Promise<ObjectAddress | null>
  /** The acceptance test of a side's store, one result per check. Writes and removes up to 100 MB of its own objects. */
  testStore(side: StoreSide, context: JobContext): Promise<readonly StoreCheck[]>
  /**
   * Starts the queues. The owner of the data folder first recovers from a killed run; others must not, because
   * what looks left over may be the owner's work in progress.
   */
  start(options?: { readonly isOwner: boolean }): Promise<void>
  /** Stops the queues within a few seconds; what was under way is queued again. */
  stop(): Promise<void>
}

export function createStorageService(deps: StorageDeps): StorageService {
  const parts = createStorageParts(deps)
  const { repository, figures, spool, sides, bothSides, reader, keeper } = parts
  const background = createBackgroundTasks(backgroundTasks(parts), deps)
  return {
    ingest: async (source, facts, record) => await ingest(parts, { source, facts }, record),
    openCopy: reader.open,
    openRange: parts.openRange,
    localPath(sha256) {
      const blob = repository.findBlob(sha256)
      const extension = blob === null ? '' : extensionOf(blob)
      return blob !== null && spool.has(sha256, extension) ? spool.pathOf(sha256, extension) : null
    },
    async health(signal, { isFresh } = { isFresh: false }) {
      const ask = ({ health }: (typeof sides)['primary']) =>
        isFresh ? health.ask(signal) : health.current(signal)
      const [first, second] = await Promise.all([ask(sides.primary), ask(sides.backup)])
      return { primary: first, backup: second }
    },
    stats: figures.stats,
    safety: () => figures.safety(STORE_SIDES.filter((side) => sides[side].health.known().status !== 'up')),
    verify: async ({ deep }, context) => (await verify(parts, deep ? STORE_SIDES : [], context)).report,
    repair: async ({ dryRun, force = false }, context) => await repair(parts, { dryRun, force }, context),
    check: async (sha256, { repair: isRepair }, context) =>
      await check(parts, { sha256, repair: isRepair }, context),
    loseCopy: async (sha256, side, signal) => await loseCopy(parts, { sha256, side }, signal),
    async drain(signal) {
      await Promise.all(bothSides.map(async ({ queue }) => await queue.drain(signal)))
      await keeper.protect(signal)
      figures.flush()
    },
    async reconfigure(side, signal) {
      sides[side].adopt({ isConfirmed: true })
      return await sides[side].health.current(signal)
    },
    testStore: async (side, context) =>
      await testStore({ side, store: sides[side].store(), clock: deps.clock }, context),
    async start({ isOwner } = { isOwner: true }) {
      await start(parts, isOwner)
      if (isOwner) background.start()
    },
    purgeTrash: async ({ force = false }, context) => {
      const now = deps.clock.now()
      return await purgeTrash(parts.trash, { beforeAt: now - TRASH_KEPT_MS, now, force }, context)
    },
    scrub: async (options, context) => await scrub(parts, options, context),
    fireDrill: async (lost, context) => await fireDrill(parts, lost, context),
    responseMs: figures.responseMs,
    address: async (sha256, expiresInSeconds) => await addressOf(parts, sha256, expiresInSeconds),
    rebuild: async (side, context) => await rebuild(parts, side, context),
    snapshot: keeper.snapshot,
    async stop() {
      await background.stop()
      await Promise.all(bothSides.map(async ({ queue }) => await queue.stop()))
      figures.flush()
      parts.news.stop()
    }
  }
}

async function start({ deps, repository, spool, bothSides }: StorageParts, isOwner: boolean): Promise<void> {
  if (isOwner) {
    await spool.recover()
    repository.recover(deps.clock.now())
  }
  for (const side of bothSides) {
    side.adopt({ isConfirmed: false })
    if (isOwner) side.queue.start()
  }
  if (!isOwner) return
  void spool
    .setAsideOrphans((sha256) => repository.findBlob(sha256) !== null)
    .catch((cause: unknown) => deps.log.warn('orphans not set aside', { error: cause }))
}
