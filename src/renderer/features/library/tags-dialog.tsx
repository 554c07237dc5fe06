/** All tags with their counts: renaming one, or joining two by giving one the other's name. */
import { Check, Search } from 'lucide-react'
import { useState } from 'react'
import { useStore } from 'zustand'
import type { TagCount } from '#shared/domain/library.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { TextField } from '../../ui/field.tsx'
import { countOf } from '../../ui/format.ts'
import type { LibraryToolsStore } from './library-tools-store.ts'

const SHOWN = 200

export interface TagsDialogProps {
  readonly store: LibraryToolsStore
  /** Shows what carries the tag. */
  readonly onShow: (tag: string) => void
}

export function TagsDialog({ store, onShow }: TagsDialogProps) {
  const { tags, failure } = useStore(store)
  const { closeTool, renameTag } = store.getState()
  const [wanted, setWanted] = useState('')
  const found = tags.filter(({ name }) => name.toLowerCase().includes(wanted.trim().toLowerCase()))
  return (
    <Dialog
      isOpen
      onClose={closeTool}
      title="Tags"
      description="A tag that gets the name of another one joins it."
      footer={
        <Button tone="primary" onClick={closeTool}>
          Done
        </Button>
      }
    >
      {failure !== null && <ErrorNotice failure={failure} />}
      <TextField label="Find a tag" value={wanted} onChange={(event) => setWanted(event.target.value)} />
      {found.length === 0 && (
        <p className="mt-3 text-ink-soft">
          {tags.length === 0
            ? 'No asset carries a tag yet. Select some and press T.'
            : 'No tag is called that.'}
        </p>
      )}
      <ul aria-label="All tags" className="mt-2 flex flex-col divide-y divide-line">
        {found.slice(0, SHOWN).map((tag) => (
          <TagRow
            key={tag.name}
            tag={tag}
            others={tags}
            onRename={(to) => void renameTag(tag.name, to)}
            onShow={() => onShow(tag.name)}
          />
        ))}
      </ul>
      {found.length > SHOWN && (
        <p className="text-ink-soft">and {found.length - SHOWN} more: write part of a name.</p>
      )}
    </Dialog>
  )
}

interface TagRowProps {
  readonly tag: TagCount
  readonly others: readonly TagCount[]
  readonly onRename: (to: string) => void
  readonly onShow: () => void
}

function TagRow({ tag, others, onRename, onShow }: TagRowProps) {
  const [name, setName] = useState(tag.name)
  const wanted = name.trim()
  const canSave = wanted !== '' && wanted !== tag.name
  const joins = others.some(
    (other) => other.name !== tag.name && other.name.toLowerCase() === wanted.toLowerCase()
  )
  return (
    <li>
      <form
        className="flex flex-wrap items-center gap-2 py-2"
        onSubmit={(event) => {
          event.preventDefault()
          if (canSave) onRename(wanted)
        }}
      >
        <div className="min-w-40 flex-1">
          <TextField
            label={`Name of ${tag.name}`}
            isLabelHidden
            value={name}
            maxLength={80}
            onChange={(event) => setName(event.target.value)}
          />
        </div>
        <Button tone="quiet" icon={<Search />} aria-label={`Show what carries ${tag.name}`} onClick={onShow}>
          {countOf(tag.assets, 'asset')}
        </Button>
        <Button type="submit" icon={<Check />} disabled={!canSave}>
          {joins ? 'Join' : 'Rename'}
        </Button>
      </form>
    </li>
  )
}
