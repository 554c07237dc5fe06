/** Smart folders: saving the search that is set, renaming and deleting saved ones. */
import { Check, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useStore } from 'zustand'
import type { SmartFolder } from '#shared/domain/library.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { TextField } from '../../ui/field.tsx'
import type { LibraryToolsStore } from './library-tools-store.ts'

const NAME_LENGTH = 80

export interface SaveFolderDialogProps {
  readonly store: LibraryToolsStore
  readonly query: string
}

export function SaveFolderDialog({ store, query }: SaveFolderDialogProps) {
  const { isBusy, failure } = useStore(store)
  const { closeTool, saveFolder } = store.getState()
  const [name, setName] = useState('')
  const save = async (): Promise<void> => {
    if (await saveFolder({ name: name.trim(), query })) closeTool()
  }
  return (
    <Dialog
      isOpen
      onClose={closeTool}
      title="Save this search"
      description="The folder always holds what the search finds at the time."
      width="small"
      footer={
        <>
          <Button onClick={closeTool}>Cancel</Button>
          <Button tone="primary" disabled={name.trim() === '' || isBusy} onClick={() => void save()}>
            Save folder
          </Button>
        </>
      }
    >
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault()
          if (name.trim() !== '') void save()
        }}
      >
        <TextField
          label="Name"
          value={name}
          maxLength={NAME_LENGTH}
          onChange={(event) => setName(event.target.value)}
        />
        <p className="break-words text-ink-soft">
          Finds <code data-selectable>{query}</code>
        </p>
        {failure !== null && <ErrorNotice failure={failure} />}
      </form>
    </Dialog>
  )
}

export function FoldersDialog({ store }: { readonly store: LibraryToolsStore }) {
  const { folders, failure } = useStore(store)
  const { closeTool, saveFolder, deleteFolder } = store.getState()
  return (
    <Dialog
      isOpen
      onClose={closeTool}
      title="Smart folders"
      description="Deleting a folder deletes no asset."
      footer={
        <Button tone="primary" onClick={closeTool}>
          Done
        </Button>
      }
    >
      {failure !== null && <ErrorNotice failure={failure} />}
      {folders.length === 0 && <p className="text-ink-soft">No folder is saved.</p>}
      <ul aria-label="Smart folders" className="flex flex-col divide-y divide-line">
        {folders.map((folder) => (
          <FolderRow
            key={`${folder.id}-${folder.name}`}
            folder={folder}
            onRename={(name) => void saveFolder({ id: folder.id, name, query: folder.query })}
            onDelete={() => void deleteFolder(folder.id)}
          />
        ))}
      </ul>
    </Dialog>
  )
}

interface FolderRowProps {
  readonly folder: SmartFolder
  readonly onRename: (name: string) => void
  readonly onDelete: () => void
}

function FolderRow({ folder, onRename, onDelete }: FolderRowProps) {
  const [name, setName] = useState(folder.name)
  const canSave = name.trim() !== '' && name.trim() !== folder.name
  return (
    <li className="py-2">
      <form
        className="flex items-center gap-2"
        onSubmit={(event) => {
          event.preventDefault()
          if (canSave) onRename(name.trim())
        }}
      >
        <div className="min-w-0 flex-1">
          <TextField
            label={`Name of ${folder.name}`}
            isLabelHidden
            value={name}
            maxLength={NAME_LENGTH}
            onChange={(event) => setName(event.target.value)}
          />
        </div>
        <Button type="submit" icon={<Check />} disabled={!canSave}>
          Rename
        </Button>
        <IconButton label={`Delete ${folder.name}`} icon={<Trash2 />} onClick={onDelete} />
      </form>
      <p className="mt-1 truncate text-xs text-ink-soft" title={folder.query}>
        {folder.query}
      </p>
    </li>
  )
}
