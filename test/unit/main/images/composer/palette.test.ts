import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { contrastRatio } from '#main/images/composer/colour.ts'
import { planPalette } from '#main/images/composer/palette.ts'

const colour = fc.integer({ min: 0, max: 0xffffff }).map((value) => `#${value.toString(16).padStart(6, '0')}`)

describe('planPalette', () => {
  it('whatever the brand’s colours, every text pair reads (4.5)', () => {
    fc.assert(
      fc.property(fc.array(colour, { maxLength: 3 }), fc.string({ maxLength: 12 }), (brandColours, name) => {
        const palette = planPalette(brandColours, name)
        const pairs = [
          contrastRatio(palette.onPrimary, palette.primary),
          contrastRatio(palette.onPrimary, palette.primaryShade),
          contrastRatio(palette.onAccent, palette.accent),
          contrastRatio(palette.ink, palette.paper),
          contrastRatio(palette.inkSoft, palette.paper),
          contrastRatio(palette.ink, palette.tint)
        ]
        for (const ratio of pairs) expect(ratio).toBeGreaterThanOrEqual(4.5)
      }),
      { numRuns: 400 }
    )
  })

  it('keeps a dark brand colour as it is', () => {
    expect(planPalette(['#123a5c'], '').primary).toBe('#123a5c')
  })

  it('one product keeps one look', () => {
    expect(planPalette([], 'Test Kettle')).toEqual(planPalette([], 'Test Kettle'))
  })
})
