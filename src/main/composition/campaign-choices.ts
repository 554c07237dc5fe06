/** What people choose for a campaign: its prompt words, and which picture stands for a post. */
import type { z } from 'zod'
import type { Asset } from '#shared/domain/asset.ts'
import type { PlatformId } from '#shared/domain/platform.ts'
import { PROMPT_FIELDS, type PromptWishes } from '#shared/domain/prompt.ts'
import type { Settings } from '#shared/domain/settings.ts'
import { AppError } from '#shared/errors.ts'
import type {
  planCellSchema,
  postPictureSchema,
  previewPromptInputSchema,
  promptSetupSchema
} from '#shared/ipc/routes/campaigns.ts'
import type { CampaignService } from '../campaigns/campaign-service.ts'
import type { CatalogService } from '../catalog/catalog-service.ts'
import type { ImageService } from '../images/image-service.ts'
import type { PromptText } from '../images/prompt.ts'
import { type PostUses, postKey } from './post-uses.ts'

export type PlanCell = z.output<typeof planCellSchema>
export type PostPicture = z.output<typeof postPictureSchema>
export type PromptSetup = z.output<typeof promptSetupSchema>
export type PreviewPromptInput = z.output<typeof previewPromptInputSchema>

/** One post on one platform. */
export interface PlacedPost {
  readonly platform: PlatformId
  readonly post: number
}

export interface ChoiceDeps {
  readonly images: ImageService
  readonly campaigns: CampaignService
  readonly catalog: CatalogService
  readonly settings: { get(): Settings }
  readonly posts: Pick<PostUses, 'adopted' | 'release'>
}

export interface PostPictures {
  /** Every live picture of a post, newest first. NOT_FOUND for an unknown campaign. */
  pictures(campaignId: string, at: PlacedPost): Promise<readonly PostPicture[]>
  /** The post's picture from now on; null undoes the choice. NOT_FOUND for an asset that is no picture of the post. */
  pick(
    campaignId: string,
    pick: PlacedPost & { readonly assetId: string | null }
  ): Promise<readonly PostPicture[]>
}

export interface ChosenPictures {
  /** The picture of each post that has one, by postKey. */
  chosen(campaignId: string): Promise<ReadonlyMap<string, Asset>>
}

export interface PromptChoices {
  /** NOT_FOUND for an unknown campaign. */
  prompts(campaignId: string): PromptSetup
  setPrompts(campaignId: string, wishes: PromptWishes): PromptSetup
  /** No network; nothing is saved. */
  previewPrompt(input: PreviewPromptInput): PromptText
}

export function createPostPictures(deps: ChoiceDeps): PostPictures {
  const { campaigns, images } = deps
  const listOf = async (campaignId: string, at: PlacedPost): Promise<readonly PostPicture[]> => {
    const assets = await deliveredAssets(deps, campaigns.get(campaignId).id)
    const ofPost = assets.filter((asset) => isOfPost(asset, at))
    const chosen = campaigns.picks(campaignId).find((pick) => isOfPost(pick, at))
    const picked = pickedOf(deps, ofPost, chosen?.assetId)
    return ofPost.map((asset) => ({
      asset,
      variant: images.variantOf(asset.id),
      isPicked: asset.id === picked?.id
    }))
  }
  return {
    pictures: listOf,
    async pick(campaignId, { assetId, ...at }) {
      const known = await listOf(campaignId, at)
      if (assetId !== null && !known.some(({ asset }) => asset.id === assetId)) {
        throw new AppError('NOT_FOUND', 'This is no picture of that post.')
      }
      campaigns.pick(campaignId, { ...at, assetId })
      return await listOf(campaignId, at)
    }
  }
}

export function createChosenPictures(deps: ChoiceDeps): ChosenPictures {
  return {
    async chosen(campaignId) {
      const picks = deps.campaigns.picks(campaignId)
      const byPost = Map.groupBy(await deliveredAssets(deps, campaignId), ({ platform, post }) =>
        platform === null || post === null ? '' : postKey({ platform, post })
      )
      byPost.delete('')
      return new Map(
        [...byPost].flatMap(([key, ofPost]) => {
          const choice = picks.find((pick) => postKey(pick) === key)
          const picked = pickedOf(deps, ofPost, choice?.assetId)
          return picked === null ? [] : [[key, picked] as const]
        })
      )
    }
  }
}

export function createPromptChoices(deps: ChoiceDeps): PromptChoices {
  const { campaigns, images, settings } = deps
  const prompts = (campaignId: string): PromptSetup => {
    const own = campaigns.prompts(campaignId)
    const general = settings.get().prompts
    return {
      own,
      used: {
        template: own.template ?? general.template ?? images.shippedTemplate,
        style: own.style ?? general.style,
        negative: own.negative ?? general.negative
      },
      shippedTemplate: images.shippedTemplate,
      fields: Object.entries(PROMPT_FIELDS).map(([name, meaning]) => ({ name, meaning }))
    }
  }
  return {
    prompts,
    setPrompts(campaignId, wishes) {
      campaigns.setPrompts(campaignId, wishes)
      return prompts(campaignId)
    },
    previewPrompt({ id, platform, post, variant = 1, withoutOwn = false, ...tried }) {
      const own = campaigns.prompts(id)
      // A word that is not tried is the saved one; null tries the settings' words.
      const wishes = {
        template: tried.template === undefined ? own.template : tried.template,
        style: tried.style === undefined ? own.style : tried.style,
        negative: tried.negative === undefined ? own.negative : tried.negative
      }
      return images.previewPrompt({
        campaign: { ...campaigns.get(id), prompts: wishes, posts: withoutOwn ? [] : campaigns.postsOf(id) },
        platform,
        post,
        variant
      })
    }
  }
}

/** More than any grid holds: 100 posts on 4 platforms, made five times over. */
const MOST_DELIVERED = 2000

/** The posts' pictures that are not in the trash: kept look-alikes first, then what was made for the posts, newest first. */
export async function deliveredAssets(
  { catalog, posts }: Pick<ChoiceDeps, 'catalog' | 'posts'>,
  campaignId: string
): Promise<readonly Asset[]> {
  const { items } = await catalog.list({ campaignId, kind: 'image' }, { limit: MOST_DELIVERED, cursor: null })
  return [...posts.adopted(campaignId), ...items.filter((asset) => asset.origin === 'generated')]
}

export const isOfPost = (
  one: { readonly platform: PlatformId | null; readonly post: number | null },
  at: PlacedPost
): boolean => one.platform === at.platform && one.post === at.post

/** The choice where its asset is still there, else the newest drawing of the first variant. */
export function pickedOf(
  { images }: Pick<ChoiceDeps, 'images'>,
  ofPost: readonly Asset[],
  chosenId: string | undefined
): Asset | null {
  const chosen = ofPost.find((asset) => asset.id === chosenId)
  if (chosen !== undefined) return chosen
  return ofPost.toSorted((one, other) => images.variantOf(one.id) - images.variantOf(other.id))[0] ?? null
}

/** A delivered picture that is in the trash is to be made again. */
export function shownState(state: PlanCell['state'], asset: Asset | null): PlanCell['state'] {
  if (asset !== null) return 'delivered'
  return state === 'delivered' ? 'planned' : state
}

/** What a cell shows: the choice of its variant, its own picture, or an earlier drawing of it. */
export function shownAsset(
  { images }: Pick<ChoiceDeps, 'images'>,
  from: {
    readonly ofPost: readonly Asset[]
    readonly picked: Asset | null
    readonly assetId: string | null
  },
  cell: { readonly variant: number; readonly state: PlanCell['state'] }
): Asset | null {
  // A failed or running cell shows what it is now, not what an earlier run made.
  if (cell.state !== 'planned' && cell.state !== 'delivered') return null
  const ofCell = from.ofPost.filter((asset) => images.variantOf(asset.id) === cell.variant)
  return (
    ofCell.find((asset) => asset.id === from.picked?.id) ??
    from.ofPost.find((asset) => asset.id === from.assetId) ??
    ofCell[0] ??
    null
  )
}
