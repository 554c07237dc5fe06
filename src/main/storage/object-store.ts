/**
 * One store: a bucket or a folder that keeps objects under keys. What every adapter and every wrapper promises.
 * Two places, failover and repair are not here; they are built on two of these.
 */
import type { Readable } from 'node:stream'
import type { StoreKind } from '#shared/domain/storage.ts'

/**
 * Bytes in memory (up to a few megabytes) or a file that does not change while it is read. Bytes are proven when they
 * were hashed since they came into memory; a store then need not do it again.
 */
export type ObjectSource =
  | { readonly bytes: Uint8Array; readonly isProven?: boolean }
  | { readonly path: string }

export interface PutRequest {
  /** 1 to 1,024 bytes of UTF-8; any characters, `/` as in a path. */
  readonly key: string
  readonly source: ObjectSource
  readonly sizeBytes: number
  /** Hex. The store refuses other bytes than these. */
  readonly sha256: string
  readonly mediaType: string
  /** Small ASCII names and values, under 2 KB in all; folder stores do not keep them. */
  readonly metadata?: Readonly<Record<string, string>>
  readonly signal?: AbortSignal | undefined
}

export interface StoredObject {
  /** The vendor's mark for this content, exactly as given; never compared between vendors. Null for folders. */
  readonly etag: string | null
  /** Set by stores that keep old versions; deleting needs it. */
  readonly versionId: string | null
}

export interface ObjectHead extends StoredObject {
  readonly sizeBytes: number
  /** As stored beside the object; null when the store keeps no metadata, then only reading proves the content. */
  readonly sha256: string | null
  readonly mediaType: string | null
  readonly metadata: Readonly<Record<string, string>>
  readonly modifiedAt: number
}

/** Both ends count; without `endByte` to the end of the object. */
export interface ByteRange {
  readonly startByte: number
  readonly endByte?: number
}

export interface ObjectRead {
  /** Bytes this body will carry. */
  readonly sizeBytes: number
  /** Bytes of the whole object. */
  readonly totalBytes: number
  /** Must be consumed or destroyed. Ends with NETWORK or TIMEOUT when cut off or too slow. */
  readonly body: Readable
}

export interface ListedObject {
  readonly key: string
  readonly sizeBytes: number
  readonly modifiedAt: number
}

export interface ObjectPage {
  /** By key, in byte order. */
  readonly objects: readonly ListedObject[]
  /** Opaque; null at the end. */
  readonly nextCursor: string | null
}

export interface ListRequest {
  /** Every key that starts so; empty = all. */
  readonly prefix?: string
  readonly cursor?: string | null
  /** 1 to 1,000, the default. */
  readonly limit?: number
  readonly signal?: AbortSignal | undefined
}

export interface ReadOptions {
  readonly range?: ByteRange
  readonly signal?: AbortSignal | undefined
}

export interface CallOptions {
  readonly signal?: AbortSignal | undefined
}

export interface DeleteOptions extends CallOptions {
  /** Also removes older versions and delete marks, where the store keeps them. */
  readonly allVersions?: boolean
}

export interface StartedUpload {
  readonly uploadId: string
}

export interface PartRequest {
  readonly key: string
  readonly uploadId: string
  /** From 1. */
  readonly partNumber: number
  /** Must not change before the call has ended. */
  readonly bytes: Uint8Array
  /** Hex, of these bytes; computed when absent. The store refuses other bytes. */
  readonly sha256?: string
  readonly signal?: AbortSignal | undefined
}

export interface UploadedPart {
  readonly partNumber: number
  readonly etag: string
}

export interface CompleteRequest {
  readonly key: string
  readonly uploadId: string
  /** In order of part number, all of them. */
  readonly parts: readonly UploadedPart[]
  readonly signal?: AbortSignal | undefined
}

/** Large objects in parts that can be continued after a restart. Every part but the last has `partSizeBytes`. */
export interface PartUploads {
  readonly partSizeBytes: number
  /** Objects up to this size go in one piece. */
  readonly singleLimitBytes: number
  start(request: Omit<PutRequest, 'source'>): Promise<StartedUpload>
  /** Replaces the part when it is already there. Throws OBJECT_MISSING when the upload is not known any more. */
  putPart(request: PartRequest): Promise<UploadedPart>
  /** Makes the object visible. Throws OBJECT_MISSING when the upload is not known any more (also when completed before). */
  complete(request: CompleteRequest): Promise<StoredObject>
  /** Drops the parts. An unknown upload is success. */
  abort(upload: { readonly key: string; readonly uploadId: string }, options?: CallOptions): Promise<void>
  /** Unfinished uploads of the whole store. */
  list(options?: CallOptions): Promise<readonly { key: string; uploadId: string; startedAt: number }[]>
}

/** A time-limited or public address of one object, for players and browsers. */
export interface ObjectAddress {
  readonly url: string
  /** Null for public addresses. */
  readonly expiresAt: number | null
}

/**
 * All calls take a signal and throw CANCELLED without having changed anything visible.
 * Codes of every call: NETWORK, TIMEOUT, VENDOR_UNAVAILABLE, RATE_LIMITED, BAD_RESPONSE (worth another try),
 * UNAUTHORIZED, VENDOR_REJECTED {reason}, STORAGE_NOT_CONFIGURED, DISK_FULL (somebody has to act). No message
 * carries a key or a signed address.
 */
export interface ObjectStore {
  readonly kind: StoreKind | 'memory'
  /** Null when objects always go in one piece. */
  readonly parts: PartUploads | null
  /**
   * Replaces the object. Resolves only when it is durable. Two puts at once leave one of them whole.
   * Throws OBJECT_CORRUPT when the source is not what `sha256` says; nothing is then visible.
   */
  put(request: PutRequest): Promise<StoredObject>
  /** Throws OBJECT_MISSING; INVALID_INPUT for a range outside the object. The content is not checked here. */
  get(key: string, options?: ReadOptions): Promise<ObjectRead>
  /** Null when absent. */
  head(key: string, options?: CallOptions): Promise<ObjectHead | null>
  /** An absent object is success. */
  delete(key: string, options?: DeleteOptions): Promise<void>
  list(request?: ListRequest): Promise<ObjectPage>
  /** Resolves when the store answers and may be used; cheap enough for every few minutes. */
  check(options?: CallOptions): Promise<void>
  /** Null when the store has no addresses (folders, memory). No network. */
  address(key: string, options: { readonly expiresInSeconds: number }): Promise<ObjectAddress | null>
}

/** Pages of one listing, one after the other. */
export async function* listPages(
  store: ObjectStore,
  request: Omit<ListRequest, 'cursor'> = {}
): AsyncGenerator<ObjectPage> {
  let cursor: string | null = null
  do {
    const page: ObjectPage = await store.list({ ...request, cursor })
    yield page
    cursor = page.nextCursor
  } while (cursor !== null)
}
