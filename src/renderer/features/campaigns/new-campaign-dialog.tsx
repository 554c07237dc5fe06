/** Makes a campaign from a name, from documents, or from both. */
import { FileText, X } from 'lucide-react'
import { useState } from 'react'
import type { Failure } from '../../ipc/load.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { DropZone } from '../../ui/drop-zone.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { TextField } from '../../ui/field.tsx'
import { DOCUMENT_ENDINGS } from './campaigns-page.tsx'
import { nameFromFile } from './campaigns-store.ts'

export interface NewCampaignDialogProps {
  readonly isOpen: boolean
  readonly isCreating: boolean
  readonly failure: Failure | null
  readonly onClose: () => void
  readonly onCreate: (name: string, files: readonly File[]) => void
}

export function NewCampaignDialog(props: NewCampaignDialogProps) {
  return props.isOpen ? <OpenDialog {...props} /> : null
}

function OpenDialog({ isCreating, failure, onClose, onCreate }: NewCampaignDialogProps) {
  const [name, setName] = useState('')
  const [files, setFiles] = useState<readonly File[]>([])
  const finalName = name.trim() === '' && files[0] !== undefined ? nameFromFile(files[0].name) : name.trim()
  const submit = (): void => {
    if (finalName !== '' && !isCreating) onCreate(finalName, files)
  }
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="New campaign"
      description="Give it a name, or drop a document and the brief is filled from it."
      width="medium"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button tone="primary" disabled={finalName === '' || isCreating} onClick={submit}>
            {isCreating ? 'Reading…' : 'Create campaign'}
          </Button>
        </>
      }
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
      >
        <TextField
          label="Name"
          value={name}
          maxLength={200}
          placeholder={files[0] === undefined ? 'Spring launch' : nameFromFile(files[0].name)}
          onChange={(event) => setName(event.target.value)}
        />
        <DropZone
          title="Drop a document here"
          hint="PDF, Word, RTF, text or Markdown. Optional."
          chooseLabel="Choose documents"
          accept={DOCUMENT_ENDINGS}
          isMultiple
          onFiles={(chosen) => setFiles([...files, ...chosen])}
        />
        {files.length > 0 && (
          <ul aria-label="Chosen documents" className="flex flex-col gap-1">
            {files.map((file) => (
              <li
                key={`${file.name}-${file.size}`}
                className="flex items-center gap-2 rounded-md bg-sunken pl-3"
              >
                <FileText aria-hidden className="size-4 text-ink-soft" />
                <span className="min-w-0 flex-1 truncate">{file.name}</span>
                <IconButton
                  label={`Leave out ${file.name}`}
                  icon={<X />}
                  onClick={() => setFiles(files.filter((other) => other !== file))}
                />
              </li>
            ))}
          </ul>
        )}
        {failure !== null && <ErrorNotice failure={failure} />}
      </form>
    </Dialog>
  )
}
