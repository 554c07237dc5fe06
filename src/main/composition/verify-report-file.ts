/** Writes reports about the stores where the user wants them. */
import type { VerifyReport } from '#shared/domain/storage.ts'
import { writeFileAtomic } from '../core/files.ts'
import { toCsv } from '../storage/verify-export.ts'

export type ReportFormat = 'csv' | 'json'

/** Replaces the file whole or not at all. Throws DISK_FULL, NOT_FOUND (folder missing), INVALID_INPUT (folder not writable). */
export async function writeVerifyReport(
  report: VerifyReport,
  target: { readonly filePath: string; readonly format: ReportFormat }
): Promise<void> {
  const text = target.format === 'csv' ? toCsv(report) : `${JSON.stringify(report, null, 2)}\n`
  await writeFileAtomic(target.filePath, text)
}

/** Any other report as plain data; same promises and codes. */
export async function writeReport(report: unknown, filePath: string): Promise<void> {
  await writeFileAtomic(filePath, `${JSON.stringify(report, null, 2)}\n`)
}
