/** Near duplicates: groups for a person to look at, and what happens when they decide. */
import type { Asset } from '#shared/domain/asset.ts'
import type { DuplicateGroup } from '#shared/domain/library.ts'
import { AppError } from '#shared/errors.ts'
import { throwIfCancelled } from '../core/cancel.ts'
import type { JobContext } from '../core/job-entry.ts'
import type { Db } from '../db/connection.ts'
import type { CatalogService } from './catalog-service.ts'
import type { LibraryRepository } from './library-repository.ts'
import { groupPairs, type NearPair } from './near-duplicates.ts'
import type { NearTurn } from './near-scan.ts'
import type { PictureRepository } from './picture-repository.ts'
import type { SearchClient } from './search-client.ts'

export interface DuplicateDecision {
  readonly keepId: string
  readonly dropIds: readonly string[]
}

export interface DuplicateReview {
  findGroups(context: JobContext): Promise<readonly DuplicateGroup[]>
  resolve(decision: DuplicateDecision): Asset
  keepApart(assetIds: readonly string[]): void
}

export interface DuplicateDeps {
  readonly db: Db
  readonly catalog: Pick<CatalogService, 'get' | 'tag' | 'update' | 'trash'>
  readonly repository: LibraryRepository
  readonly pictures: PictureRepository
  readonly search: Pick<SearchClient, 'ask'>
}

const MAX_GROUPS = 500
/** Searches wait at most this long behind the comparing. */
const TURN_MS = 60

export function createDuplicateReview({
  db,
  catalog,
  repository,
  pictures,
  search
}: DuplicateDeps): DuplicateReview {
  async function findPairs(context: JobContext): Promise<readonly NearPair[]> {
    const pairs: NearPair[] = []
    let from: number | null = 0
    while (from !== null) {
      throwIfCancelled(context.signal)
      const turn: NearTurn = await search.ask('nearPairs', { from, maxMs: TURN_MS })
      pairs.push(...turn.pairs)
      from = turn.next
      context.report(from ?? turn.total, turn.total, 'pictures')
    }
    return pairs
  }

  async function findGroups(context: JobContext): Promise<readonly DuplicateGroup[]> {
    const apart = new Set(pictures.listDistinct().map(([first, second]) => `${first} ${second}`))
    const isApart = ({ firstId, secondId }: NearPair): boolean =>
      apart.has(firstId < secondId ? `${firstId} ${secondId}` : `${secondId} ${firstId}`)
    const pairs = (await findPairs(context)).filter((pair) => !isApart(pair))
    return groupPairs(pairs)
      .slice(0, MAX_GROUPS)
      .map((ids) => toGroup(ids, pairs))
  }

  function toGroup(ids: readonly string[], pairs: readonly NearPair[]): DuplicateGroup {
    const inside = pairs.filter((pair) => ids.includes(pair.firstId))
    const assets = ids.map((id) => catalog.get(id))
    return {
      assets: assets.sort((left, right) => left.createdAt - right.createdAt || (left.id < right.id ? -1 : 1)),
      distance: Math.min(...inside.map((pair) => pair.distance))
    }
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
    // An unknown id is refused with its name before anything is written.
    for (const id of assetIds) catalog.get(id)
    const distinct = [...new Set(assetIds)]
    const run = db.transaction(() => {
      distinct.forEach((first, index) => {
        for (const second of distinct.slice(index + 1)) pictures.saveDistinct(first, second)
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
