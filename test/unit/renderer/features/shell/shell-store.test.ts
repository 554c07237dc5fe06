/** What the window remembers of a person's taste, and what it does with taste it can not read. */
import { describe, expect, it } from 'vitest'
import { createShellStore } from '#renderer/features/shell/shell-store.ts'

function keeper(text: string | null) {
  const kept = { text }
  const write = (next: string): void => {
    kept.text = next
  }
  return { kept, read: () => kept.text, write }
}

describe('shell store', () => {
  it('opens on the last page with the last width', () => {
    const first = keeper(null)
    const store = createShellStore(first)
    store.getState().go('campaigns', 'c1')
    store.getState().setRailWidth(260)
    store.getState().toggleRail()
    const { place, railWidthPx, isRailCollapsed } = createShellStore(keeper(first.kept.text)).getState()
    expect({ place, railWidthPx, isRailCollapsed }).toEqual({
      place: { page: 'campaigns', id: 'c1' },
      railWidthPx: 260,
      isRailCollapsed: true
    })
  })

  it.each(['not json', '[]', 'null', '{"place":{"page":"nowhere"},"railWidthPx":"wide"}'])(
    'starts with the default when the kept taste is %s',
    (text) => {
      const { place, railWidthPx } = createShellStore(keeper(text)).getState()
      expect({ place, railWidthPx }).toEqual({ place: { page: 'campaigns', id: null }, railWidthPx: 216 })
    }
  )

  it('keeps the rail between its narrowest and widest', () => {
    const store = createShellStore(keeper(null))
    store.getState().setRailWidth(20)
    const narrow = store.getState().railWidthPx
    store.getState().setRailWidth(2000)
    expect([narrow, store.getState().railWidthPx]).toEqual([176, 320])
  })

  it('forgets the selection when the page changes', () => {
    const store = createShellStore(keeper(null))
    store.getState().select(['a'])
    store.getState().go('library')
    expect(store.getState().selectedIds).toEqual([])
  })
})
