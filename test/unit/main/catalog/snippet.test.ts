/** Snippets show the best part of a text, with marks around exactly the matches. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseQuery } from '#main/catalog/parse-query.ts'
import { makeSnippet } from '#main/catalog/snippet.ts'

const shown = (text: string, query: string): string =>
  makeSnippet(text, parseQuery(query).terms).text.replaceAll('\uE000', '[').replaceAll('\uE001', ']')

describe('makeSnippet', () => {
  test.each([
    ['A café in Zürich', 'cafe', 'A [café] in Zürich'],
    ['red wine, white wine', '"white wine"', 'red wine, [white wine]'],
    ['custom and customer', 'custom*', '[custom] and [customer]'],
    ['one\n\n  two   three', 'two', 'one [two] three'],
    ['no match here', 'absent', 'no match here'],
    ['東京都の店', '東京', '[東京]都の店']
  ])('%s for %s', (text, query, expected) => {
    expect(shown(text, query)).toBe(expected)
  })

  test('the part with most of the words wins over an earlier one', () => {
    const text = `heron alone. ${'filler words '.repeat(60)} heron and reed and water together. ${'more '.repeat(60)}`
    expect(shown(text, 'heron reed water')).toMatch(/^… .*\[heron\] and \[reed\] and \[water\] together.* …$/)
  })

  test('marks in the text itself cannot pass for highlights', () => {
    expect(makeSnippet('a \uE000fake\uE001 word', parseQuery('word').terms).text).toBe(
      'a fake \uE000word\uE001'
    )
  })

  test('stays short and never breaks, whatever the text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 600 }),
        fc.string({ maxLength: 20 }),
        (text, query) => {
          expect(makeSnippet(text, parseQuery(query).terms).text.length).toBeLessThan(1200)
        }
      )
    )
  })
})
