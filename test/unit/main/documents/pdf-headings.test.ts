/** Headings of a PDF are found by letter height. */
import { expect, test } from 'vitest'
import { findHeadings } from '#main/documents/pdf-headings.ts'

const line = (text: string, heightPt = 11, page = 1) => ({ text, heightPt, page })
const BODY = line('A long line of ordinary text that says what the product is and does for people.')

test('taller lines are headings, the tallest level 1, and a wrapped heading is one', () => {
  const lines = [
    line('A very long', 24),
    line('title', 24),
    BODY,
    line('Section', 16),
    BODY,
    line('', 0),
    line('Section two', 16, 2),
    BODY
  ]
  expect(findHeadings(lines)).toEqual([
    { level: 1, text: 'A very long title', page: 1 },
    { level: 2, text: 'Section', page: 1 },
    { level: 2, text: 'Section two', page: 2 }
  ])
})

test('list items keep their second line, and a number in body size starts an item', () => {
  const lines = [BODY, line('• Burns for forty hours and'), line('more'), line('2. Order now.'), BODY]
  expect(findHeadings(lines).map((entry) => entry.text)).toEqual([
    'Burns for forty hours and more',
    'Order now.'
  ])
})

test('a document in one size has no headings', () => {
  expect(findHeadings([BODY, line('Short line'), BODY])).toEqual([])
})
