/** The boxes of an MP4 file as bytes (ISO/IEC 14496-12 and -15). Pure. */

export type BoxPart = Uint8Array | readonly number[] | string

/** A box of this kind around its parts. */
export function box(kind: string, ...parts: readonly BoxPart[]): Uint8Array {
  const contents = parts.map((part) =>
    typeof part === 'string' ? Buffer.from(part, 'latin1') : Uint8Array.from(part)
  )
  const sizeBytes = 8 + contents.reduce((sum, part) => sum + part.length, 0)
  return Buffer.concat([u32(sizeBytes), Buffer.from(kind, 'latin1'), ...contents])
}

/** Big-endian 32-bit numbers; negative ones as two's complement. */
export function u32(...values: readonly number[]): Uint8Array {
  const bytes = Buffer.alloc(4 * values.length)
  for (const [index, value] of values.entries()) bytes.writeUInt32BE(value >>> 0, 4 * index)
  return bytes
}

export function u16(...values: readonly number[]): Uint8Array {
  const bytes = Buffer.alloc(2 * values.length)
  for (const [index, value] of values.entries()) bytes.writeUInt16BE(value, 2 * index)
  return bytes
}

/** Joins equal neighbours: [1, 1, 2] gives [[2, 1], [1, 2]] as count and value. */
export function runLengths(values: Iterable<number>): readonly (readonly [number, number])[] {
  const runs: [number, number][] = []
  for (const value of values) {
    const last = runs.at(-1)
    if (last !== undefined && last[1] === value) last[0]++
    else runs.push([1, value])
  }
  return runs
}

/** Identity matrix of the movie and track headers. */
export const MATRIX = u32(0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
