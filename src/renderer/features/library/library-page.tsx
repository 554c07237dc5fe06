/** The Library page: every asset in one virtual grid, filtered, selected and acted on. */
import { Images, RotateCcw, Tag, Trash2 } from 'lucide-react'
import { type KeyboardEvent, useCallback, useEffect, useState } from 'react'
import { useStore } from 'zustand'
import { useShallow } from 'zustand/react/shallow'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import type { Option } from '../../ui/field.tsx'
import { countOf, formatCount } from '../../ui/format.ts'
import { PageHeader } from '../../ui/page.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { sayDone } from '../../ui/toast.ts'
import { LibraryGrid } from './library-grid.tsx'
import type { LibraryState, LibraryStore } from './library-store.ts'
import { LibraryToolbar } from './library-toolbar.tsx'
import { EMPTY_SELECTION } from './selection.ts'
import { TagDialog } from './tag-dialog.tsx'

export interface LibraryPageProps {
  readonly store: LibraryStore
  readonly campaigns: readonly Option[]
  readonly onSelect: (assetIds: readonly string[]) => void
  readonly onLook: (assetId: string, neighbours: readonly string[]) => void
  readonly onOpenOutside: (assetId: string) => void
  readonly onDragOut: (assetIds: readonly string[]) => void
  /** "Add files" and what else app.tsx puts into the heading. */
  readonly actions: React.ReactNode
}

const viewOf = (state: LibraryState) => ({
  filter: state.filter,
  items: state.items,
  total: state.total,
  load: state.load,
  selection: state.selection,
  failure: state.failure
})

export function LibraryPage(props: LibraryPageProps) {
  const { store, campaigns, onSelect, onLook, onOpenOutside, onDragOut, actions } = props
  const view = useStore(store, useShallow(viewOf))
  const { items, selection, total, filter } = view
  const { follow, setFilter, clearFilter, loadMore, setSelection, refresh } = store.getState()
  const [tileSizePx, setTileSizePx] = useState(168)
  const [isTagging, setIsTagging] = useState(false)
  const actOn = useActions(store)
  useEffect(() => follow(), [follow])
  useEffect(() => onSelect([...selection.ids]), [selection.ids, onSelect])
  const onEnd = useCallback(() => void loadMore(), [loadMore])
  const activeId = selection.activeIndex === null ? undefined : items[selection.activeIndex]?.id
  const look = (id: string): void =>
    onLook(
      id,
      items.map((asset) => asset.id)
    )

  const keys: Readonly<Record<string, () => void>> = {
    ' ': () => activeId !== undefined && look(activeId),
    Enter: () => activeId !== undefined && onOpenOutside(activeId),
    Delete: () => void actOn.trash(),
    Escape: () => setSelection(EMPTY_SELECTION),
    t: () => selection.ids.size > 0 && setIsTagging(true)
  }
  const onKey = (event: KeyboardEvent): boolean => {
    const isModified = event.ctrlKey || event.metaKey
    const act = isModified ? undefined : keys[event.key]
    if (isModified && event.key === 'a') void store.getState().selectAll()
    else if (isModified && event.key === 'z') void actOn.undo()
    else if (act !== undefined) act()
    else return false
    event.preventDefault()
    return true
  }
  return (
    <>
      <PageHeader
        title={filter.inTrash === true ? 'Trash' : 'Library'}
        facts={countLine(total, selection.ids.size)}
        actions={
          <>
            <SelectionActions
              count={selection.ids.size}
              isTrash={filter.inTrash === true}
              onTag={() => setIsTagging(true)}
              onTrash={() => void actOn.trash()}
              onRestore={() => void actOn.restore()}
            />
            {actions}
          </>
        }
      />
      <LibraryToolbar
        filter={filter}
        campaigns={campaigns}
        tileSizePx={tileSizePx}
        onFilter={setFilter}
        onClear={() => void clearFilter()}
        onTileSize={setTileSizePx}
      />
      {view.failure !== null && (
        <div className="px-6 pb-3">
          <ErrorNotice failure={view.failure} onRetry={() => void refresh()} />
        </div>
      )}
      {view.load.status === 'ready' && items.length > 0 ? (
        <LibraryGrid
          items={items}
          total={total}
          tileSizePx={tileSizePx}
          selection={selection}
          onSelect={setSelection}
          onOpen={look}
          onEnd={onEnd}
          onKey={onKey}
          onDragOut={onDragOut}
        />
      ) : (
        <NoRows load={view.load} hasFilter={Object.keys(filter).length > 0} onRetry={() => void refresh()} />
      )}
      {isTagging && (
        <TagDialog
          count={selection.ids.size}
          presentTags={[
            ...new Set(items.filter((asset) => selection.ids.has(asset.id)).flatMap((asset) => asset.tags))
          ]}
          onClose={() => setIsTagging(false)}
          onApply={(add, remove) => {
            setIsTagging(false)
            void store.getState().tag([...selection.ids], add, remove)
          }}
        />
      )}
    </>
  )
}

function countLine(total: number, selected: number): string {
  return selected === 0
    ? countOf(total, 'asset')
    : `${formatCount(selected)} of ${countOf(total, 'asset')} selected`
}

/** Trash, restore and undo, each saying what it did. */
function useActions(store: LibraryStore) {
  const [lastTrashed, setLastTrashed] = useState<readonly string[]>([])
  const selected = (): readonly string[] => [...store.getState().selection.ids]
  const undo = async (ids: readonly string[] = lastTrashed): Promise<void> => {
    if (ids.length === 0) return
    setLastTrashed([])
    if (await store.getState().restore(ids)) sayDone(`${countOf(ids.length, 'asset')} put back`)
  }
  return {
    undo: () => undo(),
    async trash() {
      const ids = selected()
      if (ids.length === 0 || store.getState().filter.inTrash === true) return
      const gone = await store.getState().trash(ids)
      if (gone.length === 0) return
      setLastTrashed(gone)
      sayDone(`${countOf(gone.length, 'asset')} moved to the trash`, {
        label: 'Undo',
        onChoose: () => void undo(gone)
      })
    },
    async restore() {
      const ids = selected()
      if (ids.length > 0 && (await store.getState().restore(ids)))
        sayDone(`${countOf(ids.length, 'asset')} put back`)
    }
  }
}

interface SelectionActionsProps {
  readonly count: number
  readonly isTrash: boolean
  readonly onTag: () => void
  readonly onTrash: () => void
  readonly onRestore: () => void
}

function SelectionActions({ count, isTrash, onTag, onTrash, onRestore }: SelectionActionsProps) {
  if (count === 0) return null
  if (isTrash) {
    return (
      <Button icon={<RotateCcw />} onClick={onRestore}>
        Put back
      </Button>
    )
  }
  return (
    <>
      <Button icon={<Tag />} onClick={onTag}>
        Tag
      </Button>
      <Button icon={<Trash2 />} onClick={onTrash}>
        Move to trash
      </Button>
    </>
  )
}

interface NoRowsProps {
  readonly load: LibraryState['load']
  readonly hasFilter: boolean
  readonly onRetry: () => void
}

function NoRows({ load, hasFilter, onRetry }: NoRowsProps) {
  if (load.status === 'failed') {
    return (
      <div className="px-6">
        <ErrorNotice failure={load.failure} onRetry={onRetry} />
      </div>
    )
  }
  if (load.status !== 'ready') {
    return (
      <div
        role="status"
        aria-label="Loading assets"
        className="grid grid-cols-[repeat(auto-fill,minmax(10.5rem,1fr))] gap-4 px-6"
      >
        {Array.from({ length: 12 }, (_, index) => `tile-${index}`).map((key) => (
          <Skeleton key={key} className="aspect-square" />
        ))}
      </div>
    )
  }
  return hasFilter ? (
    <EmptyState icon={<Images />} title="Nothing matches">
      Change or clear the filters to see more.
    </EmptyState>
  ) : (
    <EmptyState icon={<Images />} title="The library is empty">
      Drop images, documents or whole folders anywhere in this window. Each file is kept in two places.
    </EmptyState>
  )
}
