/**
 * A large object in parts of equal size, each journaled when the store has it, so that a restart goes on where it
 * stopped. Marks of parts are kept as given and never interpreted.
 */
import { createLimit } from '#main/core/limit.ts'
import { type AppError, toAppError } from '#shared/errors.ts'
import { hashSource } from './disk.ts'
import type { PartUploads, PutRequest, UploadedPart } from './object-store.ts'
import type { ReplicaKey } from './replica.ts'
import { openSource } from './source-reader.ts'
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
}

const PARTS_AT_ONCE = 4

/** Throws the store's codes; an upload the store has forgotten is dropped from the journal, so the next try starts anew. */
export async function uploadInParts(upload: PartUpload): Promise<void> {
  const { request, task, journal } = upload
  const hashed = await hashSource(request.source, request.signal)
  if (hashed.sha256 !== request.sha256) throw sourceChanged()
  const uploadId = task.uploadId ?? (await begin(upload))
  try {
    await sendParts(upload, uploadId)
    const parts = [...journal.parts(task)].sort((a, b) => a.partNumber - b.partNumber)
    await upload.uploads.complete({ key: request.key, uploadId, parts, signal: request.signal })
  } catch (thrown) {
    await settleRefusal(upload, uploadId, toAppError(thrown))
  }
}

/**
 * An upload the store does not know may have been completed unnoticed: the caller looks for the object. One whose
 * parts it refuses, because a part was confirmed and never kept, is dropped, so the next try starts anew.
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
  if (error.code !== 'VENDOR_REJECTED' || needsPerson(error)) throw error
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

async function sendParts(upload: PartUpload, uploadId: string): Promise<void> {
  const { request, task, uploads, journal } = upload
  const have = new Set(journal.parts(task).map(({ partNumber }) => partNumber))
  const count = Math.max(1, Math.ceil(request.sizeBytes / uploads.partSizeBytes))
  const missing = Array.from({ length: count }, (_, index) => index + 1).filter((number) => !have.has(number))
  const limit = createLimit(PARTS_AT_ONCE)
  const reader = await openSource(request.source)
  const send = async (partNumber: number): Promise<void> => {
    const bytes = await reader.read((partNumber - 1) * uploads.partSizeBytes, uploads.partSizeBytes)
    const part = { key: request.key, uploadId, partNumber, bytes, signal: request.signal }
    journal.addPart(task, await uploads.putPart(part))
  }
  try {
    const results = await Promise.allSettled(missing.map((number) => limit(async () => await send(number))))
    const failed = results.find((result) => result.status === 'rejected')
    if (failed !== undefined) throw failed.reason
  } finally {
    await reader.close()
  }
}
