/**
 * Small objects that tell each store what changed in the catalog, so that a store alone can bring it back. Each side
 * gets its own, as far as it is behind.
 */
import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import { z } from 'zod'
import { sha256Of } from '#main/core/files.ts'
import type { StoreSide } from '#shared/domain/storage.ts'
import type { CatalogRowsRepository, Manifest } from './catalog-rows.ts'
import { CATALOG_PREFIX } from './object-key.ts'
import type { ObjectStore } from './object-store.ts'
import { storedWrong } from './store-errors.ts'
import { findProven } from './upload.ts'

export const MANIFEST_PREFIX = `${CATALOG_PREFIX}manifests/`
const CHANGES_PER_MANIFEST = 1000

const compress = promisify(gzip)
const expand = promisify(gunzip)

const rowsSchema = z.array(z.record(z.string(), z.union([z.string(), z.number(), z.null()])))
const manifestSchema = z.object({
  version: z.literal(1),
  madeAt: z.int(),
  campaigns: rowsSchema,
  blobs: rowsSchema,
  assets: rowsSchema,
  documents: rowsSchema,
  tags: z.array(z.object({ assetId: z.string(), names: z.array(z.string()) })),
  goneAssetIds: z.array(z.string()),
  attempts: rowsSchema,
  tombstones: rowsSchema
})

/** `catalog/manifests/<utc time>_<change id>.json.gz`: names sort by time. */
export function toManifestKey(madeAt: number, changeId: number): string {
  return `${MANIFEST_PREFIX}${toStamp(madeAt)}_${String(changeId).padStart(12, '0')}.json.gz`
}

/** yyyymmddThhmmssSSSZ, which sorts by time. */
export function toStamp(at: number): string {
  return new Date(at).toISOString().replace(/[-:.]/g, '')
}

/** The time that a manifest's or snapshot's name starts with; null when it has none. Pure. */
export function nameAtOf(name: string): number | null {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z_/.exec(name)
  if (match === null) return null
  const [, year, month, day, hour, minute, second, ms] = match
  const at = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}.${ms}Z`)
  return Number.isNaN(at) ? null : at
}

export interface ManifestFlush {
  readonly side: StoreSide
  readonly store: ObjectStore
  readonly rows: Pick<CatalogRowsRepository, 'changesFor' | 'advance' | 'nextNameAt'>
  readonly now: number
  readonly signal?: AbortSignal | undefined
}

/** Sends what the side does not know yet. Gives how many manifests were written. Throws the store's codes. */
export async function flushManifests({ side, store, rows, now, signal }: ManifestFlush): Promise<number> {
  for (let count = 0; ; count++) {
    const changed = rows.changesFor(side, CHANGES_PER_MANIFEST)
    if (changed === null) return count
    const manifest: Manifest = { version: 1, madeAt: now, ...changed.manifest }
    const bytes = await compress(JSON.stringify(manifest))
    const sha256 = sha256Of(bytes)
    const key = toManifestKey(rows.nextNameAt(now), changed.lastChangeId)
    const facts = { sizeBytes: bytes.length, sha256, mediaType: 'application/gzip', metadata: { sha256 } }
    await store.put({ key, source: { bytes }, ...facts, signal })
    if ((await findProven(store, { objectKey: key, ...facts }, signal)) === null)
      throw storedWrong('manifest')
    rows.advance(side, changed.lastChangeId)
  }
}

/** Throws what zlib, JSON or the schema say about damaged bytes. */
export async function parseManifest(bytes: Uint8Array): Promise<Manifest> {
  return manifestSchema.parse(JSON.parse((await expand(bytes)).toString('utf8')))
}
