/** Asked before assets go to the trash that something still uses. */
import { Trash2 } from 'lucide-react'
import type { ASSET_USERS } from '#shared/domain/library.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { countOf } from '../../ui/format.ts'
import type { TrashQuestion } from './library-actions.ts'

const USER_NAMES: Readonly<Record<(typeof ASSET_USERS)[number], string>> = {
  post: 'Post',
  slideshow: 'Slideshow',
  video: 'Video'
}
const SHOWN = 100

export interface TrashDialogProps {
  readonly question: TrashQuestion
  readonly onClose: () => void
  readonly onTrash: () => void
}

export function TrashDialog({ question: { ids, uses }, onClose, onTrash }: TrashDialogProps) {
  const used = new Set(uses.map((use) => use.assetId)).size
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={`${countOf(used, 'asset')} of ${ids.length} still in use`}
      description="What uses them will lack its picture. The trash keeps them for 30 days, in both places."
      footer={
        <>
          <Button onClick={onClose}>Keep</Button>
          <Button tone="danger" icon={<Trash2 />} onClick={onTrash}>
            Move to trash
          </Button>
        </>
      }
    >
      <ul aria-label="Used by" className="flex flex-col gap-1">
        {uses.slice(0, SHOWN).map((use) => (
          <li key={`${use.assetId} ${use.usedBy} ${use.userId}`} className="flex gap-3">
            <span className="w-20 shrink-0 text-ink-faint">{USER_NAMES[use.usedBy]}</span>
            <span className="min-w-0 break-words">{use.label}</span>
          </li>
        ))}
        {uses.length > SHOWN && <li className="text-ink-soft">and {uses.length - SHOWN} more</li>}
      </ul>
    </Dialog>
  )
}
