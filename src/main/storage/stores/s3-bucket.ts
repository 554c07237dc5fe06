/** One bucket as the adapter's pieces see it: client, name, limits, and calls with a deadline. */
import type { S3Client } from '@aws-sdk/client-s3'
import type { PutRequest } from '../object-store.ts'
import type { BucketKind } from '../vendors.ts'
import type { DigestMemo } from './digest-memo.ts'
import type { SignedHttp } from './signed-http.ts'
import { type TransferLimits, withDeadline } from './transfer-limits.ts'

export interface S3StoreOptions {
  readonly kind: BucketKind
  readonly client: S3Client
  readonly signed: SignedHttp
  readonly digest: DigestMemo
  readonly bucket: string
  readonly keepsVersions: boolean
  /** Address under which everybody may read, or empty. */
  readonly publicUrl: string
  readonly limits: TransferLimits
}

export interface Bucket extends S3StoreOptions {
  /** A call that carries few bytes, with its deadline. */
  call<T>(signal: AbortSignal | undefined, run: (abortSignal: AbortSignal) => Promise<T>): Promise<T>
}

export function toBucket(options: S3StoreOptions): Bucket {
  const { limits } = options
  return {
    ...options,
    call: async (signal, run) => await withDeadline(run, { limits, sizeBytes: 0, signal })
  }
}

/** Our own hash travels with the object, whatever else the caller adds. */
export function toMetadata(request: Pick<PutRequest, 'metadata' | 'sha256'>): Record<string, string> {
  return { ...request.metadata, sha256: request.sha256 }
}
