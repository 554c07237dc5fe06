/** Pure: a 64-bit hash of how a picture looks; near pictures differ in few bits. */

/** The grey picture the hash is made from is this many pixels wide and high. */
export const HASH_SIDE = 32
const KEPT = 8

/** Cosine factors of the 8 lowest frequencies, computed once: the table has no state. */
const COSINES = Array.from({ length: KEPT }, (_, frequency) =>
  Array.from({ length: HASH_SIDE }, (_unused, position) =>
    Math.cos(((2 * position + 1) * frequency * Math.PI) / (2 * HASH_SIDE))
  )
)

/**
 * @param grey 32 × 32 bytes, row by row.
 * @returns 16 hex digits: bit n is set where the n-th low frequency lies above the median of all but the first.
 */
export function perceptualHash(grey: Uint8Array): string {
  const rows = Array.from({ length: HASH_SIDE }, (_, y) => transform((x) => grey[y * HASH_SIDE + x] ?? 0))
  const values = Array.from({ length: KEPT }, (_, column) => transform((y) => rows[y]?.[column] ?? 0))
  const low = Array.from(
    { length: KEPT * KEPT },
    (_, index) => values[index % KEPT]?.[Math.floor(index / KEPT)] ?? 0
  )
  const sorted = low.slice(1).sort((left, right) => left - right)
  const median = sorted[Math.floor(sorted.length / 2)] ?? 0
  let hash = ''
  for (let at = 0; at < low.length; at += 4) {
    const bits = low.slice(at, at + 4).reduce((sum, value) => sum * 2 + (value > median ? 1 : 0), 0)
    hash += bits.toString(16)
  }
  return hash
}

function transform(value: (position: number) => number): number[] {
  return COSINES.map((row) => row.reduce((sum, cosine, position) => sum + cosine * value(position), 0))
}
