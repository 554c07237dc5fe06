/** Splits a document's text into pages and finds words in it, for the reader. Pure. */

export interface ReaderPage {
  readonly number: number
  readonly text: string
}

/** Pages are joined by form feeds; a text without any is one page. */
export function pagesOf(text: string): readonly ReaderPage[] {
  return text.split('\f').map((page, index) => ({ number: index + 1, text: page.trim() }))
}

export interface TextPart {
  readonly text: string
  /** Number of the hit within the whole document, from 0; null for plain text. */
  readonly hit: number | null
}

/** One page cut into plain and found parts. `firstHit` is the number of the page's first hit. */
export function partsOf(text: string, wanted: string, firstHit: number): readonly TextPart[] {
  const needle = wanted.trim()
  if (needle === '') return [{ text, hit: null }]
  const pattern = new RegExp(needle.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`), 'giu')
  const parts: TextPart[] = []
  let end = 0
  let hit = firstHit
  for (const match of text.matchAll(pattern)) {
    if (match[0] === '') continue
    parts.push({ text: text.slice(end, match.index), hit: null }, { text: match[0], hit })
    end = match.index + match[0].length
    hit += 1
  }
  parts.push({ text: text.slice(end), hit: null })
  return parts.filter((part) => part.text !== '')
}

/** Hits in a cut page. */
export function countHits(parts: readonly TextPart[]): number {
  return parts.filter((part) => part.hit !== null).length
}
