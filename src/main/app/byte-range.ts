/** Reads a Range header against a file's size. Pure. */

export interface ByteRange {
  /** First and last byte, both included. */
  readonly first: number
  readonly last: number
}

export type RangeAnswer = 'whole' | 'unsatisfiable' | ByteRange

/** One range is honoured; a missing, broken or manifold header means the whole file, as RFC 9110 §14.2 allows. */
export function rangeOf(header: string | null, sizeBytes: number): RangeAnswer {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '')
  if (match === null || (match[1] === '' && match[2] === '')) return 'whole'
  const [, from = '', to = ''] = match
  if (from === '') {
    const length = Math.min(Number(to), sizeBytes)
    return length === 0 ? 'unsatisfiable' : { first: sizeBytes - length, last: sizeBytes - 1 }
  }
  const first = Number(from)
  const last = to === '' ? sizeBytes - 1 : Math.min(Number(to), sizeBytes - 1)
  if (to !== '' && Number(to) < first) return 'whole'
  return first >= sizeBytes ? 'unsatisfiable' : { first, last }
}
