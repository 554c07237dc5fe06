/** Turns samples of benchmarks into the table of medians that bench/RESULTS.md and the screen show. Pure. */
import { type Figure, format } from './figures.ts'

export interface Section {
  readonly title: string
  readonly figures: readonly Figure[]
  /** Why there are none, or fewer. */
  readonly note: string | null
}

interface Row {
  readonly figure: Figure
  readonly median: number
  readonly min: number
  readonly max: number
  readonly samples: number
}

/** One row for every name, in order of first appearance. */
export function toRows(figures: readonly Figure[]): readonly Row[] {
  const byName = Map.groupBy(figures, ({ name }) => name)
  return [...byName.values()].flatMap((group) => {
    const [figure] = group
    const sorted = group.map(({ value }) => value).toSorted((one, other) => one - other)
    const [min, max, median] = [sorted[0], sorted.at(-1), sorted[Math.floor((sorted.length - 1) / 2)]]
    if (figure === undefined || min === undefined || max === undefined || median === undefined) return []
    return [{ figure, median, min, max, samples: sorted.length }]
  })
}

/** The promise and whether the median keeps it; empty for figures without one. */
export function verdict({ figure, median }: Pick<Row, 'figure' | 'median'>): string {
  const { atMost, atLeast } = figure
  if (atMost !== undefined) return `≤ ${atMost}: ${median <= atMost ? 'met' : 'missed'}`
  if (atLeast !== undefined) return `≥ ${atLeast}: ${median >= atLeast ? 'met' : 'missed'}`
  return ''
}

const HEAD = `# Measured

Made by \`npm run bench\`. Peers run in alternation with us in the same run, so trust the ratios more than the times.
`

/** The report with these sections in place of their older selves, in the order of the titles. */
export function mergeSections(before: string, made: readonly string[], titles: readonly string[]): string {
  const older = before.split(/^(?=## )/m).filter((part) => part.startsWith('## '))
  const titleOf = (part: string): string => part.slice(3, part.indexOf('\n'))
  const newest = new Map([...older, ...made].map((part) => [titleOf(part), `${part.trimEnd()}\n`]))
  return [HEAD, ...titles.flatMap((title) => newest.get(title) ?? [])].join('\n')
}

/** Markdown of one section. */
export function toMarkdown({ title, figures, note }: Section, machine: string): string {
  const rows = toRows(figures).map((row) => {
    const cells = [row.median, row.min, row.max].map((value) => `${format(value)} ${row.figure.unit}`)
    return `| ${[row.figure.name, ...cells, row.samples, verdict(row)].join(' | ')} |`
  })
  const table =
    rows.length === 0
      ? []
      : ['| Figure | Median | Min | Max | Runs | Promise |', '|---|--:|--:|--:|--:|---|', ...rows]
  return [`## ${title}`, '', `${machine}.`, '', ...(note === null ? [] : [note, '']), ...table, ''].join('\n')
}
