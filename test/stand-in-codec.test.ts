/** The stand-in's codec: a value that changes on its way would make a window test show what Electron does not do. */
import { createRequire } from 'node:module'
import { expect, test } from 'vitest'

interface Codec {
  encode(value: unknown): string
  decode(text: string): unknown
}
const { encode, decode }: Codec = createRequire(import.meta.url)('./harness/electron-stand-in/codec.cjs')

test('values arrive as structured clone delivers them', () => {
  const cycle: Record<string, unknown> = { name: 'loop' }
  cycle['self'] = cycle
  const value = {
    when: new Date(5),
    map: new Map<unknown, unknown>([[1, new Set(['x'])]]),
    nothing: undefined,
    none: null,
    numbers: [Number.NaN, -0, Number.POSITIVE_INFINITY, 1.5],
    big: 10n,
    bytes: new Uint8Array([1, 2, 255]),
    slice: new Uint16Array([1, 2, 3, 4]).subarray(1, 3),
    buffer: new Uint8Array([7]).buffer,
    error: new RangeError('too far'),
    pattern: /a\/b/gi,
    kind: 'undefined',
    tricky: { kind: 'bigint', of: 'text' },
    cycle
  }
  expect(decode(encode(value))).toEqual(structuredClone(value))
})

test('the same object stays the same object', () => {
  const shared = { id: 1 }
  const [first, second] = decode(encode([shared, shared])) as [unknown, unknown]
  expect(first).toBe(second)
})
