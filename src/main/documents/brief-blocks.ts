/** Pure: an extraction as a sequence of headings, list items and paragraphs, each under its section. */
import type { Extraction } from '#shared/domain/document.ts'
import { withoutMarks } from './extractors/plain-text.ts'

export interface Block {
  readonly kind: 'heading' | 'item' | 'paragraph'
  readonly text: string
  /** 1–6 for headings; 0 otherwise. */
  readonly level: number
  /** Null where the format has no pages. */
  readonly page: number | null
  /** The nearest heading above; empty before the first. */
  readonly section: string
}

const MARKED_ITEM = /^\s*(?:[-*+•‣◦▪●○■·–]|\d{1,2}[.)])\s+(\S.*)$/
const SENTENCE_END = /[.!?:;”"’)]$/
/** A wrapped line fills most of its column; a shorter one ended on purpose. */
const FULL_LINE_CHARS = 60

/** Reading order is kept; code, tables of links and rules of dashes are left out. */
export function toBlocks(extraction: Extraction): readonly Block[] {
  const outline = new Map(extraction.outline.map((entry) => [key(entry.text), entry.level]))
  const isMarkdown = extraction.kind === 'md'
  const isWrapped = extraction.kind === 'pdf' || extraction.kind === 'txt' || isMarkdown
  const blocks: Block[] = []
  const state = { section: '', isCode: false }
  for (const page of extraction.pages) {
    const number = extraction.pageCount === null ? null : page.number
    let open = false
    for (const raw of page.text.split(/\r\n|\r|\n/)) {
      if (isMarkdown && /^\s*(```|~~~)/.test(raw)) state.isCode = !state.isCode
      const line = state.isCode ? null : readLine(raw, outline)
      if (line === null) {
        open = false
        continue
      }
      const previous = blocks.at(-1)
      if (open && isWrapped && previous !== undefined && continues(previous, line, raw)) {
        blocks[blocks.length - 1] = { ...previous, text: `${previous.text} ${line.text}` }
        continue
      }
      if (line.kind === 'heading') state.section = line.text
      blocks.push({ ...line, page: number, section: state.section })
      open = line.kind !== 'heading'
    }
  }
  return blocks
}

type Line = Pick<Block, 'kind' | 'text' | 'level'>

/** A list of nothing but links leads elsewhere and says nothing about the product. */
const LINK_ITEM = /^\s*(?:[-*+]|\d+[.)])\s*\[[^\]]*\](?:\([^)]*\)|\[[^\]]*\])[\s.]*$/

function readLine(raw: string, outline: ReadonlyMap<string, number>): Line | null {
  if (LINK_ITEM.test(raw)) return null
  const text = withoutMarks(
    raw
      .replace(/^\s{0,3}#{1,6}\s+/, '')
      .replace(/\s+#+\s*$/, '')
      .replace(/^\s*>\s?/, '')
  )
  const item = MARKED_ITEM.exec(text)?.[1]
  const bare = (item ?? text).replace(/\s+/g, ' ').trim()
  if (!/\p{L}/u.test(bare) || /^\|.*\|$/.test(bare) || /^https?:\S+$/.test(bare)) return null
  const level = outline.get(key(bare))
  if (item !== undefined || level === 7) return { kind: 'item', text: bare, level: 0 }
  if (level !== undefined) return { kind: 'heading', text: bare, level }
  return { kind: 'paragraph', text: bare, level: 0 }
}

function continues(previous: Block, line: Line, raw: string): boolean {
  if (line.kind !== 'paragraph' || previous.kind === 'heading') return false
  if (/^\s*\[.*\]:/.test(raw)) return false
  if (/^\p{Ll}/u.test(line.text)) return !/[.!?]$/.test(previous.text)
  return previous.text.length >= FULL_LINE_CHARS && !SENTENCE_END.test(previous.text)
}

const key = (text: string): string => withoutMarks(text).replace(/\s+/g, ' ').trim().toLowerCase()

/** Sentences of a paragraph; abbreviations and numbers keep theirs whole. */
export function sentencesOf(text: string): readonly string[] {
  return text
    .split(/(?<=[.!?]["”’)]?)\s+(?=["“‘(]?[\p{Lu}\d])/u)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== '')
}
