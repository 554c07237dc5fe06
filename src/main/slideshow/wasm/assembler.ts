/**
 * A small assembler for WebAssembly with 128-bit vectors: code is built from expressions, so kernels read like
 * formulas. Only what the kernels use is here (WebAssembly Core Specification 2.0, chapter 5).
 */

/** Instructions in stack order. */
export type Code = readonly number[]

/** A local variable of a function. */
export interface Local {
  readonly get: Code
  set(value: Code): Code
}

export interface FunctionBuilder {
  readonly parameters: readonly Local[]
  /** A new 32-bit integer. */
  integer(): Local
  /** A new vector of 16 bytes. */
  vector(): Local
}

export interface WasmFunction {
  readonly name: string
  /** How many 32-bit integers it takes; it gives nothing back. */
  readonly parameters: number
  body(builder: FunctionBuilder): Code
}

const I32 = 0x7f
const V128 = 0x7b

function unsigned(value: number): number[] {
  const bytes: number[] = []
  let rest = value
  do {
    const low = rest & 127
    rest >>>= 7
    bytes.push(rest === 0 ? low : low | 128)
  } while (rest !== 0)
  return bytes
}

function signed(value: number): number[] {
  const bytes: number[] = []
  let rest = value
  for (;;) {
    const low = rest & 127
    rest >>= 7
    const isLast = (rest === 0 && (low & 64) === 0) || (rest === -1 && (low & 64) !== 0)
    bytes.push(isLast ? low : low | 128)
    if (isLast) return bytes
  }
}

const binary =
  (...operation: Code) =>
  (left: Code, right: Code): Code => [...left, ...right, ...operation]
const vectorOf =
  (operation: number) =>
  (...operands: readonly Code[]): Code => [...operands.flat(), 0xfd, ...unsigned(operation)]
const memory =
  (...operation: Code) =>
  (address: Code, offset = 0): Code => [...address, ...operation, 0, ...unsigned(offset)]

export const int = {
  of: (value: number): Code => [0x41, ...signed(value)],
  add: binary(0x6a),
  subtract: binary(0x6b),
  multiply: binary(0x6c),
  and: binary(0x71),
  shiftLeft: binary(0x74),
  shiftRight: binary(0x75),
  isLess: binary(0x48),
  load: memory(0x28),
  loadByte: memory(0x2d),
  storeByte: (address: Code, value: Code): Code => [...address, ...value, 0x3a, 0, 0],
  /** The smaller or larger of two; both are worked out twice, so they should be plain. */
  smaller: (a: Code, b: Code): Code => [...a, ...b, ...a, ...b, 0x48, 0x1b],
  larger: (a: Code, b: Code): Code => [...b, ...a, ...a, ...b, 0x48, 0x1b]
}

const vectorLoad = (operation: number) => memory(0xfd, ...unsigned(operation))

/** Names follow the specification: lanes, then what is done. */
export const vec = {
  load: vectorLoad(0),
  load8x8: vectorLoad(2),
  load32Zero: vectorLoad(92),
  load64Zero: vectorLoad(93),
  load16Splat: vectorLoad(8),
  load32Lane: (address: Code, into: Code, lane: number): Code => [...address, ...into, 0xfd, 86, 0, 0, lane],
  load64Lane: (address: Code, into: Code, { lane, offset }: { lane: number; offset: number }): Code => [
    ...address,
    ...into,
    ...[0xfd, 87, 0, ...unsigned(offset), lane]
  ],
  store: (address: Code, value: Code, offset = 0): Code => [
    ...address,
    ...value,
    0xfd,
    11,
    0,
    ...unsigned(offset)
  ],
  store32Lane: (address: Code, value: Code): Code => [...address, ...value, 0xfd, 90, 0, 0, 0],
  store64Lane: (address: Code, value: Code): Code => [...address, ...value, 0xfd, 91, 0, 0, 0],
  /** Bytes of the first at the places that the second names; 0 for places past 15. */
  swizzle: vectorOf(14),
  splat8: vectorOf(15),
  add8: vectorOf(110),
  splat16: vectorOf(16),
  splat32: vectorOf(17),
  shuffle: (a: Code, b: Code, lanes: readonly number[]): Code => [...a, ...b, 0xfd, 13, ...lanes],
  narrow16To8: vectorOf(102),
  narrow32To16: vectorOf(133),
  extendLow8: vectorOf(137),
  extendHigh8: vectorOf(138),
  shiftRight16: vectorOf(141),
  shiftRightSigned16: vectorOf(140),
  add16: vectorOf(142),
  addSaturated16: vectorOf(143),
  subtract16: vectorOf(145),
  multiply16: vectorOf(149),
  shiftRightSigned32: vectorOf(172),
  add32: vectorOf(174),
  dot16: vectorOf(186)
}

/** Runs the body while the counter, starting where it stands, is below the end; then adds the step. */
export function countUp(
  counter: Local,
  { end, step }: { readonly end: Code; readonly step: number },
  body: Code
): Code {
  const next = counter.set(int.add(counter.get, int.of(step)))
  const leave = [...int.isLess(counter.get, end), 0x45, 0x0d, 1]
  return [0x02, 0x40, 0x03, 0x40, ...leave, ...body, ...next, 0x0c, 0, 0x0b, 0x0b]
}

/** Bytes of a module that imports `env.memory` and exports the functions. */
export function assemble(functions: readonly WasmFunction[]): Uint8Array<ArrayBuffer> {
  const bodies = functions.map(encodeFunction)
  const types = functions.map(({ parameters }) => [0x60, ...list(Array(parameters).fill([I32])), 0])
  const exported = functions.map(({ name }, index) => [...text(name), 0, ...unsigned(index)])
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, list(types)),
    ...section(2, list([[...text('env'), ...text('memory'), 2, 0, ...unsigned(1)]])),
    ...section(3, list(functions.map((_, index) => unsigned(index)))),
    ...section(7, list(exported)),
    ...section(10, list(bodies.map((body) => [...unsigned(body.length), ...body])))
  ])
}

function encodeFunction({ parameters, body }: WasmFunction): number[] {
  const kinds: number[] = []
  const local = (kind: number | null): Local => {
    const index = parameters + kinds.length
    if (kind !== null) kinds.push(kind)
    return localAt(index)
  }
  const code = body({
    parameters: Array.from({ length: parameters }, (_, index) => localAt(index)),
    integer: () => local(I32),
    vector: () => local(V128)
  })
  return [...list(kinds.map((kind) => [1, kind])), ...code, 0x0b]
}

function localAt(index: number): Local {
  return {
    get: [0x20, ...unsigned(index)],
    set: (value) => [...value, 0x21, ...unsigned(index)]
  }
}

function section(id: number, content: readonly number[]): number[] {
  return [id, ...unsigned(content.length), ...content]
}

function list(items: readonly (readonly number[])[]): number[] {
  return [...unsigned(items.length), ...items.flat()]
}

function text(value: string): number[] {
  const bytes = [...Buffer.from(value)]
  return [...unsigned(bytes.length), ...bytes]
}
