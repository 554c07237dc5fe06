/** Pure: comma- or semicolon-separated tables to rows and back, as spreadsheets write them. */

export interface CsvTable {
  readonly header: readonly string[]
  /** Each with its line in the file, from 1. */
  readonly rows: readonly { readonly line: number; readonly cells: readonly string[] }[]
}

/** Quoted cells may hold line ends and doubled quotes. The separator is the one the first line has most of. */
export function parseCsv(text: string): CsvTable {
  const source = text.replace(/^\uFEFF/, '')
  const firstLine = source.slice(0, source.search(/\r|\n|$/))
  const separator = [',', ';', '\t'].reduce((best, each) =>
    firstLine.split(each).length > firstLine.split(best).length ? each : best
  )
  const [header, ...rows] = readRows(source, separator).filter(({ cells }) =>
    cells.some((cell) => cell.trim() !== '')
  )
  return { header: header?.cells.map((cell) => cell.trim()) ?? [], rows }
}

function readRows(source: string, separator: string): { line: number; cells: string[] }[] {
  const rows: { line: number; cells: string[] }[] = []
  let cells: string[] = []
  let cell = ''
  let isQuoted = false
  let line = 1
  let startLine = 1
  const endRow = (): void => {
    rows.push({ line: startLine, cells: [...cells, cell] })
    cells = []
    cell = ''
    startLine = line
  }
  for (let at = 0; at < source.length; at++) {
    const char = source.charAt(at)
    if (char === '\n') line++
    if (isQuoted) {
      if (char !== '"') cell += char
      else if (source.charAt(at + 1) === '"') cell += source.charAt(++at)
      else isQuoted = false
    } else if (char === '"' && cell === '') isQuoted = true
    else if (char === separator) {
      cells.push(cell)
      cell = ''
    } else if (char === '\n') endRow()
    else if (char !== '\r') cell += char
  }
  if (cell !== '' || cells.length > 0) endRow()
  return rows
}

/** A cell that a spreadsheet would run as a formula gets an apostrophe before it, which reading takes off again. */
export function formatCsv(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [header, ...rows].map((cells) => cells.map(formatCell).join(','))
  return `\uFEFF${lines.join('\r\n')}\r\n`
}

function formatCell(text: string): string {
  const safe = /^[=+\-@\t]/.test(text) ? `'${text}` : text
  return /[",\r\n;]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

export function plainCell(text: string): string {
  return text.replace(/^'(?=[=+\-@\t])/, '')
}
