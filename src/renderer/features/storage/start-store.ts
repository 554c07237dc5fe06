/** Whether the app could start on its catalog, and the choice when it could not. */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { StoreSide } from '#shared/domain/storage.ts'
import type { RouteOutput } from '#shared/ipc/contract.ts'
import type { Client } from '../../ipc/client.ts'
import { type Failure, failureOf } from '../../ipc/load.ts'

export interface StartGateState {
  /** Null until main has answered. */
  readonly start: RouteOutput<'start.state'> | null
  readonly isBusy: boolean
  readonly failure: Failure | null
  /** One more with every recovery: what was asked of the damaged catalog is asked anew. */
  readonly recoveries: number
  ask(): Promise<void>
  /** Keeps the damaged file, starts an empty catalog and fills it from this store in the background. */
  recover(from: StoreSide): Promise<void>
  quit(): Promise<void>
}
export type StartStore = StoreApi<StartGateState>

export function createStartStore(client: Client): StartStore {
  return createStore<StartGateState>()((set, get) => ({
    start: null,
    isBusy: false,
    failure: null,
    recoveries: 0,
    async ask() {
      try {
        set({ start: await client.call('start.state', {}) })
      } catch (thrown) {
        set({ failure: failureOf(thrown) })
      }
    },
    async recover(from) {
      set({ isBusy: true, failure: null })
      try {
        await client.call('start.recover', { from })
        set({ start: { state: 'ready' }, recoveries: get().recoveries + 1 })
      } catch (thrown) {
        set({ failure: failureOf(thrown) })
      } finally {
        set({ isBusy: false })
      }
    },
    async quit() {
      await client.call('start.quit', {}).catch((thrown: unknown) => set({ failure: failureOf(thrown) }))
    }
  }))
}
