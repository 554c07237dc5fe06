/** What the catalog needs of the storage: keep contents, give verified local files back. */
import type { AssetKind, ServedFrom } from '#shared/domain/asset.ts'

export type BlobSource = { readonly path: string } | { readonly bytes: Uint8Array }

export interface BlobFacts {
  readonly kind: AssetKind
  readonly campaignId: string | null
  /** With the dot. */
  readonly extension: string
  readonly mediaType: string
  readonly signal?: AbortSignal
}

export interface StoredBlob {
  readonly sha256: string
  readonly sizeBytes: number
  readonly objectKey: string
  /** False when these bytes were kept before. */
  readonly isNew: boolean
}

export interface BlobCopy {
  /** A local file whose hash was checked. */
  readonly path: string
  readonly servedFrom: ServedFrom
  release(): Promise<void>
}

export interface BlobStore {
  /** Keeps the bytes durably, then runs `record` in the same transaction as the blob's own rows. */
  ingest<T>(source: BlobSource, facts: BlobFacts, record: (blob: StoredBlob) => T): Promise<T>
  /** OBJECT_MISSING, OBJECT_CORRUPT or BOTH_STORES_FAILED when no copy can be had. */
  openCopy(
    sha256: string,
    options?: { readonly skipLocal?: boolean; readonly signal?: AbortSignal }
  ): Promise<BlobCopy>
}
