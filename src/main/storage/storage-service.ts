/**
 * Keeps every content in two places: accepts it durably, uploads behind, reads through failover, verifies, repairs.
 * The catalog's own rows are written by the callers, inside the same transaction.
 */

import { throwIfCancelled } from '#main/core/cancel.ts'
import type { JobContext } from '#main/core/jobs.ts'
import type { AssetKind } from '#shared/domain/asset.ts'
import {
  type RebuildReport,
  type RepairReport,
  type Safety,
  STORE_SIDES,
  type StorageHealth,
  type StorageStats,
  type StoreCheck,
  type StoreHealth,
  type StoreSide,
  type VerifyReport
} from '#shared/domain/storage.ts'
import { AppError } from '#shared/errors.ts'
import { extensionOf, type OpenedCopy, type OpenOptions } from './failover-read.ts'
import { safeExtension, toObjectKey } from './object-key.ts'
import type { ObjectSource } from './object-store.ts'
import { runRebuild } from './rebuild.ts'
import { planRepair, type RepairStep, runRepair } from './repair.ts'
import { createStorageParts, type StorageDeps, type StorageParts } from './storage-parts.ts'
import { testStore } from './store-acceptance.ts'
import { runVerify, type Verification } from './verify.ts'

export type { StorageDeps } from './storage-parts.ts'

export interface ContentFacts {
  readonly kind: AssetKind
  readonly campaignId: string | null
  /** With the dot: `.png`. */
  readonly extension: string
  readonly mediaType: string
  readonly signal?: AbortSignal | undefined
}

export interface AcceptedBlob {
  readonly sha256: string
  readonly sizeBytes: number
  readonly objectKey: string
  /** False when the same bytes were there before. */
  readonly isNew: boolean
}

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
  /** The local copy's path when it is there; not proven. */
  localPath(sha256: string): string | null
  /** Asks both stores, at most 3 seconds, when the last answer is older than 5 minutes. */
  health(signal?: AbortSignal): Promise<StorageHealth>
  stats(): StorageStats
  safety(): Safety
  /** Compares catalog and stores; `deep` reads every object. Changes no store. */
  verify(options: { readonly deep: boolean }, context: JobContext): Promise<VerifyReport>
  /** Writes missing and wrong copies anew. CONFLICT when more than half of a store is affected and `force` is not given. */
  repair(
    options: { readonly dryRun: boolean; readonly force?: boolean },
    context: JobContext
  ): Promise<RepairReport>
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
  return {
    ingest: async (source, facts, record) => await ingest(parts, { source, facts }, record),
    openCopy: reader.open,
    localPath(sha256) {
      const blob = repository.findBlob(sha256)
      const extension = blob === null ? '' : extensionOf(blob)
      return blob !== null && spool.has(sha256, extension) ? spool.pathOf(sha256, extension) : null
    },
    async health(signal) {
      const { primary, backup } = sides
      const answers = [primary.health.current(signal), backup.health.current(signal)] as const
      const [first, second] = await Promise.all(answers)
      return { primary: first, backup: second }
    },
    stats: figures.stats,
    safety: () => figures.safety(STORE_SIDES.filter((side) => sides[side].health.known().status !== 'up')),
    verify: async ({ deep }, context) => (await verify(parts, deep ? STORE_SIDES : [], context)).report,
    repair: async ({ dryRun, force = false }, context) => await repair(parts, { dryRun, force }, context),
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
    start: async ({ isOwner } = { isOwner: true }) => await start(parts, isOwner),
    rebuild: async (side, context) => await rebuild(parts, side, context),
    snapshot: keeper.snapshot,
    async stop() {
      await keeper.stop()
      await Promise.all(bothSides.map(async ({ queue }) => await queue.stop()))
      figures.flush()
      parts.news.stop()
    }
  }
}

/** The order is the promise: durable local copy, then one durable commit, then the answer. */
async function ingest<T>(
  { deps, repository, spool, bothSides, commit, recent }: StorageParts,
  { source, facts }: { readonly source: ObjectSource; readonly facts: ContentFacts },
  record: (blob: AcceptedBlob) => T
): Promise<T> {
  const extension = safeExtension(facts.extension)
  const { bytes, sha256, sizeBytes } = await spool.accept(source, extension, facts.signal)
  throwIfCancelled(facts.signal)
  const { kind, campaignId, mediaType } = facts
  const createdAt = deps.clock.now()
  const userId = deps.settings.get().user.id
  const objectKey = toObjectKey({ kind, campaignId, userId, createdAt, sha256, extension })
  const result = await commit(() => {
    const isNew = repository.addBlob({ sha256, sizeBytes, mediaType, objectKey, createdAt })
    const known = repository.findBlob(sha256)
    return record({ sha256, sizeBytes, objectKey: known?.objectKey ?? objectKey, isNew })
  })
  if (bytes !== null) recent.add(sha256, bytes)
  for (const { queue } of bothSides) queue.kick()
  return result
}

async function verify(
  { deps, repository, sides }: StorageParts,
  deepSides: readonly StoreSide[],
  context: JobContext
): Promise<Verification> {
  const store = (side: StoreSide) => sides[side].store()
  return await runVerify({ deepSides, repository, clock: deps.clock, store }, context)
}

async function repair(
  parts: StorageParts,
  options: { readonly dryRun: boolean; readonly force: boolean },
  context: JobContext
): Promise<RepairReport> {
  const { sides, spool } = parts
  // Reading a folder costs nothing, so wrong bytes there are found without being asked for.
  const cheap = STORE_SIDES.filter((side) => sides[side].kind() === 'folder')
  const { checked } = await verify(parts, cheap, context)
  const plan = planRepair(checked, (blob) => spool.has(blob.sha256, extensionOf(blob)))
  const copy = async (step: RepairStep, signal: AbortSignal): Promise<void> =>
    await copyAnew(parts, step, signal)
  return await runRepair(plan, { ...options, copy }, context)
}

async function copyAnew(
  { deps, repository, upload, onChange }: StorageParts,
  { blob, side }: RepairStep,
  signal: AbortSignal
): Promise<void> {
  const task = { ...blob, side, attempts: 0, mustReplace: true, uploadId: null }
  const { etag, versionId } = await upload(task, signal)
  repository.markStored({ sha256: blob.sha256, side, etag, versionId, now: deps.clock.now() })
  onChange(blob.sha256)
}

async function loseCopy(
  { repository, sides }: StorageParts,
  { sha256, side }: { readonly sha256: string; readonly side: StoreSide },
  signal?: AbortSignal
): Promise<void> {
  const blob = repository.findBlob(sha256)
  if (blob === null) throw new AppError('NOT_FOUND', 'This content is not known.')
  const other = side === 'primary' ? 'backup' : 'primary'
  if (repository.states(sha256)[other] !== 'stored') {
    throw new AppError('CONFLICT', `The ${other} store has no proven copy, so the ${side} copy stays.`)
  }
  await sides[side].store().delete(blob.objectKey, signal === undefined ? {} : { signal })
}

async function rebuild(parts: StorageParts, side: StoreSide, context: JobContext): Promise<RebuildReport> {
  const { deps, rows, repository, sides, bothSides, spool } = parts
  const { clock, log } = deps
  const store = sides[side].store()
  const { newTempPath } = spool
  const report = await runRebuild({ side, store, rows, clock, log, newTempPath }, context)
  repository.addMissingReplicas(clock.now())
  for (const each of bothSides) {
    repository.requeueSide(each.side, clock.now())
    each.queue.kick()
  }
  return report
}

async function start(
  { deps, repository, spool, bothSides, keeper }: StorageParts,
  isOwner: boolean
): Promise<void> {
  if (isOwner) {
    await spool.recover()
    repository.recover(deps.clock.now())
  }
  for (const side of bothSides) {
    side.adopt({ isConfirmed: false })
    if (isOwner) side.queue.start()
  }
  if (isOwner) keeper.start()
  if (!isOwner) return
  void spool
    .setAsideOrphans((sha256) => repository.findBlob(sha256) !== null)
    .catch((cause: unknown) => deps.log.warn('orphans not set aside', { error: cause }))
}
