/** What is typed in the search field becomes terms and conditions; anything may be typed. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseQuery, toMatch } from '#main/catalog/parse-query.ts'

describe('parseQuery', () => {
  test('operators, a phrase, a prefix and an exclusion', () => {
    expect(parseQuery('provider:together cost:<0.01 tag:"summer sale" "exact words" begin* -not')).toEqual({
      terms: [
        { words: ['exact', 'words'], isPrefix: false, isExcluded: false },
        { words: ['begin'], isPrefix: true, isExcluded: false },
        { words: ['not'], isPrefix: false, isExcluded: true }
      ],
      conditions: [
        { field: 'provider', value: 'together', isExcluded: false },
        { field: 'cost', compare: '<', value: 10_000, isExcluded: false },
        { field: 'tag', value: 'summer sale', isExcluded: false }
      ]
    })
  })

  test.each([
    ['cost:>=$1.50', { field: 'cost', compare: '>=', value: 1_500_000 }],
    ['stars:>3', { field: 'rating', compare: '>', value: 3 }],
    ['size:>2mb', { field: 'size', compare: '>', value: 2_097_152 }],
    ['date:>=2026-11-01', { field: 'created', compare: '>=', value: Date.UTC(2026, 10, 1) }],
    ['is:ai', { field: 'origin', value: 'generated' }],
    ['-type:video', { field: 'kind', value: 'video', isExcluded: true }]
  ])('%s', (query, condition) => {
    expect(parseQuery(query)).toMatchObject({ terms: [], conditions: [condition] })
  })

  test('an unknown operator and an unusable number are searched as words', () => {
    expect(parseQuery('https://example.com cost:cheap')).toMatchObject({
      terms: [{ words: ['https', 'example', 'com'] }, { words: ['cost', 'cheap'] }],
      conditions: []
    })
  })

  test('nothing typed is ever syntax of the index', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (query) => {
        const match = toMatch(parseQuery(query).terms)
        expect(match === null || /^\((?:"[^"]*"\*?(?: AND )?)+\)(?: NOT "[^"]*"\*?)*$/.test(match)).toBe(true)
      })
    )
  })
})
