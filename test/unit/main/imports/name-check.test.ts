/** A name that lies is named; the many honest spellings of one format are not. */
import { expect, test } from 'vitest'
import type { FileFormat } from '#main/imports/import-ports.ts'
import { nameWarning } from '#main/imports/name-check.ts'

const jpeg: FileFormat = { kind: 'image', format: 'jpeg', extension: '.jpg', mediaType: 'image/jpeg' }
const text: FileFormat = { kind: 'document', format: 'txt', extension: '.txt', mediaType: 'text/plain' }

test.each(['a.jpg', 'a.JPEG', 'a.jfif', 'a', 'a.backup', 'a.v2'])('%s may hold a JPEG', (name) => {
  expect(nameWarning(name, jpeg)).toBeNull()
})
test.each(['a.txt', 'a.md', 'a.csv', 'a.html', 'README'])('%s may hold words', (name) => {
  expect(nameWarning(name, text)).toBeNull()
})
test('a picture named as a PDF and words named as a picture are told', () => {
  expect(nameWarning('a.pdf', jpeg)).toContain('PDF, the content is JPG')
  expect(nameWarning('a.png', text)).toContain('PNG, the content is TXT')
})
