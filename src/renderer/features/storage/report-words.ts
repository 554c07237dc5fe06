/** Reports of the stores' work in plain words. Pure. */
import {
  STORE_SIDES,
  type StoreSide,
  VERIFY_OUTCOMES,
  type VerifyOutcome,
  type VerifyReport
} from '#shared/domain/storage.ts'
import { countOf, formatAge, formatBytes, formatCount } from '../../ui/format.ts'
import type { StorageReport } from './storage-store.ts'

export interface ReportLine {
  readonly key: string
  readonly name: string
  readonly text: string
  readonly isBad?: boolean
}

export interface ReportWords {
  readonly title: string
  readonly sentences: readonly string[]
  /** What needs a decision; null when nothing does. */
  readonly warning: string | null
  readonly lines: readonly ReportLine[]
}

const OUTCOME_NAMES: Readonly<Record<VerifyOutcome, string>> = {
  same: 'same in both',
  onlyPrimary: 'only in primary',
  onlyBackup: 'only in backup',
  differ: 'different',
  missing: 'in neither',
  error: 'could not be read'
}
const PLAIN = { warning: null, lines: [] } as const

export function reportWords(report: StorageReport): ReportWords {
  switch (report.kind) {
    case 'storage.sync':
      return {
        ...PLAIN,
        title: 'Everything that waited was sent',
        sentences: ['Both stores hold everything they can take now.']
      }
    case 'storage.verify':
      return verifyWords(report.report)
    case 'storage.repair':
      return repairWords(report.report)
    case 'storage.rebuild':
      return rebuildWords(report.report)
    case 'storage.drill':
      return drillWords(report.report)
    case 'storage.scrub':
      return scrubWords(report.report)
    case 'storage.test':
      return testWords(report.report)
    case 'storage.purge':
      return purgeWords(report.report)
    case 'storage.snapshot':
      return {
        ...PLAIN,
        title: 'The catalog is in both stores',
        sentences: ['A whole copy was sent. A rebuild starts from it.']
      }
  }
}

type ReportOf<Kind extends StorageReport['kind']> = Extract<
  StorageReport,
  { kind: Kind; report: unknown }
>['report']

function guardWords(sides: readonly StoreSide[]): string | null {
  if (sides.length === 0) return null
  return `More than half of the ${sides.join(' and ')} store seems to be gone. A wrong bucket or a drive that is not connected looks the same, so nothing was changed there. Check the store in Settings first.`
}

function verifyWords(report: VerifyReport): ReportWords {
  const { counts, items, durationMs, unknownObjects, deep, guardedSides } = report
  const found = VERIFY_OUTCOMES.filter((outcome) => counts[outcome] > 0)
    .map((outcome) => `${formatCount(counts[outcome])} ${OUTCOME_NAMES[outcome]}`)
    .join(', ')
  const unknown = unknownObjects.primary + unknownObjects.backup
  return {
    title: deep ? 'Every copy was read' : 'Both stores were compared',
    sentences: [
      `${found === '' ? 'Nothing is stored yet' : found}. Took ${formatAge(durationMs)}.`,
      ...(unknown > 0
        ? [`${countOf(unknown, 'object')} in the stores that the catalog does not know. They are left alone.`]
        : [])
    ],
    warning: guardWords(guardedSides),
    lines: items.map((item) => ({
      key: item.objectKey,
      name: item.objectKey,
      text: `${OUTCOME_NAMES[item.outcome]}${item.detail === null ? '' : `: ${item.detail}`}`,
      isBad: item.outcome === 'missing' || item.outcome === 'differ'
    }))
  }
}

function repairWords({ repaired, failed, dryRun, guardedSides }: ReportOf<'storage.repair'>): ReportWords {
  const failures = failed.length > 0 ? `, ${formatCount(failed.length)} failed` : ''
  return {
    title: dryRun ? 'What a repair would do' : 'Repair report',
    sentences: [
      repaired.length === 0 && failed.length === 0
        ? 'Nothing to repair: each store holds what it should.'
        : `${countOf(repaired.length, 'copy', 'copies')} ${dryRun ? 'would be made' : 'made'}${failures}.`
    ],
    warning: guardWords(guardedSides),
    lines: [
      ...failed.map((item) => ({
        key: `${item.objectKey} ${item.side}`,
        name: item.objectKey,
        text: item.message,
        isBad: true
      })),
      ...repaired.map((item) => ({
        key: `${item.objectKey} ${item.side}`,
        name: item.objectKey,
        text: `to ${item.side} from ${item.from}`
      }))
    ]
  }
}

function rebuildWords(report: ReportOf<'storage.rebuild'>): ReportWords {
  const { from, restoredAssets, restoredCampaigns, manifests, foundObjects, snapshotKey } = report
  return {
    ...PLAIN,
    title: `Rebuilt from the ${from} store`,
    sentences: [
      `${countOf(restoredAssets, 'asset')} and ${countOf(restoredCampaigns, 'campaign')} came back. What was in the catalog stayed.`,
      `${snapshotKey === null ? 'No whole copy of the catalog was found' : 'A whole copy of the catalog was taken up'}, then ${countOf(manifests, 'change')} and ${countOf(foundObjects, 'object')} known by name only.`
    ]
  }
}

function drillWords({
  lost,
  proven,
  failed,
  p50Ms,
  p99Ms,
  durationMs
}: ReportOf<'storage.drill'>): ReportWords {
  const times =
    p50Ms === null || p99Ms === null ? '' : ` Half answered within ${p50Ms} ms, 99 of 100 within ${p99Ms} ms.`
  return {
    title:
      failed.length === 0
        ? `The ${lost} store could be lost`
        : `Losing the ${lost} store would cost something`,
    sentences: [
      `${countOf(proven, 'content')} read whole from the other store in ${formatAge(durationMs)}.${times}`
    ],
    warning:
      failed.length === 0
        ? null
        : `${countOf(failed.length, 'content')} only the ${lost} store has, or the other one could not give. Repair makes the missing copies.`,
    lines: failed.map(({ objectKey, code }) => ({ key: objectKey, name: objectKey, text: code, isBad: true }))
  }
}

function scrubWords(report: ReportOf<'storage.scrub'>): ReportWords {
  return {
    ...PLAIN,
    title: 'Part of everything was read',
    sentences: STORE_SIDES.map((side) => {
      const { checked, damaged, errors, bytes, coversInDays } = report[side]
      const bad = damaged === 0 ? 'none damaged' : `${formatCount(damaged)} damaged`
      const unread = errors === 0 ? '' : `, ${formatCount(errors)} not readable now`
      return `${side === 'primary' ? 'Primary' : 'Backup'}: ${countOf(checked, 'copy', 'copies')} read (${formatBytes(bytes)}), ${bad}${unread}. One run a day covers everything in ${countOf(coversInDays, 'day')}.`
    })
  }
}

function testWords(checks: ReportOf<'storage.test'>): ReportWords {
  const bad = checks.filter((check) => !check.ok)
  const side = checks[0]?.side ?? 'primary'
  return {
    title:
      bad.length === 0
        ? `The ${side} store can be trusted`
        : `The ${side} store failed ${countOf(bad.length, 'check')}`,
    sentences: [`${formatCount(checks.length - bad.length)} of ${countOf(checks.length, 'check')} passed.`],
    warning: bad.length === 0 ? null : 'Mend what failed before you rely on this store.',
    lines: checks.map((check) => ({
      key: `${check.side} ${check.name}`,
      name: check.name,
      text: check.ok ? `passed in ${check.ms} ms` : `${check.message ?? 'failed'}`,
      isBad: !check.ok
    }))
  }
}

function purgeWords({
  purged,
  kept,
  removedObjects,
  waitingObjects
}: ReportOf<'storage.purge'>): ReportWords {
  return {
    ...PLAIN,
    title: 'The old trash is gone',
    sentences: [
      `${countOf(purged, 'content')} deleted for good, ${countOf(removedObjects, 'object')} removed from the stores.`,
      ...(kept > 0 ? [`${countOf(kept, 'content')} stay because something uses them.`] : []),
      ...(waitingObjects > 0 ? [`${countOf(waitingObjects, 'object')} follow when their store answers.`] : [])
    ]
  }
}
