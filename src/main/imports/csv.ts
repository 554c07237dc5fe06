/** Pure: tables parted by commas, semicolons or tabs to rows and back, as spreadsheets write them. */

export interface CsvRow {
  /** Line of the file on which the row starts, from 1. */
  readonly line: number
  readonly cells: readonly string[]
}

export interface CsvTable {
  readonly header: readonly string[]
  readonly rows: readonly CsvRow[]
  /** Line on which a quote opens that is never closed; what follows it is not in the rows. */
  readonly unclosedAtLine: number | null
}

/** Quoted cells may hold line ends and doubled quotes; others are trimmed. The separator is the one the first line has most of. */
export function parseCsv(text: string): CsvTable {
  const { separator, source, skippedLines } = findSeparator(text.replace(/^\uFEFF/, ''))
  const { rows, unclosedAtLine } = readRows(source, separator)
  const [header, ...rest] = rows
    .map(({ line, cells }) => ({ line: line + skippedLines, cells }))
    .filter(({ cells }) => cells.some((cell) => cell.trim() !== ''))
  return {
    header: header?.cells.map((cell) => cell.trim()) ?? [],
    rows: rest,
    unclosedAtLine: unclosedAtLine === null ? null : unclosedAtLine + skippedLines
  }
}

/** Some spreadsheets name the separator on a line of its own before the table: `sep=;`. */
function findSeparator(source: string): {
  readonly separator: string
  readonly source: string
  readonly skippedLines: number
} {
  const named = /^sep=(.)\r?\n/i.exec(source)
  if (named?.[1] !== undefined)
    return { separator: named[1], source: source.slice(named[0].length), skippedLines: 1 }
  const firstLine = source.slice(0, source.search(/\r|\n|$/))
  const separator = [',', ';', '\t'].reduce((best, each) =>
    firstLine.split(each).length > firstLine.split(best).length ? each : best
  )
  return { separator, source, skippedLines: 0 }
}

/** One pass over the characters; a row ends at a line end outside quotes, whichever of the three kinds it is. */
function readRows(
  source: string,
  separator: string
): { readonly rows: readonly CsvRow[]; readonly unclosedAtLine: number | null } {
  const rows: CsvRow[] = []
  let cells: string[] = []
  let cell = ''
  let state: 'start' | 'plain' | 'quoted' | 'closed' = 'start'
  let line = 1
  let startLine = 1
  let quoteLine = 1
  const endCell = (): void => {
    cells.push(state === 'closed' ? cell : cell.trim())
    cell = ''
    state = 'start'
  }
  const endRow = (): void => {
    endCell()
    rows.push({ line: startLine, cells })
    cells = []
    startLine = line
  }
  for (let at = 0; at < source.length; at++) {
    const char = source.charAt(at)
    const isLineEnd = char === '\n' || (char === '\r' && source.charAt(at + 1) !== '\n')
    if (isLineEnd) line++
    if (state === 'quoted') {
      if (char !== '"') cell += char
      else if (source.charAt(at + 1) === '"') cell += source.charAt(++at)
      else state = 'closed'
    } else if (char === separator) endCell()
    else if (isLineEnd) endRow()
    else if (char === '"' && state === 'start' && cell.trim() === '') {
      state = 'quoted'
      quoteLine = line
      cell = ''
    } else if (char !== '\r' && !(state === 'closed' && char === ' ')) {
      if (state === 'start' && char !== ' ') state = 'plain'
      cell += char
    }
  }
  if (state === 'quoted') return { rows, unclosedAtLine: quoteLine }
  if (cell !== '' || cells.length > 0) endRow()
  return { rows, unclosedAtLine: null }
}

/**
 * What a spreadsheet would run: the signs that start a formula, also in full width, and white space before them.
 * Source: OWASP, CSV Injection (2026-11).
 */
const FORMULA = /^'*[=+\-@\t\r\n＝＋－＠]/

/** A cell that a spreadsheet would run as a formula gets an apostrophe before it, which plainCell takes off again. */
export function formatCsv(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [header, ...rows].map((cells) => cells.map(formatCell).join(','))
  return `\uFEFF${lines.join('\r\n')}\r\n`
}

function formatCell(text: string): string {
  const safe = FORMULA.test(text) ? `'${text}` : text
  return /[",\r\n;\t]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

export function plainCell(text: string): string {
  return text.startsWith("'") && FORMULA.test(text) ? text.slice(1) : text
}
