/** What reading posts from a file gave: how many were taken, and row by row what was wrong with the others. */
import { CircleCheck, TriangleAlert } from 'lucide-react'
import type { PlanImport } from '#shared/domain/plan.ts'
import type { Failure } from '../../ipc/load.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { DropZone } from '../../ui/drop-zone.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { countOf } from '../../ui/format.ts'

export interface PlanFileDialogProps {
  readonly outcome: PlanImport | null
  readonly failure: Failure | null
  readonly isReading: boolean
  readonly onFiles: (files: readonly File[]) => void
  readonly onClose: () => void
}

const SHOWN_ERRORS = 200

export function PlanFileDialog({ outcome, failure, isReading, onFiles, onClose }: PlanFileDialogProps) {
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Posts from a file"
      description="A CSV or JSON file with the columns platform and post; prompt, caption, altText and scheduledAt are taken where they are."
      footer={
        <Button tone={outcome === null ? 'normal' : 'primary'} onClick={onClose}>
          {outcome === null ? 'Cancel' : 'Done'}
        </Button>
      }
    >
      <div className="flex flex-col gap-4">
        <DropZone
          title={isReading ? 'Reading…' : 'Drop a plan here'}
          hint="CSV or JSON. Posts of the same platform and number are replaced."
          chooseLabel={outcome === null ? 'Choose a file' : 'Choose another file'}
          accept=".csv,.json"
          onFiles={onFiles}
        />
        {failure !== null && <ErrorNotice failure={failure} />}
        {outcome !== null && <Outcome outcome={outcome} />}
      </div>
    </Dialog>
  )
}

function Outcome({ outcome }: { readonly outcome: PlanImport }) {
  const { imported, errors } = outcome
  return (
    <div className="flex flex-col gap-3">
      <p role="status" className="flex items-center gap-2 rounded-md bg-ok-soft px-4 py-2 font-medium">
        <CircleCheck aria-hidden className="size-4 text-ok" />
        {countOf(imported, 'post')} taken into the plan
      </p>
      {errors.length > 0 && (
        <>
          <p className="flex items-center gap-2 font-medium">
            <TriangleAlert aria-hidden className="size-4 text-warn" />
            {countOf(errors.length, 'mistake')} in other rows. Mend them in the file and read it again.
          </p>
          <table aria-label="Rows that were not taken" className="w-full text-left">
            <thead className="text-xs text-ink-faint">
              <tr>
                {['Row', 'Column', 'What is wrong'].map((name) => (
                  <th key={name} className="py-1 pr-4 font-medium">
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody data-selectable>
              {errors.slice(0, SHOWN_ERRORS).map((error) => (
                <tr
                  key={`${error.row} ${error.field} ${error.message}`}
                  className="border-t border-line align-top"
                >
                  <td className="py-1 pr-4">{error.row}</td>
                  <td className="py-1 pr-4">{error.field}</td>
                  <td className="py-1 break-words">{error.message}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
    </div>
  )
}
