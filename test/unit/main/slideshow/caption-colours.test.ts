import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { captionColours, captionContrast, READABLE_CONTRAST } from '#main/slideshow/caption-colours.ts'
import { CAPTION_DESIGNS, designOf } from '#main/slideshow/caption-overlay.ts'
import { captionStyleSchema } from '#shared/domain/slideshow.ts'

const PLAIN = { colour: null, groundColour: null }
const anyColour = fc
  .integer({ min: 0, max: 0xffffff })
  .map((value) => `#${value.toString(16).padStart(6, '0')}`)
const anyStyle = fc.constantFrom(...captionStyleSchema.options)

describe('captionColours', () => {
  it('are the style’s own, to the last part, where nothing was chosen', () => {
    for (const style of captionStyleSchema.options) {
      expect(designOf({ style, ...PLAIN })).toEqual(CAPTION_DESIGNS[style])
    }
  })

  it('are the chosen ones, and a box lets nothing of the picture through', () => {
    const chosen = { colour: '#ffd54f', groundColour: '#0a5f38' }
    expect(captionColours(CAPTION_DESIGNS.box, chosen)).toEqual({
      ink: '#ffd54f',
      ground: { colour: '#0a5f38', opacity: 1 }
    })
  })

  it('read on every picture when only one of the two was chosen: the other gives way', () => {
    fc.assert(
      fc.property(anyStyle, anyColour, (style, groundColour) => {
        expect(captionContrast(designOf({ style, colour: null, groundColour }))).toBeGreaterThanOrEqual(
          READABLE_CONTRAST
        )
      })
    )
    fc.assert(
      fc.property(fc.constantFrom('outline' as const, 'headline' as const), anyColour, (style, colour) => {
        expect(captionContrast(designOf({ style, colour, groundColour: null }))).toBeGreaterThanOrEqual(
          READABLE_CONTRAST
        )
      })
    )
  })
})

describe('captionContrast', () => {
  it('is that of the picture on which the letters read worst', () => {
    const ground = { colour: '#000000', opacity: 0.5 }
    expect(captionContrast({ ink: '#ffffff', ground })).toBeCloseTo(3.98, 1)
    expect(captionContrast({ ink: '#ffffff', ground: { colour: '#000000', opacity: 1 } })).toBeCloseTo(21, 5)
  })
})
