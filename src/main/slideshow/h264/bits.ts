/** Bits of H.264 headers: fixed and Exp-Golomb numbers, and the escaping of NAL units (ITU-T H.264 7.3, 9.1). */
import { AppError } from '#shared/errors.ts'

export interface BitReader {
  /** Bits read so far. */
  readonly position: number
  bits(count: number): number
  flag(): boolean
  /** Unsigned Exp-Golomb. */
  unsigned(): number
  /** Signed Exp-Golomb. */
  signed(): number
  /** More header data before the stop bit at the end. */
  hasMore(): boolean
}

/** Reads an unescaped unit from its first bit. Throws INTERNAL past the end. */
export function createBitReader(bytes: Uint8Array, startBit = 0): BitReader {
  let position = startBit
  const stopBit = findStopBit(bytes)

  function bit(): number {
    const byte = bytes[position >> 3]
    if (byte === undefined) throw new AppError('INTERNAL', 'A video header ended too early.')
    const value = (byte >> (7 - (position & 7))) & 1
    position++
    return value
  }
  function bits(count: number): number {
    let value = 0
    for (let index = 0; index < count; index++) value = value * 2 + bit()
    return value
  }
  function unsigned(): number {
    let zeros = 0
    while (bit() === 0) zeros++
    return 2 ** zeros - 1 + bits(zeros)
  }
  return {
    get position() {
      return position
    },
    bits,
    flag: () => bit() === 1,
    unsigned,
    signed() {
      const code = unsigned()
      return code % 2 === 1 ? (code + 1) / 2 : 0 - code / 2
    },
    hasMore: () => position < stopBit
  }
}

function findStopBit(bytes: Uint8Array): number {
  let last = bytes.length - 1
  while (last > 0 && bytes[last] === 0) last--
  const byte = bytes[last] ?? 0x80
  return last * 8 + 7 - (31 - Math.clz32(byte & -byte))
}

export interface BitWriter {
  bits(count: number, value: number): BitWriter
  flag(value: boolean): BitWriter
  unsigned(value: number): BitWriter
  signed(value: number): BitWriter
  /** The stop bit and zeros up to a whole byte. */
  stop(): BitWriter
  /** Ones up to a whole byte, as before arithmetic-coded data. */
  fillWithOnes(): BitWriter
  bytes(): Uint8Array
}

export function createBitWriter(): BitWriter {
  const done: number[] = []
  let open = 0
  let used = 0

  function bit(value: number): void {
    open = open * 2 + value
    used++
    if (used < 8) return
    done.push(open)
    open = 0
    used = 0
  }
  const writer: BitWriter = {
    bits(count, value) {
      for (let index = count - 1; index >= 0; index--) bit(Math.floor(value / 2 ** index) % 2)
      return writer
    },
    flag: (value) => writer.bits(1, value ? 1 : 0),
    unsigned(value) {
      const length = 32 - Math.clz32(value + 1)
      return writer.bits(length - 1, 0).bits(length, value + 1)
    },
    signed: (value) => writer.unsigned(value > 0 ? 2 * value - 1 : -2 * value),
    stop() {
      bit(1)
      while (used > 0) bit(0)
      return writer
    },
    fillWithOnes() {
      while (used > 0) bit(1)
      return writer
    },
    bytes: () => Uint8Array.from(done)
  }
  return writer
}

/** Removes the bytes that keep start codes out of a unit. The first byte of a unit is its header. */
export function unescapeUnit(unit: Uint8Array): Uint8Array {
  const out = new Uint8Array(unit.length)
  let length = 0
  let zeros = 0
  for (const byte of unit) {
    if (zeros >= 2 && byte === 3) {
      zeros = 0
      continue
    }
    out[length++] = byte
    zeros = byte === 0 ? zeros + 1 : 0
  }
  return out.subarray(0, length)
}

/** The opposite of unescapeUnit, over the parts laid end to end. */
export function escapeUnit(...parts: readonly Uint8Array[]): Uint8Array {
  const total = parts.reduce((sum, part) => sum + part.length, 0)
  const out = new Uint8Array(total + Math.ceil(total / 2) + 1)
  let length = 0
  let zeros = 0
  for (const part of parts) {
    for (const byte of part) {
      if (zeros >= 2 && byte <= 3) {
        out[length++] = 3
        zeros = 0
      }
      out[length++] = byte
      zeros = byte === 0 ? zeros + 1 : 0
    }
  }
  return out.slice(0, length)
}
