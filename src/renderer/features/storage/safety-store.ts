/** The safety light's numbers: how many assets stand in two places, and what waits. */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Safety } from '#shared/domain/storage.ts'
import { type Client, endAll } from '../../ipc/client.ts'
import { gather } from '../../ipc/load.ts'

const REFRESH_DELAY_MS = 500

export interface SafetyState {
  /** Null until main has answered, and again when it can not. */
  readonly safety: Safety | null
  follow(): () => void
}
export type SafetyStore = StoreApi<SafetyState>

export function createSafetyStore(client: Client): SafetyStore {
  return createStore<SafetyState>()((set) => {
    async function ask(): Promise<void> {
      const safety = await client.call('storage.safety', {}).catch(() => null)
      set({ safety })
    }
    return {
      safety: null,
      follow() {
        const askSoon = gather(() => void ask(), REFRESH_DELAY_MS)
        const stops = [
          client.on('storage.changed', (safety) => set({ safety })),
          client.on('asset.changed', askSoon)
        ]
        void ask()
        return endAll(stops)
      }
    }
  })
}
