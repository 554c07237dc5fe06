/** The only SQL about documents: their text and counts, one row per document asset. */
import { z } from 'zod'
import {
  type DocumentDetail,
  documentKindSchema,
  type Extraction,
  extractionSchema
} from '#shared/domain/document.ts'
import type { Db } from '../db/connection.ts'

export interface DocumentSource {
  readonly sha256: string
  readonly name: string
  readonly kind: Extraction['kind']
}

export interface DocumentRepository {
  /** Replaces the row of this asset. Synchronous, for use inside a running transaction. */
  save(assetId: string, extraction: Extraction): void
  find(assetId: string): DocumentDetail | null
  /** What is needed to read the file again. */
  findSource(assetId: string): DocumentSource | null
  findOutline(assetId: string): Extraction['outline']
}

const rowSchema = z.object({
  asset_id: z.string(),
  name: z.string(),
  kind: documentKindSchema,
  title: z.string().nullable(),
  text: z.string(),
  page_count: z.int().nullable(),
  word_count: z.int(),
  language: z.string().nullable(),
  is_textless: z.int()
})
const sourceSchema = z.object({ sha256: z.string(), name: z.string(), kind: documentKindSchema })

export function createDocumentRepository(db: Db): DocumentRepository {
  const upsert = db.prepare(/* sql */ `
    INSERT INTO document
      (asset_id, kind, title, text, page_count, word_count, language, is_textless, outline_json)
    VALUES (:assetId, :kind, :title, :text, :pageCount, :wordCount, :language, :isTextless, :outline)
    ON CONFLICT (asset_id) DO UPDATE SET
      kind = excluded.kind, title = excluded.title, text = excluded.text, page_count = excluded.page_count,
      word_count = excluded.word_count, language = excluded.language, is_textless = excluded.is_textless,
      outline_json = excluded.outline_json`)
  const selectOne = db.prepare(/* sql */ `
    SELECT document.asset_id, asset.name, document.kind, document.title, document.text, document.page_count,
           document.word_count, document.language, document.is_textless
    FROM document JOIN asset ON asset.id = document.asset_id WHERE document.asset_id = ?`)
  const selectSource = db.prepare(/* sql */ `
    SELECT asset.sha256, asset.name, document.kind
    FROM document JOIN asset ON asset.id = document.asset_id WHERE document.asset_id = ?`)
  const selectOutline = db.prepare(`SELECT outline_json FROM document WHERE asset_id = ?`).pluck()

  return {
    save(assetId, extraction) {
      const { kind, title, text, pageCount, wordCount, language } = extraction
      const isTextless = extraction.isTextless ? 1 : 0
      const outline = JSON.stringify(extraction.outline)
      upsert.run({ assetId, kind, title, text, pageCount, wordCount, language, isTextless, outline })
    },
    find(assetId) {
      const row = selectOne.get(assetId)
      return row === undefined ? null : toDetail(rowSchema.parse(row))
    },
    findSource(assetId) {
      const row = selectSource.get(assetId)
      return row === undefined ? null : sourceSchema.parse(row)
    },
    findOutline(assetId) {
      const json = selectOutline.get(assetId)
      return typeof json === 'string' ? extractionSchema.shape.outline.parse(JSON.parse(json)) : []
    }
  }
}

function toDetail(row: z.output<typeof rowSchema>): DocumentDetail {
  return {
    assetId: row.asset_id,
    name: row.name,
    kind: row.kind,
    title: row.title,
    text: row.text,
    pageCount: row.page_count,
    wordCount: row.word_count,
    language: row.language,
    isTextless: row.is_textless === 1
  }
}
