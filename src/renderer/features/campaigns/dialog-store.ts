/** Which dialog lies over which campaign's page; another feature may ask for one before the page is there. */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Place } from './campaign-state.ts'

export type OpenDialog =
  | { readonly kind: 'estimate' | 'prompts' | 'brand' }
  | { readonly kind: 'post'; readonly place: Place }

export interface DialogState {
  /** Whose page the dialog belongs to; null when none is open. */
  readonly campaignId: string | null
  readonly dialog: OpenDialog | null
  /** Null closes what is open. */
  show(campaignId: string, dialog: OpenDialog | null): void
  /** The page of this campaign went away. */
  leave(campaignId: string): void
}
export type DialogStore = StoreApi<DialogState>

export function createDialogStore(): DialogStore {
  return createStore<DialogState>()((set, get) => ({
    campaignId: null,
    dialog: null,
    show: (campaignId, dialog) => set({ campaignId, dialog }),
    leave(campaignId) {
      if (get().campaignId === campaignId) set({ campaignId: null, dialog: null })
    }
  }))
}
