/** What the window knows of the opened campaign, and what can be done with it. */
import type { z } from 'zod'
import type { StoreApi } from 'zustand/vanilla'
import type { BriefPatch, Campaign } from '#shared/domain/campaign.ts'
import type { JobSnapshot } from '#shared/domain/job.ts'
import type { PlannedPost } from '#shared/domain/plan.ts'
import { PLATFORM_IDS, type PlatformId } from '#shared/domain/platform.ts'
import type { GenerationResult, ImageProviderId } from '#shared/domain/provider.ts'
import type { elsewhereSchema, estimateSchema, planCellSchema } from '#shared/ipc/routes/campaigns.ts'
import { type Failure, IDLE, type Load } from '../../ipc/load.ts'
import type { SaveState } from './brief-saver.ts'
import type { Makers } from './campaign-draft.ts'

export type PlanCell = z.output<typeof planCellSchema>
export type Elsewhere = z.output<typeof elsewhereSchema>
export type Estimate = z.output<typeof estimateSchema>

/** One square of the plan. */
export interface Place {
  readonly platform: PlatformId
  readonly post: number
}

export interface GenerateOptions {
  readonly allowEmergency: boolean
  /** Posts that have their picture are left as they are. */
  readonly onlyMissing: boolean
  /** Only this one; null is the cascade, cheapest first. */
  readonly provider: ImageProviderId | null
}

export interface RemakeOptions {
  readonly variant: number
  /** Null is the cascade, cheapest first. */
  readonly provider: ImageProviderId | null
  /** Blank takes the planned prompt. */
  readonly prompt: string
}

export interface CampaignState {
  /** The campaign as edited here; edits show at once and are saved after a short pause. */
  readonly campaign: Campaign | null
  readonly load: Load
  readonly save: SaveState
  readonly platforms: readonly PlatformId[]
  readonly posts: number
  readonly variants: number
  readonly makers: Makers
  readonly words: readonly PlannedPost[]
  readonly canUndo: boolean
  readonly canRedo: boolean
  readonly cells: readonly PlanCell[]
  readonly planLoad: Load
  readonly photoIds: readonly string[]
  readonly estimate: Estimate | null
  readonly estimateLoad: Load
  /** From the press of Generate until its end; `job` follows once main has answered. */
  readonly isGenerating: boolean
  readonly job: JobSnapshot | null
  /** What another process makes for this campaign; it has no job here and cannot be cancelled from here. */
  readonly elsewhere: Elsewhere | null
  readonly result: GenerationResult | null
  readonly failure: Failure | null
  open(id: string): Promise<void>
  edit(patch: BriefPatch): void
  rename(name: string): void
  undo(): void
  redo(): void
  /** Writes waiting edits at once; the next edit is a step of its own. */
  flush(): Promise<void>
  addDocuments(paths: readonly string[]): Promise<void>
  setPlatforms(platforms: readonly PlatformId[]): void
  setPosts(posts: number): void
  setVariants(variants: number): void
  /** Null lets the cascade choose. */
  setMaker(place: Place, provider: ImageProviderId | null): void
  /** Replaces what is planned for these posts, as one step. */
  setWords(words: readonly PlannedPost[]): void
  /** Takes what main holds now, after rows were read from a file. */
  takeWords(words: readonly PlannedPost[]): void
  /** For the posts without a picture, or for all of them anew. */
  askEstimate(options: GenerateOptions): Promise<void>
  /** May cost money. Cells fill in by events; `result` holds the outcome. */
  generate(options: GenerateOptions): Promise<void>
  /** Makes one post again, whatever became of it. May cost money. */
  remake(place: Place, options: RemakeOptions): Promise<void>
  /** Asks for the plan again. */
  refresh(): Promise<void>
  forgetFailure(): void
  /** Stops listening and forgets the campaign. */
  close(): void
}
export type CampaignStore = StoreApi<CampaignState>

export const DEFAULT_POSTS = 3

export const CLOSED = {
  campaign: null,
  load: IDLE,
  save: 'saved',
  platforms: PLATFORM_IDS,
  posts: DEFAULT_POSTS,
  variants: 1,
  makers: {},
  words: [],
  canUndo: false,
  canRedo: false,
  cells: [],
  planLoad: IDLE,
  photoIds: [],
  estimate: null,
  estimateLoad: IDLE,
  isGenerating: false,
  job: null,
  elsewhere: null,
  result: null,
  failure: null
} as const
