/** Builds the pieces of the storage service and ties them together. */
import path from 'node:path'

import type { Clock } from '#main/core/clock.ts'
import { createLimit } from '#main/core/limit.ts'
import type { Log } from '#main/core/log.ts'
import type { Db } from '#main/db/connection.ts'
import type { SecretReader } from '#main/secrets/secret-store.ts'
import type { Settings } from '#shared/domain/settings.ts'
import { STORE_SIDES, type StoreHealth, type StoreSide } from '#shared/domain/storage.ts'
import { toAppError } from '#shared/errors.ts'
import { type CatalogKeeper, createCatalogKeeper } from './catalog-keeper.ts'
import type { CatalogRowsRepository } from './catalog-rows.ts'
import { createCatalogRowsRepository } from './catalog-rows-repository.ts'
import { createCopySurvey } from './copy-survey.ts'
import { createDisk, type Disk } from './disk.ts'
import { createFailoverReader, extensionOf, type FailoverReader } from './failover-read.ts'
import { createFiguresRepository } from './figures-repository.ts'
import { createGroupCommit, type GroupCommit } from './group-commit.ts'
import type { ObjectSource, ObjectStore, StoredObject } from './object-store.ts'
import { createPartCache, type PartCache } from './part-cache.ts'
import { createPartJournal } from './part-repository.ts'
import { LARGE_BYTES } from './part-size.ts'
import type { PartJournal } from './part-upload.ts'
import { createRangeReader, type OpenRange, type RangeReaderOptions } from './range-read.ts'
import { createRecentContents, type RecentContents } from './recent-contents.ts'
import type { Blob, ReplicaRepository, UploadTask } from './replica.ts'
import { createReplicaRepository } from './replica-repository.ts'
import { createSpool, type Spool } from './spool.ts'
import { createStorageFigures, type StorageFigures } from './storage-figures.ts'
import { createStoreFactory, type OpenStore } from './store-factory.ts'
import { createSide, type Side } from './store-side.ts'
import { createStoreStateRepository } from './store-state-repository.ts'
import { createThrottledNews, type ThrottledNews } from './throttled-news.ts'
import type { TrashDeps } from './trash.ts'
import { createTrashRepository } from './trash-repository.ts'
import { uploadOne } from './upload.ts'
import { createMeter, limitAt } from './with-bandwidth.ts'

export interface StorageDeps {
  readonly db: Db
  readonly clock: Clock
  readonly log: Log
  /** Holds the local copies (`spool`) and the default stores (`stores/primary`, `stores/backup`). */
  readonly dataFolder: string
  readonly settings: { get(): Pick<Settings, 'stores' | 'user'> }
  readonly secrets: SecretReader
  /** Copies changed; at most four times a second, then with the latest of several contents. */
  onBlobChanged?(sha256: string): void
  /** A store went up, down or was paused. */
  onHealthChanged?(health: StoreHealth): void
  /** The computer's disk by default. */
  readonly disk?: Disk
  /** Opens the stores of the settings by default. */
  readonly openStore?: OpenStore
}

export interface StorageParts {
  readonly deps: Pick<StorageDeps, 'clock' | 'log' | 'settings'>
  readonly onChange: (sha256: string) => void
  readonly news: ThrottledNews
  readonly commit: GroupCommit
  readonly rows: CatalogRowsRepository
  readonly keeper: CatalogKeeper
  readonly trash: TrashDeps
  readonly recent: RecentContents
  readonly repository: ReplicaRepository
  readonly figures: StorageFigures
  readonly spool: Spool
  readonly sides: Readonly<Record<StoreSide, Side>>
  readonly bothSides: readonly Side[]
  readonly reader: FailoverReader
  readonly openRange: OpenRange
  /** Brings one content into its side's store and proves it; writes no state. */
  upload(task: UploadTask, signal: AbortSignal): Promise<StoredObject>
}

export function createStorageParts(deps: StorageDeps): StorageParts {
  const { clock, log, settings, dataFolder } = deps
  const disk = deps.disk ?? createDisk()
  const openStore = deps.openStore ?? createStoreFactory({ dataFolder, disk, clock, secrets: deps.secrets })
  const news = createThrottledNews((sha256) => deps.onBlobChanged?.(sha256))
  const repository = createReplicaRepository(deps.db)
  const journal = createPartJournal(deps.db)
  const recent = createRecentContents()
  const oneLarge = { primary: createLimit(1), backup: createLimit(1) }
  const cache = createPartCache()
  const note = createGroupCommit(deps.db, { isRelaxed: true })
  const states = createStoreStateRepository(deps.db)
  const figures = createStorageFigures(createFiguresRepository(deps.db), createCopySurvey(deps.db), clock)
  const spool = createSpool({ folder: path.join(dataFolder, 'spool'), disk, clock })
  const meter = createMeter(() => limitAt(settings.get().stores.bandwidth, new Date(clock.now())), clock)
  const makeSide = (side: StoreSide): Side =>
    createSide({
      side,
      openStore,
      meter,
      states,
      repository,
      clock,
      log,
      config: () => settings.get().stores[side],
      upload,
      note,
      onOutcome: (outcome) => figures.noteCall(side, outcome),
      onHealth: (health) => deps.onHealthChanged?.(health),
      onChange: news.tell
    })
  const sides = { primary: makeSide('primary'), backup: makeSide('backup') }
  const reading: RangeReaderOptions = {
    repository,
    log,
    store: (side) => sides[side].store(),
    isUp: (side) => sides[side].health.known().status === 'up',
    preferred: () => settings.get().stores.preferred,
    onRead: figures.noteRead
  }
  const reader = createFailoverReader({ ...reading, spool, clock, onDamaged: news.tell })

  async function upload(task: UploadTask, signal: AbortSignal): Promise<StoredObject> {
    const run = async () =>
      await send({ store: sides[task.side].store(), journal, cache, recent, reader, spool }, task, signal)
    return task.sizeBytes > LARGE_BYTES ? await oneLarge[task.side](run) : await run()
  }

  const bothSides = STORE_SIDES.map((side) => sides[side])
  const kept = createKeeping(deps, sides, spool)
  return {
    deps,
    onChange: news.tell,
    news,
    ...kept,
    recent,
    repository,
    figures,
    spool,
    sides,
    bothSides,
    reader,
    openRange: createRangeReader(reading),
    upload
  }
}

function createKeeping(
  { db, clock, log }: StorageDeps,
  sides: StorageParts['sides'],
  spool: Spool
): Pick<StorageParts, 'commit' | 'rows' | 'keeper' | 'trash'> {
  const rows = createCatalogRowsRepository(db)
  const { newTempPath } = spool
  const keeper = createCatalogKeeper({ db, rows, clock, log, newTempPath, sides: Object.values(sides) })
  const store = (side: StoreSide) => sides[side].store()
  const trash = { repository: createTrashRepository(db), spool, log, store }
  return { commit: createGroupCommit(db), rows, keeper, trash }
}

interface Sender {
  readonly store: ObjectStore
  readonly journal: PartJournal
  readonly cache: PartCache
  readonly recent: RecentContents
  readonly reader: FailoverReader
  readonly spool: Spool
}

/**
 * From memory when the content came a moment ago, else from the local copy, else from the other store. Stores check
 * what they send, so the local copy is not read beforehand; when it turns out wrong it is replaced and sent again.
 */
async function send(sender: Sender, task: UploadTask, signal: AbortSignal): Promise<StoredObject> {
  const { store, journal, cache, recent, reader, spool } = sender
  const source = async (blob: Blob, stop: AbortSignal): Promise<ObjectSource> => {
    const bytes = recent.get(blob.sha256)
    if (bytes !== null) return { bytes, isProven: true }
    const extension = extensionOf(blob)
    const isThere = spool.has(blob.sha256, extension)
    return { path: isThere ? spool.pathOf(blob.sha256, extension) : await reader.ensureLocal(blob, stop) }
  }
  const upload = async (): Promise<StoredObject> =>
    await uploadOne(task, { store, journal, cache, source, partSha256s: recent.partsOf(task.sha256) }, signal)
  const stored = await upload().catch(async (thrown: unknown) => {
    const error = toAppError(thrown)
    if (error.code !== 'OBJECT_CORRUPT' || error.details?.['where'] !== 'source') throw error
    recent.forget(task.sha256)
    await reader.ensureLocal(task, signal)
    return await upload()
  })
  recent.done(task.sha256, task.side)
  return stored
}
