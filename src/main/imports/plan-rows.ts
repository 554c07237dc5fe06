/** Pure: a plan's file as rows of named values, from CSV or JSON, before anybody asks whether they make sense. */
import { z } from 'zod'
import type { RowError } from '#shared/domain/plan.ts'
import { AppError } from '#shared/errors.ts'
import { type CsvRow, parseCsv, plainCell } from './csv.ts'

export interface RawRow {
  /** Line of a CSV file, or number of the entry in JSON, from 1. */
  readonly row: number
  readonly values: Readonly<Record<string, unknown>>
}

export interface RawPlan {
  readonly rows: readonly RawRow[]
  readonly errors: readonly RowError[]
  /** What a JSON file says beside its entries. */
  readonly settings: Readonly<Record<string, unknown>>
}

/** What people call the columns. */
const ALIASES: Readonly<Record<string, string>> = {
  alt: 'altText',
  'alt text': 'altText',
  alttext: 'altText',
  alt_text: 'altText',
  text: 'caption',
  copy: 'caption',
  message: 'caption',
  number: 'post',
  'post number': 'post',
  '#': 'post',
  channel: 'platform',
  network: 'platform',
  date: 'scheduledAt',
  scheduled: 'scheduledAt',
  'publish date': 'scheduledAt',
  scheduledat: 'scheduledAt',
  picture: 'image',
  file: 'image',
  path: 'image',
  assetid: 'assetId',
  asset: 'assetId',
  duration: 'seconds',
  length: 'seconds'
}
/** More is no plan but a database. */
export const MAX_ROWS = 10_000

/**
 * @param required each entry is a column that must be there, or several of which one must be.
 * Throws INVALID_INPUT when the file as a whole is no table.
 */
export function readRawPlan(text: string, required: readonly (readonly string[])[]): RawPlan {
  const raw = /^\uFEFF?\s*[[{]/.test(text) ? fromJson(text) : fromCsv(text, required)
  if (raw.rows.length > MAX_ROWS)
    throw new AppError('INVALID_INPUT', `A plan may have ${MAX_ROWS} rows. Split the file.`)
  return raw
}

const nameOf = (header: string): string =>
  ALIASES[header.trim().toLowerCase()] ?? header.charAt(0).toLowerCase() + header.slice(1)

function fromCsv(text: string, required: readonly (readonly string[])[]): RawPlan {
  const { header, rows, unclosedAtLine } = parseCsv(text)
  const names = header.map(nameOf)
  const missing = required.filter((oneOf) => !oneOf.some((name) => names.includes(name)))
  if (missing.length > 0) {
    throw new AppError(
      'INVALID_INPUT',
      `The first line must name the columns ${required.map((oneOf) => oneOf.join(' or ')).join(', ')}. Missing: ${missing.map((oneOf) => oneOf.join(' or ')).join(', ')}.`
    )
  }
  const fitting = rows.filter(({ cells }) => cells.slice(names.length).every((cell) => cell === ''))
  const errors = rows
    .filter((row) => !fitting.includes(row))
    .map(({ line, cells }) => ({
      row: line,
      field: 'row',
      message: `This row has ${cells.length} cells, the first line names ${names.length}. Put texts that hold the separator in quotes.`
    }))
  if (unclosedAtLine !== null) {
    const message = 'A quote opens here and is never closed; the rest of the file was not read.'
    errors.push({ row: unclosedAtLine, field: 'row', message })
  }
  return { rows: fitting.map((row) => toRaw(row, names)), errors, settings: {} }
}

function toRaw({ line, cells }: CsvRow, names: readonly string[]): RawRow {
  const values = names.flatMap((name, index) => {
    const cell = plainCell(cells[index] ?? '')
    return cell === '' ? [] : [[name, cell] as const]
  })
  return { row: line, values: Object.fromEntries(values) }
}

const entriesSchema = z.array(z.unknown())
const entrySchema = z.record(z.string(), z.unknown())

function fromJson(text: string): RawPlan {
  const data = parseJson(text)
  const { posts, slides, ...settings } = entrySchema.safeParse(data).data ?? {}
  const parsed = entriesSchema.safeParse(posts ?? slides ?? data)
  if (!parsed.success) throw new AppError('INVALID_INPUT', 'The JSON file must be a list of entries.')
  const rows: RawRow[] = []
  const errors: RowError[] = []
  parsed.data.forEach((entry, index) => {
    const values = entrySchema.safeParse(entry)
    if (values.success) rows.push({ row: index + 1, values: withNames(values.data) })
    else
      errors.push({ row: index + 1, field: 'row', message: 'An entry must be an object with named values.' })
  })
  return { rows, errors, settings }
}

/** Nulls count as left out, because programs write them for empty cells. */
function withNames(values: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => (value === null ? [] : [[nameOf(name), value]]))
  )
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (cause) {
    throw new AppError('INVALID_INPUT', 'The file is not valid JSON. Check it in an editor.', { cause })
  }
}
