/** Where assets are used, over all features: posts and the photos in them, videos, saved slideshows. */
import type { Asset } from '#shared/domain/asset.ts'
import type { AssetUse } from '#shared/domain/library.ts'
import type { Storyboard } from '#shared/domain/slideshow.ts'
import type { CatalogService } from '../catalog/catalog-service.ts'
import type { LibraryService } from '../catalog/library-service.ts'
import type { StoryboardService } from '../slideshow/storyboards/storyboard-service.ts'
import { type PostPlace, type PostUses, toPlace } from './post-uses.ts'

type Decision = Parameters<LibraryService['resolveDuplicates']>[0]

export interface WhereUsed {
  /** Empty when deleting these assets breaks nothing. Unknown ids have no uses. */
  of(assetIds: readonly string[]): Promise<readonly AssetUse[]>
  /** As LibraryService.resolveDuplicates; posts and saved slideshows show the kept one from then on. */
  resolveDuplicates(decision: Decision): Promise<Asset>
}

export interface WhereUsedDeps {
  readonly catalog: Pick<CatalogService, 'find' | 'get'>
  readonly library: Pick<LibraryService, 'usesOf' | 'childrenOf' | 'resolveDuplicates'>
  readonly storyboards: Pick<StoryboardService, 'get' | 'save'>
  readonly posts: PostUses
  /** The picture of each post of a campaign, by postKey. */
  readonly chosen: (campaignId: string) => Promise<ReadonlyMap<string, Asset>>
}

interface PostUse {
  readonly assetId: string
  readonly place: PostPlace
  /** True for the photo inside the post's picture. */
  readonly isPhoto: boolean
}

export function createWhereUsed(deps: WhereUsedDeps): WhereUsed {
  const { library, storyboards, posts } = deps

  function toUse({ assetId, place, isPhoto }: PostUse): AssetUse {
    const use = { ...posts.toUse(place), post: place }
    return isPhoto
      ? { ...use, assetId, userId: `${use.userId}/photo`, label: `${use.label}, as its photo` }
      : { ...use, assetId }
  }

  return {
    async of(assetIds) {
      const others = library.usesOf(assetIds).filter(({ usedBy }) => usedBy !== 'post')
      return [...(await postUsesOf(deps, assetIds)).map(toUse), ...others]
    },
    async resolveDuplicates(decision) {
      const taken = (await postUsesOf(deps, decision.dropIds)).filter(({ isPhoto }) => !isPhoto)
      const boards = library.usesOf(decision.dropIds).filter(({ usedBy }) => usedBy === 'slideshow')
      const kept = library.resolveDuplicates(decision)
      for (const { place } of taken) posts.adopt(place, kept.id)
      const dropped = new Set(decision.dropIds)
      for (const id of new Set(boards.map(({ userId }) => userId))) {
        const { storyboard, campaignId, name } = storyboards.get(id)
        storyboards.save({ id, campaignId, name, storyboard: withKept(storyboard, dropped, kept.id) })
      }
      return kept
    }
  }
}

/** Posts whose picture is one of the assets, or was made from it. Each campaign is looked at once. */
async function postUsesOf(deps: WhereUsedDeps, assetIds: readonly string[]): Promise<readonly PostUse[]> {
  const { catalog, library } = deps
  const shown = new Map<string, readonly (readonly [string, Asset])[]>()
  const picturesOf = async (campaignId: string): Promise<readonly (readonly [string, Asset])[]> => {
    const known = shown.get(campaignId) ?? [...(await deps.chosen(campaignId))]
    shown.set(campaignId, known)
    return known
  }
  const found: PostUse[] = []
  for (const assetId of assetIds) {
    const made = [assetId, ...library.childrenOf(assetId)]
    const campaigns = new Set([
      ...made.map((id) => catalog.find(id)?.campaignId ?? null),
      ...library
        .usesOf([assetId])
        .flatMap(({ usedBy, userId }) => (usedBy === 'post' ? [userId.split('/')[0]] : []))
    ])
    for (const campaignId of campaigns) {
      if (campaignId === null || campaignId === undefined) continue
      for (const [key, { id }] of await picturesOf(campaignId)) {
        if (!made.includes(id)) continue
        found.push({ assetId, place: { campaignId, ...toPlace(key) }, isPhoto: id !== assetId })
      }
    }
  }
  return found
}

/** Pure. */
export function withKept(storyboard: Storyboard, dropped: ReadonlySet<string>, keptId: string): Storyboard {
  const slides = storyboard.slides.map((slide) =>
    slide.assetId !== undefined && dropped.has(slide.assetId) ? { ...slide, assetId: keptId } : slide
  )
  return { ...storyboard, slides }
}
