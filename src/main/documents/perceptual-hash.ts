/** Pure: a 64-bit hash of how a picture looks; near pictures differ in few bits. */

/** The grey picture the hash is made from is this many pixels wide and high. */
export const HASH_SIDE = 32
const KEPT = 8

/** Cosine factors of the 8 lowest frequencies, row by row, computed once: the table has no state. */
const COSINES = Float64Array.from({ length: KEPT * HASH_SIDE }, (_, at) => {
  const position = at % HASH_SIDE
  const frequency = Math.floor(at / HASH_SIDE)
  return Math.cos(((2 * position + 1) * frequency * Math.PI) / (2 * HASH_SIDE))
})

export interface RawPicture {
  /** Rows of samples, `channels` a pixel: grey, grey and alpha, RGB, or RGB and alpha. */
  readonly data: Uint8Array
  readonly widthPx: number
  readonly heightPx: number
  readonly channels: 1 | 2 | 3 | 4
}

/** So many samples across a part say enough of its brightness; larger pictures are read in steps. */
const SAMPLES_PER_CELL = 8

/** The mean brightness of 32 × 32 equal parts; what is transparent counts as white. */
export function greyCells(picture: RawPicture): Uint8Array {
  const { data, widthPx, heightPx, channels } = picture
  const sums = new Float64Array(HASH_SIDE * HASH_SIDE)
  const counts = new Uint32Array(HASH_SIDE * HASH_SIDE)
  const green = channels >= 3 ? 1 : 0
  const blue = channels >= 3 ? 2 : 0
  const alpha = channels === 2 || channels === 4 ? channels - 1 : null
  const columns = samplesAlong(widthPx)
  for (const { at: y, cell: row } of samplesAlong(heightPx)) {
    for (const { at: x, cell: column } of columns) {
      const at = (y * widthPx + x) * channels
      const grey = 0.299 * (data[at] ?? 0) + 0.587 * (data[at + green] ?? 0) + 0.114 * (data[at + blue] ?? 0)
      const cell = row * HASH_SIDE + column
      const opacity = alpha === null ? 1 : (data[at + alpha] ?? 255) / 255
      sums[cell] = (sums[cell] ?? 0) + grey * opacity + 255 * (1 - opacity)
      counts[cell] = (counts[cell] ?? 0) + 1
    }
  }
  return Uint8Array.from(sums, (sum, cell) => Math.round(sum / Math.max(1, counts[cell] ?? 1)))
}

interface Sample {
  /** Pixel along one side. */
  readonly at: number
  readonly cell: number
}

/** Evenly spread; a side shorter than the cells gives several of them the same pixel. */
function samplesAlong(sidePx: number): readonly Sample[] {
  const count = Math.max(HASH_SIDE, Math.min(sidePx, HASH_SIDE * SAMPLES_PER_CELL))
  return Array.from({ length: count }, (_, index) => ({
    at: Math.floor(((index + 0.5) * sidePx) / count),
    cell: Math.floor((index * HASH_SIDE) / count)
  }))
}

/**
 * @param grey 32 × 32 bytes, row by row.
 * @returns 16 hex digits: bit n is set where the n-th low frequency lies above the median of all but the first.
 */
export function perceptualHash(grey: Uint8Array): string {
  const low = lowFrequencies(grey)
  const sorted = low.slice(1).sort()
  const median = sorted[Math.floor(sorted.length / 2)] ?? 0
  let hash = ''
  for (let at = 0; at < low.length; at += 4) {
    let digit = 0
    for (const value of low.subarray(at, at + 4)) digit = digit * 2 + (value > median ? 1 : 0)
    hash += digit.toString(16)
  }
  return hash
}

/** The 8 × 8 lowest frequencies of the two-dimensional cosine transform, row by row. */
function lowFrequencies(grey: Uint8Array): Float64Array {
  const across = new Float64Array(HASH_SIDE * KEPT)
  for (let y = 0; y < HASH_SIDE; y++) {
    for (let frequency = 0; frequency < KEPT; frequency++) {
      let sum = 0
      for (let x = 0; x < HASH_SIDE; x++) {
        sum += (grey[y * HASH_SIDE + x] ?? 0) * (COSINES[frequency * HASH_SIDE + x] ?? 0)
      }
      across[y * KEPT + frequency] = sum
    }
  }
  const low = new Float64Array(KEPT * KEPT)
  for (let row = 0; row < KEPT; row++) {
    for (let column = 0; column < KEPT; column++) {
      let sum = 0
      for (let y = 0; y < HASH_SIDE; y++) {
        sum += (across[y * KEPT + column] ?? 0) * (COSINES[row * HASH_SIDE + y] ?? 0)
      }
      low[row * KEPT + column] = sum
    }
  }
  return low
}
