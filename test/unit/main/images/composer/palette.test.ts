import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { contrastRatio } from '#main/images/composer/colour.ts'
import { planPalette } from '#main/images/composer/palette.ts'
import { onDark, onPaper, onPrimary } from '#main/images/composer/scene.ts'

const colour = fc.integer({ min: 0, max: 0xffffff }).map((value) => `#${value.toString(16).padStart(6, '0')}`)

const BRANDS: readonly (readonly string[])[] = [
  [],
  ['#ffffff'],
  ['#000000'],
  ['#fdf6d8'],
  ['#39ff14', '#ff00ff'],
  ['#808080'],
  ['#00bcd4'],
  ['#ffe600', '#000000'],
  ['#e6e6fa', '#d8bfd8'],
  ['#ff0000', '#0000ff', '#00ff00', '#ffff00', '#ff00ff', '#00ffff', '#000000', '#ffffff']
]

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

  it.each(BRANDS)('the button of %j is seen as one on paper, on dark and on the brand colour', (...brand) => {
    const palette = planPalette(brand, 'Kettle')
    expect(contrastRatio(onPaper(palette).action, palette.paper)).toBeGreaterThanOrEqual(2)
    expect(contrastRatio(onDark(palette, '#14100c').action, '#14100c')).toBeGreaterThanOrEqual(2)
    expect(contrastRatio(onPrimary(palette).action, palette.primary)).toBeGreaterThanOrEqual(1.6)
    for (const roles of [onPaper(palette), onDark(palette, '#14100c'), onPrimary(palette)])
      expect(contrastRatio(roles.onAction, roles.action)).toBeGreaterThanOrEqual(4.5)
  })

  it('among several brand colours the accent is one that is seen on the first', () => {
    const palette = planPalette(['#ff0000', '#0000ff', '#ffff00'], '')
    expect(palette.accent).toBe('#ffff00')
  })
})
