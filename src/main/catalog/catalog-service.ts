/** The catalog: adding, finding, listing, changing and giving out assets. Knows nothing of how contents are stored. */
import type { Asset, AssetFilter, AssetPage, Rated, ServedFrom } from '#shared/domain/asset.ts'
import type { SearchHit } from '#shared/domain/document.ts'
import { AppError } from '#shared/errors.ts'
import type { Emit } from '#shared/ipc/events.ts'
import { throwIfCancelled } from '../core/cancel.ts'
import type { Clock } from '../core/clock.ts'
import { copyFileAtomic } from '../core/files.ts'
import type { Db } from '../db/connection.ts'
import { toFilterSql } from './asset-filter.ts'
import {
  type AssetFacts,
  type AssetPatch,
  type AssetRepository,
  createAssetRepository,
  type PageRequest
} from './asset-repository.ts'
import type { BlobCopy, BlobSource, BlobStore } from './blob-store.ts'
import { createIndexing } from './indexing.ts'
import { createPictureRepository, type PictureRepository } from './picture-repository.ts'
import { createPostPictureRepository, type PostPictureRepository } from './post-picture-repository.ts'
import { createRatingRepository } from './rating-repository.ts'
import type { SearchClient } from './search-client.ts'
import type { SearchFilter } from './search-protocol.ts'
import { createTagRepository, type TagCount, type TagRepository } from './tag-repository.ts'

export interface NewAsset extends AssetFacts {
  readonly mediaType: string
  /** With the dot. */
  readonly extension: string
  /** How a picture looks, as 16 hex digits, for finding near duplicates. */
  readonly perceptualHash?: string
  /** Hash of the file as handed in, where the kept content differs from it. */
  readonly sourceSha256?: string
  /** Further rows of the same transaction, such as a document's text. Synchronous. */
  readonly alsoRecord?: (assetId: string) => void
}

export interface AddedAsset {
  readonly asset: Asset
  /** True when this content was in this campaign already; then nothing was added. */
  readonly isDuplicate: boolean
}

export interface ExportedCopy {
  readonly servedFrom: ServedFrom
  readonly sha256: string
  readonly sizeBytes: number
}

export interface CatalogService {
  /** Keeps the content and makes the asset in one step. Throws the storage's codes and CANCELLED; then nothing is left. */
  add(source: BlobSource, facts: NewAsset, signal?: AbortSignal): Promise<AddedAsset>
  /** NOT_FOUND for an unknown id. Assets in the trash are found. */
  get(id: string): Asset
  find(id: string): Asset | null
  /** See PostPictureRepository. */
  readonly postPictures: PostPictureRepository['page']
  readonly lastPosts: PostPictureRepository['lastPosts']
  readonly photos: PostPictureRepository['photos']
  /** Live assets of this content, also of a file that was cleaned when it came in; newest first. */
  findByHash(sha256: string): readonly Asset[]
  /** Newest first. Filters with words are answered by the search thread. INVALID_INPUT for a bad cursor. */
  list(filter: AssetFilter, request: PageRequest): Promise<AssetPage>
  /** Ids of all that match, at most `limit`, for acting on everything at once. */
  listIds(filter: AssetFilter, limit: number): Promise<readonly string[]>
  /** Fields that are not given stay. NOT_FOUND for an unknown id. */
  update(id: string, patch: AssetPatch): Asset
  /** 0 to 5 stars; gives the assets that had others, with the stars they had. Unknown ids are skipped. */
  rate(ids: readonly string[], rating: number): readonly Rated[]
  /** Gives how many assets changed. Unknown ids are skipped. */
  tag(ids: readonly string[], add: readonly string[], remove: readonly string[]): number
  listTags(): readonly TagCount[]
  /** Joins both tags when the new name exists. NOT_FOUND when there is no such tag. */
  renameTag(from: string, to: string): void
  /** Into the trash; gives the ids that were not there already. NOT_FOUND when none of the ids exists. */
  trash(ids: readonly string[]): readonly string[]
  restore(ids: readonly string[]): readonly string[]
  /** Writes a verified copy; `remote` leaves the local one aside. */
  exportCopy(
    id: string,
    outPath: string,
    options?: { readonly remote?: boolean; readonly signal?: AbortSignal }
  ): Promise<ExportedCopy>
  /** A verified local file; call release when done. */
  openCopy(id: string, signal?: AbortSignal): Promise<BlobCopy>
  /** Best first, with a snippet whose matches stand between highlight marks. Never fails on what was typed. */
  search(query: string, limit: number, filter?: SearchFilter): Promise<readonly SearchHit[]>
  /** Lets the index take in changes in the background until told to stop. */
  start(): void
  stop(): Promise<void>
}

export interface CatalogDeps {
  readonly db: Db
  readonly clock: Clock
  readonly blobs: BlobStore
  readonly search: SearchClient
  readonly emit: Emit
}

export function createCatalogService(deps: CatalogDeps): CatalogService {
  const { db, clock, search } = deps
  const repository = createAssetRepository(db)
  const tags = createTagRepository(db)
  const ratings = createRatingRepository(db)
  const pictures = createPictureRepository(db)
  const postPictures = createPostPictureRepository(db)
  const indexing = createIndexing(search, repository.forgetChanges)
  const changed = (asset: Asset): Asset => {
    deps.emit('asset.changed', { assetId: asset.id, campaignId: asset.campaignId })
    indexing.soon()
    return asset
  }
  const parts: CatalogParts = { deps, repository, tags, pictures, changed }
  const get = (id: string): Asset => getAsset(repository, id)

  return {
    add: (source, facts, signal) => addAsset(parts, { source, facts }, signal),
    get,
    find: (id) => repository.find(id),
    postPictures: postPictures.page,
    lastPosts: postPictures.lastPosts,
    photos: postPictures.photos,
    findByHash: (sha256) => repository.listByHash(sha256),
    async list(filter, request) {
      if (toFilterSql(filter).needsIndex) return await search.ask('page', { filter, request })
      return repository.page(filter, request)
    },
    async listIds(filter, limit) {
      if (toFilterSql(filter).needsIndex) return await search.ask('idsOf', { filter, limit })
      return repository.idsOf(filter, limit)
    },
    update(id, patch) {
      if (!repository.update(id, patch, clock.now())) throw unknownAsset(id)
      return changed(get(id))
    },
    rate(ids, rating) {
      const before = ratings.rate(ids, rating, clock.now())
      tellOf(
        before.map(({ id }) => id),
        repository,
        changed
      )
      return before
    },
    tag: (ids, add, remove) => tagAssets(parts, ids, { add, remove }),
    listTags: () => tags.list(),
    renameTag(from, to) {
      if (!tags.rename(from, to)) throw new AppError('NOT_FOUND', `There is no tag ${from}.`)
      indexing.soon()
    },
    trash: (ids) => moveAssets(parts, ids, clock.now()),
    restore: (ids) => moveAssets(parts, ids, null),
    exportCopy: (id, outPath, options) => exportAsset(parts, { id, outPath }, options),
    openCopy: (id, signal) => deps.blobs.openCopy(get(id).sha256, signal === undefined ? {} : { signal }),
    search: (query, limit, filter) => search.ask('search', { query, limit, ...filter }),
    start: () => indexing.start(),
    async stop() {
      await indexing.stop()
      await search.stop()
    }
  }
}

interface CatalogParts {
  readonly deps: CatalogDeps
  readonly repository: AssetRepository
  readonly tags: TagRepository
  readonly pictures: PictureRepository
  /** Tells the window and the index; gives the asset back. */
  changed(asset: Asset): Asset
}

function unknownAsset(id: string): AppError {
  return new AppError('NOT_FOUND', `There is no asset ${id.slice(0, 200)}.`)
}

function getAsset(repository: AssetRepository, id: string): Asset {
  const asset = repository.find(id)
  if (asset === null) throw unknownAsset(id)
  return asset
}

async function addAsset(
  { deps, repository, tags, pictures, changed }: CatalogParts,
  { source, facts }: { readonly source: BlobSource; readonly facts: NewAsset },
  signal: AbortSignal | undefined
): Promise<AddedAsset> {
  throwIfCancelled(signal)
  const { kind, campaignId, extension, mediaType } = facts
  const place = { kind, campaignId, extension, mediaType, ...(signal === undefined ? {} : { signal }) }
  const added = await deps.blobs.ingest(source, place, ({ sha256 }) => {
    const existing = repository.findLive(sha256, facts)
    if (existing !== null) return { asset: existing, isDuplicate: true }
    const id = deps.clock.newId()
    repository.insert({ id, sha256, now: deps.clock.now(), facts })
    tags.change([id], facts.tags ?? [], [])
    if (facts.perceptualHash !== undefined) pictures.saveHash(id, facts.perceptualHash)
    if (facts.sourceSha256 !== undefined) pictures.saveSource(id, facts.sourceSha256)
    facts.alsoRecord?.(id)
    return { asset: getAsset(repository, id), isDuplicate: false }
  })
  if (!added.isDuplicate) changed(added.asset)
  return added
}

function tagAssets(
  { repository, tags, changed }: CatalogParts,
  ids: readonly string[],
  change: { readonly add: readonly string[]; readonly remove: readonly string[] }
): number {
  const count = tags.change(ids, change.add, change.remove)
  tellOf(ids, repository, changed)
  return count
}

function moveAssets(
  { deps, repository, changed }: CatalogParts,
  ids: readonly string[],
  deletedAt: number | null
): readonly string[] {
  if (ids.every((id) => repository.find(id) === null)) throw unknownAsset(ids.join(', '))
  const moved = repository.setDeleted(ids, deletedAt, deps.clock.now())
  tellOf(moved, repository, changed)
  return moved
}

/** After a change of thousands the window asks for its page again; telling it of each would hold up main. */
const MAX_TOLD = 100

function tellOf(ids: readonly string[], repository: AssetRepository, changed: CatalogParts['changed']): void {
  for (const id of ids.slice(0, MAX_TOLD)) {
    const asset = repository.find(id)
    if (asset !== null) changed(asset)
  }
}

async function exportAsset(
  { deps, repository }: CatalogParts,
  { id, outPath }: { readonly id: string; readonly outPath: string },
  { remote = false, signal }: { readonly remote?: boolean; readonly signal?: AbortSignal } = {}
): Promise<ExportedCopy> {
  const { sha256, sizeBytes } = getAsset(repository, id)
  const options = { skipLocal: remote, ...(signal === undefined ? {} : { signal }) }
  const copy = await deps.blobs.openCopy(sha256, options)
  try {
    await copyFileAtomic(copy.path, outPath)
    return { servedFrom: copy.servedFrom, sha256, sizeBytes }
  } finally {
    await copy.release()
  }
}
