/** Renders of the slideshow being edited: the running one, found again after a reload, and the videos it made. */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { JobId, JobSnapshot } from '#shared/domain/job.ts'
import type { RenderQuality, SlideshowPreset } from '#shared/domain/slideshow.ts'
import type { Client } from '../../ipc/client.ts'
import { errorOf } from '../../ipc/client.ts'
import { type Failure, failureOf } from '../../ipc/load.ts'
import { type Draft, storyboardOf } from './draft.ts'
import { type FinishedVideo, finishedVideos } from './finished-videos.ts'

export interface RenderState {
  /** From the press of the button until the end; `job` follows once main has answered. */
  readonly isRendering: boolean
  readonly job: JobSnapshot | null
  readonly failure: Failure | null
  /** What the last render made; empty before. */
  readonly videos: readonly FinishedVideo[]
  /** Follows the renders of this slideshow; the result stops it. */
  follow(storyboardId: string): () => void
  render(draft: Draft, quality: RenderQuality): Promise<void>
  /** One video per shape, with the same cuts. */
  renderAll(draft: Draft, presets: readonly SlideshowPreset[]): Promise<void>
  dismiss(): void
}
export type RenderStore = StoreApi<RenderState>

const NOTHING = { isRendering: false, job: null, failure: null, videos: [] } as const

export function createRenderStore(client: Client): RenderStore {
  return createStore<RenderState>()((set, get) => {
    let followedId: string | null = null

    function take(job: JobSnapshot): void {
      if (job.kind !== 'slideshow.render' || job.subjectId !== followedId) return
      if (job.state === 'running' || job.state === 'queued') set({ isRendering: true, job })
      else if (job.state === 'succeeded') set({ ...NOTHING, videos: finishedVideos(job.result) })
      else if (job.state === 'failed') set({ ...NOTHING, failure: failureOf(errorOf(job)) })
      else set(NOTHING)
    }

    async function start(ask: (id: string) => Promise<JobId>): Promise<void> {
      const id = followedId
      if (id === null || get().isRendering) return
      set({ ...NOTHING, isRendering: true })
      try {
        await ask(id)
      } catch (thrown) {
        set({ ...NOTHING, failure: failureOf(thrown) })
      }
    }

    const requestOf = (draft: Draft) => ({
      campaignId: draft.campaignId,
      name: draft.name.trim() === '' ? 'Slideshow' : draft.name.trim()
    })

    return {
      ...NOTHING,
      follow(storyboardId) {
        followedId = storyboardId
        set(NOTHING)
        const stop = client.on('job.changed', take)
        const findRunning = async (): Promise<void> => {
          const { jobs } = await client.call('job.list', {})
          const mine = jobs.find((job) => job.subjectId === storyboardId && job.state === 'running')
          if (mine !== undefined && followedId === storyboardId) take(mine)
        }
        // Without an answer the job's next news finds it.
        void findRunning().catch(() => undefined)
        return () => {
          stop()
          followedId = null
        }
      },
      render: (draft, quality) =>
        start((storyboardId) =>
          client.call('slideshow.render', {
            ...requestOf(draft),
            storyboardId,
            storyboard: { ...storyboardOf(draft), quality }
          })
        ),
      renderAll: (draft, presets) =>
        start((storyboardId) =>
          client.call('slideshow.renderSet', {
            ...requestOf(draft),
            storyboardId,
            storyboard: storyboardOf(draft),
            presets: [...presets],
            folder: null
          })
        ),
      dismiss: () => set({ failure: null, videos: [] })
    }
  })
}
