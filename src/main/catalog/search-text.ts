/** Pure: how text is made findable. The same cleaning serves the index, the question and the highlights. */

const CJK = '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Hangul}\\p{Script=Thai}'
const CJK_CHAR = new RegExp(`[${CJK}]`, 'gu')
const CJK_LINE_BREAK = new RegExp(`(?<=[${CJK}])[ \\t]*\\r?\\n[ \\t]*(?=[${CJK}])`, 'gu')
const INVISIBLE = /[\u00AD\u200B-\u200D\u2060\uFEFF\u0640]/g
const LINE_HYPHEN = /(?<=\p{L})[-\u2010]\r?\n\s*(?=\p{Ll})/gu
/** Letters whose stroke or ligature is no separate mark. */
const FOLDED: Readonly<Record<string, string>> = {
  ß: 'ss',
  ø: 'o',
  ł: 'l',
  æ: 'ae',
  œ: 'oe',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
  ς: 'σ'
}
const FOLDABLE = /[ßøłæœđðþıς]/g
const MARKS = /(?<=[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}])\p{M}+/gu

/**
 * Compatibility forms unified, invisible characters out, words broken at line ends joined, accents and case folded,
 * and each Chinese, Japanese, Korean or Thai character a word of its own, so that a phrase finds it inside a run.
 */
export function cleanText(text: string): string {
  return foldText(text.replace(INVISIBLE, '').replace(LINE_HYPHEN, '').replace(CJK_LINE_BREAK, '')).replace(
    CJK_CHAR,
    ' $& '
  )
}

/** Case, accents and special letters; ASCII text takes the short way. */
export function foldText(text: string): string {
  const lower = text.toLowerCase()
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the ASCII range is meant.
  if (/^[\x00-\x7F]*$/.test(lower)) return lower
  return lower
    .normalize('NFKD')
    .replace(MARKS, '')
    .normalize('NFC')
    .replace(FOLDABLE, (letter) => FOLDED[letter] ?? letter)
}

export interface Token {
  /** Folded, as the index has it. */
  readonly text: string
  /** Position in the original text. */
  readonly start: number
  readonly end: number
}

const WORD = new RegExp(
  `[${CJK}]|(?:(?![${CJK}])[\\p{L}\\p{N}\\p{M}\\p{Co}\\u00AD\\u200B-\\u200D\\u2060])+(?:[-\\u2010]\\r?\\n\\s*\\p{Ll}[\\p{L}\\p{M}\\u00AD]*)?`,
  'gu'
)

/** The words of a text with their places; a word broken by a hyphen at a line end is one. */
export function* tokensOf(text: string): Generator<Token> {
  for (const match of text.matchAll(WORD)) {
    const folded = foldText(match[0].replace(LINE_HYPHEN, '').replace(INVISIBLE, ''))
    if (folded !== '') yield { text: folded, start: match.index, end: match.index + match[0].length }
  }
}
