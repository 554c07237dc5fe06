/** What finished work found: a sentence of counts first, then line by line, and a way to keep it as a file. */
import { Download, X } from 'lucide-react'
import { Button, IconButton } from '../../ui/button.tsx'
import { formatCount } from '../../ui/format.ts'
import { Card } from '../../ui/page.tsx'
import { type ReportLine, reportWords } from './report-words.ts'
import type { StorageReport } from './storage-store.ts'

const SHOWN_LINES = 200

export interface StorageReportCardProps {
  readonly report: StorageReport
  readonly onSave: (format: 'csv' | 'json') => void
  readonly onClose: () => void
}

export function StorageReportCard({ report, onSave, onClose }: StorageReportCardProps) {
  const words = reportWords(report)
  return (
    <Card
      title={words.title}
      actions={
        <>
          {report.kind === 'storage.verify' && (
            <Button tone="quiet" icon={<Download />} onClick={() => onSave('csv')}>
              Save as CSV
            </Button>
          )}
          {report.kind !== 'storage.sync' && (
            <Button tone="quiet" icon={<Download />} onClick={() => onSave('json')}>
              Save as JSON
            </Button>
          )}
          <IconButton label="Close the report" icon={<X />} onClick={onClose} />
        </>
      }
    >
      <div role="status" data-selectable>
        {words.sentences.map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
        {words.warning !== null && <p className="mt-2 rounded-md bg-warn-soft px-3 py-2">{words.warning}</p>}
        <Lines lines={words.lines} />
      </div>
    </Card>
  )
}

function Lines({ lines }: { readonly lines: readonly ReportLine[] }) {
  if (lines.length === 0) return null
  return (
    <ul
      aria-label="Line by line"
      // The list scrolls in its own box, so that the page below stays in reach, also for the keyboard.
      // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
      tabIndex={0}
      className="mt-2 max-h-72 overflow-y-auto rounded-md bg-sunken px-3 py-2 text-xs"
    >
      {lines.slice(0, SHOWN_LINES).map((line) => (
        <li key={line.key} className="flex flex-wrap gap-x-3 py-0.5">
          <span className="min-w-0 flex-1 basis-64 break-all">{line.name}</span>
          <span className={line.isBad === true ? 'text-bad' : 'text-ink-soft'}>{line.text}</span>
        </li>
      ))}
      {lines.length > SHOWN_LINES && (
        <li className="text-ink-soft">and {formatCount(lines.length - SHOWN_LINES)} more: save the report</li>
      )}
    </ul>
  )
}
