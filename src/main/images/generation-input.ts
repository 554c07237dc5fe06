/** What callers ask of generation: one image, a campaign's matrix, some cells again. */
import type { Brief } from '#shared/domain/campaign.ts'
import type { PlatformId } from '#shared/domain/platform.ts'
import type { ImageProviderId } from '#shared/domain/provider.ts'
import type { MicroUsd } from '#shared/money.ts'
import type { CampaignPhoto, TaskRules } from './post-task.ts'

/** The campaign a run is for. */
export interface RunCampaign {
  readonly id: string
  readonly name: string
  readonly brief: Brief
}

/** Imported images of a campaign that compositions may use: local, verified files. Empty when there are none. */
export interface PhotoSource {
  photosOf(campaignId: string): Promise<readonly CampaignPhoto[]>
}

export interface GenerationRules {
  /** Only these providers; empty for all that are set up. */
  readonly providers: readonly ImageProviderId[]
  /** Never more than this for one image; null takes the setting. */
  readonly maxPriceMicroUsd: MicroUsd | null
  /** Lets the emergency provider go beyond that price. */
  readonly allowEmergency: boolean
}

export interface OneImageInput extends GenerationRules {
  readonly prompt: string
  readonly negativePrompt: string
  readonly style: string
  readonly platform: PlatformId | null
  readonly campaign: RunCampaign | null
}

/** One post on one platform. */
export interface PlacedPost {
  readonly platform: PlatformId
  readonly post: number
}

/** True when the post is among those left out. */
export function isLeftOut(
  leaveOut: readonly PlacedPost[] | undefined,
  { platform, post }: PlacedPost
): boolean {
  return leaveOut?.some((other) => other.platform === platform && other.post === post) === true
}

export interface CampaignInput extends GenerationRules {
  readonly campaign: RunCampaign
  readonly platforms: readonly PlatformId[]
  readonly posts: number
  /** Pictures of each post; 1 when absent. */
  readonly variants?: number | undefined
  /** Posts that have their picture already: a new run makes no cell for them. */
  readonly leaveOut?: readonly PlacedPost[]
  /** For this run alone; null is no limit beyond the settings'. */
  readonly budgetMicroUsd: MicroUsd | null
  /** Goes on with the open run of this plan and begins nothing new, so that nothing is paid twice. */
  readonly resume?: boolean | undefined
  /** Prompt template; null or absent takes the default. */
  readonly template?: string | null
}

export interface CellRetry extends GenerationRules {
  readonly campaign: RunCampaign
  readonly cells: readonly {
    readonly platform: PlatformId
    readonly post: number
    readonly variant: number
  }[]
  readonly budgetMicroUsd: MicroUsd | null
  /** Only those of the cells that were not drawn before the app ended. */
  readonly resume?: boolean | undefined
}

/** The caller's rules in the words of a task. */
export function toRules(input: GenerationRules & { readonly budgetMicroUsd?: MicroUsd | null }): TaskRules {
  return {
    only: input.providers,
    maxPriceMicroUsd: input.maxPriceMicroUsd,
    allowEmergency: input.allowEmergency,
    runBudgetMicroUsd: input.budgetMicroUsd ?? null
  }
}
