/** Pictures that stand for posts they were not made for, because a person kept them of two alike. */
import type { Asset } from '#shared/domain/asset.ts'
import { type PlatformId, platformIdSchema } from '#shared/domain/platform.ts'
import type { CampaignService } from '../campaigns/campaign-service.ts'
import type { CatalogService } from '../catalog/catalog-service.ts'
import type { LibraryService } from '../catalog/library-service.ts'

/** One post of one campaign. */
export interface PostPlace {
  readonly campaignId: string
  readonly platform: PlatformId
  readonly post: number
}

export interface PostUses {
  /** The asset stands for the post until another picture is made for it. */
  adopt(place: PostPlace, assetId: string): void
  release(place: PostPlace): void
  /** Live assets with the platform and number of the post each stands for. */
  adopted(campaignId: string): readonly Asset[]
  /** How the use is named to people. */
  toUse(place: PostPlace): { readonly usedBy: 'post'; readonly userId: string; readonly label: string }
}

export const postKey = ({ platform, post }: Pick<PostPlace, 'platform' | 'post'>): string =>
  `${platform}/${post}`

/** The place of a postKey. */
export function toPlace(key: string): Pick<PostPlace, 'platform' | 'post'> {
  const [platform, post] = key.split('/')
  return { platform: platformIdSchema.parse(platform), post: Number(post) }
}

export function createPostUses(deps: {
  readonly catalog: Pick<CatalogService, 'find'>
  readonly library: Pick<LibraryService, 'usesFor' | 'replaceUses'>
  readonly campaigns: Pick<CampaignService, 'get'>
}): PostUses {
  const { catalog, library, campaigns } = deps
  const toUse: PostUses['toUse'] = (place) => ({
    usedBy: 'post',
    userId: `${place.campaignId}/${postKey(place)}`,
    label: `${campaigns.get(place.campaignId).name}, ${place.platform} ${place.post}`
  })
  return {
    toUse,
    adopt: (place, assetId) => library.replaceUses(toUse(place), [assetId]),
    release: (place) => library.replaceUses(toUse(place), []),
    adopted(campaignId) {
      const prefix = `${campaignId}/`
      return library.usesFor('post', prefix).flatMap(({ userId, assetId }): Asset[] => {
        const asset = catalog.find(assetId)
        if (asset === null || asset.deletedAt !== null) return []
        return [{ ...asset, ...toPlace(userId.slice(prefix.length)), origin: 'generated' }]
      })
    }
  }
}
