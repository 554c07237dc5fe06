/** Large objects of a bucket in parts of equal size, which R2 wants; marks of parts are passed on as given. */

import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  ListMultipartUploadsCommand
} from '@aws-sdk/client-s3'
import { sha256Of } from '#main/core/files.ts'
import { AppError } from '#shared/errors.ts'
import { hashSource } from '../disk.ts'
import type { PartUploads, PutRequest, StoredObject, UploadedPart } from '../object-store.ts'
import { LARGE_BYTES, PART_BYTES } from '../part-size.ts'
import { openSource } from '../source-reader.ts'
import { objectMissing, sourceChanged } from '../store-errors.ts'
import { type Bucket, toMetadata } from './s3-bucket.ts'
import { withDeadline } from './transfer-limits.ts'

export function createS3Parts(bucket: Bucket): PartUploads {
  const { client, limits } = bucket
  const Bucket = bucket.bucket
  return {
    partSizeBytes: PART_BYTES,
    singleLimitBytes: LARGE_BYTES,
    async start(request) {
      const input = {
        Bucket,
        Key: request.key,
        ContentType: request.mediaType,
        Metadata: toMetadata(request)
      }
      const answer = await bucket.call(
        request.signal,
        async (abortSignal) => await client.send(new CreateMultipartUploadCommand(input), { abortSignal })
      )
      if (answer.UploadId === undefined) throw unexpected()
      return { uploadId: answer.UploadId }
    },
    async putPart({ key, uploadId, partNumber, bytes, sha256, signal }) {
      const query = { partNumber: String(partNumber), uploadId }
      // The signature covers this hash, so a store refuses other bytes without a second digest.
      const bodySha256 = sha256 ?? sha256Of(bytes)
      const call = { method: 'PUT', key, query, body: bytes, bodySha256 } as const
      const answer = await withDeadline(async (stop) => await bucket.signed(call, stop), {
        limits,
        sizeBytes: bytes.length,
        signal
      })
      if (answer.headers.etag === undefined) throw unexpected()
      return { partNumber, etag: answer.headers.etag }
    },
    async complete({ key, uploadId, parts, signal }) {
      const Parts = parts.map(({ partNumber, etag }) => ({ PartNumber: partNumber, ETag: etag }))
      const input = { Bucket, Key: key, UploadId: uploadId, MultipartUpload: { Parts } }
      const answer = await bucket.call(
        signal,
        async (abortSignal) => await client.send(new CompleteMultipartUploadCommand(input), { abortSignal })
      )
      return { etag: answer.ETag ?? null, versionId: answer.VersionId ?? null }
    },
    async abort({ key, uploadId }, call = {}) {
      const command = new AbortMultipartUploadCommand({ Bucket, Key: key, UploadId: uploadId })
      await bucket
        .call(call.signal, async (abortSignal) => await client.send(command, { abortSignal }))
        .catch(ignoreMissing)
    },
    async list(call = {}) {
      const command = new ListMultipartUploadsCommand({ Bucket })
      const answer = await bucket.call(
        call.signal,
        async (abortSignal) => await client.send(command, { abortSignal })
      )
      return (answer.Uploads ?? []).map(({ Key, UploadId, Initiated }) => ({
        key: Key ?? '',
        uploadId: UploadId ?? '',
        startedAt: Initiated?.getTime() ?? 0
      }))
    }
  }
}

/** For callers that keep no journal: all parts in one go, nothing left behind when it fails. */
export async function putInParts(parts: PartUploads, request: PutRequest): Promise<StoredObject> {
  const hashed = await hashSource(request.source, request.signal)
  if (hashed.sha256 !== request.sha256 || hashed.sizeBytes !== request.sizeBytes) throw sourceChanged()
  const { uploadId } = await parts.start(request)
  const upload = { key: request.key, uploadId, signal: request.signal }
  const source = await openSource(request.source)
  try {
    const done: UploadedPart[] = []
    for (let at = 0; at < request.sizeBytes; at += parts.partSizeBytes) {
      const bytes = await source.read(at, parts.partSizeBytes)
      done.push(await parts.putPart({ ...upload, partNumber: done.length + 1, bytes }))
    }
    return await parts.complete({ ...upload, parts: done })
  } catch (thrown) {
    // The first failure is the one to report; an upload left behind is found by the scrub.
    await parts.abort({ key: request.key, uploadId }).catch(() => undefined)
    throw thrown instanceof AppError && thrown.code === 'OBJECT_MISSING' ? objectMissing() : thrown
  } finally {
    await source.close()
  }
}

function ignoreMissing(thrown: unknown): void {
  if (!(thrown instanceof AppError) || thrown.code !== 'OBJECT_MISSING') throw thrown
}

function unexpected(): AppError {
  return new AppError('BAD_RESPONSE', 'The store answered something unexpected.')
}
