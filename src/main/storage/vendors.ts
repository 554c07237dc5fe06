/** What is particular about each vendor of buckets, as data. Nothing here was measured against the real services. */
import type { SecretName } from '#shared/domain/settings.ts'
import type { StoreConfig, StoreKind, StoreSide } from '#shared/domain/storage.ts'

export type BucketKind = Exclude<StoreKind, 'folder'>
export type BucketConfig = Extract<StoreConfig, { readonly bucket: string }>

export interface VendorFacts {
  /** Uploads at once. rclone's default of 4 is too low for B2 (its author's measurements). */
  readonly concurrency: number
  /** Deleting an object only hides it; its versions have to be deleted one by one. */
  readonly keepsVersions: boolean
  readonly source: string
}

/** Read 2026-11. */
export const VENDORS: Readonly<Record<BucketKind, VendorFacts>> = {
  r2: {
    concurrency: 16,
    keepsVersions: false,
    source: 'https://developers.cloudflare.com/r2/api/s3/api/'
  },
  b2: {
    concurrency: 16,
    keepsVersions: true,
    source: 'https://www.backblaze.com/docs/cloud-storage-s3-compatible-api'
  },
  // A bucket of S3 itself may or may not keep versions; asking costs one request per deletion.
  s3: { concurrency: 16, keepsVersions: true, source: 'https://docs.aws.amazon.com/AmazonS3/latest/API/' }
}

export interface BucketAddress {
  readonly endpoint: string
  readonly region: string
}

/** R2's address follows from the account id, B2's from the region, and B2's region from its address. */
export function toBucketAddress(config: BucketConfig): BucketAddress {
  const region = config.region === '' ? 'auto' : config.region
  if (config.kind === 'r2') {
    const endpoint = config.endpoint || `https://${config.accountId}.r2.cloudflarestorage.com`
    return { endpoint, region: 'auto' }
  }
  if (config.kind === 'b2') {
    const endpoint = config.endpoint || `https://s3.${region}.backblazeb2.com`
    return { endpoint, region: /^https?:\/\/s3\.([a-z0-9-]+)\./.exec(endpoint)?.[1] ?? region }
  }
  return { endpoint: config.endpoint, region: region === 'auto' ? 'us-east-1' : region }
}

export interface KeyNames {
  readonly keyId: SecretName
  readonly secret: SecretName
}

/** Where the keys of a side's bucket lie. */
export function toKeyNames(kind: BucketKind, side: StoreSide): KeyNames {
  if (kind === 'r2') return { keyId: 'R2_ACCESS_KEY_ID', secret: 'R2_SECRET_ACCESS_KEY' }
  if (kind === 'b2') return { keyId: 'B2_ACCESS_KEY_ID', secret: 'B2_SECRET_ACCESS_KEY' }
  return side === 'primary'
    ? { keyId: 'S3_PRIMARY_ACCESS_KEY_ID', secret: 'S3_PRIMARY_SECRET_ACCESS_KEY' }
    : { keyId: 'S3_BACKUP_ACCESS_KEY_ID', secret: 'S3_BACKUP_SECRET_ACCESS_KEY' }
}
