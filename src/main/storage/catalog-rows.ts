/** Rows of the catalog as plain data, for manifests and for rebuilding. Other features' columns need not be known here. */
import type { StoreSide } from '#shared/domain/storage.ts'

export type PlainRow = Readonly<Record<string, string | number | null>>

export interface Manifest {
  readonly version: 1
  readonly madeAt: number
  readonly campaigns: readonly PlainRow[]
  readonly blobs: readonly PlainRow[]
  readonly assets: readonly PlainRow[]
  readonly documents: readonly PlainRow[]
  readonly tags: readonly { readonly assetId: string; readonly names: readonly string[] }[]
  /** Assets that were deleted for good. */
  readonly goneAssetIds: readonly string[]
  readonly attempts: readonly PlainRow[]
  readonly tombstones: readonly PlainRow[]
}

export interface ChangedRows {
  readonly manifest: Omit<Manifest, 'version' | 'madeAt'>
  /** Everything up to here is in the manifest. */
  readonly lastChangeId: number
  readonly isLast: boolean
}

export interface CatalogRowsRepository {
  /** Rows that changed since the side's last manifest, at most `limit` changes; null when there are none. */
  changesFor(side: StoreSide, limit: number): ChangedRows | null
  /** The side has a manifest up to here; changes that both sides have are forgotten. */
  advance(side: StoreSide, changeId: number): void
  /** Writes a manifest's rows over what is there, as one transaction. */
  apply(manifest: Manifest): void
  /** Takes every row of another catalog that is not here yet, as one transaction. Gives how many assets came. */
  copyFrom(snapshotPath: string): number
  /** Adds content and asset for an object that only its key tells of. */
  addFound(found: FoundObject): void
  isKnown(sha256: string): boolean
  /** How far the catalog is, and when and how far it was at the last snapshot. */
  snapshotState(): {
    readonly reached: CatalogReach
    readonly madeAt: number | null
    readonly atSnapshot: CatalogReach
  }
  noteSnapshot(madeAt: number, reached: CatalogReach): void
  /** A time for the next name in a store: now, or just after the newest so far. Epoch milliseconds. */
  nextNameAt(now: number): number
  /** Names from here on are not older than this. */
  noteNameAt(at: number): void
  countAssets(): number
  countCampaigns(): number
}

/** Counters that only grow. */
export interface CatalogReach {
  /** Changes that manifests carry too. */
  readonly changeId: number
  /** Changes that only a snapshot carries: rights, saved searches, storyboards, choices. */
  readonly ownChanges: number
}

export interface FoundObject {
  readonly assetId: string
  readonly sha256: string
  readonly sizeBytes: number
  readonly mediaType: string
  readonly objectKey: string
  readonly kind: string
  readonly campaignId: string | null
  readonly name: string
  readonly createdAt: number
}
