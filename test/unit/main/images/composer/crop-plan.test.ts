import { describe, expect, test } from 'vitest'
import { createTurns } from '#main/core/turns.ts'
import { type Arrangement, onPhoto, planCrop } from '#main/images/composer/crop-plan.ts'
import { mapSaliency, type SaliencyMap } from '#main/images/composer/saliency.ts'

/** A calm grey photo of 300 × 200 with a red disc at the given centre. */
async function discAt(centreX: number, centreY: number, radius = 28): Promise<SaliencyMap> {
  const data = new Uint8Array(300 * 200 * 3)
  for (let index = 0; index < 300 * 200; index += 1) {
    const isDisc = Math.hypot((index % 300) - centreX, Math.floor(index / 300) - centreY) < radius
    data.set(isDisc ? [190, 40, 30] : [180, 182, 184], index * 3)
  }
  return await mapSaliency({ data, widthPx: 300, heightPx: 200 }, null)
}

const photo = { zoom: 1, widthPx: 3000, heightPx: 2000, turns: createTurns() }
const canvas = { leftPx: 0, topPx: 0, widthPx: 1200, heightPx: 630 }
const left: Arrangement = {
  frame: canvas,
  covered: [{ ...canvas, widthPx: 560 }],
  clear: { ...canvas, leftPx: 600, widthPx: 600 },
  bonus: 0
}
const right: Arrangement = {
  frame: canvas,
  covered: [{ ...canvas, leftPx: 640, widthPx: 560 }],
  clear: { ...canvas, widthPx: 600 },
  bonus: 0
}

describe('crop', () => {
  test('words go to the side where the subject is not', async () => {
    expect((await planCrop(await discAt(230, 100), photo, [left, right])).index).toBe(0)
    expect((await planCrop(await discAt(70, 100), photo, [left, right])).index).toBe(1)
  })

  test('the subject stands whole inside the frame, also when it is near the rim of the photo', async () => {
    const frame = { leftPx: 0, topPx: 0, widthPx: 400, heightPx: 600 }
    const plan = await planCrop(await discAt(240, 100), photo, [
      { frame, clear: frame, covered: [], bonus: 0 }
    ])
    expect(plan.crop.xRatio).toBeLessThan(212 / 300)
    expect(plan.crop.xRatio + plan.crop.widthRatio).toBeGreaterThan(268 / 300)
  })

  test('the crop has the shape of its frame and stays inside the photo', async () => {
    for (const map of [await discAt(30, 30), await discAt(270, 170), await discAt(150, 100, 90)]) {
      const { crop } = await planCrop(map, photo, [left, right])
      const ratio = (crop.widthRatio * photo.widthPx) / (crop.heightRatio * photo.heightPx)
      expect(ratio).toBeCloseTo(1200 / 630, 3)
      expect(Math.min(crop.xRatio, crop.yRatio)).toBeGreaterThanOrEqual(0)
      expect(crop.xRatio + crop.widthRatio).toBeLessThanOrEqual(1 + 1e-9)
      expect(crop.yRatio + crop.heightRatio).toBeLessThanOrEqual(1 + 1e-9)
    }
  })

  test('a small photo is not enlarged further to come closer', async () => {
    const small = { zoom: 1, widthPx: 300, heightPx: 200, turns: createTurns() }
    const { crop } = await planCrop(await discAt(230, 100), small, [left])
    expect(crop.widthRatio).toBeGreaterThan(0.85)
  })

  test('canvas pixels map onto the cropped photo', async () => {
    const crop = { xRatio: 0.5, yRatio: 0, widthRatio: 0.5, heightRatio: 1 }
    expect(onPhoto({ ...canvas, widthPx: 600 }, canvas, crop)).toEqual({
      xRatio: 0.5,
      yRatio: 0,
      widthRatio: 0.25,
      heightRatio: 1
    })
  })
})
