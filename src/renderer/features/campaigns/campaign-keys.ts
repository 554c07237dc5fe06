/** Keys of a campaign's page: undo, redo and Generate; and a last save before the page goes away. */
import { useEffect, useRef } from 'react'
import type { CampaignStore } from './campaign-state.ts'

export interface CampaignKeys {
  /** Generate belongs to the page, not to what lies over it. */
  readonly isDialogOpen: boolean
  readonly onGenerate: () => void
  readonly onExport: () => void
}

export function useCampaignKeys(store: CampaignStore, keys: CampaignKeys): void {
  const latest = useRef(keys)
  latest.current = keys
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey) return
      const { undo, redo, isGenerating } = store.getState()
      const key = event.key.toLowerCase()
      const isOnPage = !latest.current.isDialogOpen && !isInDialog(event.target)
      if (key === 'enter' && !isGenerating && isOnPage) latest.current.onGenerate()
      else if (key === 'e' && isOnPage) latest.current.onExport()
      else if (!isOurs(event.target)) return
      else if (key === 'z') event.shiftKey ? redo() : undo()
      else if (key === 'y') redo()
      else return
      event.preventDefault()
    }
    const save = (): void => void store.getState().flush()
    document.addEventListener('keydown', onKey)
    window.addEventListener('pagehide', save)
    return () => {
      document.removeEventListener('keydown', onKey)
      window.removeEventListener('pagehide', save)
    }
  }, [store])
}

function isInDialog(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('[role="dialog"]') !== null
}

/** Fields of other dialogs keep the undo of their own text. */
function isOurs(target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false
  return target.closest('[data-undo="campaign"]') !== null || !isInDialog(target)
}
