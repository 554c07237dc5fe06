/** Kernels that mix pictures: the linear blend, and the overlay with alpha. */
import { type Code, countUp, int, vec, type WasmFunction } from './assembler.ts'

const at = int.add

/** 16 samples a step, rounded as in weighted prediction. */
export const blendKernel: WasmFunction = {
  name: 'blend',
  parameters: 5,
  body({ parameters: [a, b, target, bytes, weight], integer, vector }) {
    if (!a || !b || !target || !bytes || !weight) return []
    const position = integer()
    const [first, second, share, rest] = [vector(), vector(), vector(), vector()]
    const half = vec.splat16(int.of(32))
    const mix = (extend: (value: Code) => Code): Code => {
      const old = vec.multiply16(extend(first.get), rest.get)
      const added = vec.multiply16(extend(second.get), share.get)
      return vec.shiftRight16(vec.add16(vec.add16(old, added), half), int.of(6))
    }
    const mixed = vec.narrow16To8(mix(vec.extendLow8), mix(vec.extendHigh8))
    return [
      ...share.set(vec.splat16(weight.get)),
      ...rest.set(vec.splat16(int.subtract(int.of(64), weight.get))),
      ...countUp(position, { end: bytes.get, step: 16 }, [
        ...first.set(vec.load(at(a.get, position.get))),
        ...second.set(vec.load(at(b.get, position.get))),
        ...vec.store(at(target.get, position.get), mixed)
      ])
    ]
  }
}

/** target = target × (256 - alpha - alpha / 128) / 256 + premultiplied, 8 samples a step. */
export const overKernel: WasmFunction = {
  name: 'layOver',
  parameters: 6,
  body({ parameters: [target, stride, colours, alphas, width, height], integer, vector }) {
    if (!target || !stride || !colours || !alphas || !width || !height) return []
    const [row, column, to, from] = [integer(), integer(), integer(), integer()]
    const [alpha, kept] = [vector(), vector()]
    const whole = vec.splat16(int.of(256))
    const weight = vec.subtract16(whole, vec.add16(alpha.get, vec.shiftRight16(alpha.get, int.of(7))))
    const here = vec.load8x8(at(to.get, column.get))
    const rounded = vec.add16(vec.multiply16(here, weight), vec.splat16(int.of(128)))
    const inner = countUp(column, { end: width.get, step: 8 }, [
      ...alpha.set(vec.load8x8(at(at(alphas.get, from.get), column.get))),
      ...kept.set(vec.shiftRight16(rounded, int.of(8))),
      ...kept.set(vec.add16(kept.get, vec.load8x8(at(at(colours.get, from.get), column.get)))),
      ...vec.store64Lane(at(to.get, column.get), vec.narrow16To8(kept.get, kept.get))
    ])
    return countUp(row, { end: height.get, step: 1 }, [
      ...to.set(at(target.get, int.multiply(row.get, stride.get))),
      ...from.set(int.multiply(row.get, width.get)),
      ...column.set(int.of(0)),
      ...inner
    ])
  }
}
