/**
 * A large object in parts of equal size, each journaled when the store has it, so that a restart goes on where it
 * stopped. Marks of parts are kept as given and never interpreted.
 */
import { createHash } from 'node:crypto'
import { sha256Of } from '#main/core/files.ts'
import { type AppError, toAppError } from '#shared/errors.ts'
import type { PartUploads, PutRequest, UploadedPart } from './object-store.ts'
import type { CachedPart, PartCache } from './part-cache.ts'
import type { ReplicaKey } from './replica.ts'
import { needsPerson, sourceChanged } from './store-errors.ts'

/** Where unfinished uploads are remembered. */
export interface PartJournal {
  /** Forgets older parts of this copy. */
  begin(key: ReplicaKey, uploadId: string): void
  addPart(key: ReplicaKey, part: UploadedPart): void
  parts(key: ReplicaKey): readonly UploadedPart[]
  forget(key: ReplicaKey): void
}

export interface PartUpload {
  readonly request: PutRequest
  readonly task: ReplicaKey & { readonly uploadId: string | null }
  readonly uploads: PartUploads
  readonly journal: PartJournal
  readonly cache: PartCache
  /** Hex, in order; null when only the whole content's hash is known. */
  readonly partSha256s: readonly string[] | null
}

const PARTS_AT_ONCE = 4

/**
 * Sends the parts that are missing and makes the object visible, but only when everything read for it, sent or not,
 * is the announced content. Throws the store's codes; an upload the store has forgotten is dropped from the journal,
 * so the next try starts anew.
 */
export async function uploadInParts(upload: PartUpload): Promise<void> {
  const { request, task, journal } = upload
  const uploadId = task.uploadId ?? (await begin(upload))
  try {
    if ((await sendParts(upload, uploadId)) !== request.sha256) throw sourceChanged()
    const parts = [...journal.parts(task)].sort((a, b) => a.partNumber - b.partNumber)
    await upload.uploads.complete({ key: request.key, uploadId, parts, signal: request.signal })
  } catch (thrown) {
    await settleRefusal(upload, uploadId, toAppError(thrown))
  }
}

/**
 * An upload the store does not know may have been completed unnoticed: the caller looks for the object. One whose
 * parts it refuses, because a part was confirmed and never kept, or that holds wrong bytes of ours, is dropped, so the
 * next try starts anew.
 */
async function settleRefusal(
  { request, task, uploads, journal }: PartUpload,
  uploadId: string,
  error: AppError
): Promise<void> {
  if (error.code === 'OBJECT_MISSING') {
    journal.forget(task)
    return
  }
  const isHopeless = error.code === 'VENDOR_REJECTED' || error.code === 'OBJECT_CORRUPT'
  if (!isHopeless || needsPerson(error)) throw error
  journal.forget(task)
  // Best effort: an upload left behind is found by the scrub.
  await uploads.abort({ key: request.key, uploadId }).catch(() => undefined)
  throw error
}

async function begin({ request, task, uploads, journal }: PartUpload): Promise<string> {
  const { uploadId } = await uploads.start(request)
  journal.begin(task, uploadId)
  return uploadId
}

/**
 * Reads everything once, in order, sending what is missing meanwhile. Where the parts' hashes are known, parts that are
 * there are not read again. Gives the SHA-256 of what all parts together are.
 */
async function sendParts(upload: PartUpload, uploadId: string): Promise<string> {
  const { request, task, uploads, journal } = upload
  const have = new Set(journal.parts(task).map(({ partNumber }) => partNumber))
  const count = Math.max(1, Math.ceil(request.sizeBytes / uploads.partSizeBytes))
  const proof = createProof(upload, count)
  const active = new Set<Promise<void>>()
  const failures: unknown[] = []
  const send = async (partNumber: number, part: CachedPart): Promise<void> => {
    const { bytes } = part
    const sha256 = proof.take(partNumber, part) ?? part.sha256()
    const sent = { key: request.key, uploadId, partNumber, bytes, sha256, signal: request.signal }
    journal.addPart(task, await uploads.putPart(sent))
  }
  for (let partNumber = 1; partNumber <= count && failures.length === 0; partNumber++) {
    if (have.has(partNumber) && !proof.needsAll) continue
    const part = await readPart(upload, (partNumber - 1) * uploads.partSizeBytes)
    if (have.has(partNumber)) proof.take(partNumber, part)
    const sent = (have.has(partNumber) ? Promise.resolve() : send(partNumber, part))
      .catch((cause: unknown) => void failures.push(cause))
      .finally(() => {
        part.release()
        active.delete(sent)
      })
    active.add(sent)
    if (active.size >= PARTS_AT_ONCE) await Promise.race(active)
  }
  await Promise.all(active)
  if (failures.length > 0) throw failures[0]
  return proof.sha256()
}

/**
 * Proves that what is read is the announced content. Where the parts' hashes are known they are what is signed, so the
 * store refuses other bytes; else everything is hashed.
 */
function createProof({ request, partSha256s }: PartUpload, count: number) {
  if (partSha256s?.length === count) {
    return {
      needsAll: false,
      take: (partNumber: number, _part: CachedPart): string | undefined => partSha256s[partNumber - 1],
      sha256: (): string => request.sha256
    }
  }
  const hash = createHash('sha256')
  return {
    needsAll: true,
    take(_partNumber: number, { bytes, sha256 }: CachedPart): string | undefined {
      hash.update(bytes)
      return sha256()
    },
    sha256: (): string => hash.digest('hex')
  }
}

async function readPart({ request, uploads, cache }: PartUpload, startByte: number): Promise<CachedPart> {
  const { source } = request
  if ('path' in source) return await cache.read(source.path, startByte, uploads.partSizeBytes)
  const bytes = source.bytes.subarray(startByte, startByte + uploads.partSizeBytes)
  return { bytes, sha256: () => sha256Of(bytes), release: () => undefined }
}
