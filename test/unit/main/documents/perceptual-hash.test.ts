/** The hash follows the broad shapes of a picture and not its brightness. */
import { expect, test } from 'vitest'
import { greyCells, HASH_SIDE, perceptualHash } from '#main/documents/perceptual-hash.ts'

const picture = (value: (x: number, y: number) => number): Uint8Array =>
  Uint8Array.from({ length: HASH_SIDE * HASH_SIDE }, (_, at) =>
    value(at % HASH_SIDE, Math.floor(at / HASH_SIDE))
  )
const distance = (first: string, second: string): number =>
  (BigInt(`0x${first}`) ^ BigInt(`0x${second}`)).toString(2).replaceAll('0', '').length

const hills = picture((x, y) => 90 + 60 * Math.sin(x / 5) + 40 * Math.cos(y / 7) + ((x * y) % 9))

test('16 hex digits, the same for the same pixels', () => {
  expect(perceptualHash(hills)).toMatch(/^[0-9a-f]{16}$/)
  expect(perceptualHash(hills)).toBe(perceptualHash(Uint8Array.from(hills)))
})

test('brighter is near, turned on its side is far', () => {
  const brighter = hills.map((value) => Math.min(255, value + 25))
  const turned = picture((x, y) => hills[x * HASH_SIDE + y] ?? 0)
  expect(distance(perceptualHash(hills), perceptualHash(brighter))).toBeLessThanOrEqual(4)
  expect(distance(perceptualHash(hills), perceptualHash(turned))).toBeGreaterThan(12)
})

test('an empty picture has a hash too', () => {
  expect(perceptualHash(new Uint8Array(HASH_SIDE * HASH_SIDE))).toMatch(/^[0-9a-f]{16}$/)
})

test('cells are means of equal parts, for large and tiny pictures, and transparency is white', () => {
  const half = {
    data: Uint8Array.from({ length: 64 * 64 }, (_, at) => (at % 64 < 32 ? 0 : 200)),
    widthPx: 64,
    heightPx: 64
  }
  const cells = greyCells({ ...half, channels: 1 })
  expect([cells[0], cells[15], cells[16], cells[31], cells[1023]]).toEqual([0, 0, 200, 200, 200])
  expect(
    [...greyCells({ data: Uint8Array.of(10, 250), widthPx: 2, heightPx: 1, channels: 1 })].slice(14, 18)
  ).toEqual([10, 10, 250, 250])
  expect(greyCells({ data: Uint8Array.of(0, 0, 0, 0), widthPx: 1, heightPx: 1, channels: 4 })[500]).toBe(255)
})
