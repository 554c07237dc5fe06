/** The photo that is opened to set its focal point. */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Asset } from '#shared/domain/asset.ts'
import type { FocalPoint } from '#shared/domain/focal-point.ts'
import type { Client } from '../../ipc/client.ts'
import { type Failure, failureOf } from '../../ipc/load.ts'

export interface PhotoState {
  readonly openId: string | null
  readonly asset: Asset | null
  readonly failure: Failure | null
  /** Images that may be a logo, newest first. */
  readonly pictures: readonly Asset[]
  open(id: string): Promise<void>
  close(): void
  setFocalPoint(point: FocalPoint | null): Promise<void>
  /** Asks for images that were added by hand. */
  listPictures(): Promise<void>
}
export type PhotoStore = StoreApi<PhotoState>

const MOST_PICTURES = 60

export function createPhotoStore(client: Client): PhotoStore {
  return createStore<PhotoState>()((set, get) => {
    async function attempt(run: () => Promise<void>): Promise<void> {
      try {
        set({ failure: null })
        await run()
      } catch (thrown) {
        set({ failure: failureOf(thrown) })
      }
    }
    return {
      openId: null,
      asset: null,
      failure: null,
      pictures: [],
      open: (id) =>
        attempt(async () => {
          set({ openId: id, asset: null })
          const asset = await client.call('asset.get', { id })
          if (get().openId === id) set({ asset })
        }),
      close: () => set({ openId: null, asset: null }),
      setFocalPoint: (focalPoint) =>
        attempt(async () => {
          const id = get().openId
          if (id !== null) set({ asset: await client.call('asset.update', { id, focalPoint }) })
        }),
      listPictures: () =>
        attempt(async () => {
          const { items } = await client.call('asset.list', {
            filter: { kind: 'image' },
            limit: 500,
            cursor: null
          })
          set({ pictures: items.filter((asset) => asset.origin === 'imported').slice(0, MOST_PICTURES) })
        })
    }
  })
}
