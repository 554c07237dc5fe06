/** What callers ask of generation: one image, a campaign's matrix, some cells again. */
import type { Brief } from '#shared/domain/campaign.ts'
import type { PlatformId } from '#shared/domain/platform.ts'
import type { PromptWishes } from '#shared/domain/prompt.ts'
import type { ImageProviderId } from '#shared/domain/provider.ts'
import type { MicroUsd } from '#shared/money.ts'
import type { CampaignPhoto, TaskRules } from './post-task.ts'

/** The campaign a run is for. */
export interface RunCampaign {
  readonly id: string
  readonly name: string
  readonly brief: Brief
  /** The campaign's own words; absent or null ones take the settings'. */
  readonly prompts?: PromptWishes
  /** Words a person planned for single posts, in place of the brief's; blank ones do not count. */
  readonly posts?: readonly {
    readonly platform: PlatformId
    readonly post: number
    readonly prompt: string
  }[]
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

/** A generated picture of the campaign that is in the library. */
export interface KeptPicture {
  readonly assetId: string
  readonly platform: PlatformId
  readonly post: number
  readonly provider: string | null
  readonly model: string | null
  readonly costMicroUsd: MicroUsd
}

/** Who draws one post in place of the run's providers; a null platform is every platform. */
export interface PostProviders {
  readonly platform: PlatformId | null
  readonly post: number
  readonly providers: readonly ImageProviderId[]
}

/** What a run is to hold, before it is said who draws and for how much. */
export interface RunWish {
  readonly campaign: RunCampaign
  readonly platforms: readonly PlatformId[]
  readonly posts: number
  /** Pictures of each post; 1 when absent. */
  readonly variants?: number | undefined
  /** Prompt template; null or absent takes the campaign's, else the settings', else the shipped one. */
  readonly template?: string | null | undefined
  /** Newest first. A cell whose picture is not among them is made again; absent, every delivered picture counts. */
  readonly kept?: readonly KeptPicture[] | undefined
  /** Asks the catalog now about a picture that is not among `kept`; absent, it counts as gone. */
  readonly isGone?: ((assetId: string) => boolean) | undefined
  /** Every cell anew, paid again. */
  readonly again?: boolean | undefined
  /** Cells whose earlier call may have been billed without an answer are drawn and paid again. */
  readonly retryUnknown?: boolean | undefined
}

export interface CampaignInput extends GenerationRules, RunWish {
  /** For this run alone; null is no limit beyond the settings'. */
  readonly budgetMicroUsd: MicroUsd | null
  readonly postProviders?: readonly PostProviders[] | undefined
  /** Goes on with what is left of this plan's newest run, or begins its first; NOT_FOUND when nothing is left. */
  readonly resume?: boolean | undefined
  /** Told once the run is written and before anything is drawn. */
  readonly onPlanned?: (() => void) | undefined
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
  /** With `resume`: what CampaignMaker.standOf gave when this was asked. What still stands so is begun now. */
  readonly seen?: readonly string[] | undefined
  /** Posts that were never generated are drawn for the first time; else they are NOT_FOUND. */
  readonly begin?: boolean | undefined
  /** Words in place of the planned ones, for all cells. */
  readonly prompt?: string | undefined
  readonly negativePrompt?: string | undefined
}

/** The providers for one post: its own where it has some, else the run's. */
export function providersFor(
  rules: Pick<GenerationRules, 'providers'> & {
    readonly postProviders?: readonly PostProviders[] | undefined
  },
  at: { readonly platform: PlatformId; readonly post: number }
): readonly ImageProviderId[] {
  const ofPost = rules.postProviders?.filter((each) => each.post === at.post) ?? []
  const own =
    ofPost.find((each) => each.platform === at.platform) ?? ofPost.find((each) => each.platform === null)
  return own?.providers ?? rules.providers
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
