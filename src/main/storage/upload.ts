/**
 * Brings one content into one store: look first when an earlier try may have arrived, send, look again. A store's
 * answer to the upload alone is never believed.
 */
import { createHash } from 'node:crypto'
import type { Readable } from 'node:stream'
import { AppError } from '#shared/errors.ts'
import type { ObjectHead, ObjectSource, ObjectStore, StoredObject } from './object-store.ts'
import type { PartCache } from './part-cache.ts'
import { type PartJournal, uploadInParts } from './part-upload.ts'
import type { Blob, UploadTask } from './replica.ts'
import { storedWrong } from './store-errors.ts'

export interface UploadParts {
  readonly store: ObjectStore
  readonly journal: PartJournal
  readonly cache: PartCache
  /** Hashes of the parts as they were accepted; null when only the whole content's is known. */
  readonly partSha256s: readonly string[] | null
  /** The local copy; throws OBJECT_CORRUPT or NOT_FOUND when there is none that is sound. */
  source(blob: Blob, signal: AbortSignal): Promise<ObjectSource>
}

/** Resolves when the store holds the content, proven by a request of its own. Throws the store's codes. */
export async function uploadOne(
  task: UploadTask,
  parts: UploadParts,
  signal: AbortSignal
): Promise<StoredObject> {
  const { store } = parts
  const mayBeThere = (task.attempts > 0 || task.uploadId !== null) && !task.mustReplace
  if (mayBeThere) {
    const found = await findProven(store, task, signal)
    if (found !== null) return found
  }
  const source = await parts.source(task, signal)
  await send(task, source, { parts, signal })
  const stored = await findProven(store, task, signal)
  if (stored === null) throw storedWrong('not found as sent')
  return stored
}

async function send(
  task: UploadTask,
  source: ObjectSource,
  { parts, signal }: { readonly parts: UploadParts; readonly signal: AbortSignal }
): Promise<void> {
  const { sha256, sizeBytes, mediaType } = task
  const request = { key: task.objectKey, sizeBytes, sha256, mediaType, metadata: { sha256 }, signal }
  const partUploads = parts.store.parts
  if (partUploads !== null && sizeBytes > partUploads.singleLimitBytes) {
    await uploadInParts({
      request: { ...request, source },
      task,
      uploads: partUploads,
      journal: parts.journal,
      cache: parts.cache,
      // A part that was refused may be a local copy gone wrong: from the second try on everything is hashed.
      partSha256s: task.attempts === 0 ? parts.partSha256s : null
    })
    return
  }
  await parts.store.put({ ...request, source })
}

/**
 * The object when the store holds exactly this content, else null. Size and our own hash in the metadata; where a
 * store keeps none, or its mark contradicts, the object is read and hashed.
 */
export async function findProven(
  store: ObjectStore,
  blob: Pick<Blob, 'objectKey' | 'sha256' | 'sizeBytes'>,
  signal?: AbortSignal
): Promise<ObjectHead | null> {
  const head = await store.head(blob.objectKey, { signal })
  if (head === null || head.sizeBytes !== blob.sizeBytes) return null
  if (head.sha256 !== null) return head.sha256 === blob.sha256 ? head : null
  return (await hasContent(store, blob, signal)) ? head : null
}

/** Reads the whole object and compares its hash. False also when it is absent; throws the store's other codes. */
export async function hasContent(
  store: ObjectStore,
  blob: Pick<Blob, 'objectKey' | 'sha256'>,
  signal?: AbortSignal
): Promise<boolean> {
  try {
    const read = await store.get(blob.objectKey, { signal })
    return (await hashBody(read.body)) === blob.sha256
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code === 'OBJECT_MISSING') return false
    throw thrown
  }
}

async function hashBody(body: Readable): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of body) hash.update(chunk)
  return hash.digest('hex')
}
