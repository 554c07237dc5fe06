/**
 * Makes the catalog again from one store alone: the newest sound snapshot, the manifests since, and what only the
 * objects' keys tell. What is in the catalog already stays.
 */
import { buffer } from 'node:stream/consumers'
import { throwIfCancelled } from '#main/core/cancel.ts'
import type { Clock } from '#main/core/clock.ts'
import { tryDelete } from '#main/core/files.ts'
import type { JobContext } from '#main/core/jobs.ts'
import type { Log } from '#main/core/log.ts'
import { openDatabase } from '#main/db/database.ts'
import { ASSET_KINDS } from '#shared/domain/asset.ts'
import type { RebuildReport, StoreSide } from '#shared/domain/storage.ts'
import { AppError, toAppError } from '#shared/errors.ts'
import type { CatalogRowsRepository, FoundObject } from './catalog-rows.ts'
import { MANIFEST_PREFIX, nameAtOf, parseManifest } from './manifest.ts'
import { CATALOG_PREFIX, sha256OfKey } from './object-key.ts'
import { type ListedObject, listPages, type ObjectStore } from './object-store.ts'
import { fetchSnapshot, listSnapshots, SNAPSHOT_PREFIX } from './snapshot.ts'

export interface RebuildOptions {
  readonly side: StoreSide
  readonly store: ObjectStore
  readonly rows: CatalogRowsRepository
  readonly clock: Clock
  readonly log: Log
  /** A path that the next start cleans up when this run is killed. */
  newTempPath(): string
}

/** Manifests from a little before the snapshot count too: it may have been begun before their changes were sent. */
const OVERLAP_STAMP_LENGTH = 'yyyymmdd'.length

export async function runRebuild(options: RebuildOptions, context: JobContext): Promise<RebuildReport> {
  const { rows } = options
  const before = { assets: rows.countAssets(), campaigns: rows.countCampaigns() }
  context.report(0, 0, 'looking for the newest snapshot')
  const snapshotKey = await takeSnapshot(options, context)
  const manifests = await takeManifests(options, snapshotKey, context)
  const foundObjects = await takeObjects(options, context)
  return {
    from: options.side,
    snapshotKey,
    manifests,
    foundObjects,
    restoredAssets: rows.countAssets() - before.assets,
    restoredCampaigns: rows.countCampaigns() - before.campaigns
  }
}

/** The newest snapshot that is whole and opens; damaged ones are passed over. Null when there is none. */
async function takeSnapshot(
  { store, rows, log, newTempPath }: RebuildOptions,
  context: JobContext
): Promise<string | null> {
  const keys = await listSnapshots(store, context.signal)
  for (const key of keys.toReversed()) {
    throwIfCancelled(context.signal)
    noteName(rows, key.slice(SNAPSHOT_PREFIX.length))
    const isTaken = await takeOne(key, { store, rows, log, newTempPath }, context)
    if (isTaken) return key
  }
  return null
}

type SnapshotTaker = Pick<RebuildOptions, 'store' | 'rows' | 'log' | 'newTempPath'>

async function takeOne(
  key: string,
  { store, rows, log, newTempPath }: SnapshotTaker,
  context: JobContext
): Promise<boolean> {
  const filePath = newTempPath()
  try {
    await fetchSnapshot(store, { key, filePath }, context.signal)
    // Opening checks it and brings it to this app's version.
    openDatabase(filePath).close()
    rows.copyFrom(filePath)
    return true
  } catch (thrown) {
    const error = toAppError(thrown)
    if (error.code === 'CANCELLED' || error.code === 'DATABASE_NEWER') throw error
    log.warn('snapshot passed over', { key, code: error.code, error })
    return false
  } finally {
    for (const suffix of ['', '-wal', '-shm']) await tryDelete(`${filePath}${suffix}`)
  }
}

async function takeManifests(
  { store, rows, log }: RebuildOptions,
  snapshotKey: string | null,
  context: JobContext
): Promise<number> {
  const since =
    snapshotKey?.slice(SNAPSHOT_PREFIX.length, SNAPSHOT_PREFIX.length + OVERLAP_STAMP_LENGTH) ?? ''
  let applied = 0
  for await (const page of listPages(store, { prefix: MANIFEST_PREFIX, signal: context.signal })) {
    for (const { key } of page.objects) {
      noteName(rows, key.slice(MANIFEST_PREFIX.length))
      if (key.slice(MANIFEST_PREFIX.length) < since) continue
      try {
        const { body } = await store.get(key, { signal: context.signal })
        rows.apply(await parseManifest(await buffer(body)))
        context.report(++applied, 0, 'manifests read')
      } catch (thrown) {
        const error = toAppError(thrown)
        if (error.retryable || error.code === 'CANCELLED') throw error
        log.warn('manifest passed over', { key, code: error.code, error })
      }
    }
  }
  return applied
}

/** What is sent from here on sorts after what is there, whatever the clocks said. */
function noteName(rows: CatalogRowsRepository, name: string): void {
  const at = nameAtOf(name)
  if (at !== null) rows.noteNameAt(at)
}

/** Objects that neither snapshot nor manifest names, unless they were deleted on purpose. */
async function takeObjects({ store, rows, clock }: RebuildOptions, context: JobContext): Promise<number> {
  let found = 0
  for await (const page of listPages(store, { signal: context.signal })) {
    for (const object of page.objects) {
      const sha256 = object.key.startsWith(CATALOG_PREFIX) ? null : sha256OfKey(object.key)
      if (sha256 === null || rows.isKnown(sha256)) continue
      const facts = toFound(object, sha256, clock.newId())
      if (facts === null) continue
      const head = await store.head(object.key, { signal: context.signal })
      rows.addFound({ ...facts, mediaType: head?.mediaType ?? facts.mediaType })
      context.report(++found, 0, 'objects without catalog entry taken in')
    }
  }
  return found
}

const KEY_PATTERN =
  /^([a-z]+)s\/[^/]+\/([^/]+)\/(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z_[0-9a-f]{64}(\.[a-z0-9]+)?$/

/** What a key of ours tells about its object; null for other keys. Pure. */
export function toFound(object: ListedObject, sha256: string, assetId: string): FoundObject | null {
  const match = KEY_PATTERN.exec(object.key)
  const kind = ASSET_KINDS.find((each) => each === match?.[1])
  if (match === null || kind === undefined) return null
  const [, , campaign = '', year, month, day, hour, minute, second, ms, extension = ''] = match
  const createdAt = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}.${ms}Z`)
  if (Number.isNaN(createdAt)) throw new AppError('BAD_RESPONSE', 'An object key carries no valid time.')
  return {
    assetId,
    sha256,
    sizeBytes: object.sizeBytes,
    mediaType: 'application/octet-stream',
    objectKey: object.key,
    kind,
    campaignId: campaign === 'general' ? null : campaign,
    name: `${sha256.slice(0, 12)}${extension}`,
    createdAt
  }
}
