import { describe, expect, test } from 'vitest'
import { grown, overlapOf, planCanvas, rounded } from '#main/images/composer/canvas.ts'
import { PLATFORM_IDS, PLATFORMS } from '#shared/domain/platform.ts'

describe('canvas', () => {
  test('TikTok keeps words away from its tabs, its caption and its buttons', () => {
    const { safe, isHiddenBelow, seen } = planCanvas(PLATFORMS.tiktok, 'tiktok')
    expect(safe.topPx).toBeGreaterThanOrEqual(1920 * 0.1)
    expect(safe.topPx + safe.heightPx).toBeLessThanOrEqual(1920 * 0.8)
    expect(safe.leftPx + safe.widthPx).toBeLessThanOrEqual(1080 * 0.88)
    expect(isHiddenBelow).toBe(true)
    expect(seen.topPx + seen.heightPx).toBeLessThanOrEqual(1920 * 0.8)
  })

  test.each(PLATFORM_IDS)('%s: words stand inside the canvas with a margin', (id) => {
    const { widthPx, heightPx } = PLATFORMS[id]
    const { safe, marginPx } = planCanvas({ widthPx, heightPx }, id)
    expect(safe.leftPx).toBeGreaterThanOrEqual(marginPx)
    expect(safe.leftPx + safe.widthPx).toBeLessThanOrEqual(widthPx - marginPx)
    expect(safe.topPx + safe.heightPx).toBeLessThanOrEqual(heightPx - marginPx)
    expect(Math.min(safe.widthPx, safe.heightPx)).toBeGreaterThan(0)
  })

  test.each([
    [1024, 1024, 'square'],
    [1080, 1350, 'square'],
    [1080, 1920, 'tall'],
    [1200, 627, 'wide']
  ] as const)('%i × %i is %s', (widthPx, heightPx, format) => {
    expect(planCanvas({ widthPx, heightPx }, null).format).toBe(format)
  })

  test('boxes that do not meet overlap in nothing, never in a negative size', () => {
    const box = { leftPx: 0, topPx: 0, widthPx: 10, heightPx: 10 }
    expect(overlapOf(box, { ...box, leftPx: 20 })).toMatchObject({ widthPx: 0, heightPx: 10 })
    expect(overlapOf(grown(box, 5), box)).toEqual(box)
    expect(rounded({ leftPx: 0.4, topPx: 0.6, widthPx: 9.3, heightPx: 0.1 })).toEqual({
      leftPx: 0,
      topPx: 1,
      widthPx: 10,
      heightPx: 1
    })
  })
})
