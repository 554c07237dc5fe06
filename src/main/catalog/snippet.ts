/** Pure: the part of a text that best shows why it was found, with marks around the matches. */
import { HIGHLIGHT_END, HIGHLIGHT_START } from '#shared/domain/document.ts'
import type { SearchTerm } from './parse-query.ts'
import { type Token, tokensOf } from './search-text.ts'

export interface Snippet {
  /** White space as single spaces, with an ellipsis where text was left out. */
  readonly text: string
  /** Place of the first match in the original; null when nothing matched. */
  readonly at: number | null
}

const WINDOW_CHARS = 220
const LEAD_CHARS = 60
/** Matches beyond these do not change which part is best. */
const MAX_MATCHES = 400
const MAX_SCANNED_CHARS = 2_000_000

interface Match {
  readonly start: number
  readonly end: number
  readonly term: number
}

/** The window with the most different terms, the earliest of equals. Without a match: the beginning. */
export function makeSnippet(original: string, terms: readonly SearchTerm[]): Snippet {
  // Fonts with glyphs of their own use these places too; a space keeps all other positions.
  const text = original.replace(/[\uE000\uE001]/g, ' ')
  const matches = findMatches(
    text.slice(0, MAX_SCANNED_CHARS),
    terms.filter((term) => !term.isExcluded)
  )
  const first = bestStart(matches)
  if (first === null)
    return {
      text: shorten(text.slice(0, WINDOW_CHARS), { isCutAfter: text.length > WINDOW_CHARS }),
      at: null
    }
  const start = wordStart(text, Math.max(0, first.start - LEAD_CHARS))
  const end = wordEnd(text, Math.max(first.end, Math.min(text.length, start + WINDOW_CHARS)))
  const inside = matches.filter((match) => match.start >= start && match.end <= end)
  const marked = mark(
    text.slice(start, end),
    inside.map((match) => ({ start: match.start - start, end: match.end - start }))
  )
  return { text: shorten(marked, { isCutBefore: start > 0, isCutAfter: end < text.length }), at: first.start }
}

function findMatches(text: string, terms: readonly SearchTerm[]): Match[] {
  const longest = Math.max(1, ...terms.map((term) => term.words.length))
  const recent: Token[] = []
  const matches: Match[] = []
  for (const token of tokensOf(text)) {
    recent.push(token)
    if (recent.length > longest) recent.shift()
    terms.forEach((term, index) => {
      const head = endsHere(recent, term)
      if (head !== null) matches.push({ start: head.start, end: token.end, term: index })
    })
    if (matches.length >= MAX_MATCHES) break
  }
  return matches
}

/** The first token of the term when the term ends at the newest token. */
function endsHere(recent: readonly Token[], { words, isPrefix }: SearchTerm): Token | null {
  const tail = recent.slice(-words.length)
  if (tail.length < words.length) return null
  const isMatch = words.every((word, index) => {
    const token = tail[index]?.text ?? ''
    return isPrefix && index === words.length - 1 ? token.startsWith(word) : token === word
  })
  return isMatch ? (tail[0] ?? null) : null
}

function bestStart(matches: readonly Match[]): Match | null {
  let best: Match | null = null
  let bestCount = 0
  matches.forEach((match, index) => {
    const terms = new Set<number>()
    for (const other of matches.slice(index, index + 40)) {
      if (other.start > match.start + WINDOW_CHARS - LEAD_CHARS) break
      terms.add(other.term)
    }
    if (terms.size > bestCount) {
      best = match
      bestCount = terms.size
    }
  })
  return best
}

function mark(text: string, spans: readonly { readonly start: number; readonly end: number }[]): string {
  let out = ''
  let at = 0
  for (const span of [...spans].sort((left, right) => left.start - right.start || right.end - left.end)) {
    if (span.start < at) continue
    out += `${text.slice(at, span.start)}${HIGHLIGHT_START}${text.slice(span.start, span.end)}${HIGHLIGHT_END}`
    at = span.end
  }
  return out + text.slice(at)
}

function shorten(
  text: string,
  cut: { readonly isCutBefore?: boolean; readonly isCutAfter?: boolean }
): string {
  const line = text
    .replace(/\u00AD/g, '')
    .replace(/[-\u2010]\r?\n\s*(?=\p{Ll})/gu, '')
    .replace(/\s+/g, ' ')
    .trim()
  return `${cut.isCutBefore === true ? '… ' : ''}${line}${cut.isCutAfter === true ? ' …' : ''}`
}

function wordStart(text: string, at: number): number {
  const space = text.slice(at, at + 30).search(/\s/)
  return at === 0 || space < 0 ? at : at + space + 1
}

function wordEnd(text: string, at: number): number {
  const space = text.slice(at, at + 30).search(/\s/)
  return space < 0 ? Math.min(text.length, at) : at + space
}
