/**
 * Where every benchmark leaves its figures: a line for the reader and, for `npm run bench`, a line of JSON in the file
 * named by BENCH_FIGURES.
 */
import { appendFileSync } from 'node:fs'

/** One measured sample. The same name in several rounds makes a median. */
export interface Figure {
  /** What was measured against what: "wall, against rclone copy twice". */
  readonly name: string
  readonly value: number
  /** "×" for ratios, else ms, s, MB. */
  readonly unit: '×' | 'ms' | 's' | 'MB' | 'requests' | 'dB' | 'px' | 'files'
  /** What it should not exceed; absent for figures without a promise. */
  readonly atMost?: number
  /** What it should reach. */
  readonly atLeast?: number
  /** One of many samples that the benchmark sums up itself: not printed alone. */
  readonly isQuiet?: boolean
}

/** Prints the figure and appends it for the report. Disk. */
export function record(figure: Figure): void {
  if (figure.isQuiet !== true)
    console.log(`  ${figure.name}: ${format(figure.value)} ${figure.unit}${promiseOf(figure)}`)
  const file = process.env['BENCH_FIGURES']
  if (file !== undefined) appendFileSync(file, `${JSON.stringify(figure)}\n`)
}

/** Three significant places, without exponents. Pure. */
export function format(value: number): string {
  if (value >= 100) return String(Math.round(value))
  return String(Number(value.toPrecision(3)))
}

function promiseOf({ atMost, atLeast }: Figure): string {
  if (atMost !== undefined) return `  (at most ${atMost})`
  return atLeast === undefined ? '' : `  (at least ${atLeast})`
}
