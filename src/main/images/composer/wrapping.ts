/** Where lines break: words or pieces into balanced lines without a lonely last word. Pure; widths come measured. */

/** One unbreakable piece of text; `spaceAfter` says whether a space follows it when the line goes on. */
export interface Piece {
  readonly text: string
  readonly spaceAfter: boolean
}

const NO_SPACE_SCRIPT = /[぀-ヿ㐀-鿿豈-﫿぀-ゟ]/u
/** Short words that read badly at a line's end. */
const CLINGING =
  /^(?:a|an|the|of|to|in|on|at|by|for|and|or|&|with|your|our|from|is|in|no|\d+[.,]?\d*|[€$£])$/i

/** Text → pieces: words at spaces, and single characters in scripts that break anywhere. Control characters vanish. */
export function toPieces(text: string): readonly Piece[] {
  const pieces: Piece[] = []
  for (const word of cleanText(text).split(' ')) {
    if (word === '') continue
    const parts = NO_SPACE_SCRIPT.test(word) ? toGraphemes(word) : [word]
    for (const [index, part] of parts.entries()) {
      pieces.push({ text: part, spaceAfter: index === parts.length - 1 })
    }
  }
  return pieces
}

/** One line of plain text: no control characters, no doubled white space. */
export function cleanText(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u200b\u200e\u200f\u2060-\u206f\ufeff]/gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim()
}

/** User-perceived characters, so that a cut never splits an accent or an emoji. */
export function toGraphemes(text: string): readonly string[] {
  return [...new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(text)].map((part) => part.segment)
}

export interface WrapInput {
  readonly pieces: readonly Piece[]
  /** Measured width of each piece, same order. */
  readonly widthsPx: readonly number[]
  readonly spacePx: number
  readonly maxWidthPx: number
}

/** The cheapest way to set pieces 0…end on a number of lines, and where its last line begins. */
interface Split {
  readonly cost: number
  readonly begins: readonly number[]
}

/**
 * Fewest lines that fit, then the most even ones among those. Null when a single piece is wider than the line.
 * An empty input gives no lines.
 */
export function wrapBalanced(input: WrapInput): readonly string[] | null {
  if (input.widthsPx.some((width) => width > input.maxWidthPx)) return null
  const lineCount = greedyLineCount(input)
  let splits: readonly (Split | null)[] = [{ cost: 0, begins: [] }]
  for (let line = 1; line <= lineCount; line += 1) {
    const previous = splits
    splits = [null, ...input.pieces.map((_, index) => bestSplit(input, previous, index + 1))]
  }
  const begins = splits[input.pieces.length]?.begins ?? []
  return begins.map((begin, index) => joinPieces(input.pieces.slice(begin, begins[index + 1])))
}

function bestSplit(input: WrapInput, previous: readonly (Split | null)[], end: number): Split | null {
  let best: Split | null = null
  for (let begin = end - 1; begin >= 0; begin -= 1) {
    const width = lineWidthPx(input, begin, end)
    if (width > input.maxWidthPx) break
    const before = previous[begin]
    if (before === null || before === undefined) continue
    const cost = before.cost + lineCost(input, { begin, end, width })
    if (best === null || cost < best.cost) best = { cost, begins: [...before.begins, begin] }
  }
  return best
}

function greedyLineCount(input: WrapInput): number {
  let lines = 0
  let begin = 0
  while (begin < input.pieces.length) {
    let end = begin + 1
    while (end < input.pieces.length && lineWidthPx(input, begin, end + 1) <= input.maxWidthPx) end += 1
    begin = end
    lines += 1
  }
  return lines
}

function lineWidthPx(input: WrapInput, begin: number, end: number): number {
  let width = 0
  for (let index = begin; index < end; index += 1) {
    width += input.widthsPx[index] ?? 0
    if (index < end - 1 && input.pieces[index]?.spaceAfter === true) width += input.spacePx
  }
  return width
}

function lineCost(
  input: WrapInput,
  line: { readonly begin: number; readonly end: number; readonly width: number }
): number {
  const slackRatio = (input.maxWidthPx - line.width) / input.maxWidthPx
  const isLast = line.end === input.pieces.length
  const isLonely =
    isLast && line.begin > 0 && line.end - line.begin === 1 && line.width < input.maxWidthPx * 0.4
  const clings = !isLast && CLINGING.test(input.pieces[line.end - 1]?.text ?? '')
  return slackRatio ** 2 + (isLonely ? 0.6 : 0) + (clings ? 0.12 : 0)
}

/** Pieces back to text, spaces where they stood. */
export function joinPieces(pieces: readonly Piece[]): string {
  return pieces
    .map((piece, index) => (piece.spaceAfter && index < pieces.length - 1 ? `${piece.text} ` : piece.text))
    .join('')
}
