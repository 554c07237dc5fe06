import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { contrast, inkOn } from '#main/slideshow/contrast.ts'

describe('inkOn', () => {
  it('is white on dark brands and dark on light ones', () => {
    expect(inkOn('#7a3b1d')).toBe('#ffffff')
    expect(inkOn('#ffd54f')).toBe('#14161a')
  })

  it('reads on every colour there is', () => {
    const colour = fc
      .integer({ min: 0, max: 0xffffff })
      .map((value) => `#${value.toString(16).padStart(6, '0')}`)
    fc.assert(fc.property(colour, (background) => contrast(inkOn(background), background) >= 4.2))
  })
})
