/** What a bundle of the campaign would hold now, per platform. Pure. */
import type { PlatformId } from '#shared/domain/platform.ts'
import { findWords, placeKey } from './campaign-draft.ts'
import type { CampaignState } from './campaign-state.ts'
import { gatherPosts } from './post-cells.ts'

export interface PlatformContents {
  readonly platform: PlatformId
  readonly posts: number
  readonly pictures: number
  readonly captions: number
  readonly altTexts: number
  readonly days: number
}

export interface BundleContents {
  readonly platforms: readonly PlatformContents[]
  readonly pictures: number
  /** Posts of the plan without a picture. */
  readonly missing: number
}

export function planContents(
  plan: Pick<CampaignState, 'cells' | 'platforms' | 'posts' | 'words'>
): BundleContents {
  const gathered = gatherPosts(plan.cells)
  const platforms = plan.platforms.map((platform): PlatformContents => {
    const posts = Array.from({ length: plan.posts }, (_, index) => ({ platform, post: index + 1 }))
    const made = posts.flatMap((place) => {
      const asset = gathered.get(placeKey(place))?.shown.asset ?? null
      return asset === null ? [] : [{ asset, words: findWords(plan.words, place) }]
    })
    const count = (has: (one: (typeof made)[number]) => boolean): number => made.filter(has).length
    return {
      platform,
      posts: plan.posts,
      pictures: made.length,
      captions: count(({ asset, words }) => (words?.caption || asset.caption || '') !== ''),
      altTexts: count(({ asset, words }) => (words?.altText || asset.altText || '') !== ''),
      days: count(({ words }) => (words?.scheduledAt ?? null) !== null)
    }
  })
  const pictures = platforms.reduce((sum, row) => sum + row.pictures, 0)
  return { platforms, pictures, missing: plan.platforms.length * plan.posts - pictures }
}
