/** Letters of PDFs that are not what they look like. */
import { expect, test } from 'vitest'
import { plainLetters } from '#main/documents/extractors/pdf.ts'

test('ligatures, also with swapped bytes, become letters; Chinese stays', () => {
  expect(plainLetters('\uFB01rst')).toBe('first')
  expect(plainLetters('\u6600\u6900rst o\u6600\u6600\u6900ce \u6600\u6C00ame o\u6600\u6600')).toBe(
    'first office flame off'
  )
  expect(plainLetters('\u8D75\u6600 \u6900')).toBe('\u8D75\u6600 \u6900')
})
