/** Turns a side's settings into a store with everything around it. The only place that knows which kinds there are. */
import path from 'node:path'
import type { Clock } from '#main/core/clock.ts'
import type { SecretReader } from '#main/secrets/secret-store.ts'
import type { StoreConfig, StoreKind, StoreSide } from '#shared/domain/storage.ts'
import type { Disk } from './disk.ts'
import type { ObjectStore } from './object-store.ts'
import { createDigestMemo, type DigestMemo } from './stores/digest-memo.ts'
import type { MarkerMemory } from './stores/folder-marker.ts'
import { createFolderStore, type FolderStoreOptions } from './stores/folder-store.ts'
import { createS3Store } from './stores/s3-store.ts'
import { TRANSFER_LIMITS, type TransferLimits } from './stores/transfer-limits.ts'
import { type BucketConfig, toBucketAddress, toKeyNames, VENDORS } from './vendors.ts'

export interface OpenStoreRequest {
  readonly side: StoreSide
  /** Null = the default folder inside the data folder. */
  readonly config: StoreConfig | null
  readonly memory: MarkerMemory
}

export interface OpenedStore {
  readonly kind: StoreKind
  /** Says which store it is, without secrets; another store has another fingerprint. */
  readonly fingerprint: string
  /** Uploads at once that suit this kind. */
  readonly concurrency: number
  readonly store: ObjectStore
}

/** Opens without asking the store; missing keys and folders show on first use. */
export type OpenStore = (request: OpenStoreRequest) => OpenedStore

/** A disk gains nothing from more. */
const FOLDER_CONCURRENCY = 4

export interface StoreFactoryOptions {
  /** Holds the default folders. */
  readonly dataFolder: string
  readonly disk: Disk
  readonly clock: Clock
  readonly secrets: Pick<SecretReader, 'read'>
  /** Time-outs of bucket calls; shorter in tests. */
  readonly limits?: TransferLimits
}

export function createStoreFactory(options: StoreFactoryOptions): OpenStore {
  const digest = createDigestMemo()
  return ({ config, side, memory }) => {
    if (config === null) {
      const root = path.resolve(options.dataFolder, 'stores', side)
      return openFolder(options, { root, memory, isManaged: true })
    }
    if (config.kind === 'folder') {
      return openFolder(options, { root: path.resolve(config.path), memory, isManaged: false })
    }
    return openBucket(options, { side, config, digest })
  }
}

function openFolder(
  { disk, clock }: StoreFactoryOptions,
  folder: Pick<FolderStoreOptions, 'root' | 'memory' | 'isManaged'>
): OpenedStore {
  const store = createFolderStore({ ...folder, disk, newId: clock.newId })
  return { kind: 'folder', fingerprint: `folder:${folder.root}`, concurrency: FOLDER_CONCURRENCY, store }
}

function openBucket(
  { secrets, limits = TRANSFER_LIMITS }: StoreFactoryOptions,
  {
    side,
    config,
    digest
  }: { readonly side: StoreSide; readonly config: BucketConfig; readonly digest: DigestMemo }
): OpenedStore {
  const { kind, bucket, publicUrl } = config
  const { concurrency, keepsVersions } = VENDORS[kind]
  const address = toBucketAddress(config)
  const store = createS3Store({
    kind,
    bucket,
    keepsVersions,
    publicUrl,
    address,
    keyNames: toKeyNames(kind, side),
    secrets,
    limits,
    digest,
    maxSockets: concurrency * 2
  })
  return { kind, fingerprint: `${kind}:${address.endpoint}/${bucket}`, concurrency, store }
}
