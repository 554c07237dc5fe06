/** How rows of contents become contents, for all SQL about copies. */
import type { Blob } from './replica.ts'

export interface BlobRow {
  readonly sha256: string
  readonly size_bytes: number
  readonly media_type: string
  readonly object_key: string
  readonly created_at: number
}

export const BLOB_COLUMNS = 'blob.sha256, blob.size_bytes, blob.media_type, blob.object_key, blob.created_at'

export function toBlob(row: BlobRow): Blob {
  return {
    sha256: row.sha256,
    sizeBytes: row.size_bytes,
    mediaType: row.media_type,
    objectKey: row.object_key,
    createdAt: row.created_at
  }
}
