/** One opened campaign: its brief while it is edited, its plan grid, the estimate and the running generation. */

import type { z } from 'zod'
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { BriefPatch, Campaign } from '#shared/domain/campaign.ts'
import type { JobSnapshot } from '#shared/domain/job.ts'
import { PLATFORM_IDS, type PlatformId } from '#shared/domain/platform.ts'
import type { GenerationResult } from '#shared/domain/provider.ts'
import type { RouteInput } from '#shared/ipc/contract.ts'
import type { estimateSchema, planCellSchema } from '#shared/ipc/routes/campaigns.ts'
import type { Client } from '../../ipc/client.ts'
import { type Failure, failed, failureOf, gather, IDLE, LOADING, type Load, READY } from '../../ipc/load.ts'
import { createBriefSaver, type SaveState } from './brief-saver.ts'

export type PlanCell = z.output<typeof planCellSchema>
export type Estimate = z.output<typeof estimateSchema>

const REFRESH_DELAY_MS = 250
const DEFAULT_POSTS = 3

export interface CampaignState {
  /** The campaign as edited here; edits show at once and are saved after a short pause. */
  readonly campaign: Campaign | null
  readonly load: Load
  readonly save: SaveState
  readonly platforms: readonly PlatformId[]
  readonly posts: number
  readonly cells: readonly PlanCell[]
  readonly planLoad: Load
  readonly photoIds: readonly string[]
  readonly estimate: Estimate | null
  readonly estimateLoad: Load
  /** From the press of Generate until its end; `job` follows once main has answered. */
  readonly isGenerating: boolean
  readonly job: JobSnapshot | null
  readonly result: GenerationResult | null
  readonly failure: Failure | null
  open(id: string): Promise<void>
  edit(patch: BriefPatch): void
  rename(name: string): void
  /** Writes waiting edits at once. */
  flush(): Promise<void>
  addDocuments(paths: readonly string[]): Promise<void>
  setPlatforms(platforms: readonly PlatformId[]): void
  setPosts(posts: number): void
  /** For the posts without a picture, or for all of them anew. */
  askEstimate(onlyMissing: boolean): Promise<void>
  /** May cost money. Cells fill in by events; `result` holds the outcome. */
  generate(options: GenerateOptions): Promise<void>
  /** Makes one post again, whatever became of it. May cost money. */
  remake(cell: PlanCell): Promise<void>
  /** Stops listening and forgets the campaign. */
  close(): void
}
export type CampaignStore = StoreApi<CampaignState>

export interface GenerateOptions {
  readonly platforms: readonly PlatformId[]
  readonly posts: number
  readonly allowEmergency: boolean
  /** Posts that have their picture are left as they are. */
  readonly onlyMissing: boolean
}

const CLOSED = {
  campaign: null,
  load: IDLE,
  save: 'saved',
  platforms: PLATFORM_IDS,
  posts: DEFAULT_POSTS,
  cells: [],
  planLoad: IDLE,
  photoIds: [],
  estimate: null,
  estimateLoad: IDLE,
  isGenerating: false,
  job: null,
  result: null,
  failure: null
} as const

export function createCampaignStore(client: Client): CampaignStore {
  return createStore<CampaignState>()((set, get) => {
    let openedId: string | null = null
    let planQuestion = 0
    let stops: readonly (() => void)[] = []
    const isOpen = (id: string): boolean => openedId === id
    const saver = createBriefSaver(client, (id, save) => {
      if (isOpen(id)) set({ save })
      if (save === 'saved') refreshPlanSoon()
    })
    const refreshPlanSoon = gather(() => void refreshPlan(), REFRESH_DELAY_MS)

    async function refreshPlan(): Promise<void> {
      const id = openedId
      if (id === null) return
      const asked = ++planQuestion
      const { platforms, posts } = get()
      try {
        const { cells } = await client.call('campaign.plan', { id, platforms: [...platforms], posts })
        const { assetIds } = await client.call('campaign.photos', { id })
        if (asked === planQuestion && isOpen(id)) set({ cells, photoIds: assetIds, planLoad: READY })
      } catch (thrown) {
        if (asked === planQuestion && isOpen(id)) set({ planLoad: failed(thrown) })
      }
    }

    /** Jobs say what they are about, so a reloaded window finds its own generation again. */
    function takeJob(job: JobSnapshot): void {
      if (job.kind !== 'campaign.generate') return
      refreshPlanSoon()
      if (job.subjectId !== get().campaign?.id) return
      const isRunning = job.state === 'running' || job.state === 'queued'
      set({ job: isRunning ? job : null, isGenerating: isRunning })
    }

    /** A generation that was going on before this window, or this page, was there. */
    async function findRunning(id: string): Promise<void> {
      // Without an answer the next news of the job finds it.
      const { jobs } = await client.call('job.list', {}).catch(() => ({ jobs: [] }))
      const mine = jobs.find(
        ({ kind, subjectId, state }) =>
          kind === 'campaign.generate' && subjectId === id && state === 'running'
      )
      if (mine !== undefined && isOpen(id)) takeJob(mine)
    }

    function listen(id: string): void {
      stops = [
        client.on('asset.changed', (change) => change.campaignId === id && refreshPlanSoon()),
        client.on('campaign.changed', (change) => change.campaignId === id && refreshPlanSoon()),
        client.on('job.changed', takeJob)
      ]
    }

    function close(): void {
      void saver.flush()
      for (const stop of stops) stop()
      stops = []
      openedId = null
      set(CLOSED)
    }

    async function open(id: string): Promise<void> {
      close()
      openedId = id
      set({ load: LOADING, planLoad: LOADING })
      try {
        const campaign = await client.call('campaign.get', { id })
        const posts = await mostPosts(client, id)
        if (!isOpen(id)) return
        set({ campaign, posts, load: READY })
        listen(id)
        await findRunning(id)
        await refreshPlan()
      } catch (thrown) {
        if (isOpen(id)) set({ load: failed(thrown) })
      }
    }

    /** One generation at a time; its progress and its account show above the grid. */
    async function run(start: (id: string) => Promise<unknown>): Promise<void> {
      await saver.flush()
      const id = openedId
      if (id === null || get().isGenerating) return
      set({ isGenerating: true, result: null, failure: null, estimate: null, estimateLoad: IDLE })
      try {
        const result = await start(id)
        // Both routes promise a GenerationResult as this job's result.
        if (isOpen(id)) set({ result: result as GenerationResult })
      } catch (thrown) {
        const failure = failureOf(thrown)
        if (isOpen(id) && failure.code !== 'CANCELLED') set({ failure })
      } finally {
        if (isOpen(id)) set({ job: null, isGenerating: false })
        await refreshPlan()
      }
    }

    async function addDocuments(paths: readonly string[]): Promise<void> {
      await saver.flush()
      const id = openedId
      if (id === null) return
      try {
        const campaign = await client.call('campaign.addDocuments', { id, paths: [...paths] })
        if (isOpen(id)) set({ campaign, failure: null })
        await refreshPlan()
      } catch (thrown) {
        if (isOpen(id)) set({ failure: failureOf(thrown) })
      }
    }

    async function askEstimate(onlyMissing: boolean): Promise<void> {
      await saver.flush()
      const id = openedId
      if (id === null) return
      set({ estimate: null, estimateLoad: LOADING })
      try {
        const { platforms, posts } = get()
        const input = generateInput(id, { platforms, posts, allowEmergency: false, onlyMissing })
        const estimate = await client.call('campaign.estimate', input)
        if (isOpen(id)) set({ estimate, estimateLoad: READY })
      } catch (thrown) {
        if (isOpen(id)) set({ estimateLoad: failed(thrown) })
      }
    }

    return {
      ...CLOSED,
      open,
      close,
      flush: saver.flush,
      generate: (options) => run((id) => client.runJob('campaign.generate', generateInput(id, options))),
      remake: (cell) => run((id) => client.runJob('campaign.retry', retryInput(id, cell))),
      addDocuments,
      askEstimate,
      edit(patch) {
        const { campaign } = get()
        if (campaign === null) return
        set({ campaign: { ...campaign, brief: { ...campaign.brief, ...givenOf(patch) } } })
        saver.queue(campaign.id, { patch })
      },
      rename(name) {
        const { campaign } = get()
        if (campaign === null) return
        set({ campaign: { ...campaign, name } })
        if (name.trim() !== '') saver.queue(campaign.id, { name, patch: {} })
      },
      setPlatforms(platforms) {
        if (platforms.length === 0) return
        set({ platforms: PLATFORM_IDS.filter((id) => platforms.includes(id)) })
        void refreshPlan()
      },
      setPosts(posts) {
        set({ posts: Math.min(100, Math.max(1, Math.round(posts))) })
        void refreshPlan()
      }
    }
  })
}

function generateInput(campaignId: string, options: GenerateOptions): RouteInput<'campaign.generate'> {
  return {
    campaignId,
    platforms: [...options.platforms],
    posts: options.posts,
    providers: [],
    budgetMicroUsd: null,
    maxPriceMicroUsd: null,
    allowEmergency: options.allowEmergency,
    onlyMissing: options.onlyMissing
  }
}

/** Rows of the grid when a campaign is opened: as many as were ever generated, at least three. */
async function mostPosts(client: Client, campaignId: string): Promise<number> {
  const { items } = await client.call('asset.list', {
    filter: { campaignId, kind: 'image' },
    limit: 500,
    cursor: null
  })
  return Math.max(DEFAULT_POSTS, ...items.map((asset) => asset.post ?? 0))
}

function retryInput(campaignId: string, { platform, post, variant }: PlanCell): RouteInput<'campaign.retry'> {
  return {
    campaignId,
    cells: [{ platform, post, variant }],
    providers: [],
    budgetMicroUsd: null,
    maxPriceMicroUsd: null,
    allowEmergency: false
  }
}

/** Only the fields that are given: a patch may carry `undefined`. */
function givenOf(patch: BriefPatch): { [Field in keyof BriefPatch]?: NonNullable<BriefPatch[Field]> } {
  return Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined))
}
