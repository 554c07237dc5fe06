/** The vector kernels against plain formulas, on random pictures of awkward sizes. */
import { describe, expect, it } from 'vitest'
import type { Overlay, Picture, PixelSize } from '#main/slideshow/picture.ts'
import { createPixels, type Span } from '#main/slideshow/pixels.ts'

const frame = { widthPx: 94, heightPx: 38 }
const pixels = createPixels(frame)

function random(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

function noise(seed: number, size: PixelSize = frame): Picture {
  const next = random(seed)
  const picture = pixels.take(size)
  for (let at = 0; at < picture.bytes.length; at++) picture.bytes[at] = Math.floor(next() * 256)
  return picture
}

/** Largest difference, and a proof that something was compared. */
function worst(actual: Uint8Array, expected: readonly number[]): number {
  expect(actual.length).toBe(expected.length)
  return expected.reduce((most, level, at) => Math.max(most, Math.abs(level - (actual[at] ?? 0))), 0)
}

describe('createPixels', () => {
  it('blends exactly as a decoder does', () => {
    const [a, b, out] = [noise(1), noise(2), pixels.take(frame)]
    for (const weight of [0, 1, 31, 32, 63, 64]) {
      pixels.blend([a, b], weight, out)
      const expected = [...a.bytes].map(
        (level, at) => (level * (64 - weight) + (b.bytes[at] ?? 0) * weight + 32) >> 6
      )
      expect(worst(out.bytes, expected)).toBe(0)
    }
  })

  it('converts colours by BT.709, within one level of the exact formula', () => {
    const next = random(3)
    const rgb = Uint8Array.from({ length: 94 * 38 * 3 }, () => Math.floor(next() * 256))
    const out = pixels.take(frame)
    pixels.fromRgb(rgb, out)
    const luma = Array.from({ length: 94 * 38 }, (_, at) => {
      const [red = 0, green = 0, blue = 0] = rgb.subarray(at * 3, at * 3 + 3)
      return 16 + ((0.2126 * red + 0.7152 * green + 0.0722 * blue) * 219) / 255
    })
    expect(worst(out.bytes.subarray(0, 94 * 38), luma)).toBeLessThanOrEqual(0.51)
    pixels.fromRgb(new Uint8Array(94 * 38 * 3).fill(255), out)
    expect([out.bytes[0], out.bytes[94 * 38], out.bytes.at(-1)]).toEqual([235, 128, 128])
    pixels.fromRgb(
      Uint8Array.from({ length: 94 * 38 * 3 }, (_, at) => (at % 3 === 0 ? 255 : 0)),
      out
    )
    expect([out.bytes[0], out.bytes[94 * 38], out.bytes.at(-1)]).toEqual([63, 102, 240])
  })

  it('lays over with alpha and leaves everything beside the overlay alone, also past the right edge', () => {
    const size = { widthPx: 32, heightPx: 6 }
    const luma = 32 * 6
    const alpha = Uint8Array.from({ length: luma * 1.25 }, (_, at) =>
      at % (at < luma ? 32 : 16) < 4 ? 255 : 0
    )
    const bytes = Uint8Array.from({ length: luma * 1.5 }, (_, at) =>
      at % (at < luma ? 32 : 16) < 4 ? 200 : 0
    )
    const overlay: Overlay = { ...size, leftPx: 86, topPx: 30, bytes, alpha }
    const out = noise(4)
    const before = Uint8Array.from(out.bytes)
    pixels.layOver(overlay, out)
    const changed = [...out.bytes.keys()].filter((at) => out.bytes[at] !== before[at])
    const inside = changed.every((at) => {
      const plane = at < 94 * 38 ? { from: 0, width: 94, left: 86, top: 30 } : null
      if (plane === null) return out.bytes[at] === 200
      const [x, y] = [at % 94, Math.floor(at / 94)]
      return (
        x >= plane.left && x < plane.left + 4 && y >= plane.top && y < plane.top + 6 && out.bytes[at] === 200
      )
    })
    expect(inside).toBe(true)
    expect(changed.length).toBeGreaterThan(20)
  })

  it('resamples like Catmull-Rom in floating point, edges repeated', () => {
    const source = noise(5, { widthPx: 120, heightPx: 52 })
    // Away from black and white, because the rows are cut to bytes before the columns.
    for (const [at, level] of source.bytes.entries()) source.bytes[at] = 90 + (level >> 2)
    const out = pixels.take(frame)
    const spans = { x: { start: 3.3, step: 1.137 }, y: { start: -0.2, step: 1.333 } }
    pixels.resample(source, spans, out)
    const expected = Array.from({ length: 94 * 38 }, (_, at) =>
      catmullRom(source, { x: spanAt(spans.x, at % 94), y: spanAt(spans.y, Math.floor(at / 94)) })
    )
    expect(worst(out.bytes.subarray(0, 94 * 38), expected)).toBeLessThan(4)
    const flat = pixels.take(source)
    flat.bytes.fill(255)
    pixels.resample(flat, spans, out)
    expect(new Set(out.bytes)).toEqual(new Set([255]))
  })

  it('moves by fractions of a pixel: a shifted ramp is shifted by that much', () => {
    const source = pixels.take({ widthPx: 120, heightPx: 52 })
    for (let at = 0; at < source.bytes.length; at++) source.bytes[at] = (at % 120) * 2
    const out = pixels.take(frame)
    for (const shift of [0, 0.1, 0.25, 0.5, 0.9]) {
      pixels.resample(source, { x: { start: 10 + shift, step: 1 }, y: { start: 2, step: 1 } }, out)
      const mean = out.bytes.subarray(0, 94).reduce((sum, level, x) => sum + level / 2 - x, 0) / 94
      expect(Math.abs(mean - 10 - shift)).toBeLessThan(0.3)
    }
  })

  it('uses released buffers again', () => {
    const first = pixels.take({ widthPx: 10, heightPx: 10 })
    pixels.release(first)
    expect(pixels.take({ widthPx: 10, heightPx: 10 }).bytes.byteOffset).toBe(first.bytes.byteOffset)
  })
})

const spanAt = (span: Span, index: number): number => span.start + span.step * index

function catmullRom(source: Picture, { x, y }: { x: number; y: number }): number {
  const weights = (t: number) => [
    -0.5 * t ** 3 + t ** 2 - 0.5 * t,
    1.5 * t ** 3 - 2.5 * t ** 2 + 1,
    -1.5 * t ** 3 + 2 * t ** 2 + 0.5 * t,
    0.5 * t ** 3 - 0.5 * t ** 2
  ]
  const clamp = (value: number, last: number) => Math.min(Math.max(value, 0), last)
  const [across, down] = [weights(x - Math.floor(x)), weights(y - Math.floor(y))]
  let sum = 0
  for (const [row, weightY] of down.entries()) {
    for (const [column, weightX] of across.entries()) {
      const atX = clamp(Math.floor(x) - 1 + column, source.widthPx - 1)
      const atY = clamp(Math.floor(y) - 1 + row, source.heightPx - 1)
      sum += weightX * weightY * (source.bytes[atY * source.widthPx + atX] ?? 0)
    }
  }
  return clamp(sum, 255)
}
