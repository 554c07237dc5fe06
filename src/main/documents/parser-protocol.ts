/** Messages between the app and its parser process: what is asked, and what comes back. */
import { z } from 'zod'
import { documentKindSchema, extractionSchema } from '#shared/domain/document.ts'
import { settingsSchema } from '#shared/domain/settings.ts'
import { isErrorCode } from '#shared/errors.ts'

const imageFormatSchema = z.enum(['jpeg', 'png', 'webp', 'gif', 'avif', 'tiff', 'svg'])

/** A picture file's facts after its orientation was applied and its pixels were read once. */
export const imageFactsSchema = z.object({
  widthPx: z.int().min(1),
  heightPx: z.int().min(1),
  hasAlpha: z.boolean(),
  frames: z.int().min(1),
  /** Opens only when errors in the data are ignored; part of the picture may be missing. */
  isPartlyDamaged: z.boolean(),
  /** The written thumbnail with its ending; null when none was asked for. */
  thumbnailPath: z.string().nullable(),
  /** 64-bit perceptual hash as 16 hex digits. */
  perceptualHash: z.string().regex(/^[0-9a-f]{16}$/)
})
export type ImageFacts = z.output<typeof imageFactsSchema>

/** A smaller picture that was written; null when the picture stays as it is. */
export const optimisedSchema = z
  .object({
    path: z.string(),
    sizeBytes: z.int(),
    mediaType: z.string(),
    extension: z.string(),
    widthPx: z.int().min(1),
    heightPx: z.int().min(1)
  })
  .nullable()
export type OptimisedFile = NonNullable<z.output<typeof optimisedSchema>>

export const drawnSchema = z.object({ widthPx: z.int().min(1), heightPx: z.int().min(1) })
export type Drawn = z.output<typeof drawnSchema>

export const parserTaskSchema = z.discriminatedUnion('task', [
  z.object({ task: z.literal('extract'), path: z.string(), format: documentKindSchema }),
  /** Reads a picture; writes a thumbnail when a path for it, without ending, is given. */
  z.object({
    task: z.literal('image'),
    path: z.string(),
    format: imageFormatSchema,
    thumbnailPath: z.string().nullable(),
    maxPx: z.int()
  }),
  /** Draws page 1 of a document as PNG, JPEG or WebP, by the ending of `outPath`. */
  z.object({
    task: z.literal('draw'),
    path: z.string(),
    format: documentKindSchema,
    name: z.string(),
    outPath: z.string(),
    maxPx: z.int(),
    fontsFolder: z.string()
  }),
  /** Writes a smaller picture to `outPath`, without ending, as the settings want it. */
  z.object({
    task: z.literal('optimise'),
    path: z.string(),
    outPath: z.string(),
    sizeBytes: z.int(),
    images: settingsSchema.shape.images
  })
])
export type ParserTask = z.output<typeof parserTaskSchema>

export const parserRequestSchema = z.object({ id: z.int(), task: parserTaskSchema })
export type ParserRequest = z.output<typeof parserRequestSchema>

const errorSchema = z.object({
  code: z.string().refine(isErrorCode),
  message: z.string(),
  retryable: z.boolean(),
  details: z.record(z.string(), z.unknown()).optional()
})

export const parserReplySchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('progress'), id: z.int() }),
  z.object({ kind: z.literal('done'), id: z.int(), result: z.unknown(), rssBytes: z.int() }),
  z.object({ kind: z.literal('failed'), id: z.int(), error: errorSchema, rssBytes: z.int() })
])
export type ParserReply = z.output<typeof parserReplySchema>

/** What each task gives back. */
export const resultSchemas = {
  extract: extractionSchema,
  image: imageFactsSchema,
  draw: drawnSchema,
  optimise: optimisedSchema
} as const
