/** The Slideshows page: slideshows being made and finished videos. */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Asset } from '#shared/domain/asset.ts'
import { type Storyboard, storyboardSchema } from '#shared/domain/slideshow.ts'
import type { SavedStoryboard } from '#shared/domain/slideshow-plan.ts'
import type { Client } from '../../ipc/client.ts'
import { type Failure, failed, failureOf, gather, IDLE, LOADING, type Load, READY } from '../../ipc/load.ts'
import { slidesOf } from './draft.ts'

const REFRESH_DELAY_MS = 300
const VIDEO_LIMIT = 500

export interface SlideshowsState {
  readonly videos: readonly Asset[]
  readonly saved: readonly SavedStoryboard[]
  readonly load: Load
  readonly isStarting: boolean
  readonly failure: Failure | null
  follow(): () => void
  refresh(): Promise<void>
  /** A slideshow from the campaign's brief and pictures; its id, or null when that failed. */
  startFromCampaign(name: string, campaignId: string): Promise<string | null>
  /** A slideshow of these pictures in this order; its id, or null when that failed. */
  startFromPictures(name: string, pictures: readonly Asset[]): Promise<string | null>
  /** Videos made from it stay. */
  remove(id: string): Promise<void>
  forgetFailure(): void
}
export type SlideshowsStore = StoreApi<SlideshowsState>

export function createSlideshowsStore(client: Client): SlideshowsStore {
  return createStore<SlideshowsState>()((set, get) => {
    async function refresh(): Promise<void> {
      if (get().load.status !== 'ready') set({ load: LOADING })
      try {
        const request = { filter: { kind: 'video' as const }, limit: VIDEO_LIMIT, cursor: null }
        const { items } = await client.call('asset.list', request)
        const { storyboards } = await client.call('slideshow.list', { campaignId: null })
        set({ videos: items.filter((asset) => asset.origin === 'rendered'), saved: storyboards, load: READY })
      } catch (thrown) {
        set({ load: failed(thrown) })
      }
    }

    async function save(
      name: string,
      campaignId: string | null,
      storyboard: () => Promise<Storyboard>
    ): Promise<string | null> {
      set({ isStarting: true, failure: null })
      try {
        const made = { campaignId, name, storyboard: await storyboard() }
        return (await client.call('slideshow.save', made)).id
      } catch (thrown) {
        set({ failure: failureOf(thrown) })
        return null
      } finally {
        set({ isStarting: false })
      }
    }

    return {
      videos: [],
      saved: [],
      load: IDLE,
      isStarting: false,
      failure: null,
      refresh,
      follow() {
        const stop = client.on(
          'asset.changed',
          gather(() => void refresh(), REFRESH_DELAY_MS)
        )
        void refresh()
        return stop
      },
      startFromCampaign: (name, campaignId) =>
        save(name, campaignId, () =>
          client.call('slideshow.fromCampaign', { campaignId, preset: 'landscape' })
        ),
      startFromPictures: (name, pictures) =>
        save(name, null, async () => storyboardSchema.parse({ slides: slidesOf(pictures) })),
      async remove(id) {
        try {
          await client.call('slideshow.remove', { id })
        } catch (thrown) {
          set({ failure: failureOf(thrown) })
        }
        await refresh()
      },
      forgetFailure: () => set({ failure: null })
    }
  })
}
