/** The kernel that turns full-range RGB into limited-range BT.709 with half-size chroma sited on the left. */
import { type Code, countUp, int, type Local, type WasmFunction } from './assembler.ts'

const times = (factor: number, value: Code): Code => int.multiply(int.of(factor), value)
const sum = (...terms: readonly Code[]): Code => terms.reduce((total, term) => int.add(total, term))

/** Factors of ITU-R BT.709-6: luma scaled by 2^15, chroma by 2^18 over eight weighted pixels. */
const LUMA = [5983, 20127, 2032] as const
const BLUE_DIFFERENCE = [-3298, -11094, 14392] as const
const RED_DIFFERENCE = [14392, -13072, -1320] as const
/** Sixteen and 128 with half a level for rounding, in the same scales. */
const LUMA_BASE = 540672
const CHROMA_BASE = 33685504

export const colourKernel: WasmFunction = {
  name: 'fromRgb',
  parameters: 4,
  body({ parameters: [rgb, width, height, target], integer }) {
    if (!rgb || !width || !height || !target) return []
    const [pixel, from, to, end] = [integer(), integer(), integer(), integer()]
    const [row, column, left, below, plane] = [integer(), integer(), integer(), integer(), integer()]
    const colours = [integer(), integer(), integer()] as const
    const luma = countUp(pixel, { end: end.get, step: 1 }, [
      ...int.storeByte(int.add(target.get, pixel.get), lumaAt(from)),
      ...from.set(int.add(from.get, int.of(3)))
    ])
    const chroma = countUp(column, { end: width.get, step: 2 }, [
      ...colours.flatMap((colour, index) => colour.set(meanAround({ from, left, below }, index))),
      ...int.storeByte(to.get, difference(colours, BLUE_DIFFERENCE)),
      ...int.storeByte(int.add(to.get, plane.get), difference(colours, RED_DIFFERENCE)),
      ...to.set(int.add(to.get, int.of(1))),
      ...from.set(int.add(from.get, int.of(6))),
      ...left.set(int.of(3))
    ])
    return [
      ...end.set(int.multiply(width.get, height.get)),
      ...from.set(rgb.get),
      ...luma,
      ...to.set(int.add(target.get, end.get)),
      ...plane.set(int.shiftRight(end.get, int.of(2))),
      ...below.set(times(3, width.get)),
      ...countUp(row, { end: height.get, step: 2 }, [
        ...from.set(int.add(rgb.get, int.multiply(row.get, below.get))),
        ...left.set(int.of(0)),
        ...column.set(int.of(0)),
        ...chroma
      ])
    ]
  }
}

function lumaAt(from: Local): Code {
  const parts = LUMA.map((factor, index) => times(factor, int.loadByte(from.get, index)))
  return int.shiftRight(sum(int.of(LUMA_BASE), ...parts), int.of(15))
}

/** Eight times the mean around a chroma sample: 1-2-1 across, two rows. */
function meanAround(
  { from, left, below }: Readonly<Record<'from' | 'left' | 'below', Local>>,
  colour: number
): Code {
  const line = (start: Code): Code =>
    sum(
      int.loadByte(int.subtract(start, left.get), colour),
      times(2, int.loadByte(start, colour)),
      int.loadByte(start, colour + 3)
    )
  return int.add(line(from.get), line(int.add(from.get, below.get)))
}

function difference(colours: readonly Local[], factors: readonly number[]): Code {
  const parts = colours.map((colour, index) => times(factors[index] ?? 0, colour.get))
  return int.shiftRight(sum(int.of(CHROMA_BASE), ...parts), int.of(18))
}
