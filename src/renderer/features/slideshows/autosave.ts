/** Saves a draft a moment after its last change; the newest state replaces the last. */
import type { Client } from '../../ipc/client.ts'
import { type Draft, storyboardOf } from './draft.ts'

export type SaveState = 'saved' | 'waiting' | 'failed'

export interface Autosave {
  /** Notes the newest state; it is written soon. */
  note(id: string, draft: Draft): void
  /** Writes what waits, at once. */
  flush(): Promise<void>
}

const DELAY_MS = 500

/** @param onState told when a state waits, was saved, or could not be */
export function createAutosave(client: Client, onState: (state: SaveState) => void): Autosave {
  let waiting: { readonly id: string; readonly draft: Draft } | null = null
  let timer: ReturnType<typeof setTimeout> | null = null

  async function flush(): Promise<void> {
    if (timer !== null) clearTimeout(timer)
    timer = null
    const saving = waiting
    if (saving === null) return
    waiting = null
    const { id, draft } = saving
    try {
      const name = draft.name.trim() === '' ? 'Slideshow' : draft.name.trim()
      const { campaignId } = draft
      await client.call('slideshow.save', { id, campaignId, name, storyboard: storyboardOf(draft) })
      if (waiting === null) onState('saved')
    } catch {
      waiting ??= saving
      onState('failed')
    }
  }

  return {
    note(id, draft) {
      waiting = { id, draft }
      onState('waiting')
      if (timer !== null) clearTimeout(timer)
      timer = setTimeout(() => void flush(), DELAY_MS)
    },
    flush
  }
}
