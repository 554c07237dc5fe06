/**
 * A store in a folder: on this disk, a mounted drive or a NAS. Objects are plain files, written beside and renamed.
 * A marker file tells the store's folder from an empty mount point, so that a missing drive is never refilled.
 */
import { createReadStream } from 'node:fs'
import { lstat, rm } from 'node:fs/promises'
import path from 'node:path'
import { finished } from 'node:stream/promises'
import { throwIfCancelled } from '#main/core/cancel.ts'
import { systemCode, tryDelete } from '#main/core/files.ts'
import { AppError, toAppError } from '#shared/errors.ts'
import { type Disk, writeHashed } from '../disk.ts'
import type { ObjectHead, ObjectRead, ObjectStore, PutRequest, ReadOptions } from '../object-store.ts'
import { objectMissing, sourceChanged } from '../store-errors.ts'
import { toTempName } from '../temp-names.ts'
import { listFolder } from './folder-listing.ts'
import { createFolderMarker, type MarkerMemory, OWN_FOLDER } from './folder-marker.ts'
import { toLevels } from './folder-path.ts'
import { toSpan } from './memory-store.ts'

export interface FolderStoreOptions {
  readonly root: string
  readonly memory: MarkerMemory
  /** True for the default folders inside the data folder: no mount can be missing there, so they are made again. */
  readonly isManaged: boolean
  readonly disk: Disk
  newId(): string
}

/** Touches the disk only when called. Leftovers of killed writes go when the store is first used. */
export function createFolderStore(options: FolderStoreOptions): ObjectStore {
  const { root } = options
  const marker = createFolderMarker(options)
  const pathOf = (key: string): string => path.join(root, ...toLevels(key))

  async function run<T>(signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> {
    throwIfCancelled(signal)
    try {
      await marker.ensure()
      return await work()
    } catch (cause) {
      throw translate(cause, signal)
    }
  }

  return {
    kind: 'folder',
    parts: null,
    put: async (request) =>
      await run(request.signal, async () => await putFile(options, pathOf(request.key), request)),
    get: async (key, read = {}) => await run(read.signal, async () => await openFile(pathOf(key), read)),
    head: async (key, call = {}) => await run(call.signal, async () => await headOf(pathOf(key))),
    delete: async (key, call = {}) =>
      await run(call.signal, async () => await rm(pathOf(key), { force: true })),
    list: async (request = {}) =>
      await run(
        request.signal,
        async () =>
          await listFolder(root, {
            prefix: request.prefix ?? '',
            cursor: request.cursor ?? null,
            limit: request.limit ?? 1000
          })
      ),
    check: async (call = {}) => await run(call.signal, async () => undefined),
    address: async () => null
  }
}

async function putFile(options: FolderStoreOptions, target: string, request: PutRequest) {
  const { disk, root } = options
  const tempPath = path.join(root, OWN_FOLDER, 'tmp', toTempName(options.newId()))
  try {
    const written = await writeHashed(disk, { filePath: tempPath, source: request.source }, request.signal)
    if (written.sha256 !== request.sha256 || written.sizeBytes !== request.sizeBytes) throw sourceChanged()
    await disk.makeFolder(path.dirname(target))
    throwIfCancelled(request.signal)
    await disk.rename(tempPath, target)
    await disk.syncFolder(path.dirname(target))
    return { etag: null, versionId: null }
  } catch (cause) {
    await tryDelete(tempPath)
    throw cause
  }
}

async function openFile(filePath: string, read: ReadOptions): Promise<ObjectRead> {
  const head = await headOf(filePath)
  if (head === null) throw objectMissing()
  const { start, end } = toSpan(read.range, head.sizeBytes)
  const options = { start, ...(end > start ? { end: end - 1 } : {}), highWaterMark: 1024 * 1024 }
  const body = createReadStream(filePath, { ...options, ...(read.signal ? { signal: read.signal } : {}) })
  // The reader sees the error; this only keeps an unread body from ending the process.
  finished(body).catch(() => undefined)
  return { sizeBytes: end - start, totalBytes: head.sizeBytes, body }
}

async function headOf(filePath: string): Promise<ObjectHead | null> {
  try {
    const stats = await lstat(filePath)
    if (!stats.isFile()) return null
    const known = { sizeBytes: stats.size, modifiedAt: Math.round(stats.mtimeMs) }
    return { ...known, sha256: null, mediaType: null, metadata: {}, etag: null, versionId: null }
  } catch (cause) {
    if (systemCode(cause) === 'ENOENT' || systemCode(cause) === 'ENOTDIR') return null
    throw cause
  }
}

/** A broken drive or share is the store's trouble; permissions and space are for a person to mend. */
function translate(thrown: unknown, signal: AbortSignal | undefined): AppError {
  if (thrown instanceof AppError) return thrown
  if (signal?.aborted === true) return new AppError('CANCELLED', 'Cancelled.', { cause: thrown })
  const code = systemCode(thrown)
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    return new AppError('UNAUTHORIZED', 'No permission to use the store folder. Change its permissions.', {
      cause: thrown
    })
  }
  if (code === 'EDQUOT') return new AppError('DISK_FULL', 'The store folder is full.', { cause: thrown })
  const error = toAppError(thrown)
  if (error.code !== 'INTERNAL') return error
  return new AppError('VENDOR_UNAVAILABLE', 'The store folder does not answer. Check the drive.', {
    cause: thrown,
    details: { reason: code ?? 'unknown' }
  })
}
