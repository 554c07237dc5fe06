import { describe, expect, test } from 'vitest'
import { contrastOfLuminance, luminanceOf, mixRgb, type Rgb, toRgb } from '#main/images/composer/colour.ts'
import { neededOpacity, planTextGround } from '#main/images/composer/text-ground.ts'

const grounds = { dark: '#1a1410', light: '#f6f1ea' }
const plain = (rgb: Rgb): Uint8Array => Uint8Array.from({ length: 300 }, (_, index) => rgb[index % 3] ?? 0)

describe('ground below words on a photo', () => {
  test('a dark photo needs no scrim for white words', () => {
    expect(planTextGround(plain([30, 26, 24]), grounds)).toMatchObject({ isDark: true, opacity: 0 })
  })

  test('a pale photo gets dark words rather than a black veil', () => {
    expect(planTextGround(plain([235, 225, 210]), grounds)).toMatchObject({ isDark: false, opacity: 0 })
  })

  test.each([[[128, 128, 128]], [[200, 120, 60]], [[90, 140, 90]], [[255, 255, 0]]] as const)(
    'on %j words reach a contrast of 4.5 and the scrim is no stronger than that',
    (rgb) => {
      const plan = planTextGround(plain(rgb), grounds)
      const text = plan.isDark ? 1 : 0.075
      const at = (opacity: number): number =>
        contrastOfLuminance(text, luminanceOf(mixRgb(rgb, toRgb(plan.scrimColour), opacity)))
      expect(at(plan.opacity)).toBeGreaterThanOrEqual(4.5)
      if (plan.opacity > 0) expect(at(plan.opacity - 0.03)).toBeLessThan(4.5)
    }
  )

  test('a lone glint does not darken the whole picture', () => {
    const pixels = plain([30, 26, 24])
    pixels.set([255, 255, 255], 0)
    expect(planTextGround(pixels, grounds).opacity).toBe(0)
  })

  test('a scrim that cannot help is full', () => {
    expect(neededOpacity([255, 255, 255], [250, 250, 250], 1)).toBe(1)
  })
})
