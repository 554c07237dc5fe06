/** What a person does with the selection: each action says what it did and offers the way back. */
import { useMemo } from 'react'
import type { AssetUse } from '#shared/domain/library.ts'
import { countOf } from '../../ui/format.ts'
import { sayDone } from '../../ui/toast.ts'
import type { LibraryChangesStore } from './library-changes.ts'
import type { LibraryStore } from './library-store.ts'
import { undoneWords } from './library-words.ts'

/** Assets that are used somewhere and are about to go. */
export interface TrashQuestion {
  readonly ids: readonly string[]
  readonly uses: readonly AssetUse[]
}

export interface LibraryActions {
  undo(): Promise<void>
  /** Asks first when some of the selection is used somewhere. */
  trash(): Promise<void>
  trashNow(ids: readonly string[]): Promise<void>
  restore(): Promise<void>
  tag(add: readonly string[], remove: readonly string[]): Promise<void>
  rate(rating: number): Promise<void>
}

export function useLibraryActions(
  store: LibraryStore,
  changes: LibraryChangesStore,
  onQuestion: (question: TrashQuestion) => void
): LibraryActions {
  return useMemo(() => createLibraryActions(store, changes, onQuestion), [store, changes, onQuestion])
}

export function createLibraryActions(
  store: LibraryStore,
  changes: LibraryChangesStore,
  onQuestion: (question: TrashQuestion) => void
): LibraryActions {
  const selected = (): readonly string[] => [...store.getState().selection.ids]
  const undo = async (): Promise<void> => {
    const step = await changes.getState().undo()
    if (step !== null) sayDone(undoneWords(step))
  }
  const sayUndoable = (text: string): void => sayDone(text, { label: 'Undo', onChoose: () => void undo() })

  async function trashNow(ids: readonly string[]): Promise<void> {
    const gone = await changes.getState().trash(ids)
    if (gone > 0) sayUndoable(`${countOf(gone, 'asset')} moved to the trash`)
  }
  return {
    undo,
    trashNow,
    async trash() {
      const ids = selected()
      if (ids.length === 0 || store.getState().filter.inTrash === true) return
      const uses = await changes.getState().usesOf(ids)
      if (uses.length > 0) onQuestion({ ids, uses })
      else await trashNow(ids)
    },
    async restore() {
      const back = await changes.getState().restore(selected())
      if (back > 0) sayUndoable(`${countOf(back, 'asset')} put back`)
    },
    async tag(add, remove) {
      const count = await changes.getState().tag(selected(), add, remove)
      if (count > 0) sayUndoable(`Tags of ${countOf(count, 'asset')} changed`)
    },
    async rate(rating) {
      const count = await changes.getState().rate(selected(), rating)
      if (count > 0)
        sayUndoable(
          `${rating === 0 ? 'Stars taken off' : countOf(rating, 'star')} for ${countOf(count, 'asset')}`
        )
    }
  }
}
