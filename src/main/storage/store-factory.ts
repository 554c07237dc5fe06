/** Turns a side's settings into a store with everything around it. The only place that knows which kinds there are. */
import path from 'node:path'
import type { Clock } from '#main/core/clock.ts'
import type { SecretReader } from '#main/secrets/secret-store.ts'
import type { StoreConfig, StoreKind, StoreSide } from '#shared/domain/storage.ts'
import { AppError } from '#shared/errors.ts'
import type { Disk } from './disk.ts'
import type { ObjectStore } from './object-store.ts'
import type { MarkerMemory } from './stores/folder-marker.ts'
import { createFolderStore } from './stores/folder-store.ts'

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
  readonly secrets: SecretReader
}

export type BucketConfig = Exclude<StoreConfig, { readonly kind: 'folder' }>

export function createStoreFactory(options: StoreFactoryOptions): OpenStore {
  return (request) => {
    const { config, side, memory } = request
    if (config !== null && config.kind !== 'folder')
      throw new AppError('STORAGE_NOT_CONFIGURED', 'Buckets are not available yet.')
    const isManaged = config === null
    const root = path.resolve(config?.path ?? path.join(options.dataFolder, 'stores', side))
    const { disk, clock } = options
    const store = createFolderStore({ root, memory, isManaged, disk, newId: clock.newId })
    return { kind: 'folder', fingerprint: `folder:${root}`, concurrency: FOLDER_CONCURRENCY, store }
  }
}
