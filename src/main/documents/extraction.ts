/** The last step of every reader: pages and headings become an Extraction with counts and guesses. */
import type { DocumentKind, Extraction } from '#shared/domain/document.ts'
import type { ExtractionLimits } from './extractor.ts'
import { guessLanguage } from './language.ts'

export interface OutlineEntry {
  /** 1–6 for headings, LIST_LEVEL for list items. */
  readonly level: number
  readonly text: string
  readonly page: number
}

/** The outline's level of a list item. */
export const LIST_LEVEL = 7
const MAX_OUTLINE = 2000
const MAX_ENTRY_CHARS = 500

export interface ExtractedParts {
  readonly kind: DocumentKind
  readonly title: string | null
  readonly pages: readonly string[]
  /** Null where the format has no pages. */
  readonly pageCount: number | null
  readonly outline: readonly OutlineEntry[]
}

export function toExtraction(parts: ExtractedParts, limits: ExtractionLimits): Extraction {
  const pages = cutToLimit(parts.pages, limits.maxTextChars)
  const text = pages.join('\f')
  const wordCount = countWords(text)
  return {
    kind: parts.kind,
    title: oneLine(parts.title ?? ''),
    text,
    pages: pages.map((page, index) => ({ number: index + 1, text: page })),
    pageCount: parts.pageCount,
    wordCount,
    language: guessLanguage(text),
    outline: parts.outline
      .map((entry) => ({ ...entry, text: oneLine(entry.text)?.slice(0, MAX_ENTRY_CHARS) ?? '' }))
      .filter((entry) => entry.text !== '')
      .slice(0, MAX_OUTLINE),
    isTextless: wordCount === 0
  }
}

/** Runs of letters, marks and digits. */
export function countWords(text: string): number {
  let count = 0
  for (const _ of text.matchAll(/[\p{L}\p{M}\p{N}]+/gu)) count++
  return count
}

/** White space as single spaces; null when nothing is left. */
export function oneLine(text: string): string | null {
  const line = text.replaceAll('\0', '').replace(/\s+/g, ' ').trim()
  return line === '' ? null : line
}

/** Removes NUL characters, which end a text in many places, and stops at the limit. */
function cutToLimit(pages: readonly string[], maxChars: number): string[] {
  let left = maxChars
  const kept: string[] = []
  for (const page of pages) {
    const text = page.replaceAll('\0', '').slice(0, left)
    kept.push(text)
    left -= text.length
    if (left <= 0) break
  }
  return kept
}
