/** Search of everything: what was typed, and the assets and documents that main finds for it. */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { SearchHit } from '#shared/domain/document.ts'
import type { Client } from '../../ipc/client.ts'
import { failed, IDLE, LOADING, type Load, READY } from '../../ipc/load.ts'

const ASK_DELAY_MS = 120
const HIT_LIMIT = 20

export interface PaletteState {
  readonly text: string
  readonly hits: readonly SearchHit[]
  readonly load: Load
  type(text: string): void
  reset(): void
}
export type PaletteStore = StoreApi<PaletteState>

export function createPaletteStore(client: Client): PaletteStore {
  return createStore<PaletteState>()((set, get) => {
    let question = 0
    let timer: ReturnType<typeof setTimeout> | null = null

    async function ask(text: string, asked: number): Promise<void> {
      try {
        const { hits } = await client.call('library.search', { query: text, limit: HIT_LIMIT })
        if (asked === question) set({ hits, load: READY })
      } catch (thrown) {
        if (asked === question) set({ hits: [], load: failed(thrown) })
      }
    }

    return {
      text: '',
      hits: [],
      load: IDLE,
      type(text) {
        if (text === get().text) return
        const asked = ++question
        if (timer !== null) clearTimeout(timer)
        if (text.trim() === '') {
          set({ text, hits: [], load: IDLE })
          return
        }
        set({ text, load: LOADING })
        timer = setTimeout(() => void ask(text.trim(), asked), ASK_DELAY_MS)
      },
      reset() {
        question += 1
        set({ text: '', hits: [], load: IDLE })
      }
    }
  })
}
