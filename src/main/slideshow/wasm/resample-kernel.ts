/** The kernel that scales one plane: four taps down into a row buffer, four taps across into the target. */
import { type Code, countUp, int, type Local, vec, type WasmFunction } from './assembler.ts'

/** One row of taps: four byte positions of source rows, then four 16-bit factors. */
export const ROW_TAP_BYTES = 24
export const ROW_FACTORS_AT = 16
/** One column of taps: position of the first sample in the row buffer, then four 16-bit factors, then nothing. */
export const COLUMN_TAP_BYTES = 16
export const COLUMN_FACTORS_AT = 4
/**
 * Eight columns whose taps lie within 16 samples: position of the first sample in the row buffer (16 bytes kept for it),
 * the places of taps one and two from there for each column, then 16-bit factors of those two taps for columns one to
 * four and five to eight, then of taps three and four in the same order.
 */
export const BLOCK_COLUMNS = 8
export const BLOCK_BYTES = 96
export const BLOCK_PLACES_AT = 16
export const BLOCK_FACTORS_AT = 32
/** Blocks hold columns up to this step: the last column's last tap is then at most 15 samples from the first. */
export const LARGEST_BLOCK_STEP = 1.6
/** Factors of the taps sum to this. */
export const TAP_WHOLE = 128
const TAP_BITS = 7
/** Samples kept free before and behind a row, for taps outside of the picture. */
export const ROW_MARGIN = 16
const REPEATED_SAMPLES = 8

const at = int.add

/** For any step. */
export const resampleKernel = resampleBy('resample', byColumn)

/** For steps up to LARGEST_BLOCK_STEP, about twice as quick; its columns are blocks. The result is the same. */
export const resampleNearKernel = resampleBy('resampleNear', byBlock)

interface HorizontalParts {
  readonly column: Local
  readonly tap: Local
  readonly out: Local
  readonly width: Local
  readonly buffer: Local
  readonly vector: () => Local
}

function resampleBy(name: string, horizontalBy: (parts: HorizontalParts) => Code): WasmFunction {
  return {
    name,
    parameters: 8,
    body({
      parameters: [source, sourceWidth, rowTaps, target, width, height, columnTaps, buffer],
      ...builder
    }) {
      if (!source || !sourceWidth || !rowTaps || !target || !width || !height || !columnTaps || !buffer)
        return []
      const { integer, vector } = builder
      const [row, column, tap, out, edge] = [integer(), integer(), integer(), integer(), integer()]
      const lines = [integer(), integer(), integer(), integer()]
      const factors = [vector(), vector(), vector(), vector()]
      const samples = [vector(), vector(), vector(), vector()]
      const down = (extend: (value: Code) => Code): Code => mixRows(samples, factors, extend)
      const mixed = vec.narrow16To8(down(vec.extendLow8), down(vec.extendHigh8))
      const vertical = countUp(column, { end: sourceWidth.get, step: 16 }, [
        ...samples.flatMap((sample, index) => sample.set(vec.load(at(lines[index]?.get ?? [], column.get)))),
        ...vec.store(at(buffer.get, column.get), mixed, ROW_MARGIN)
      ])
      const horizontal = horizontalBy({ column, tap, out, width, buffer, vector })
      return [
        ...edge.set(at(at(buffer.get, int.of(ROW_MARGIN - 1)), sourceWidth.get)),
        ...countUp(row, { end: height.get, step: 1 }, [
          ...tap.set(at(rowTaps.get, int.multiply(row.get, int.of(ROW_TAP_BYTES)))),
          ...lines.flatMap((line, index) => line.set(at(source.get, int.load(tap.get, 4 * index)))),
          ...factors.flatMap((factor, index) =>
            factor.set(vec.load16Splat(tap.get, ROW_FACTORS_AT + 2 * index))
          ),
          ...column.set(int.of(0)),
          ...vertical,
          ...repeatEdges(buffer, edge),
          ...out.set(at(target.get, int.multiply(row.get, width.get))),
          ...tap.set(columnTaps.get),
          ...column.set(int.of(0)),
          ...horizontal
        ])
      ]
    }
  }
}

function byColumn({ column, tap, out, width, buffer, vector }: HorizontalParts): Code {
  const [even, odd] = [vector(), vector()]
  return countUp(column, { end: width.get, step: 4 }, [
    ...even.set(vec.dot16(samplePair(tap, buffer, 0), factorPair(tap, 0))),
    ...odd.set(vec.dot16(samplePair(tap, buffer, 2), factorPair(tap, 2))),
    ...even.set(sumPairs(even, odd)),
    ...vec.store32Lane(at(out.get, column.get), vec.narrow16To8(even.get, even.get)),
    ...tap.set(at(tap.get, int.of(4 * COLUMN_TAP_BYTES)))
  ])
}

function byBlock({ column, tap, out, width, buffer, vector }: HorizontalParts): Code {
  const [samples, places, first, second] = [vector(), vector(), vector(), vector()]
  const factors = (index: number): Code => vec.load(tap.get, BLOCK_FACTORS_AT + 16 * index)
  const four = (extend: (value: Code) => Code, half: number): Code => {
    const near = vec.dot16(extend(first.get), factors(half))
    const sum = vec.add32(near, vec.dot16(extend(second.get), factors(2 + half)))
    return vec.shiftRightSigned32(vec.add32(sum, vec.splat32(int.of(TAP_WHOLE / 2))), int.of(TAP_BITS))
  }
  const eight = vec.narrow32To16(four(vec.extendLow8, 0), four(vec.extendHigh8, 1))
  return countUp(column, { end: width.get, step: BLOCK_COLUMNS }, [
    ...samples.set(vec.load(at(buffer.get, int.load(tap.get)))),
    ...places.set(vec.load(tap.get, BLOCK_PLACES_AT)),
    ...first.set(vec.swizzle(samples.get, places.get)),
    ...second.set(vec.swizzle(samples.get, vec.add8(places.get, vec.splat8(int.of(2))))),
    ...places.set(eight),
    ...vec.store64Lane(at(out.get, column.get), vec.narrow16To8(places.get, places.get)),
    ...tap.set(at(tap.get, int.of(BLOCK_BYTES)))
  ])
}

function mixRows(samples: readonly Local[], factors: readonly Local[], extend: (value: Code) => Code): Code {
  const [a = [], b = [], c = [], d = []] = samples.map((sample, index) =>
    vec.multiply16(extend(sample.get), factors[index]?.get ?? [])
  )
  // Each pair stays within 16 bits: its factors are of opposite sign or sum to at most 128.
  const sum = vec.addSaturated16(vec.add16(a, b), vec.add16(c, d))
  const half = vec.splat16(int.of(TAP_WHOLE / 2))
  return vec.shiftRightSigned16(vec.addSaturated16(sum, half), int.of(TAP_BITS))
}

function repeatEdges(buffer: Local, edge: Local): Code {
  return Array.from({ length: REPEATED_SAMPLES }, (_, index) => [
    ...int.storeByte(at(buffer.get, int.of(ROW_MARGIN - 1 - index)), int.loadByte(buffer.get, ROW_MARGIN)),
    ...int.storeByte(at(edge.get, int.of(index + 1)), int.loadByte(edge.get))
  ]).flat()
}

/** Four samples each for two neighbouring outputs, as 16-bit lanes. */
function samplePair(tap: Local, buffer: Local, index: number): Code {
  const address = (column: number): Code => at(buffer.get, int.load(tap.get, column * COLUMN_TAP_BYTES))
  return vec.extendLow8(vec.load32Lane(address(index + 1), vec.load32Zero(address(index)), 1))
}

function factorPair(tap: Local, index: number): Code {
  const first = vec.load64Zero(tap.get, index * COLUMN_TAP_BYTES + COLUMN_FACTORS_AT)
  const offset = (index + 1) * COLUMN_TAP_BYTES + COLUMN_FACTORS_AT
  return vec.load64Lane(tap.get, first, { lane: 1, offset })
}

/** Products come as two halves for each output; four outputs as 16-bit lanes, rounded. */
function sumPairs(even: Local, odd: Local): Code {
  const lanes = (first: number): readonly number[] =>
    [0, 2, 4, 6].flatMap((lane) => [0, 1, 2, 3].map((byte) => (lane + first) * 4 + byte))
  const halves = vec.add32(vec.shuffle(even.get, odd.get, lanes(0)), vec.shuffle(even.get, odd.get, lanes(1)))
  const rounded = vec.add32(halves, vec.splat32(int.of(TAP_WHOLE / 2)))
  const sums = vec.shiftRightSigned32(rounded, int.of(TAP_BITS))
  return vec.narrow32To16(sums, sums)
}
