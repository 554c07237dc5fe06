/** Pure: planned posts and storyboards as CSV or JSON files, read row by row so that one bad row does not hide the rest. */
import { z } from 'zod'
import { PLATFORM_IDS } from '#shared/domain/platform.ts'
import { slideSchema } from '#shared/domain/slideshow.ts'
import { AppError } from '#shared/errors.ts'
import { formatCsv, parseCsv, plainCell } from './csv.ts'

export const plannedPostSchema = z.object({
  platform: z.enum(PLATFORM_IDS),
  /** Number within the platform, from 1. */
  post: z.coerce.number().int().min(1).max(100),
  prompt: z.string().max(4000).default(''),
  caption: z.string().max(5000).default(''),
  altText: z.string().max(2000).default('')
})
export type PlannedPost = z.output<typeof plannedPostSchema>

export const plannedSlideSchema = z.object({
  /** Path of the picture, as written in the file. */
  image: z.string().min(1).max(4096),
  seconds: z.coerce.number().min(0.1).max(600).default(3),
  caption: z.string().max(500).default(''),
  transition: slideSchema.shape.transition,
  motion: slideSchema.shape.motion
})
export type PlannedSlide = z.output<typeof plannedSlideSchema>

export interface RowError {
  /** Line of a CSV file, or number of the entry in JSON, from 1. */
  readonly row: number
  readonly field: string
  readonly message: string
}

export interface PlanFile<Row> {
  readonly rows: readonly Row[]
  readonly errors: readonly RowError[]
}

/** Rows that fit and, for each other, what is wrong. INVALID_INPUT when the file as a whole is no table. */
export function readPosts(text: string): PlanFile<PlannedPost> {
  return readPlan(text, plannedPostSchema, ['platform', 'post'])
}

/** As readPosts, for a storyboard's slides in order. */
export function readSlides(text: string): PlanFile<PlannedSlide> {
  return readPlan(text, plannedSlideSchema, ['image'])
}

/** What people call the columns. */
const ALIASES: Readonly<Record<string, string>> = {
  alt: 'altText',
  'alt text': 'altText',
  alttext: 'altText',
  text: 'caption',
  number: 'post',
  'post number': 'post',
  channel: 'platform',
  network: 'platform',
  picture: 'image',
  file: 'image',
  path: 'image',
  duration: 'seconds'
}
const MAX_ROWS = 10_000

interface RawRow {
  readonly row: number
  readonly values: Readonly<Record<string, unknown>>
}

function readPlan<Schema extends z.ZodType>(
  text: string,
  schema: Schema,
  required: readonly string[]
): PlanFile<z.output<Schema>> {
  const raw = /^\s*[[{]/.test(text) ? fromJson(text) : fromCsv(text, required)
  if (raw.length > MAX_ROWS)
    throw new AppError('INVALID_INPUT', `A plan may have ${MAX_ROWS} rows. Split the file.`)
  const rows: z.output<Schema>[] = []
  const errors: RowError[] = []
  for (const { row, values } of raw) {
    const parsed = schema.safeParse(values)
    if (parsed.success) rows.push(parsed.data)
    else {
      for (const issue of parsed.error.issues) {
        errors.push({ row, field: issue.path.join('.') || 'row', message: issue.message })
      }
    }
  }
  return { rows, errors }
}

function fromCsv(text: string, required: readonly string[]): readonly RawRow[] {
  const { header, rows } = parseCsv(text)
  const names = header.map(
    (name) => ALIASES[name.toLowerCase()] ?? name.charAt(0).toLowerCase() + name.slice(1)
  )
  const missing = required.filter((name) => !names.includes(name))
  if (missing.length > 0) {
    throw new AppError(
      'INVALID_INPUT',
      `The first line must name the columns ${required.join(', ')}. Missing: ${missing.join(', ')}.`
    )
  }
  return rows.map(({ line, cells }) => ({
    row: line,
    values: Object.fromEntries(
      names.flatMap((name, index) => {
        const cell = plainCell((cells[index] ?? '').trim())
        return cell === '' ? [] : [[name, name === 'platform' ? cell.toLowerCase() : cell]]
      })
    )
  }))
}

const entriesSchema = z.array(z.record(z.string(), z.unknown()))
const wrappedSchema = z.object({ posts: entriesSchema }).or(z.object({ slides: entriesSchema }))

function fromJson(text: string): readonly RawRow[] {
  const data = parseJson(text)
  const wrapped = wrappedSchema.safeParse(data)
  const entries = wrapped.success ? Object.values(wrapped.data)[0] : data
  const parsed = entriesSchema.safeParse(entries)
  if (!parsed.success) throw new AppError('INVALID_INPUT', 'The JSON file must be a list of entries.')
  return parsed.data.map((values, index) => ({ row: index + 1, values }))
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (cause) {
    throw new AppError('INVALID_INPUT', 'The file is not valid JSON. Check it in an editor.', { cause })
  }
}

const POST_COLUMNS = ['platform', 'post', 'prompt', 'caption', 'altText'] as const
const SLIDE_COLUMNS = ['image', 'seconds', 'caption', 'transition', 'motion'] as const

/** The plan as CSV; readPosts gives the same posts back. */
export function formatPosts(posts: readonly PlannedPost[]): string {
  return formatCsv(
    POST_COLUMNS,
    posts.map((post) => POST_COLUMNS.map((column) => String(post[column])))
  )
}

/** The storyboard as CSV; readSlides gives the same slides back. */
export function formatSlides(slides: readonly PlannedSlide[]): string {
  return formatCsv(
    SLIDE_COLUMNS,
    slides.map((slide) => SLIDE_COLUMNS.map((column) => String(slide[column])))
  )
}
