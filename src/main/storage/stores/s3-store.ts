/** A bucket of any S3-compatible service as a store. No retries here; every call has a deadline. */

import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { Readable } from 'node:stream'
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand
} from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { throwIfCancelled } from '#main/core/cancel.ts'
import { sha256Of } from '#main/core/files.ts'
import { AppError } from '#shared/errors.ts'
import type {
  ByteRange,
  CallOptions,
  DeleteOptions,
  ListRequest,
  ObjectHead,
  ObjectPage,
  ObjectRead,
  ObjectSource,
  ObjectStore,
  PutRequest,
  ReadOptions,
  StoredObject
} from '../object-store.ts'
import { objectMissing, sourceChanged } from '../store-errors.ts'
import { createDigestMemo, type DigestMemo } from './digest-memo.ts'
import { type Bucket, type S3StoreOptions, toBucket, toMetadata } from './s3-bucket.ts'
import { createS3Client, readBucketKeys, type S3ClientOptions } from './s3-client.ts'
import { createS3Parts, putInParts } from './s3-parts.ts'
import { createSignedHttp, type SignedAnswer } from './signed-http.ts'
import { guardBody, withDeadline } from './transfer-limits.ts'

export type BucketStoreOptions = S3ClientOptions &
  Omit<S3StoreOptions, 'client' | 'signed' | 'digest'> & {
    /** Shared by stores that get the same bytes. */
    readonly digest?: DigestMemo
  }

/** A bucket as a store. No request yet; keys are read at the first one. */
export function createS3Store(options: BucketStoreOptions): ObjectStore {
  const { address, keyNames, secrets, bucket, limits, maxSockets } = options
  const keys = async () => await readBucketKeys(keyNames, secrets)
  const signed = createSignedHttp({ ...address, bucket, limits, maxSockets, keys, now: Date.now })
  const digest = options.digest ?? createDigestMemo()
  return createStore({ ...options, client: createS3Client(options), signed, digest })
}

function createStore(options: S3StoreOptions): ObjectStore {
  const bucket = toBucket(options)
  const parts = createS3Parts(bucket)
  return {
    kind: options.kind,
    parts,
    put: async (request) =>
      request.sizeBytes > parts.singleLimitBytes
        ? await putInParts(parts, request)
        : await putWhole(bucket, request),
    get: async (key, read = {}) => await get(bucket, key, read),
    head: async (key, call = {}) => await head(bucket, key, call),
    delete: async (key, call = {}) => await remove(bucket, key, call),
    list: async (request = {}) => await list(bucket, request),
    check: async (call = {}) => {
      const input = { Bucket: bucket.bucket }
      await bucket
        .call(
          call.signal,
          async (abortSignal) => await bucket.client.send(new HeadBucketCommand(input), { abortSignal })
        )
        .catch(bucketAbsent)
    },
    address: async (key, { expiresInSeconds }) => await addressOf(bucket, key, expiresInSeconds)
  }
}

/** A check has no body to tell what is absent; only the bucket can be. */
function bucketAbsent(thrown: unknown): never {
  if (thrown instanceof AppError && thrown.code === 'OBJECT_MISSING') {
    throw new AppError(
      'STORAGE_NOT_CONFIGURED',
      'The bucket is not there. Check its name, endpoint and region.'
    )
  }
  throw thrown
}

async function putWhole(bucket: Bucket, request: PutRequest): Promise<StoredObject> {
  throwIfCancelled(request.signal)
  const bytes = await readSource(request.source)
  const isProven = 'bytes' in request.source && request.source.isProven === true
  const isRight = isProven || sha256Of(bytes) === request.sha256
  if (bytes.length !== request.sizeBytes || !isRight) throw sourceChanged()
  const md5 = bucket.digest(bytes)
  const headers = {
    'content-md5': md5.toString('base64'),
    'content-type': request.mediaType,
    ...toMetadataHeaders(request)
  }
  const call = { method: 'PUT', key: request.key, headers, body: bytes, bodySha256: request.sha256 } as const
  const answer = await withDeadline(async (stop) => await bucket.signed(call, stop), {
    limits: bucket.limits,
    sizeBytes: bytes.length,
    signal: request.signal
  })
  const etag = answer.headers.etag ?? null
  await doubtMark(bucket, request, { etag, md5: md5.toString('hex') })
  return { etag, versionId: versionOf(answer) }
}

function versionOf({ headers }: SignedAnswer): string | null {
  const version = headers['x-amz-version-id']
  return typeof version === 'string' ? version : null
}

const METADATA_PREFIX = 'x-amz-meta-'

function toMetadataHeaders(request: PutRequest): Record<string, string> {
  return Object.fromEntries(
    Object.entries(toMetadata(request)).map(([name, value]) => [METADATA_PREFIX + name.toLowerCase(), value])
  )
}

async function readSource(source: ObjectSource): Promise<Uint8Array> {
  return 'bytes' in source ? source.bytes : await readFile(source.path)
}

/** A mark in the form of an MD5 that is not ours may be an encrypted bucket's, or a wrong answer: only reading tells. */
async function doubtMark(
  bucket: Bucket,
  request: PutRequest,
  mark: { readonly etag: string | null; readonly md5: string }
): Promise<void> {
  const plain = mark.etag?.replaceAll('"', '') ?? ''
  if (!/^[0-9a-f]{32}$/.test(plain) || plain === mark.md5) return
  if (await hasContent(bucket, request)) return
  throw new AppError('BAD_RESPONSE', 'The store confirmed other bytes than were sent.')
}

async function hasContent(bucket: Bucket, request: PutRequest): Promise<boolean> {
  try {
    const read = await get(bucket, request.key, { signal: request.signal })
    const hash = createHash('sha256')
    for await (const chunk of read.body) hash.update(chunk)
    return hash.digest('hex') === request.sha256
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code === 'OBJECT_MISSING') return false
    throw thrown
  }
}

async function get(bucket: Bucket, key: string, read: ReadOptions): Promise<ObjectRead> {
  const { limits } = bucket
  const range = toRange(read.range)
  const input = { Bucket: bucket.bucket, Key: key, ...(range === null ? {} : { Range: range }) }
  const answer = await bucket.call(
    read.signal,
    async (abortSignal) => await bucket.client.send(new GetObjectCommand(input), { abortSignal })
  )
  if (!(answer.Body instanceof Readable)) throw objectMissing()
  const sizeBytes = answer.ContentLength ?? 0
  const totalBytes = Number(/\/(\d+)$/.exec(answer.ContentRange ?? '')?.[1] ?? sizeBytes)
  return { sizeBytes, totalBytes, body: guardBody(answer.Body, { limits, sizeBytes, signal: read.signal }) }
}

function toRange(range: ByteRange | undefined): string | null {
  return range === undefined ? null : `bytes=${range.startByte}-${range.endByte ?? ''}`
}

async function head(bucket: Bucket, key: string, { signal }: CallOptions): Promise<ObjectHead | null> {
  try {
    return toHead(
      await bucket.call(signal, async (stop) => await bucket.signed({ method: 'HEAD', key }, stop))
    )
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code === 'OBJECT_MISSING') return null
    throw thrown
  }
}

function toHead(answer: SignedAnswer): ObjectHead {
  const { headers } = answer
  const metadata: Record<string, string> = {}
  for (const [name, value] of Object.entries(headers)) {
    if (name.startsWith(METADATA_PREFIX)) metadata[name.slice(METADATA_PREFIX.length)] = String(value)
  }
  return {
    sizeBytes: Number(headers['content-length'] ?? 0),
    sha256: metadata['sha256'] ?? null,
    mediaType: headers['content-type'] ?? null,
    metadata,
    modifiedAt: Date.parse(headers['last-modified'] ?? '') || 0,
    etag: headers.etag ?? null,
    versionId: versionOf(answer)
  }
}

/** One by one: deleting many in a call sends a checksum header that B2 refuses (aws-sdk-js-v3 issue 6819, 2026-11). */
async function remove(bucket: Bucket, key: string, { signal, allVersions }: DeleteOptions): Promise<void> {
  if (allVersions === true && bucket.keepsVersions) return await removeVersions(bucket, key, signal)
  await removeOne(bucket, { Key: key }, signal)
}

async function removeOne(
  bucket: Bucket,
  target: { readonly Key: string; readonly VersionId?: string },
  signal: AbortSignal | undefined
): Promise<void> {
  const command = new DeleteObjectCommand({ Bucket: bucket.bucket, ...target })
  try {
    await bucket.call(signal, async (abortSignal) => await bucket.client.send(command, { abortSignal }))
  } catch (thrown) {
    if (!(thrown instanceof AppError) || thrown.code !== 'OBJECT_MISSING') throw thrown
  }
}

async function removeVersions(bucket: Bucket, key: string, signal: AbortSignal | undefined): Promise<void> {
  const command = new ListObjectVersionsCommand({ Bucket: bucket.bucket, Prefix: key })
  const answer = await bucket.call(
    signal,
    async (abortSignal) => await bucket.client.send(command, { abortSignal })
  )
  const found = [...(answer.Versions ?? []), ...(answer.DeleteMarkers ?? [])].filter(({ Key }) => Key === key)
  for (const { VersionId } of found) {
    const version = VersionId === undefined || VersionId === 'null' ? {} : { VersionId }
    await removeOne(bucket, { Key: key, ...version }, signal)
  }
}

async function list(bucket: Bucket, request: ListRequest): Promise<ObjectPage> {
  const input = {
    Bucket: bucket.bucket,
    Prefix: request.prefix ?? '',
    MaxKeys: request.limit ?? 1000,
    ...(request.cursor == null ? {} : { ContinuationToken: request.cursor })
  }
  const answer = await bucket.call(
    request.signal,
    async (abortSignal) => await bucket.client.send(new ListObjectsV2Command(input), { abortSignal })
  )
  const objects = (answer.Contents ?? []).map(({ Key, Size, LastModified }) => ({
    key: Key ?? '',
    sizeBytes: Size ?? 0,
    modifiedAt: LastModified?.getTime() ?? 0
  }))
  return { objects, nextCursor: answer.IsTruncated === true ? (answer.NextContinuationToken ?? null) : null }
}

async function addressOf(bucket: Bucket, key: string, expiresInSeconds: number) {
  if (bucket.publicUrl !== '') {
    const path = key.split('/').map(encodeURIComponent).join('/')
    return { url: `${bucket.publicUrl.replace(/\/+$/, '')}/${path}`, expiresAt: null }
  }
  const command = new GetObjectCommand({ Bucket: bucket.bucket, Key: key })
  const url = await getSignedUrl(bucket.client, command, { expiresIn: expiresInSeconds })
  return { url, expiresAt: Date.now() + expiresInSeconds * 1000 }
}
