/** Documents: kinds, size limits, and what an extractor finds in one. */
import { z } from 'zod'

export const DOCUMENT_KINDS = ['pdf', 'docx', 'doc', 'rtf', 'txt', 'md'] as const
export const documentKindSchema = z.enum(DOCUMENT_KINDS)
export type DocumentKind = z.output<typeof documentKindSchema>

const MEGABYTE = 1024 * 1024
/** Upper limits of one file; source: the design document. */
export const DOCUMENT_LIMIT_BYTES: Readonly<Record<DocumentKind, number>> = {
  pdf: 50 * MEGABYTE,
  docx: 25 * MEGABYTE,
  doc: 25 * MEGABYTE,
  rtf: 25 * MEGABYTE,
  txt: 5 * MEGABYTE,
  md: 5 * MEGABYTE
}

/** One page of text with its number from 1. Formats without pages have one page. */
export const documentPageSchema = z.object({ number: z.int().min(1), text: z.string() })
export type DocumentPage = z.output<typeof documentPageSchema>

export const extractionSchema = z.object({
  kind: documentKindSchema,
  title: z.string().nullable(),
  /** Whole text, pages joined by a form feed. */
  text: z.string(),
  pages: z.array(documentPageSchema),
  /** Null where the format has no pages. */
  pageCount: z.int().nullable(),
  wordCount: z.int(),
  /** ISO 639-1 guess; null when unsure. */
  language: z.string().nullable(),
  /** Headings and list items in reading order, for briefs and storyboards. */
  outline: z.array(z.object({ level: z.int().min(1).max(7), text: z.string(), page: z.int() })),
  /** True when the file opened and holds no text (a scan, a drawing). */
  isTextless: z.boolean()
})
export type Extraction = z.output<typeof extractionSchema>

export const documentSchema = z.object({
  assetId: z.string(),
  name: z.string(),
  kind: documentKindSchema,
  title: z.string().nullable(),
  text: z.string(),
  pageCount: z.int().nullable(),
  wordCount: z.int(),
  language: z.string().nullable(),
  isTextless: z.boolean()
})
export type DocumentDetail = z.output<typeof documentSchema>

export const searchHitSchema = z.object({
  assetId: z.string(),
  title: z.string(),
  kind: z.string(),
  /** Text around the best hit; matches stand between U+E000 and U+E001 marks. */
  snippet: z.string(),
  page: z.int().nullable()
})
export type SearchHit = z.output<typeof searchHitSchema>

/** Marks around matched words in a snippet: private-use characters, so that no document text collides with them. */
export const HIGHLIGHT_START = '\uE000'
export const HIGHLIGHT_END = '\uE001'

export const importItemSchema = z.object({
  path: z.string(),
  outcome: z.enum(['imported', 'duplicate', 'rejected']),
  assetId: z.string().nullable(),
  kind: z.string().nullable(),
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
  /** Something about a file that was taken in: another format than its name says, no text in it, damaged in part. */
  warning: z.string().optional()
})
export type ImportItem = z.output<typeof importItemSchema>
export const importResultSchema = z.object({ items: z.array(importItemSchema) })
export type ImportResult = z.output<typeof importResultSchema>
