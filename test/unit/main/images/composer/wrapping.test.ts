import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cleanText, joinPieces, toPieces, wrapBalanced } from '#main/images/composer/wrapping.ts'

const wrap = (text: string, maxWidthPx: number) => {
  const pieces = toPieces(text)
  return wrapBalanced({
    pieces,
    widthsPx: pieces.map((piece) => piece.text.length * 10),
    spacePx: 10,
    maxWidthPx
  })
}

describe('wrapBalanced', () => {
  it('leaves no lonely last word', () => {
    expect(wrap('Fresh bread delivered before breakfast now', 300)).toEqual([
      'Fresh bread delivered',
      'before breakfast now'
    ])
  })

  it('evens the lines out instead of filling the first', () => {
    expect(wrap('one two three four five six', 200)).toEqual(['one two three', 'four five six'])
  })

  it('does not end a line with a small clinging word when it can be helped', () => {
    expect(wrap('Boils water for a pot of tea', 160)?.some((line) => / (a|of|for)$/.test(line))).toBe(false)
  })

  it('says when a word is wider than the line', () => {
    expect(wrap('Donaudampfschifffahrt', 100)).toBeNull()
  })

  it('breaks between characters where a script has no spaces', () => {
    expect(wrap('日本語のテキスト', 40)).toEqual(['日本語の', 'テキスト'])
  })

  it('never loses a word and never exceeds the line', () => {
    const words = fc.array(fc.stringMatching(/^[a-z]{1,9}$/), { minLength: 1, maxLength: 14 })
    fc.assert(
      fc.property(words, fc.integer({ min: 90, max: 400 }), (list, max) => {
        const lines = wrap(list.join(' '), max) ?? []
        expect(lines.join(' ')).toBe(list.join(' '))
        for (const line of lines) expect(line.length * 10).toBeLessThanOrEqual(max)
      })
    )
  })

  it('an empty text has no lines', () => {
    expect(wrap('  ', 100)).toEqual([])
  })
})

describe('cleanText', () => {
  it('takes out what cannot be drawn and keeps joined emoji whole', () => {
    expect(cleanText(' a\u0000b\u2028c\td\u200b ')).toBe('a b c d')
    expect(cleanText('👩‍🍳')).toBe('👩‍🍳')
  })

  it('pieces join to the cleaned text', () => {
    const text = 'Ein Wort 日本 und mehr'
    expect(joinPieces(toPieces(text))).toBe(text)
  })
})
