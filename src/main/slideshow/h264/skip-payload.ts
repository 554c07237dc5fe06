/**
 * The coded pixels of a picture in which every macroblock is skipped: the picture repeats its reference, or mixes
 * two of them. Arithmetic coding as in ITU-T H.264 9.3; every decision takes the likelier of its two values.
 */
import { createBitWriter } from './bits.ts'

/** Start of the context of mb_skip_flag, tables 9-13 and 9-14 with cabac_init_idc 0: first context of P and B. */
const CONTEXTS = { P: { slope: 23, offset: 33 }, B: { slope: 18, offset: 64 } } as const

/** Quantiser written in skip pictures; it decides nothing but the contexts' start. */
export const SKIP_QUANTISER = 26

/** Payload for pictures of so many macroblocks. */
export function skipPayload(kind: 'P' | 'B', macroblocks: number): Uint8Array {
  const { slope, offset } = CONTEXTS[kind]
  const start = Math.min(Math.max(((slope * SKIP_QUANTISER) >> 4) + offset, 1), 126)
  const encoder = createSkipEncoder(Math.max(start - 64, 0))
  for (let block = 1; block <= macroblocks; block++) {
    encoder.skipBlock()
    encoder.endOfSlice(block === macroblocks)
  }
  return encoder.bytes()
}

function createSkipEncoder(startState: number) {
  const writer = createBitWriter()
  let state = startState
  let low = 0
  let range = 510
  let isFirst = true
  let outstanding = 0

  function put(bit: number): void {
    if (isFirst) isFirst = false
    else writer.bits(1, bit)
    for (; outstanding > 0; outstanding--) writer.bits(1, 1 - bit)
  }
  function renormalise(): void {
    while (range < 256) {
      if (low < 256) put(0)
      else if (low >= 512) {
        low -= 512
        put(1)
      } else {
        low -= 256
        outstanding++
      }
      range *= 2
      low *= 2
    }
  }
  return {
    skipBlock(): void {
      range -= LESS_PROBABLE_RANGES[state * 4 + ((range >> 6) & 3)] ?? 2
      if (state < 62) state++
      renormalise()
    },
    endOfSlice(isEnd: boolean): void {
      range -= 2
      if (isEnd) {
        low += range
        range = 2
        renormalise()
        put((low >> 9) & 1)
        writer.bits(2, ((low >> 7) & 3) | 1)
      } else renormalise()
    },
    /** The last bit written is the stop bit of the unit. */
    bytes(): Uint8Array {
      writer.bits(7, 0)
      return writer.bytes()
    }
  }
}

/** rangeTabLPS, table 9-44: four columns for each state. */
const LESS_PROBABLE_RANGES: readonly number[] = [
  128, 176, 208, 240, 128, 167, 197, 227, 128, 158, 187, 216, 123, 150, 178, 205, 116, 142, 169, 195, 111,
  135, 160, 185, 105, 128, 152, 175, 100, 122, 144, 166, 95, 116, 137, 158, 90, 110, 130, 150, 85, 104, 123,
  142, 81, 99, 117, 135, 77, 94, 111, 128, 73, 89, 105, 122, 69, 85, 100, 116, 66, 80, 95, 110, 62, 76, 90,
  104, 59, 72, 86, 99, 56, 69, 81, 94, 53, 65, 77, 89, 51, 62, 73, 85, 48, 59, 69, 80, 46, 56, 66, 76, 43, 53,
  63, 72, 41, 50, 59, 69, 39, 48, 56, 65, 37, 45, 54, 62, 35, 43, 51, 59, 33, 41, 48, 56, 32, 39, 46, 53, 30,
  37, 43, 50, 29, 35, 41, 48, 27, 33, 39, 45, 26, 31, 37, 43, 24, 30, 35, 41, 23, 28, 33, 39, 22, 27, 32, 37,
  21, 26, 30, 35, 20, 24, 29, 33, 19, 23, 27, 31, 18, 22, 26, 30, 17, 21, 25, 28, 16, 20, 23, 27, 15, 19, 22,
  25, 14, 18, 21, 24, 14, 17, 20, 23, 13, 16, 19, 22, 12, 15, 18, 21, 12, 14, 17, 20, 11, 14, 16, 19, 11, 13,
  15, 18, 10, 12, 15, 17, 10, 12, 14, 16, 9, 11, 13, 15, 9, 11, 12, 14, 8, 10, 12, 14, 8, 9, 11, 13, 7, 9, 11,
  12, 7, 9, 10, 12, 7, 8, 10, 11, 6, 8, 9, 11, 6, 7, 9, 10, 6, 7, 8, 9, 2, 2, 2, 2
]
