/** Near duplicates: groups for a person to look at, and what happens when they decide. */
import type { Asset } from '#shared/domain/asset.ts'
import type { DuplicateGroup } from '#shared/domain/library.ts'
import { AppError } from '#shared/errors.ts'
import type { Db } from '../db/connection.ts'
import type { CatalogService } from './catalog-service.ts'
import type { LibraryRepository } from './library-repository.ts'
import { findNearPairs, groupPairs, NEAR_DISTANCE, packHashes } from './near-duplicates.ts'
import type { PictureRepository } from './picture-repository.ts'

export interface DuplicateDecision {
  readonly keepId: string
  readonly dropIds: readonly string[]
}

export interface DuplicateReview {
  findGroups(): readonly DuplicateGroup[]
  resolve(decision: DuplicateDecision): Asset
  keepApart(assetIds: readonly string[]): void
}

export interface DuplicateDeps {
  readonly db: Db
  readonly catalog: Pick<CatalogService, 'get' | 'tag' | 'update' | 'trash'>
  readonly repository: LibraryRepository
  readonly pictures: PictureRepository
}

const MAX_GROUPS = 500

export function createDuplicateReview({ db, catalog, repository, pictures }: DuplicateDeps): DuplicateReview {
  function findGroups(): readonly DuplicateGroup[] {
    const hashes = pictures.listHashes()
    const apart = new Set(pictures.listDistinct().map(([first, second]) => `${first} ${second}`))
    const isApart = (first: string, second: string): boolean =>
      apart.has(first < second ? `${first} ${second}` : `${second} ${first}`)
    const pairs = findNearPairs(hashes, packHashes(hashes), NEAR_DISTANCE).filter(
      ({ firstId, secondId }) => !isApart(firstId, secondId)
    )
    return groupPairs(pairs, hashes)
      .slice(0, MAX_GROUPS)
      .map((ids) => {
        const inside = pairs.filter((pair) => ids.includes(pair.firstId))
        const distance = Math.min(...inside.map((pair) => pair.distance))
        return { assets: ids.map((id) => catalog.get(id)), distance }
      })
  }

  /** One transaction: a crash leaves either all or none of it. */
  function resolve({ keepId, dropIds }: DuplicateDecision): Asset {
    if (dropIds.includes(keepId))
      throw new AppError('INVALID_INPUT', 'The asset to keep is among those to drop.')
    const kept = catalog.get(keepId)
    const dropped = dropIds.map((id) => catalog.get(id))
    const run = db.transaction(() => {
      const tags = new Set(dropped.flatMap((asset) => asset.tags))
      catalog.tag([keepId], [...tags], [])
      for (const asset of dropped) repository.moveUses(asset.id, keepId)
      catalog.update(keepId, {
        rating: Math.max(kept.rating, ...dropped.map((asset) => asset.rating)),
        title: firstText(kept, dropped, 'title'),
        caption: firstText(kept, dropped, 'caption'),
        altText: firstText(kept, dropped, 'altText')
      })
      if (dropIds.length > 0) catalog.trash(dropIds)
    })
    run.immediate()
    return catalog.get(keepId)
  }

  function keepApart(assetIds: readonly string[]): void {
    const run = db.transaction(() => {
      assetIds.forEach((first, index) => {
        for (const second of assetIds.slice(index + 1)) pictures.saveDistinct(first, second)
      })
    })
    run.immediate()
  }

  return { findGroups, resolve, keepApart }
}

/** The kept asset's own text, else the first of the others. */
function firstText(
  kept: Asset,
  dropped: readonly Asset[],
  field: 'title' | 'caption' | 'altText'
): string | undefined {
  const texts = [kept, ...dropped].map((asset) => asset[field])
  return texts.find((text) => text !== null && text !== '') ?? undefined
}
