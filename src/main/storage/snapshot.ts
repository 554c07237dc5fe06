/** Whole copies of the catalog in both stores: made while the app works, compressed, named by time and hash. */
import { createReadStream, createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import { hashFile, tryDelete } from '#main/core/files.ts'
import type { Db } from '#main/db/connection.ts'
import { checkCopy } from '#main/db/database.ts'
import { downloadProven } from './download.ts'
import { toStamp } from './manifest.ts'
import { CATALOG_PREFIX } from './object-key.ts'
import { listPages, type ObjectStore } from './object-store.ts'

export const SNAPSHOT_PREFIX = `${CATALOG_PREFIX}snapshots/`

/** Newest kept whatever their age, then one a day. */
const KEPT_NEWEST = 24
const KEPT_DAYS = 30

export interface SnapshotRequest {
  readonly db: Db
  readonly stores: readonly ObjectStore[]
  /** Goes into the name; newer than in every name before. */
  readonly nameAt: number
  /** A path that the next start cleans up when this run is killed. */
  newTempPath(): string
  readonly signal?: AbortSignal | undefined
}

export interface SnapshotResult {
  readonly key: string
  /** Stores that have it now. */
  readonly stored: number
  readonly errors: readonly unknown[]
}

/** Makes one copy and sends it to every store that answers. Old ones go. Disk for the copy; network. Throws DATABASE_DAMAGED. */
export async function makeSnapshot(request: SnapshotRequest): Promise<SnapshotResult> {
  const { db, stores, nameAt, signal } = request
  const plain = request.newTempPath()
  const packed = request.newTempPath()
  try {
    // On the writer's own connection: a backup through another one starts anew at every write.
    await db.backup(plain)
    // A damaged copy must not become the newest one in the stores.
    await checkCopy(plain)
    await pipeline(createReadStream(plain), createGzip(), createWriteStream(packed))
    const { sha256, sizeBytes } = await hashFile(packed)
    const key = `${SNAPSHOT_PREFIX}${toStamp(nameAt)}_${sha256}.db.gz`
    const facts = { sizeBytes, sha256, mediaType: 'application/gzip', metadata: { sha256 } }
    const sent = await Promise.allSettled(
      stores.map(async (store) => {
        await store.put({ key, source: { path: packed }, ...facts, signal })
        await deleteOld(store, signal)
      })
    )
    const errors = sent.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []))
    return { key, stored: sent.length - errors.length, errors }
  } finally {
    // Checking the copy opens it, which leaves SQLite's two files beside it.
    for (const file of [plain, `${plain}-wal`, `${plain}-shm`, packed]) await tryDelete(file)
  }
}

/** Keys to delete, given all keys of snapshots in order of time. Pure. */
export function planOldSnapshots(keys: readonly string[]): readonly string[] {
  const newestFirst = keys.toReversed()
  const days = new Set<string>()
  return newestFirst.filter((key, index) => {
    if (index < KEPT_NEWEST) return false
    const day = key.slice(SNAPSHOT_PREFIX.length, SNAPSHOT_PREFIX.length + 8)
    if (days.has(day) || days.size >= KEPT_DAYS) return true
    days.add(day)
    return false
  })
}

async function deleteOld(store: ObjectStore, signal: AbortSignal | undefined): Promise<void> {
  for (const key of planOldSnapshots(await listSnapshots(store, signal))) {
    await store.delete(key, { signal, allVersions: true })
  }
}

/** Keys in order of time. */
export async function listSnapshots(store: ObjectStore, signal?: AbortSignal): Promise<readonly string[]> {
  const keys: string[] = []
  for await (const page of listPages(store, { prefix: SNAPSHOT_PREFIX, signal })) {
    keys.push(...page.objects.map(({ key }) => key))
  }
  return keys
}

/** Downloads and unpacks a snapshot, proven by the hash in its name. Throws OBJECT_CORRUPT and the store's codes. */
export async function fetchSnapshot(
  store: ObjectStore,
  target: { readonly key: string; readonly filePath: string },
  signal?: AbortSignal
): Promise<void> {
  const sha256 = /_([0-9a-f]{64})\.db\.gz$/.exec(target.key)?.[1] ?? ''
  const tempPath = `${target.filePath}.gz`
  try {
    await downloadProven({ store, blob: { objectKey: target.key, sha256, sizeBytes: 0 }, tempPath, signal })
    await pipeline(createReadStream(tempPath), createGunzip(), createWriteStream(target.filePath))
  } finally {
    await tryDelete(tempPath)
  }
}
