/** What became of the dropped files: a running count, then one line per file that was not taken as it is. */
import { CircleAlert, CircleCheck, Copy } from 'lucide-react'
import { useStore } from 'zustand'
import type { ImportItem } from '#shared/domain/document.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { nextStepFor } from '../../ui/error-texts.ts'
import { countOf } from '../../ui/format.ts'
import { Progress } from '../../ui/progress.tsx'
import type { ImportStore } from './import-store.ts'

/** Opens only when some file needs a word; a clean import speaks through a short notice instead. */
export function ImportReport({ store }: { readonly store: ImportStore }) {
  const { report, failure, dismiss } = useStore(store)
  const refused = report?.filter((item) => item.outcome !== 'imported') ?? []
  const hasWarning = report?.some((item) => item.warning !== undefined) === true
  const isOpen = failure !== null || refused.length > 0 || hasWarning
  if (!isOpen) return null
  const added = (report?.length ?? 0) - refused.length
  return (
    <Dialog
      isOpen
      onClose={dismiss}
      title={failure === null ? 'Files added' : 'Files not added'}
      description={failure === null ? importSummary(added, refused) : undefined}
      footer={
        <Button tone="primary" onClick={dismiss}>
          Done
        </Button>
      }
    >
      {failure !== null && <ErrorNotice failure={failure} />}
      <ul aria-label="Result per file" className="flex flex-col gap-1">
        {(report ?? []).map((item) => (
          <ReportLine key={item.path} item={item} />
        ))}
      </ul>
    </Dialog>
  )
}

export function importSummary(added: number, others: readonly ImportItem[]): string {
  const duplicates = others.filter((item) => item.outcome === 'duplicate').length
  const rejected = others.length - duplicates
  const parts = [`${countOf(added, 'file')} added`]
  if (duplicates > 0) parts.push(`${duplicates} already in the library`)
  if (rejected > 0) parts.push(`${rejected} not added`)
  return `${parts.join(', ')}.`
}

function ReportLine({ item }: { readonly item: ImportItem }) {
  const name = item.path.split(/[\\/]/).at(-1) ?? item.path
  return (
    <li className="flex items-start gap-2 rounded-md px-2 py-1.5 odd:bg-sunken">
      {item.outcome === 'imported' && (
        <CircleCheck aria-label="Added" className="mt-0.5 size-4 shrink-0 text-ok" />
      )}
      {item.outcome === 'duplicate' && (
        <Copy aria-label="Already there" className="mt-0.5 size-4 shrink-0 text-ink-faint" />
      )}
      {item.outcome === 'rejected' && (
        <CircleAlert aria-label="Not added" className="mt-0.5 size-4 shrink-0 text-bad" />
      )}
      <span className="min-w-0 flex-1">
        <span className="block break-words">{name}</span>
        {item.outcome === 'duplicate' && (
          <span className="text-xs text-ink-soft">Already in the library.</span>
        )}
        {item.warning !== undefined && <span className="block text-xs text-ink-soft">{item.warning}</span>}
        {item.error !== null && (
          <span className="block text-xs text-ink-soft" data-selectable>
            {item.error.message} {nextStepFor(item.error.code)}
          </span>
        )}
      </span>
    </li>
  )
}

/** A small card in the corner while files are read. */
export function ImportProgress({ store }: { readonly store: ImportStore }) {
  const { isImporting, done, total } = useStore(store)
  if (!isImporting) return null
  return (
    <div
      role="status"
      className="fixed right-4 bottom-4 z-30 w-64 animate-appear rounded-md border border-line bg-raised px-4 py-3 shadow-float"
    >
      <p className="mb-2">
        Adding {done} of {countOf(total, 'file')}
      </p>
      <Progress label="Adding files" done={done} total={total} />
    </div>
  )
}
