/** Campaigns: making them from documents and words, changing their briefs, listing them. */

import {
  type Brief,
  type BriefPatch,
  type Campaign,
  type CampaignSummary,
  EMPTY_BRIEF
} from '#shared/domain/campaign.ts'
import { joinSizes, type PlannedPost, type PlanShape, type PlanSize } from '#shared/domain/plan.ts'
import type { PlatformId } from '#shared/domain/platform.ts'
import type { PromptWishes } from '#shared/domain/prompt.ts'
import { AppError } from '#shared/errors.ts'
import type { Clock } from '../core/clock.ts'
import type { Db } from '../db/connection.ts'
import { type CampaignRepository, createCampaignRepository } from './campaign-repository.ts'
import { type ChoiceRepository, createChoiceRepository } from './choice-repository.ts'
import { applyPatch, fillBlanks } from './merge-brief.ts'
import { mergePosts, tidyShape } from './planned-posts.ts'

/** What campaigns need of documents: reading a brief without keeping anything. */
export interface BriefReader {
  /** One brief out of all the documents. Throws the document's code when one cannot be read. */
  briefFrom(paths: readonly string[], signal?: AbortSignal): Promise<Brief>
}

/** What campaigns need of the importer: keeping the documents as assets of the campaign. */
export interface DocumentKeeper {
  /** Throws the first rejection's code. */
  keep(paths: readonly string[], campaignId: string, signal?: AbortSignal): Promise<void>
}

export interface NewCampaign {
  readonly name: string
  readonly briefPaths: readonly string[]
  readonly patch: BriefPatch
}

export interface CampaignService {
  /**
   * Reads the documents, stores them in both places, and makes the campaign; typed fields win over found ones.
   * Throws the code of the first document that cannot be read; then nothing is kept.
   */
  create(campaign: NewCampaign, signal?: AbortSignal): Promise<Campaign>
  /** Adds documents to a campaign and fills the blanks of its brief from them. */
  addDocuments(id: string, paths: readonly string[], signal?: AbortSignal): Promise<Campaign>
  update(id: string, change: { readonly name?: string | undefined; readonly patch: BriefPatch }): Campaign
  /** NOT_FOUND for an unknown id. */
  get(id: string): Campaign
  list(): readonly CampaignSummary[]
  /** The words planned for each post, by platform and number. NOT_FOUND for an unknown id. */
  postsOf(id: string): readonly PlannedPost[]
  /** Replaces what is planned for these posts; a post with nothing in it is forgotten. Gives the whole plan. */
  savePosts(id: string, posts: readonly PlannedPost[]): readonly PlannedPost[]
  /** How large the plan is and who makes single posts; null until somebody shaped it. NOT_FOUND for an unknown id. */
  shapeOf(id: string): PlanShape | null
  /** Replaces the shape and gives it as it is kept. NOT_FOUND for an unknown id. */
  saveShape(id: string, shape: PlanShape): PlanShape
  /**
   * Makes the plan large enough for `size`, never smaller, and keeps who makes single posts. A plan that nobody has shaped
   * begins with `held`, what the campaign holds already; null is nothing. NOT_FOUND for an unknown id.
   */
  growShape(id: string, size: PlanSize, held: PlanSize | null): void
  /** The campaign's own prompt words; null ones take the settings'. NOT_FOUND for an unknown campaign. */
  prompts(id: string): PromptWishes
  /** NOT_FOUND for an unknown campaign. */
  setPrompts(id: string, wishes: PromptWishes): void
  /** Pictures chosen by hand, of posts that have one. */
  picks(id: string): ReturnType<ChoiceRepository['picks']>
  /** Null undoes the choice. The caller says whether the asset is a picture of that post. */
  pick(id: string, post: PickedPost): void
}

export interface PickedPost {
  readonly platform: PlatformId
  readonly post: number
  readonly assetId: string | null
}

export interface CampaignDeps {
  readonly db: Db
  readonly clock: Clock
  readonly briefs: BriefReader
  readonly documents: DocumentKeeper
  /** Called after a change is committed. */
  readonly onChange: (campaignId: string) => void
}

export function createCampaignService(deps: CampaignDeps): CampaignService {
  const { clock, briefs, documents } = deps
  const repository = createCampaignRepository(deps.db)
  const choices = createChoiceRepository(deps.db)

  function get(id: string): Campaign {
    const campaign = repository.find(id)
    if (campaign === null) throw new AppError('NOT_FOUND', `There is no campaign ${id}.`)
    return campaign
  }

  function save(campaign: Campaign): Campaign {
    const saved = { ...campaign, updatedAt: clock.now() }
    repository.update(saved)
    deps.onChange(saved.id)
    return saved
  }

  async function create({ name, briefPaths, patch }: NewCampaign, signal?: AbortSignal): Promise<Campaign> {
    const found = briefPaths.length === 0 ? EMPTY_BRIEF : await briefs.briefFrom(briefPaths, signal)
    const now = clock.now()
    const campaign = {
      id: clock.newId(),
      name,
      brief: applyPatch(found, patch),
      createdAt: now,
      updatedAt: now
    }
    repository.insert(campaign)
    await keepOrUndo(campaign.id, briefPaths, signal)
    deps.onChange(campaign.id)
    return campaign
  }

  async function keepOrUndo(id: string, paths: readonly string[], signal?: AbortSignal): Promise<void> {
    if (paths.length === 0) return
    try {
      await documents.keep(paths, id, signal)
    } catch (thrown) {
      const summary = repository.list().find((each) => each.id === id)
      if (summary?.documentCount === 0) repository.remove(id)
      throw thrown
    }
  }

  return {
    create,
    async addDocuments(id, paths, signal) {
      const campaign = get(id)
      const found = await briefs.briefFrom(paths, signal)
      await documents.keep(paths, id, signal)
      return save({ ...campaign, brief: fillBlanks(campaign.brief, found) })
    },
    update(id, { name, patch }) {
      const campaign = get(id)
      return save({ ...campaign, name: name ?? campaign.name, brief: applyPatch(campaign.brief, patch) })
    },
    get,
    list: () => repository.list(),
    ...planPart({ repository, choices, get, deps })
  }
}

interface PlanPartDeps {
  readonly repository: CampaignRepository
  readonly choices: ChoiceRepository
  readonly get: CampaignService['get']
  readonly deps: Pick<CampaignDeps, 'clock' | 'onChange'>
}

/** What a campaign plans and what was chosen for it. */
function planPart({
  repository,
  choices,
  get,
  deps
}: PlanPartDeps): Omit<CampaignService, 'create' | 'addDocuments' | 'update' | 'get' | 'list'> {
  const { clock, onChange } = deps
  return {
    postsOf: (id) => repository.findPosts(get(id).id),
    savePosts(id, posts) {
      const merged = mergePosts(repository.findPosts(get(id).id), posts)
      repository.savePosts(id, merged, clock.now())
      onChange(id)
      return merged
    },
    shapeOf: (id) => repository.findShape(get(id).id),
    saveShape(id, shape) {
      const kept = tidyShape(shape)
      repository.saveShape(get(id).id, kept, clock.now())
      onChange(id)
      return kept
    },
    growShape(id, size, held) {
      const grow = (kept: PlanShape | null): PlanShape | null => {
        const before = kept ?? { ...(held ?? size), makers: [] }
        const next = tidyShape({ ...before, ...joinSizes([before, size]) })
        return kept !== null && isSameSize(kept, next) ? null : next
      }
      if (repository.changeShape(get(id).id, grow, clock.now())) onChange(id)
    },
    prompts: (id) => choices.prompts(get(id).id),
    setPrompts(id, wishes) {
      choices.setPrompts(get(id).id, wishes)
      onChange(id)
    },
    picks: (id) => choices.picks(id),
    pick(id, { platform, post, assetId }) {
      if (assetId === null) choices.removePick(get(id).id, { platform, post })
      else choices.setPick(get(id).id, { platform, post, assetId })
      onChange(id)
    }
  }
}

/** Of two plans of which one was grown from the other. */
function isSameSize(one: PlanSize, other: PlanSize): boolean {
  return (
    one.platforms.length === other.platforms.length &&
    one.posts === other.posts &&
    one.variants === other.variants
  )
}
