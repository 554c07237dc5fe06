/** Pure: planned posts and storyboards as CSV or JSON files, read row by row so that one bad row does not hide the rest. */
import { z } from 'zod'
import { type PlanFormat, type PlannedPost, plannedPostSchema, type RowError } from '#shared/domain/plan.ts'
import { PLATFORM_IDS, PLATFORMS } from '#shared/domain/platform.ts'
import { type Storyboard, slideSchema, storyboardSchema } from '#shared/domain/slideshow.ts'
import { formatCsv } from './csv.ts'
import { type RawRow, readRawPlan } from './plan-rows.ts'

export interface PlanRow<Value> {
  /** Line of a CSV file, or number of the entry in JSON, from 1. */
  readonly row: number
  readonly value: Value
}

export interface PlanFile<Value> {
  readonly rows: readonly PlanRow<Value>[]
  readonly errors: readonly RowError[]
}

/** Rows that fit and, for each other, what is wrong. INVALID_INPUT when the file as a whole is no table. */
export function readPosts(text: string): PlanFile<PlannedPost> {
  const { rows: raw, errors: rawErrors } = readRawPlan(text, [['platform'], ['post']])
  const { rows, errors } = parseRows(raw, postInFileSchema)
  const placed = new Map<string, number>()
  const twice: RowError[] = []
  for (const { row, value } of rows) {
    const place = `${value.platform} ${value.post}`
    const earlier = placed.get(place)
    if (earlier === undefined) placed.set(place, row)
    else twice.push({ row, field: 'post', message: `${place} is planned in row ${earlier} already.` })
  }
  const isTwice = new Set(twice.map((error) => error.row))
  return {
    rows: rows.filter(({ row }) => !isTwice.has(row)),
    errors: inOrder([...rawErrors, ...errors, ...twice])
  }
}

const NO_ONE_OF = `Use one of ${PLATFORM_IDS.join(', ')}.`
const NO_NUMBER = 'Use a whole number from 1 to 100.'
const NO_DATE = 'Use a date such as 2026-12-01 or 2026-12-01 09:30.'

const postInFileSchema = plannedPostSchema
  .extend({
    platform: z.preprocess(
      (value) => (typeof value === 'string' ? value.trim().toLowerCase() : value),
      z.enum(PLATFORM_IDS, NO_ONE_OF)
    ),
    post: z.coerce.number(NO_NUMBER).int(NO_NUMBER).min(1, NO_NUMBER).max(100, NO_NUMBER),
    scheduledAt: z
      .union([z.int(), z.string().transform(toTime)], NO_DATE)
      .nullable()
      .default(null)
  })
  .check(({ value, issues }) => {
    const { label, captionMaxChars, altTextMaxChars } = PLATFORMS[value.platform]
    const limits = { caption: captionMaxChars, altText: altTextMaxChars ?? Number.POSITIVE_INFINITY }
    for (const field of ['caption', 'altText'] as const) {
      if (value[field].length <= limits[field]) continue
      const message = `${label} takes ${limits[field]} characters here, this has ${value[field].length}.`
      issues.push({ code: 'custom', input: value[field], path: [field], message })
    }
  })

/** A date alone is the start of that day here; a time without a zone is a time here. */
function toTime(text: string, context: z.RefinementCtx): number {
  const match = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{1,2}:\d{2}.*))?$/.exec(text.trim())
  const at = match === null ? Number.NaN : Date.parse(`${match[1]}T${(match[2] ?? '00:00').padStart(5, '0')}`)
  if (!Number.isNaN(at)) return at
  context.addIssue({ code: 'custom', message: NO_DATE })
  return z.NEVER
}

const slideInFileSchema = slideSchema.omit({ path: true }).extend({
  /** The picture's file as written, relative to the plan's own folder, or the name of a picture of the library. */
  image: z.string().max(4096).default(''),
  seconds: z.coerce
    .number('Use seconds from 0.1 to 600.')
    .min(0.1, 'Use seconds from 0.1 to 600.')
    .max(600, 'Use seconds from 0.1 to 600.')
    .default(3)
})
export type SlideInFile = z.output<typeof slideInFileSchema>

/** Everything of a storyboard but its slides; what the file leaves out is left out here too. */
const settingsSchema = storyboardSchema.omit({ slides: true }).partial()
export type StoryboardSettings = z.input<typeof settingsSchema>

export interface StoryboardFile extends PlanFile<SlideInFile> {
  readonly settings: StoryboardSettings
}

/** As readPosts, for a storyboard's slides in order. */
export function readStoryboard(text: string): StoryboardFile {
  const raw = readRawPlan(text, [['image', 'assetId']])
  const { rows, errors } = parseRows(raw.rows, slideInFileSchema)
  const isBare = ({ value }: PlanRow<SlideInFile>): boolean =>
    value.image === '' && value.assetId === undefined && value.card === undefined
  const bare = rows.filter(isBare).map(({ row }) => ({ row, field: 'image', message: 'Name a picture.' }))
  const { settings, errors: settingErrors } = readSettings(raw.settings)
  return {
    rows: rows.filter((row) => !isBare(row)),
    errors: inOrder([...settingErrors, ...raw.errors, ...errors, ...bare]),
    settings
  }
}

/** A setting that does not fit is named as row 0 and left out. */
function readSettings(values: Readonly<Record<string, unknown>>): {
  readonly settings: StoryboardSettings
  readonly errors: readonly RowError[]
} {
  const parsed = settingsSchema.safeParse(values)
  if (parsed.success) {
    const given = Object.entries(parsed.data).filter(([name]) => values[name] !== undefined)
    return { settings: Object.fromEntries(given), errors: [] }
  }
  const errors = parsed.error.issues.map(({ path, message }) => ({
    row: 0,
    field: path.join('.'),
    message
  }))
  const bad = new Set(errors.map(({ field }) => field.split('.')[0] ?? ''))
  const sound = Object.fromEntries(Object.entries(values).filter(([name]) => !bad.has(name)))
  return { settings: readSettings(sound).settings, errors }
}

function parseRows<Schema extends z.ZodType>(
  raw: readonly RawRow[],
  schema: Schema
): PlanFile<z.output<Schema>> {
  const rows: PlanRow<z.output<Schema>>[] = []
  const errors: RowError[] = []
  for (const { row, values } of raw) {
    const parsed = schema.safeParse(values)
    if (parsed.success) rows.push({ row, value: parsed.data })
    else {
      for (const { path, message } of parsed.error.issues)
        errors.push({ row, field: path.join('.') || 'row', message })
    }
  }
  return { rows, errors }
}

const inOrder = (errors: readonly RowError[]): readonly RowError[] =>
  errors.toSorted((one, other) => one.row - other.row)

const POST_COLUMNS = ['platform', 'post', 'prompt', 'caption', 'altText', 'scheduledAt'] as const

/** The plan as a file; readPosts gives the same posts back. Times are written in UTC. */
export function formatPosts(posts: readonly PlannedPost[], format: PlanFormat): string {
  const rows = posts.map((post) => ({
    ...post,
    scheduledAt: post.scheduledAt === null ? null : new Date(post.scheduledAt).toISOString()
  }))
  if (format === 'json') return toJson({ posts: rows })
  return formatCsv(
    POST_COLUMNS,
    rows.map((row) => POST_COLUMNS.map((column) => String(row[column] ?? '')))
  )
}

const SLIDE_COLUMNS = ['image', 'assetId', 'seconds', 'caption', 'transition', 'motion', 'fit'] as const

/**
 * The storyboard as a file; readStoryboard gives the same slides back. CSV has the columns people change in a
 * spreadsheet; JSON has everything.
 * @param imageOf what to write as a slide's picture: a path, or a name for people where the slide has an asset.
 */
export function formatStoryboard(
  { slides, ...settings }: Storyboard,
  format: PlanFormat,
  imageOf: (slide: Storyboard['slides'][number]) => string
): string {
  const rows = slides.map(({ path: _path, ...slide }, index) => ({
    image: imageOf(slides[index] ?? slide),
    ...slide
  }))
  if (format === 'json') return toJson({ ...settings, slides: rows })
  return formatCsv(
    SLIDE_COLUMNS,
    rows.map((row) => SLIDE_COLUMNS.map((column) => String(row[column] ?? '')))
  )
}

const toJson = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`
