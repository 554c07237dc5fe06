/** Puts tags on the selection and takes them off. */
import { X } from 'lucide-react'
import { useState } from 'react'
import { Button, IconButton } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { TextField } from '../../ui/field.tsx'
import { countOf } from '../../ui/format.ts'

export interface TagDialogProps {
  readonly count: number
  /** Tags that any of the selected assets carries. */
  readonly presentTags: readonly string[]
  /** Every tag of the library, offered while writing. */
  readonly knownTags: readonly string[]
  readonly onClose: () => void
  readonly onApply: (add: readonly string[], remove: readonly string[]) => void
}

export function TagDialog({ count, presentTags, knownTags, onClose, onApply }: TagDialogProps) {
  const [text, setText] = useState('')
  const [removed, setRemoved] = useState<readonly string[]>([])
  const add = text
    .split(',')
    .map((tag) => tag.trim())
    .filter((tag) => tag !== '')
  const apply = (): void => onApply(add, removed)
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={`Tags of ${countOf(count, 'asset')}`}
      width="small"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button tone="primary" disabled={add.length === 0 && removed.length === 0} onClick={apply}>
            Save tags
          </Button>
        </>
      }
    >
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault()
          apply()
        }}
      >
        <TextField
          label="Add tags"
          hint="Several with commas between them"
          value={text}
          maxLength={400}
          list="known-tags"
          onChange={(event) => setText(event.target.value)}
        />
        <datalist id="known-tags">
          {knownTags.map((tag) => (
            <option key={tag} value={tag} />
          ))}
        </datalist>
        {presentTags.length > 0 && (
          <ul aria-label="Tags now" className="flex flex-wrap gap-1.5">
            {presentTags
              .filter((tag) => !removed.includes(tag))
              .map((tag) => (
                <li key={tag} className="flex items-center rounded-md bg-sunken pl-2.5">
                  {tag}
                  <IconButton
                    label={`Take off ${tag}`}
                    icon={<X />}
                    className="size-7"
                    onClick={() => setRemoved([...removed, tag])}
                  />
                </li>
              ))}
          </ul>
        )}
      </form>
    </Dialog>
  )
}
