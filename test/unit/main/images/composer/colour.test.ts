import { describe, expect, it } from 'vitest'
import { contrastRatio, fromOklch, mixRgb, toOklch, toRgb } from '#main/images/composer/colour.ts'

describe('colour', () => {
  it('contrast follows WCAG', () => {
    expect(contrastRatio('#000000', '#ffffff')).toBeCloseTo(21, 5)
    expect(contrastRatio('#777777', '#ffffff')).toBeCloseTo(4.48, 2)
  })

  it.each(['#0f4c4a', '#f2b84b', '#ff0000', '#ffffff', '#000000', '#808080'])(
    '%s survives the way to OKLCH and back',
    (hex) => {
      const [red, green, blue] = toRgb(hex)
      const [redBack, greenBack, blueBack] = toRgb(fromOklch(toOklch(hex)))
      for (const difference of [red - redBack, green - greenBack, blue - blueBack])
        expect(Math.abs(difference)).toBeLessThanOrEqual(1)
    }
  )

  it('a colour outside sRGB keeps its lightness', () => {
    const hex = fromOklch({ lightness: 0.6, chroma: 0.5, hueDegrees: 150 })
    expect(toOklch(hex).lightness).toBeCloseTo(0.6, 1)
  })

  it('mixes as screens do', () => {
    expect(mixRgb([0, 0, 0], [255, 255, 255], 0.5)).toEqual([127.5, 127.5, 127.5])
  })
})
