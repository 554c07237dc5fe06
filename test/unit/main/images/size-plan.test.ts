import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Sizing } from '#main/images/image-provider.ts'
import { cropLossRatio, planSize } from '#main/images/size-plan.ts'
import { PLATFORM_IDS, PLATFORMS } from '#shared/domain/platform.ts'

const STEP: Sizing = {
  kind: 'step',
  stepPx: 16,
  minSidePx: 512,
  maxSidePx: 2560,
  minPixels: 655_360,
  maxPixels: 3_686_400
}
const RATIOS: Sizing = { kind: 'ratio', ratios: ['1:1', '16:9', '9:16', '21:9', '4:5'], pixels: 1_048_576 }

describe('planSize', () => {
  it('a free size asks for at least the wanted pixels in nearly the wanted shape', () => {
    const asked = PLATFORM_IDS.map((id) => planSize(STEP, PLATFORMS[id]))
    for (const [index, id] of PLATFORM_IDS.entries()) {
      const size = asked[index]
      if (size === undefined) throw new Error('no size')
      expect(size.widthPx).toBeGreaterThanOrEqual(PLATFORMS[id].widthPx)
      expect(size.heightPx).toBeGreaterThanOrEqual(PLATFORMS[id].heightPx)
      expect(cropLossRatio(size, PLATFORMS[id])).toBeLessThan(0.015)
    }
  })

  it('the exact shape of 1200 × 630 is found on a grid of 16', () => {
    const { widthPx, heightPx } = planSize(STEP, PLATFORMS.facebook)
    expect([widthPx, heightPx]).toEqual([1280, 672])
  })

  it('a ratio vendor is asked for the ratio that loses least', () => {
    expect(PLATFORM_IDS.map((id) => planSize(RATIOS, PLATFORMS[id]).ratio)).toEqual([
      '1:1',
      '16:9',
      '9:16',
      '16:9'
    ])
  })

  it('a list gives one of its sizes', () => {
    const sizes = [
      { widthPx: 1024, heightPx: 1024 },
      { widthPx: 1344, heightPx: 768 },
      { widthPx: 768, heightPx: 1344 }
    ]
    expect(planSize({ kind: 'list', sizes }, PLATFORMS.tiktok)).toMatchObject({
      widthPx: 768,
      heightPx: 1344
    })
  })

  it('whatever is wanted, a step size keeps the vendor’s limits', () => {
    const side = fc.integer({ min: 200, max: 4_000 })
    fc.assert(
      fc.property(side, side, (widthPx, heightPx) => {
        fc.pre(Math.max(widthPx / heightPx, heightPx / widthPx) <= 3)
        const asked = planSize(STEP, { widthPx, heightPx })
        const pixels = asked.widthPx * asked.heightPx
        expect([asked.widthPx % 16, asked.heightPx % 16]).toEqual([0, 0])
        expect(pixels).toBeGreaterThanOrEqual(655_360)
        expect(pixels).toBeLessThanOrEqual(3_686_400)
      })
    )
  })
})
