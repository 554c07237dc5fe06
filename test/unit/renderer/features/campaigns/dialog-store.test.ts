/** Whose dialog is open: one that is asked for outlives the page before. */
import { describe, expect, it } from 'vitest'
import { createDialogStore } from '#renderer/features/campaigns/dialog-store.ts'

describe('dialog store', () => {
  it('keeps what was asked for on the next page while the page before goes away', () => {
    const store = createDialogStore()
    store.getState().show('c1', { kind: 'estimate' })
    store.getState().show('c2', { kind: 'post', place: { platform: 'tiktok', post: 3 } })
    store.getState().leave('c1')
    expect(store.getState()).toMatchObject({ campaignId: 'c2', dialog: { kind: 'post' } })
    store.getState().leave('c2')
    expect(store.getState().dialog).toBeNull()
  })
})
