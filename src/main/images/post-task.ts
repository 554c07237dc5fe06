/** What is to be drawn for one post of a campaign or for one prompt: words, size, photo, limits. Pure but for the inputs. */
import type { Brief } from '#shared/domain/campaign.ts'
import { PLATFORMS, type PlatformId } from '#shared/domain/platform.ts'
import type { ImageProviderId } from '#shared/domain/provider.ts'
import type { MicroUsd } from '#shared/money.ts'
import type { Place } from './attempt.ts'
import { showsPhoto } from './composer/compose-post.ts'
import type { FocalPoint } from './composer/photo.ts'
import { planPostCopy, promptCopy } from './composer/post-copy.ts'
import type { ImageTask } from './draw-image.ts'
import type { Composition } from './image-provider.ts'
import { buildOwnPrompt } from './prompt.ts'

/** A photo of the campaign that compositions may use. */
export interface CampaignPhoto {
  readonly assetId: string
  readonly path: string
  readonly widthPx: number
  readonly heightPx: number
  /** What a crop keeps in view; null lets the most salient part decide. */
  readonly focal: FocalPoint | null
}

/** How far a run or a single image may go. */
export interface TaskRules {
  readonly only: readonly ImageProviderId[]
  readonly maxPriceMicroUsd: MicroUsd | null
  readonly allowEmergency: boolean
  readonly runBudgetMicroUsd: MicroUsd | null
}

/** Pixels for a single image without a placement. */
const DEFAULT_SIZE = { widthPx: 1024, heightPx: 1024 } as const

export interface PostTaskInput {
  readonly place: Place & { readonly platform: PlatformId; readonly post: number; readonly variant: number }
  readonly brief: Brief
  readonly prompt: string
  readonly negativePrompt: string
  readonly photos: readonly CampaignPhoto[]
  readonly rules: TaskRules
}

export function toPostTask(input: PostTaskInput): ImageTask {
  const { place, brief, photos } = input
  const platform = PLATFORMS[place.platform]
  return {
    ...input.rules,
    place,
    platform: place.platform,
    seed: null,
    request: {
      prompt: input.prompt,
      negativePrompt: input.negativePrompt,
      style: platform.style,
      widthPx: platform.widthPx,
      heightPx: platform.heightPx
    },
    composition: planComposition({ brief, photos, post: place.post, variant: place.variant })
  }
}

/** Posts walk through photos and layouts at different paces, so that pairs rarely repeat. */
export function planComposition(input: {
  readonly brief: Brief
  readonly photos: readonly CampaignPhoto[]
  readonly post: number
  readonly variant: number
}): Composition {
  const { brief, photos, post, variant } = input
  const turn = post - 1 + (variant - 1) * 2
  const photo = photos.length === 0 ? undefined : photos[(turn + Math.floor(turn / 5)) % photos.length]
  return {
    copy: planPostCopy(brief, post),
    brandColours: brief.brandColours,
    photo: photo === undefined ? null : { path: photo.path, assetId: photo.assetId, focal: photo.focal },
    colourPhotoPath: photos[0]?.path ?? null,
    variant: turn
  }
}

/** The photo that a composing provider would show; null where the layout is type alone. */
export function photoShownIn(composition: Composition): string | null {
  return showsPhoto(composition) ? (composition.photo?.assetId ?? null) : null
}

export interface PromptTaskInput {
  readonly prompt: string
  readonly negativePrompt: string
  readonly style: string
  readonly platform: PlatformId | null
  readonly campaignId: string | null
  readonly brief: Brief | null
  readonly photos: readonly CampaignPhoto[]
  readonly rules: TaskRules
}

export function toPromptTask(input: PromptTaskInput): ImageTask {
  const platform = input.platform === null ? null : PLATFORMS[input.platform]
  const size = platform ?? DEFAULT_SIZE
  const [photo] = input.photos
  return {
    ...input.rules,
    place: { campaignId: input.campaignId, runId: null, platform: input.platform, post: null, variant: null },
    platform: input.platform,
    seed: null,
    request: {
      prompt: buildOwnPrompt({ prompt: input.prompt, platform, style: input.style }),
      negativePrompt: input.negativePrompt,
      style: input.style,
      widthPx: size.widthPx,
      heightPx: size.heightPx
    },
    composition: {
      copy: { ...promptCopy(input.prompt), brand: input.brief?.productName ?? '' },
      brandColours: input.brief?.brandColours ?? [],
      photo: photo === undefined ? null : { path: photo.path, assetId: photo.assetId, focal: photo.focal },
      colourPhotoPath: photo?.path ?? null,
      variant: 0
    }
  }
}
