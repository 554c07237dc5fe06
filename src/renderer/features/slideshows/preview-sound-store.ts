/** The sound of the preview, mixed by main as the render would mix it: asked for a moment after the last change. */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Storyboard } from '#shared/domain/slideshow.ts'
import type { Client } from '../../ipc/client.ts'
import { type Failure, failureOf } from '../../ipc/load.ts'
import { type Draft, storyboardOf } from './draft.ts'
import { totalFrames } from './timeline.ts'

/** Long enough for a slider that is being moved, short enough to be ready when Play is pressed. */
const MIX_DELAY_MS = 500

export interface PreviewSoundState {
  /** For an audio element; null while nothing is to be heard. */
  readonly address: string | null
  readonly isMixing: boolean
  readonly failure: Failure | null
  /** Asks again only when something that is heard has changed. */
  wish(draft: Draft): void
  /** Asks for the same once more, after a failure. */
  retry(draft: Draft): void
  reset(): void
}
export type PreviewSoundStore = StoreApi<PreviewSoundState>

const SILENT = { address: null, isMixing: false, failure: null } as const

export function createPreviewSoundStore(client: Client): PreviewSoundStore {
  return createStore<PreviewSoundState>()((set, get) => {
    let heard = ''
    let waiting: ReturnType<typeof setTimeout> | null = null

    function stopWaiting(): void {
      if (waiting !== null) clearTimeout(waiting)
      waiting = null
    }

    async function mix(storyboard: Storyboard, key: string): Promise<void> {
      try {
        const { address } = await client.call('slideshow.previewSound', { storyboard })
        if (key === heard) set({ address, isMixing: false })
      } catch (thrown) {
        if (key === heard) set({ isMixing: false, failure: failureOf(thrown) })
      }
    }

    function forget(): void {
      heard = ''
      stopWaiting()
      set(SILENT)
    }

    return {
      ...SILENT,
      retry(draft) {
        forget()
        get().wish(draft)
      },
      wish(draft) {
        const key = soundKeyOf(draft)
        if (key === heard) return
        heard = key
        stopWaiting()
        // The old sound belongs to other settings.
        set({ ...SILENT, isMixing: key !== NO_SOUND })
        if (key === NO_SOUND) return
        waiting = setTimeout(() => void mix(storyboardOf(draft), key), MIX_DELAY_MS)
      },
      reset: forget
    }
  })
}

/** The key of a slideshow without music and voice. */
export const NO_SOUND = 'nothing'

/** Everything that is heard, as text. Pure. */
export function soundKeyOf(draft: Draft): string {
  const { musicAssetId, musicPath, music, voiceAssetId, voicePath, ...rest } = draft.board
  const sources = [musicAssetId, musicPath, voiceAssetId, voicePath]
  if (sources.every((source) => source === undefined)) return NO_SOUND
  const { voiceStartSeconds, voiceVolumeDecibels, framesPerSecond } = rest
  const voice = [voiceStartSeconds, voiceVolumeDecibels]
  return JSON.stringify([sources, music, voice, totalFrames(draft) / framesPerSecond])
}
