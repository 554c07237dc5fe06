/** The heading's buttons for the selection and for housekeeping, and the dialogs that the latter opens. */
import { HeartPulse, RotateCcw, ScanSearch, SlidersHorizontal, Star, Tag, Tags, Trash2 } from 'lucide-react'
import { useStore } from 'zustand'
import type { AssetFilter } from '#shared/domain/asset.ts'
import { Button } from '../../ui/button.tsx'
import { countOf } from '../../ui/format.ts'
import { Menu } from '../../ui/menu.tsx'
import { DuplicatesDialog } from './duplicates-dialog.tsx'
import { FoldersDialog, SaveFolderDialog } from './folder-dialogs.tsx'
import { IntegrityDialog } from './integrity-dialog.tsx'
import type { LibraryActions } from './library-actions.ts'
import type { LibraryChangesStore } from './library-changes.ts'
import type { LibraryToolsStore, Tool } from './library-tools-store.ts'
import { TagsDialog } from './tags-dialog.tsx'

export interface SelectionActionsProps {
  readonly isTrash: boolean
  readonly actions: LibraryActions
  readonly onTag: () => void
}

export function SelectionActions({ isTrash, actions, onTag }: SelectionActionsProps) {
  if (isTrash) {
    return (
      <Button icon={<RotateCcw />} onClick={() => void actions.restore()}>
        Put back
      </Button>
    )
  }
  return (
    <>
      <Button icon={<Tag />} onClick={onTag}>
        Tag
      </Button>
      <Menu
        trigger={<Button icon={<Star />}>Rate</Button>}
        entries={[5, 4, 3, 2, 1, 0].map((rating) => ({
          label: rating === 0 ? 'No stars' : countOf(rating, 'star'),
          onChoose: () => void actions.rate(rating)
        }))}
      />
      <Button icon={<Trash2 />} onClick={() => void actions.trash()}>
        Move to trash
      </Button>
    </>
  )
}

export function ToolsMenu({ onTool }: { readonly onTool: (tool: Tool) => void }) {
  return (
    <Menu
      trigger={
        <Button tone="quiet" icon={<SlidersHorizontal />}>
          Tidy up
        </Button>
      }
      entries={[
        { label: 'Find look-alikes…', icon: <ScanSearch />, onChoose: () => onTool('duplicates') },
        { label: 'Check the library…', icon: <HeartPulse />, onChoose: () => onTool('integrity') },
        { label: 'All tags…', icon: <Tags />, onChoose: () => onTool('tags') }
      ]}
    />
  )
}

export interface LibraryToolsProps {
  readonly tools: LibraryToolsStore
  readonly changes: LibraryChangesStore
  /** The filter as a search line, for saving it. */
  readonly query: string
  readonly onStorage: () => void
  readonly onLook: (assetId: string, neighbours: readonly string[]) => void
  readonly onFilter: (filter: AssetFilter) => void
}

export function LibraryTools(props: LibraryToolsProps) {
  const { tools, changes, query } = props
  const tool = useStore(tools, (state) => state.tool)
  const { closeTool } = tools.getState()
  if (tool === 'save-folder') return <SaveFolderDialog store={tools} query={query} />
  if (tool === 'folders') return <FoldersDialog store={tools} />
  if (tool === 'duplicates')
    return <DuplicatesDialog store={tools} onDropped={changes.getState().noteTrashed} />
  if (tool === 'integrity') {
    return (
      <IntegrityDialog
        store={tools}
        onStorage={() => {
          closeTool()
          props.onStorage()
        }}
        onShowAssets={(ids) => {
          const [first] = ids
          closeTool()
          if (first !== undefined) props.onLook(first, ids)
        }}
      />
    )
  }
  if (tool === 'tags') {
    return (
      <TagsDialog
        store={tools}
        onShow={(tag) => {
          closeTool()
          props.onFilter({ tag })
        }}
      />
    )
  }
  return null
}
