/** What people choose for a campaign: its prompt words, and which picture stands for a post. */
import type { z } from 'zod'
import type { Asset } from '#shared/domain/asset.ts'
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
import { createPause } from '../core/pause.ts'
import type { ImageService } from '../images/image-service.ts'
import type { PromptText } from '../images/prompt.ts'
import { isOfPost, type PlacedPost, pickedOn, readPictures, readShelves } from './post-shelves.ts'
import { type PostUses, postKey } from './post-uses.ts'

export type PlanCell = z.output<typeof planCellSchema>
export type PostPicture = z.output<typeof postPictureSchema>
export type PromptSetup = z.output<typeof promptSetupSchema>
export type PreviewPromptInput = z.output<typeof previewPromptInputSchema>

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
    const assets = await readPictures(deps, campaigns.get(campaignId).id, at)
    const shelf = (await readShelves(deps, campaignId, at)).get(postKey(at))
    const chosen = campaigns.picks(campaignId).find((pick) => isOfPost(pick, at))
    const picked = shelf === undefined ? null : pickedOn(deps, shelf, chosen?.assetId)
    return assets.map((asset) => ({
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
      const picks = new Map(deps.campaigns.picks(campaignId).map((pick) => [postKey(pick), pick.assetId]))
      const chosen = new Map<string, Asset>()
      const pause = createPause()
      for (const [key, shelf] of await readShelves(deps, campaignId)) {
        await pause()
        const picked = pickedOn(deps, shelf, picks.get(key))
        if (picked !== null) chosen.set(key, picked)
      }
      return chosen
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

/** A delivered picture that is in the trash is to be made again. */
export function shownState(state: PlanCell['state'], asset: Asset | null): PlanCell['state'] {
  if (asset !== null) return 'delivered'
  return state === 'delivered' ? 'planned' : state
}
