/** Texts of every common encoding come out as they were written. */
import iconv from 'iconv-lite'
import { describe, expect, test } from 'vitest'
import { decodeText, looksLikeText } from '#main/documents/encoding.ts'

const GERMAN = 'Schöne Grüße aus Köln, die Straße über die Brücke ist größer als früher. '.repeat(4)
const POLISH = 'Zażółć gęślą jaźń, proszę wysłać książkę jeszcze dziś wieczorem do księgarni. '.repeat(4)
const RUSSIAN = 'Съешь же ещё этих мягких французских булок да выпей чаю вечером. '.repeat(4)
const JAPANESE = '吾輩は猫である。名前はまだ無い。どこで生れたかとんと見当がつかぬ。'.repeat(4)

describe('decodeText', () => {
  test.each([
    ['utf-8', GERMAN],
    ['windows-1252', GERMAN],
    ['windows-1250', POLISH],
    ['windows-1251', RUSSIAN],
    ['koi8-r', RUSSIAN],
    ['utf-16le', RUSSIAN],
    ['utf-16be', GERMAN],
    ['shift_jis', JAPANESE],
    ['euc-jp', JAPANESE]
  ])('%s without any mark', (encoding, text) => {
    expect(decodeText(iconv.encode(text, encoding)).text).toBe(text)
  })

  test('a byte order mark decides and is not part of the text', () => {
    expect(decodeText(Buffer.from('\uFEFFwords')).text).toBe('words')
    expect(decodeText(iconv.encode('words', 'utf-16be', { addBOM: true })).text).toBe('words')
  })

  test('line ends stay as they are', () => {
    expect(decodeText(Buffer.from('a\r\nb\n')).text).toBe('a\r\nb\n')
  })

  test('nothing is an empty text', () => {
    expect(decodeText(new Uint8Array()).text).toBe('')
  })
})

describe('looksLikeText', () => {
  test('binary data is no text, a few form feeds and tabs are', () => {
    expect(looksLikeText(Buffer.from([1, 2, 3, 0, 5]))).toBe(false)
    expect(looksLikeText(Buffer.from('page one\f\tpage two'))).toBe(true)
  })
})
