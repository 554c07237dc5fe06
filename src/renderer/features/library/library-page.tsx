/** The Library page: every asset in one virtual grid, filtered, selected and acted on. */
import { type KeyboardEvent, useCallback, useEffect, useState } from 'react'
import { useStore } from 'zustand'
import { useShallow } from 'zustand/react/shallow'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import type { Option } from '../../ui/field.tsx'
import { PageHeader } from '../../ui/page.tsx'
import { type LibraryActions, type TrashQuestion, useLibraryActions } from './library-actions.ts'
import type { LibraryChangesStore } from './library-changes.ts'
import { LibraryGrid } from './library-grid.tsx'
import { type LibraryState, type LibraryStore, selectedAssets } from './library-store.ts'
import { LibraryToolbar } from './library-toolbar.tsx'
import { LibraryTools, SelectionActions, ToolsMenu } from './library-tools.tsx'
import type { LibraryToolsStore } from './library-tools-store.ts'
import { countLine } from './library-words.ts'
import { NoRows } from './no-rows.tsx'
import { assetAt, heldAssets } from './pages.ts'
import { filterOf, queryOf } from './query-terms.ts'
import { EMPTY_SELECTION } from './selection.ts'
import { TagDialog } from './tag-dialog.tsx'
import { TrashDialog } from './trash-dialog.tsx'

export interface LibraryPageProps {
  readonly store: LibraryStore
  readonly changes: LibraryChangesStore
  readonly tools: LibraryToolsStore
  readonly campaigns: readonly Option[]
  readonly onSelect: (assetIds: readonly string[]) => void
  readonly onLook: (assetId: string, neighbours: readonly string[]) => void
  readonly onOpenOutside: (assetId: string) => void
  readonly onDragOut: (assetIds: readonly string[]) => void
  /** Takes the focus to the details of what is selected. */
  readonly onEdit: () => void
  readonly onStorage: () => void
  /** "Add files" and what else app.tsx puts into the heading. */
  readonly actions: React.ReactNode
}

const viewOf = (state: LibraryState) => ({
  filter: state.filter,
  pages: state.pages,
  total: state.total,
  listNumber: state.listNumber,
  load: state.load,
  selection: state.selection,
  failure: state.failure
})

export function LibraryPage(props: LibraryPageProps) {
  const { store, tools, onSelect, onLook } = props
  const { filter, pages, total, listNumber, load, selection, failure } = useStore(store, useShallow(viewOf))
  const { follow, replaceFilter, show, setSelection, selectRange, refresh } = store.getState()
  const { folders, tags } = useStore(
    tools,
    useShallow(({ folders, tags }) => ({ folders, tags }))
  )
  const { loadFolders, loadTags, openTool } = tools.getState()
  const [tileSizePx, setTileSizePx] = useState(168)
  const [isTagging, setIsTagging] = useState(false)
  const [question, setQuestion] = useState<TrashQuestion | null>(null)
  const actions = useLibraryActions(store, props.changes, setQuestion)
  useEffect(() => follow(), [follow])
  useEffect(() => void loadFolders(), [loadFolders])
  useEffect(() => onSelect([...selection.ids]), [selection.ids, onSelect])
  const setFilter = useCallback((next: LibraryState['filter']) => void replaceFilter(next), [replaceFilter])
  const look = (id: string): void =>
    onLook(
      id,
      heldAssets(store.getState().pages).map((asset) => asset.id)
    )
  const onKey = useKeys({ ...props, actions, look, startTagging: () => setIsTagging(true) })
  const isTrash = filter.inTrash === true
  return (
    <>
      <PageHeader
        title={isTrash ? 'Trash' : 'Library'}
        facts={countLine(total, selection.ids.size)}
        actions={
          <>
            <ToolsMenu onTool={openTool} />
            {props.actions}
          </>
        }
      />
      <LibraryToolbar
        filter={filter}
        campaigns={props.campaigns}
        tags={tags}
        folders={folders}
        tileSizePx={tileSizePx}
        onFilter={setFilter}
        onTileSize={setTileSizePx}
        onOpenFilters={() => void loadTags()}
        onOpenFolder={(folder) =>
          setFilter(
            filterOf(
              folder.query,
              props.campaigns.map(({ value }) => value)
            )
          )
        }
        onSaveFolder={() => openTool('save-folder')}
        onManageFolders={() => openTool('folders')}
        selectionActions={
          selection.ids.size > 0 && (
            <SelectionActions isTrash={isTrash} actions={actions} onTag={() => setIsTagging(true)} />
          )
        }
      />
      {failure !== null && (
        <div className="px-6 pb-3">
          <ErrorNotice failure={failure} onRetry={() => void refresh()} />
        </div>
      )}
      {total > 0 && load.status !== 'failed' ? (
        <LibraryGrid
          listNumber={listNumber}
          pages={pages}
          total={total}
          tileSizePx={tileSizePx}
          selection={selection}
          isBusy={load.status === 'loading'}
          onSelect={setSelection}
          onRange={(index) => void selectRange(index)}
          onOpen={look}
          onShow={show}
          onKey={onKey}
          onDragOut={props.onDragOut}
        />
      ) : (
        <NoRows
          load={load}
          isTrash={isTrash}
          hasFilter={Object.keys(filter).some((field) => field !== 'inTrash')}
          onRetry={() => void refresh()}
        />
      )}
      {isTagging && (
        <TagDialog
          count={selection.ids.size}
          knownTags={tags.map((tag) => tag.name)}
          presentTags={[...new Set(selectedAssets({ pages, selection }).flatMap((asset) => asset.tags))]}
          onClose={() => setIsTagging(false)}
          onApply={(add, remove) => {
            setIsTagging(false)
            void actions.tag(add, remove)
          }}
        />
      )}
      {question !== null && (
        <TrashDialog
          question={question}
          onClose={() => setQuestion(null)}
          onTrash={() => {
            setQuestion(null)
            void actions.trashNow(question.ids)
          }}
        />
      )}
      <LibraryTools
        tools={tools}
        changes={props.changes}
        query={queryOf(filter)}
        onStorage={props.onStorage}
        onLook={onLook}
        onFilter={setFilter}
      />
    </>
  )
}

interface KeyDeps extends Pick<LibraryPageProps, 'store' | 'onOpenOutside' | 'onEdit'> {
  readonly actions: LibraryActions
  readonly look: (assetId: string) => void
  readonly startTagging: () => void
}

/** The grid's own keys; true when one was taken. */
function useKeys({ store, actions, look, startTagging, onOpenOutside, onEdit }: KeyDeps) {
  return (event: KeyboardEvent): boolean => {
    const { pages, selection, setSelection, selectAll } = store.getState()
    const activeId = selection.activeIndex === null ? undefined : assetAt(pages, selection.activeIndex)?.id
    const hasSelection = selection.ids.size > 0
    const plain: Readonly<Record<string, () => void>> = {
      ' ': () => activeId !== undefined && look(activeId),
      Enter: () => activeId !== undefined && onOpenOutside(activeId),
      Delete: () => void actions.trash(),
      Backspace: () => void actions.trash(),
      Escape: () => setSelection(EMPTY_SELECTION),
      t: () => hasSelection && startTagging(),
      e: () => selection.ids.size === 1 && onEdit()
    }
    const isModified = event.ctrlKey || event.metaKey
    if (isModified && event.key === 'a') void selectAll()
    else if (isModified && event.key === 'z') void actions.undo()
    else if (!isModified && /^[0-5]$/.test(event.key) && hasSelection) void actions.rate(Number(event.key))
    else if (!isModified && plain[event.key] !== undefined) plain[event.key]?.()
    else return false
    event.preventDefault()
    return true
  }
}
