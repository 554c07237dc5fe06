/** Pure: which lines of a PDF are headings and list items, told by letter height and leading marks. */
import { LIST_LEVEL, type OutlineEntry } from './extraction.ts'

export interface PdfLine {
  readonly text: string
  /** Height of the tallest letters; 0 for empty lines. */
  readonly heightPt: number
  readonly page: number
}

/** A heading is this much taller than the body text, and short. */
const HEADING_RATIO = 1.15
const MAX_HEADING_CHARS = 140
const BULLET = /^\s*[•‣◦▪●○■□–·∙*-]\s+(\S.*)$/
const NUMBERED = /^\s*\d{1,2}[.)]\s+(\S.*)$/

/** Headings in reading order; the tallest letters are level 1. List items keep their wrapped second line. */
export function findHeadings(lines: readonly PdfLine[]): OutlineEntry[] {
  const bodyPt = bodyHeight(lines)
  const levels = levelsOf(lines, bodyPt)
  const entries: OutlineEntry[] = []
  let open: { heightPt: number; isItem: boolean } | null = null
  for (const line of lines) {
    const text = line.text.trim()
    const level = levels.get(rounded(line.heightPt))
    // A numbered line in larger letters is a chapter.
    const item = BULLET.exec(text)?.[1] ?? (level === undefined ? NUMBERED.exec(text)?.[1] : undefined)
    const previous = entries.at(-1)
    if (text === '') open = null
    else if (item !== undefined) {
      entries.push({ level: LIST_LEVEL, text: item, page: line.page })
      open = { heightPt: rounded(line.heightPt), isItem: true }
    } else if (open !== null && previous?.page === line.page && isContinuation(open, line, previous.text)) {
      entries[entries.length - 1] = { ...previous, text: `${previous.text} ${text}` }
    } else if (level !== undefined && text.length <= MAX_HEADING_CHARS && /\p{L}/u.test(text)) {
      entries.push({ level, text, page: line.page })
      open = { heightPt: rounded(line.heightPt), isItem: false }
    } else open = null
  }
  return entries
}

/** A wrapped heading keeps its height; a wrapped item goes on in the middle of a sentence. */
function isContinuation(
  open: { readonly heightPt: number; readonly isItem: boolean },
  line: PdfLine,
  previous: string
): boolean {
  if (rounded(line.heightPt) !== open.heightPt) return false
  if (open.isItem) return /^\s*\p{Ll}/u.test(line.text) && !/[.!?:]$/.test(previous)
  return previous.length + line.text.length <= MAX_HEADING_CHARS
}

const rounded = (heightPt: number): number => Math.round(heightPt * 2) / 2

/** The height that most characters have. */
function bodyHeight(lines: readonly PdfLine[]): number {
  const chars = new Map<number, number>()
  for (const line of lines) {
    const height = rounded(line.heightPt)
    if (height > 0) chars.set(height, (chars.get(height) ?? 0) + line.text.length)
  }
  return [...chars].sort((left, right) => right[1] - left[1])[0]?.[0] ?? 0
}

function levelsOf(lines: readonly PdfLine[], bodyPt: number): ReadonlyMap<number, number> {
  const heights = new Set(
    lines.map((line) => rounded(line.heightPt)).filter((height) => height > bodyPt * HEADING_RATIO)
  )
  const sorted = [...heights].sort((left, right) => right - left)
  return new Map(sorted.map((height, index) => [height, Math.min(index + 1, 6)]))
}
