import { describe, expect, test } from 'vitest'
import { mapSaliency, type RgbPixels, weightIn } from '#main/images/composer/saliency.ts'

/** A sand-coloured picture with a blue box in it. */
function withBox(box: {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}): RgbPixels {
  const widthPx = 240
  const heightPx = 160
  const data = new Uint8Array(widthPx * heightPx * 3)
  for (let index = 0; index < widthPx * heightPx; index += 1) {
    const x = index % widthPx
    const y = Math.floor(index / widthPx)
    const isBox = x >= box.left && x < box.left + box.width && y >= box.top && y < box.top + box.height
    data.set(isBox ? [30, 60, 160] : [205 + (x % 3), 190, 160], index * 3)
  }
  return { data, widthPx, heightPx }
}

const all = { xRatio: 0, yRatio: 0, widthRatio: 1, heightRatio: 1 }

describe('saliency', () => {
  test('the weight lies on the object, wherever it stands, and sums to 1', async () => {
    const left = await mapSaliency(withBox({ left: 30, top: 60, width: 50, height: 60 }), null)
    const right = await mapSaliency(withBox({ left: 160, top: 20, width: 50, height: 60 }), null)
    expect(weightIn(left, all)).toBeCloseTo(1, 6)
    expect(weightIn(left, { xRatio: 0.08, yRatio: 0.3, widthRatio: 0.3, heightRatio: 0.5 })).toBeGreaterThan(
      0.9
    )
    expect(weightIn(right, { ...all, xRatio: 0.5, widthRatio: 0.5 })).toBeGreaterThan(0.9)
  })

  test('a focal point chosen by a person outweighs the object', async () => {
    const pixels = withBox({ left: 30, top: 60, width: 50, height: 60 })
    const map = await mapSaliency(pixels, { xRatio: 0.85, yRatio: 0.2 })
    expect(weightIn(map, { ...all, xRatio: 0.5, widthRatio: 0.5 })).toBeGreaterThan(0.5)
  })

  test('a plain picture has its weight in the middle instead of nowhere', async () => {
    const data = new Uint8Array(90 * 90 * 3).fill(120)
    const map = await mapSaliency({ data, widthPx: 90, heightPx: 90 }, null)
    const middle = { xRatio: 0.25, yRatio: 0.25, widthRatio: 0.5, heightRatio: 0.5 }
    expect(weightIn(map, middle)).toBeGreaterThan(0.8)
  })

  test.each([1, 2, 5])('a picture of %i px a side is no reason to fail', async (side) => {
    const pixels = { data: new Uint8Array(side * side * 3), widthPx: side, heightPx: side }
    expect(weightIn(await mapSaliency(pixels, null), all)).toBeCloseTo(1, 6)
  })
})
