import { describe, expect, it } from 'vitest'
import { storyboardFrom } from '#main/slideshow/storyboard.ts'
import { type Brief, EMPTY_BRIEF } from '#shared/domain/campaign.ts'

const brief: Brief = {
  ...EMPTY_BRIEF,
  productName: 'Hand-poured candles',
  tagline: 'Light for long evenings',
  benefits: ['Burns 40 hours', 'Pure soy wax', 'Refill for half the price'],
  callsToAction: ['Order today'],
  price: '€18',
  brandColours: ['#ffd54f']
}

describe('storyboardFrom', () => {
  it('opens with the product, shows each benefit once and closes with the call to action', () => {
    const { slides } = storyboardFrom({ brief, pictures: [{ path: '/a.jpg' }, { path: '/b.jpg' }] })
    expect(slides.map((slide) => [slide.path, slide.caption, slide.card?.kind ?? null])).toEqual([
      ['/a.jpg', '', 'opening'],
      ['/a.jpg', 'Burns 40 hours', null],
      ['/b.jpg', 'Pure soy wax', null],
      ['/a.jpg', 'Refill for half the price', null],
      ['/b.jpg', '', 'closing']
    ])
    expect(slides[0]?.card?.title).toBe('Hand-poured candles')
    expect(slides.at(-1)?.card).toMatchObject({ action: 'Order today', colour: '#ffd54f' })
  })

  it('makes plain slides without a brief and keeps the order of captions', () => {
    const { slides } = storyboardFrom({
      brief: null,
      pictures: [{ path: '/a.jpg' }, { path: '/b.jpg' }],
      captions: ['One']
    })
    expect(slides.map((slide) => slide.caption)).toEqual(['One', ''])
  })

  it('draws no empty cards for an empty brief', () => {
    const { slides } = storyboardFrom({ brief: EMPTY_BRIEF, pictures: [{ path: '/a.jpg' }] })
    expect(slides).toHaveLength(1)
    expect(slides[0]?.card).toBeUndefined()
  })

  it('refuses a slideshow without pictures', () => {
    expect(() => storyboardFrom({ brief, pictures: [] })).toThrow(
      expect.objectContaining({ code: 'INVALID_INPUT' })
    )
  })
})
