/** One opened campaign: its brief while it is edited, its plan grid, the estimate and the running generation. */
import { createStore } from 'zustand/vanilla'
import type { JobSnapshot } from '#shared/domain/job.ts'
import type { GenerationResult } from '#shared/domain/provider.ts'
import { type Client, errorOf } from '../../ipc/client.ts'
import { failed, failureOf, gather, IDLE, LOADING, READY } from '../../ipc/load.ts'
import { createBriefSaver } from './brief-saver.ts'
import { createEdits } from './campaign-edits.ts'
import { readCampaign } from './campaign-opening.ts'
import { type CampaignState, type CampaignStore, CLOSED } from './campaign-state.ts'
import { type DraftKeeper, NO_DRAFTS } from './draft-keeper.ts'
import { generateInput, retryInput } from './generation-input.ts'
import { createPlanShapeSaver } from './plan-shape-saver.ts'

const REFRESH_DELAY_MS = 250
/** Work of another process, such as a command beside the window, sends no news here. */
const LOOK_AGAIN_MS = 2000

export function createCampaignStore(client: Client, drafts: DraftKeeper = NO_DRAFTS): CampaignStore {
  return createStore<CampaignState>()((set, get) => {
    let openedId: string | null = null
    let planQuestion = 0
    let stops: readonly (() => void)[] = []
    const isOpen = (id: string): boolean => openedId === id
    const refreshPlanSoon = gather(() => void refreshPlan(), REFRESH_DELAY_MS)
    const lookAgain = gather(() => void refreshPlan(), LOOK_AGAIN_MS)
    const saver = createBriefSaver({
      client,
      drafts,
      onState: (id, save) => {
        if (isOpen(id)) set({ save })
        if (save === 'saved') refreshPlanSoon()
      }
    })
    const shapes = createPlanShapeSaver({
      client,
      onState: (id, save) => {
        if (isOpen(id)) set({ save })
      }
    })
    const edits = createEdits({ client, saver, shapes, get, set, onPlan: () => void refreshPlan() })

    async function refreshPlan(): Promise<void> {
      const id = openedId
      if (id === null) return
      const asked = ++planQuestion
      const { platforms, posts, variants } = get()
      try {
        const { cells, elsewhere } = await client.call('campaign.plan', {
          id,
          platforms: [...platforms],
          posts,
          variants
        })
        const { assetIds } = await client.call('campaign.photos', { id })
        if (asked !== planQuestion || !isOpen(id)) return
        set({ cells, elsewhere, photoIds: assetIds, planLoad: READY })
        const isAtWork = elsewhere !== null || cells.some(({ state }) => state === 'running')
        if (isAtWork && !get().isGenerating) lookAgain()
      } catch (thrown) {
        if (asked === planQuestion && isOpen(id)) set({ planLoad: failed(thrown) })
      }
    }

    /** Jobs say what they are about, so a reloaded window finds its own generation again. */
    function takeJob(job: JobSnapshot): void {
      if (job.kind !== 'campaign.generate' || job.subjectId !== get().campaign?.id) return
      refreshPlanSoon()
      const isRunning = job.state === 'running' || job.state === 'queued'
      set({ job: isRunning ? job : null, isGenerating: isRunning, ...(isRunning ? {} : accountOf(job)) })
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
        const { campaign, draft } = await readCampaign(client, id)
        if (!isOpen(id)) return
        set({ campaign, load: READY })
        edits.begin(draft)
        const leftover = saver.leftover(id)
        if (leftover?.name !== undefined) edits.actions.rename(leftover.name)
        if (leftover !== null && Object.keys(leftover.patch).length > 0) edits.actions.edit(leftover.patch)
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

    const askEstimate: CampaignState['askEstimate'] = async (options) => {
      await saver.flush()
      const id = openedId
      if (id === null) return
      set({ estimate: null, estimateLoad: LOADING })
      try {
        const estimate = await client.call('campaign.estimate', generateInput(id, get(), options))
        if (isOpen(id)) set({ estimate, estimateLoad: READY })
      } catch (thrown) {
        if (isOpen(id)) set({ estimateLoad: failed(thrown) })
      }
    }

    return {
      ...CLOSED,
      ...edits.actions,
      open,
      close,
      refresh: refreshPlan,
      forgetFailure: () => set({ failure: null, result: null }),
      generate: (options) =>
        run((id) => client.runJob('campaign.generate', generateInput(id, get(), options))),
      remake: (place, options) =>
        run((id) => client.runJob('campaign.retry', retryInput(id, place, options))),
      askEstimate,
      async addDocuments(paths) {
        await saver.flush()
        const id = openedId
        if (id === null) return
        try {
          const campaign = await client.call('campaign.addDocuments', { id, paths: [...paths] })
          if (!isOpen(id)) return
          set({ failure: null })
          edits.take(campaign)
          await refreshPlan()
        } catch (thrown) {
          if (isOpen(id)) set({ failure: failureOf(thrown) })
        }
      }
    }
  })
}

/** How a generation ended, also one that another window, or this one before a reload, had begun. */
function accountOf(job: JobSnapshot): Partial<Pick<CampaignState, 'result' | 'failure'>> {
  const { state, result } = job
  if (state === 'failed') return { failure: failureOf(errorOf(job)) }
  // Both routes promise a GenerationResult as this job's result.
  return state === 'succeeded' && result !== undefined ? { result: result as GenerationResult } : {}
}
