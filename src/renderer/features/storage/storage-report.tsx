/** What checking or repairing found, in counts first and then object by object. */
import { X } from 'lucide-react'
import { VERIFY_OUTCOMES, type VerifyOutcome } from '#shared/domain/storage.ts'
import { IconButton } from '../../ui/button.tsx'
import { countOf, formatAge, formatCount } from '../../ui/format.ts'
import { Card } from '../../ui/page.tsx'
import type { StorageReport } from './storage-store.ts'

const OUTCOME_NAMES: Readonly<Record<VerifyOutcome, string>> = {
  same: 'same in both',
  onlyPrimary: 'only in primary',
  onlyBackup: 'only in backup',
  differ: 'different',
  missing: 'in neither',
  error: 'could not be read'
}
const SHOWN_ITEMS = 200

export function StorageReportCard({
  report,
  onClose
}: {
  readonly report: StorageReport
  readonly onClose: () => void
}) {
  return (
    <Card
      title={titleOf(report)}
      actions={<IconButton label="Close the report" icon={<X />} onClick={onClose} />}
    >
      <div data-selectable>{contentOf(report)}</div>
    </Card>
  )
}

function titleOf(report: StorageReport): string {
  if (report.kind === 'sync') return 'Everything that waited was sent'
  if (report.kind === 'verify')
    return report.report.deep ? 'Every copy was read' : 'Both stores were compared'
  return report.report.dryRun ? 'What a repair would do' : 'Repair report'
}

function contentOf(report: StorageReport) {
  if (report.kind === 'sync') return <p>Both stores hold everything they can take now.</p>
  if (report.kind === 'verify') {
    const { counts, items, durationMs, unknownObjects } = report.report
    return (
      <>
        <p>
          {VERIFY_OUTCOMES.filter((outcome) => counts[outcome] > 0)
            .map((outcome) => `${formatCount(counts[outcome])} ${OUTCOME_NAMES[outcome]}`)
            .join(', ') || 'Nothing is stored yet'}
          . Took {formatAge(durationMs)}.
        </p>
        {unknownObjects.primary + unknownObjects.backup > 0 && (
          <p className="text-ink-soft">
            {countOf(unknownObjects.primary + unknownObjects.backup, 'object')} in the stores that the catalog
            does not know. They are left alone.
          </p>
        )}
        <Lines lines={items.map((item) => ({ key: item.objectKey, text: OUTCOME_NAMES[item.outcome] }))} />
      </>
    )
  }
  const { repaired, failed, dryRun } = report.report
  return (
    <>
      <p>
        {countOf(repaired.length, 'copy', 'copies')} {dryRun ? 'would be made' : 'made'}
        {failed.length > 0 && `, ${failed.length} failed`}.
      </p>
      <Lines
        lines={[
          ...failed.map((item) => ({ key: `${item.objectKey} ${item.side}`, text: item.message })),
          ...repaired.map((item) => ({
            key: `${item.objectKey} ${item.side}`,
            text: `to ${item.side} from ${item.from}`
          }))
        ]}
      />
    </>
  )
}

function Lines({ lines }: { readonly lines: readonly { readonly key: string; readonly text: string }[] }) {
  if (lines.length === 0) return null
  return (
    <ul className="mt-2 rounded-md bg-sunken px-3 py-2 text-xs">
      {lines.slice(0, SHOWN_ITEMS).map((line) => (
        <li key={line.key} className="flex gap-3 py-0.5">
          <span className="min-w-0 flex-1 break-all">{line.key}</span>
          <span className="shrink-0 text-ink-soft">{line.text}</span>
        </li>
      ))}
      {lines.length > SHOWN_ITEMS && <li className="text-ink-soft">and {lines.length - SHOWN_ITEMS} more</li>}
    </ul>
  )
}
