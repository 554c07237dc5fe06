/** Pages and found words of the reader. */
import { describe, expect, it } from 'vitest'
import { countHits, pagesOf, partsOf } from '#renderer/features/documents/find-in-text.ts'

describe('find in text', () => {
  it('pages end at form feeds', () => {
    expect(pagesOf('One\f Two \fThree')).toEqual([
      { number: 1, text: 'One' },
      { number: 2, text: 'Two' },
      { number: 3, text: 'Three' }
    ])
  })

  it('finds words in any case and numbers them from where the page before ended', () => {
    expect(partsOf('A candle, the Candle.', 'candle', 4)).toEqual([
      { text: 'A ', hit: null },
      { text: 'candle', hit: 4 },
      { text: ', the ', hit: null },
      { text: 'Candle', hit: 5 },
      { text: '.', hit: null }
    ])
  })

  it.each(['.', '(', '[a', '\\', '$9', 'a|b', '*'])('takes %s as plain text, not as a pattern', (wanted) => {
    expect(countHits(partsOf(`x ${wanted} y`, wanted, 0))).toBe(1)
  })

  it('loses no letter, whatever is looked for', () => {
    const text = 'Grüße, ÄÖ 🕯 line\nbreak'
    for (const wanted of ['ü', '🕯', 'zzz', ' ', 'line\nb']) {
      expect(
        partsOf(text, wanted, 0)
          .map((part) => part.text)
          .join('')
      ).toBe(text)
    }
  })
})
