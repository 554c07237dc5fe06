/** Changes of the library's assets and the way back from each: trash, tags, ratings. */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Rated } from '#shared/domain/asset.ts'
import type { AssetUse } from '#shared/domain/library.ts'
import type { Client } from '../../ipc/client.ts'
import { type LibraryStore, MOST_SELECTED } from './library-store.ts'
import { withoutAssets } from './pages.ts'
import { EMPTY_SELECTION } from './selection.ts'
import { inParts, type TagChange, type UndoStep, withStep } from './undo.ts'

/** Ids a request: few enough that main answers others in between. */
const PART = 500

export interface LibraryChanges {
  readonly steps: readonly UndoStep[]
  /** Where these are used; asked before they go. Empty when it could not be told. */
  usesOf(ids: readonly string[]): Promise<readonly AssetUse[]>
  /** Moves to the trash; gives how many went. */
  trash(ids: readonly string[]): Promise<number>
  restore(ids: readonly string[]): Promise<number>
  /** Gives how many assets were asked to change; 0 when it failed. */
  tag(ids: readonly string[], add: readonly string[], remove: readonly string[]): Promise<number>
  /** 0 to 5 stars. */
  rate(ids: readonly string[], rating: number): Promise<number>
  /** Assets that went to the trash in another way can be taken back as well. */
  noteTrashed(ids: readonly string[]): void
  /** Takes the last change back; the step that was undone, or null. */
  undo(): Promise<UndoStep | null>
}
export type LibraryChangesStore = StoreApi<LibraryChanges>

export function createLibraryChanges(client: Client, library: LibraryStore): LibraryChangesStore {
  return createStore<LibraryChanges>()((set, get) => {
    const note = (step: UndoStep): void => set({ steps: withStep(get().steps, step) })

    async function attempt<Result>(run: () => Promise<Result>): Promise<Result | null> {
      library.getState().dismissFailure()
      try {
        return await run()
      } catch (thrown) {
        library.getState().fail(thrown)
        return null
      }
    }

    async function deleteAll(ids: readonly string[]): Promise<readonly string[]> {
      const gone: string[] = []
      for (const part of inParts(ids, PART))
        gone.push(...(await client.call('asset.delete', { ids: [...part] })).deletedIds)
      return gone
    }

    async function restoreAll(ids: readonly string[]): Promise<readonly string[]> {
      const back: string[] = []
      for (const part of inParts(ids, PART))
        back.push(...(await client.call('asset.restore', { ids: [...part] })).restoredIds)
      return back
    }

    async function tagAll(ids: readonly string[], add: readonly string[], remove: readonly string[]) {
      for (const part of inParts(ids, PART))
        await client.call('asset.tag', { ids: [...part], add: [...add], remove: [...remove] })
    }

    /** Which of these carry the tag now, so that taking back touches no others. */
    async function carriersOf(tag: string, ids: readonly string[]): Promise<TagChange> {
      const found = await client.call('library.ids', { filter: { tag }, limit: MOST_SELECTED })
      const carriers = new Set(found.ids)
      return { tag, ids: ids.filter((id) => carriers.has(id)) }
    }

    /** Rows leave the screen at once; the next answer of main settles what is really there. */
    function takeAway(gone: readonly string[]): void {
      const ids = new Set(gone)
      library.setState(({ pages, total }) => ({
        pages: withoutAssets(pages, ids),
        total: Math.max(0, total - ids.size),
        selection: EMPTY_SELECTION
      }))
    }

    async function rateAll(ids: readonly string[], rating: number): Promise<readonly Rated[]> {
      const before: Rated[] = []
      for (const part of inParts(ids, PART))
        before.push(...(await client.call('asset.rate', { ids: [...part], rating })).before)
      await library.getState().refresh()
      return before
    }

    async function putStarsBack(before: readonly Rated[]): Promise<void> {
      for (const rating of new Set(before.map((rated) => rated.rating))) {
        const ids = before.filter((rated) => rated.rating === rating).map(({ id }) => id)
        await rateAll(ids, rating)
      }
    }

    async function undoStep(step: UndoStep): Promise<void> {
      if (step.kind === 'trash') await restoreAll(step.ids)
      else if (step.kind === 'restore') await deleteAll(step.ids)
      else if (step.kind === 'rating') await putStarsBack(step.before)
      else {
        for (const { tag, ids } of step.added) if (ids.length > 0) await tagAll(ids, [], [tag])
        for (const { tag, ids } of step.removed) if (ids.length > 0) await tagAll(ids, [tag], [])
      }
    }

    return {
      steps: [],
      async usesOf(ids) {
        const uses: AssetUse[] = []
        for (const part of inParts(ids, PART)) {
          const answer = await client.call('library.uses', { ids: [...part] }).catch(() => ({ uses: [] }))
          uses.push(...answer.uses)
        }
        return uses
      },
      async trash(ids) {
        const gone = await attempt(() => deleteAll(ids))
        if (gone === null || gone.length === 0) return 0
        takeAway(gone)
        note({ kind: 'trash', ids: gone })
        await library.getState().refresh()
        return gone.length
      },
      async restore(ids) {
        const back = await attempt(() => restoreAll(ids))
        if (back === null) return 0
        note({ kind: 'restore', ids: back })
        takeAway(library.getState().filter.inTrash === true ? back : [])
        await library.getState().refresh()
        return back.length
      },
      async tag(ids, add, remove) {
        const done = await attempt(async () => {
          const had = await Promise.all(add.map((tag) => carriersOf(tag, ids)))
          const removed = await Promise.all(remove.map((tag) => carriersOf(tag, ids)))
          await tagAll(ids, add, remove)
          const added = had.map(({ tag, ids: before }) => {
            const known = new Set(before)
            return { tag, ids: ids.filter((id) => !known.has(id)) }
          })
          note({ kind: 'tags', added, removed })
          return ids.length
        })
        await library.getState().refresh()
        return done ?? 0
      },
      async rate(ids, rating) {
        const before = await attempt(() => rateAll(ids, rating))
        if (before !== null && before.length > 0) note({ kind: 'rating', before })
        return before?.length ?? 0
      },
      noteTrashed: (ids) => note({ kind: 'trash', ids }),
      async undo() {
        const step = get().steps.at(-1)
        if (step === undefined) return null
        set({ steps: get().steps.slice(0, -1) })
        const done = await attempt(async () => {
          await undoStep(step)
          return true
        })
        await library.getState().refresh()
        return done === null ? null : step
      }
    }
  })
}
