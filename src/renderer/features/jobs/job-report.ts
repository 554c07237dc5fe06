/** What a finished job says for itself: a line of counts, and its failures in words. Pure. */
import type { JobSnapshot } from '#shared/domain/job.ts'

export interface JobFailureLine {
  readonly key: string
  readonly text: string
  readonly code: string
}

export interface JobReport {
  /** "12 images made", or null when the counts say enough. */
  readonly summary: string | null
  readonly failures: readonly JobFailureLine[]
}

const EMPTY: JobReport = { summary: null, failures: [] }

/** Reads the results that the window knows; unknown shapes give an empty report. */
export function reportOf(job: JobSnapshot): JobReport {
  if (job.state !== 'succeeded') return EMPTY
  const { result } = job
  if (typeof result !== 'object' || result === null) return EMPTY
  if (
    'madeCount' in result &&
    typeof result.madeCount === 'number' &&
    'failures' in result &&
    Array.isArray(result.failures)
  ) {
    return { summary: `${result.madeCount} made`, failures: failureLines(result.failures) }
  }
  if ('items' in result && Array.isArray(result.items) && job.kind === 'asset.import')
    return importReport(result.items)
  if ('repaired' in result && Array.isArray(result.repaired)) {
    const failures = 'failed' in result && Array.isArray(result.failed) ? failureLines(result.failed) : []
    return { summary: `${result.repaired.length} repaired`, failures }
  }
  return EMPTY
}

function failureLines(items: readonly unknown[]): readonly JobFailureLine[] {
  return items.flatMap((item, index) => {
    if (typeof item !== 'object' || item === null || !('message' in item) || !('code' in item)) return []
    const where = [
      'platform' in item && typeof item.platform === 'string' ? item.platform : '',
      'post' in item && typeof item.post === 'number' ? `post ${item.post}` : ''
    ].filter((part) => part !== '')
    const prefix = where.length === 0 ? '' : `${where.join(', ')}: `
    return [{ key: `${index}`, text: `${prefix}${String(item.message)}`, code: String(item.code) }]
  })
}

function importReport(items: readonly unknown[]): JobReport {
  const outcomes = items.map((item) =>
    typeof item === 'object' && item !== null && 'outcome' in item ? String(item.outcome) : ''
  )
  const count = (outcome: string): number => outcomes.filter((other) => other === outcome).length
  const parts = [`${count('imported')} added`]
  if (count('duplicate') > 0) parts.push(`${count('duplicate')} already there`)
  if (count('rejected') > 0) parts.push(`${count('rejected')} not added`)
  const failures = items.flatMap((item, index) => {
    if (typeof item !== 'object' || item === null || !('error' in item) || !('path' in item)) return []
    const { error } = item
    if (typeof error !== 'object' || error === null || !('message' in error) || !('code' in error)) return []
    return [
      {
        key: `${index}`,
        text: `${nameOf(String(item.path))}: ${String(error.message)}`,
        code: String(error.code)
      }
    ]
  })
  return { summary: parts.join(', '), failures }
}

/** The last part of a path of any system. */
export function nameOf(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? path
}
