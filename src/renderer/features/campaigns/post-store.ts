/** The post that is opened for editing: its pictures to choose from, who could make it, and what its prompt would be. */
import type { z } from 'zod'
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { FocalPoint } from '#shared/domain/focal-point.ts'
import type { ProviderStatus } from '#shared/domain/provider.ts'
import type { postPictureSchema } from '#shared/ipc/routes/campaigns.ts'
import type { Client } from '../../ipc/client.ts'
import { type Failure, failed, failureOf, gather, IDLE, LOADING, type Load, READY } from '../../ipc/load.ts'
import type { Place } from './campaign-state.ts'

export type PostPicture = z.output<typeof postPictureSchema>

const REFRESH_DELAY_MS = 250

export interface PostState {
  /** Null while no post is open. */
  readonly place: Place | null
  readonly pictures: readonly PostPicture[]
  /** What is sent when the person wrote no prompt of their own. */
  readonly automaticPrompt: string
  readonly providers: readonly ProviderStatus[]
  readonly load: Load
  /** The last change that was refused. */
  readonly failure: Failure | null
  open(campaignId: string, place: Place): Promise<void>
  close(): void
  /** Makes this picture the post's. */
  pick(assetId: string): Promise<void>
  /** Null lets the picture itself decide. */
  setFocalPoint(assetId: string, focalPoint: FocalPoint | null): Promise<void>
}
export type PostStore = StoreApi<PostState>

const CLOSED = {
  place: null,
  pictures: [],
  automaticPrompt: '',
  providers: [],
  load: IDLE,
  failure: null
} as const

export function createPostStore(client: Client): PostStore {
  return createStore<PostState>()((set, get) => {
    let question = 0
    let campaignId = ''
    let stop: () => void = () => undefined

    async function refresh(): Promise<void> {
      const { place } = get()
      if (place === null) return
      const asked = ++question
      try {
        const [{ pictures }, { prompt }, { providers }] = await Promise.all([
          client.call('campaign.pictures', { id: campaignId, ...place }),
          client.call('campaign.previewPrompt', { id: campaignId, ...place, withoutOwn: true }),
          client.call('provider.list', {})
        ])
        if (asked === question) set({ pictures, automaticPrompt: prompt, providers, load: READY })
      } catch (thrown) {
        if (asked === question) set({ load: failed(thrown) })
      }
    }

    async function attempt(run: () => Promise<void>): Promise<void> {
      try {
        set({ failure: null })
        await run()
      } catch (thrown) {
        set({ failure: failureOf(thrown) })
      }
    }

    return {
      ...CLOSED,
      async open(id, { platform, post }) {
        stop()
        campaignId = id
        const again = gather(() => void refresh(), REFRESH_DELAY_MS)
        stop = client.on('asset.changed', (change) => change.campaignId === id && again())
        set({ ...CLOSED, place: { platform, post }, load: LOADING })
        await refresh()
      },
      close() {
        stop()
        question += 1
        set(CLOSED)
      },
      pick: (assetId) =>
        attempt(async () => {
          const { place } = get()
          if (place === null) return
          const { pictures } = await client.call('campaign.pick', { id: campaignId, ...place, assetId })
          set({ pictures })
        }),
      setFocalPoint: (id, focalPoint) =>
        attempt(async () => {
          const asset = await client.call('asset.update', { id, focalPoint })
          set({ pictures: get().pictures.map((one) => (one.asset.id === id ? { ...one, asset } : one)) })
        })
    }
  })
}
