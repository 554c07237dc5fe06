/** A storage service on a real database and real folders, with the stores, clock and faults that a test chooses. */
import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type Clock, createSystemClock } from '#main/core/clock.ts'
import type { JobContext } from '#main/core/jobs.ts'
import { createSilentLog } from '#main/core/log.ts'
import { type Db, openDatabase } from '#main/db/database.ts'
import type { Disk } from '#main/storage/disk.ts'
import type { ObjectSource } from '#main/storage/object-store.ts'
import {
  type AcceptedBlob,
  createStorageService,
  type StorageService
} from '#main/storage/storage-service.ts'
import type { OpenStore } from '#main/storage/store-factory.ts'
import { type Settings, settingsSchema } from '#shared/domain/settings.ts'
import type { StoreConfig, StoreSide } from '#shared/domain/storage.ts'

export interface StorageBenchOptions {
  /** Continues in the folder of an earlier bench. */
  readonly dataFolder?: string
  readonly clock?: Clock
  readonly disk?: Disk
  readonly openStore?: OpenStore
  readonly stores?: Partial<Record<StoreSide, StoreConfig | null>>
  readonly preferred?: StoreSide
  /** By default the queues are started. */
  readonly isStarted?: boolean
}

export interface StorageBench {
  readonly storage: StorageService
  readonly db: Db
  readonly dataFolder: string
  readonly changed: string[]
  /** Settings as the user has them now; change, then reconfigure. */
  readonly stores: Record<StoreSide, StoreConfig | null>
  /** Accepts bytes as an image and writes a small asset row, as the catalog does. */
  add(bytes: Uint8Array, extension?: string): Promise<AcceptedBlob>
  addFile(filePath: string): Promise<AcceptedBlob>
  statusOf(sha256: string): string | undefined
  /** Stops and closes, keeps the folder. */
  close(): Promise<void>
  /** Also removes the folder. */
  dispose(): Promise<void>
}

export const NO_JOB: JobContext = { signal: new AbortController().signal, report: () => undefined }

/** Parsed once for as long as the stores stay, as the settings service does. */
function createSettings(stores: StorageBench['stores'], preferred: StoreSide): () => Settings {
  let parsed: Settings | null = null
  let of: readonly (StoreConfig | null)[] = []
  return () => {
    if (parsed === null || of[0] !== stores.primary || of[1] !== stores.backup) {
      of = [stores.primary, stores.backup]
      parsed = settingsSchema.parse({ stores: { ...stores, preferred } })
    }
    return parsed
  }
}

export async function openStorageBench(options: StorageBenchOptions = {}): Promise<StorageBench> {
  const dataFolder = options.dataFolder ?? mkdtempSync(path.join(tmpdir(), 'campaignforge-storage-'))
  const db = openDatabase(path.join(dataFolder, 'catalog.db'))
  const clock = options.clock ?? createSystemClock()
  const stores = { primary: options.stores?.primary ?? null, backup: options.stores?.backup ?? null }
  const changed: string[] = []
  const preferred = options.preferred ?? 'primary'
  const storage = createStorageService({
    db,
    clock,
    log: createSilentLog(),
    dataFolder,
    settings: { get: createSettings(stores, preferred) },
    secrets: { read: async () => null, known: () => [] },
    onBlobChanged: (sha256) => changed.push(sha256),
    ...(options.disk ? { disk: options.disk } : {}),
    ...(options.openStore ? { openStore: options.openStore } : {})
  })
  if (options.isStarted !== false) await storage.start()
  const insertAsset = db.prepare(
    `INSERT INTO asset (id, sha256, kind, origin, name, created_at, updated_at)
     VALUES (@id, @sha256, 'image', 'imported', 'a.png', @now, @now)`
  )
  const accept = async (source: ObjectSource, extension: string): Promise<AcceptedBlob> =>
    await storage.ingest(
      source,
      { kind: 'image', campaignId: null, extension, mediaType: 'image/png' },
      (blob) => {
        insertAsset.run({ id: clock.newId(), sha256: blob.sha256, now: clock.now() })
        return blob
      }
    )
  const status = db.prepare<[string], string>('SELECT status FROM blob_status WHERE sha256 = ?').pluck()
  const close = async (): Promise<void> => {
    await storage.stop()
    db.close()
  }
  return {
    storage,
    db,
    dataFolder,
    changed,
    stores,
    add: async (bytes, extension = '.png') => await accept({ bytes }, extension),
    addFile: async (filePath) => await accept({ path: filePath }, path.extname(filePath)),
    statusOf: (sha256) => status.get(sha256),
    close,
    async dispose() {
      await close()
      await rm(dataFolder, { recursive: true, force: true })
    }
  }
}
