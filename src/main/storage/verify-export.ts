/** A verification report as a table for spreadsheets. */
import { STORE_SIDES, type VerifyReport } from '#shared/domain/storage.ts'

/** Comma-separated values with a header line; one line per item that is not the same in both stores, then the unknown objects. Pure. */
export function toCsv(report: VerifyReport): string {
  const lines = report.items.map(({ outcome, objectKey, sha256, detail }) =>
    [outcome, objectKey, sha256, detail ?? ''].map(quote).join(',')
  )
  const unknown = STORE_SIDES.flatMap((side) =>
    report.unknownKeys[side].map((key) =>
      ['unknown', key, '', `only known to the ${side} store`].map(quote).join(',')
    )
  )
  return `${['outcome,objectKey,sha256,detail', ...lines, ...unknown].join('\r\n')}\r\n`
}

/** A leading sign would be run as a formula by spreadsheet programs. */
function quote(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
