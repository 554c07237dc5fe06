/** Text is made findable the same way for the index, the question and the highlights. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cleanText, foldText, tokensOf } from '#main/catalog/search-text.ts'

const words = (text: string): string[] => [...tokensOf(text)].map((token) => token.text)

describe('search text', () => {
  test.each([
    ['Crème Brûlée', ['creme', 'brulee']],
    ['Straße ŁÓDŹ Ærø', ['strasse', 'lodz', 'aero']],
    ['ΚΑΛΌΣ καλός', ['καλοσ', 'καλοσ']],
    ['Ёлка и йод', ['елка', 'и', 'иод']],
    ['ｆｕｌｌ ﬁne', ['full', 'fine']],
    ['exception-\nally', ['exceptionally']],
    ['forty-eight', ['forty', 'eight']],
    ['Donau\u00ADdampf', ['donaudampf']],
    ['東京へ', ['東', '京', 'へ']],
    ["C++ and AT&T's", ['c', 'and', 'at', 't', 's']],
    ['snake_case', ['snake', 'case']]
  ])('%s', (text, expected) => {
    expect(words(text)).toEqual(expected)
  })

  test('the cleaned text holds the same words as the tokens', () => {
    for (const text of ['Crème Brûlée exception-\nally', '東京へ行く\n人々', 'Größe: 48 h', 'ﬁne ½ ①']) {
      expect(cleanText(text).match(/[\p{L}\p{N}]+/gu)).toEqual(
        words(text)
          .join(' ')
          .match(/[\p{L}\p{N}]+/gu)
      )
    }
  })

  test('places in the original are right for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), (text) => {
        for (const token of tokensOf(text)) {
          expect(token.end).toBeGreaterThan(token.start)
          expect(foldText(text.slice(token.start, token.end)).length).toBeGreaterThan(0)
        }
      })
    )
  })
})
