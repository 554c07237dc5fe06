/** Keeps the full-text index in step with the catalog, from the catalog's own list of changes. */
import { z } from 'zod'
import type { Db } from '../db/connection.ts'
import { openIndexDatabase } from '../db/index-database.ts'
import { cleanText } from './search-text.ts'

export interface SearchIndex {
  readonly db: Db
  /** Takes in changes until none is left or the time is over. Never longer in one transaction than one batch. */
  catchUp(maxMs: number): { readonly isCurrent: boolean; readonly lastChangeId: number }
  close(): void
}

/** Raised when the tables or the cleaning of text change; an older index is built anew. */
const INDEX_VERSION = 1
const BATCH = 100
/** What a name, a tag, a prompt and a word of the text weigh against each other. */
const RANK = 'bm25(8.0, 6.0, 3.0, 1.0)'

const SCHEMA = /* sql */ `
  DROP TABLE IF EXISTS search_index;
  DROP TABLE IF EXISTS entry;
  DROP TABLE IF EXISTS progress;
  CREATE TABLE entry (id INTEGER PRIMARY KEY, asset_id TEXT NOT NULL UNIQUE) STRICT;
  CREATE TABLE progress (
    id INTEGER PRIMARY KEY CHECK (id = 1), epoch TEXT NOT NULL, last_change_id INTEGER NOT NULL,
    -- Asset ids up to this one were taken in by a first build; null when it is complete.
    built_up_to TEXT
  ) STRICT;
  CREATE VIRTUAL TABLE search_index USING fts5 (
    name, tags, about, text,
    tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3', content = '', contentless_delete = 1);
  INSERT INTO search_index (search_index, rank) VALUES ('rank', '${RANK}');`

const progressSchema = z.object({
  epoch: z.string(),
  last_change_id: z.int(),
  built_up_to: z.string().nullable()
})
const changeSchema = z.object({ id: z.int(), asset_id: z.string() })
const textRowSchema = z.object({
  name: z.string(),
  title: z.string().nullable(),
  document_title: z.string().nullable(),
  prompt: z.string().nullable(),
  caption: z.string().nullable(),
  alt_text: z.string().nullable(),
  tags: z.string().nullable(),
  text: z.string().nullable()
})

export function openSearchIndex(paths: {
  readonly indexPath: string
  readonly catalogPath: string
}): SearchIndex {
  const db = openIndexDatabase(paths, prepareTables)
  const statements = prepareStatements(db)

  function progress(): z.output<typeof progressSchema> {
    return progressSchema.parse(statements.readProgress.get())
  }

  /** A fresh index, one of another catalog, or one ahead of a restored catalog starts over. */
  function startOverIfForeign(): void {
    const epoch = z.string().parse(statements.readEpoch.get())
    const newest = z.int().parse(statements.newestChange.get())
    const row = statements.readProgress.get()
    const known = row === undefined ? null : progressSchema.parse(row)
    if (known !== null && known.epoch === epoch && known.last_change_id <= newest) return
    db.transaction(() => {
      db.exec(SCHEMA)
      db.prepare(`INSERT INTO progress (id, epoch, last_change_id, built_up_to) VALUES (1, ?, ?, '')`).run(
        epoch,
        newest
      )
    }).immediate()
  }

  function takeIn(assetId: string): void {
    const entryId = z.int().nullish().parse(statements.findEntry.get(assetId)) ?? null
    const row = statements.readText.get(assetId)
    if (entryId !== null) statements.removeText.run(entryId)
    if (row === undefined) {
      if (entryId !== null) statements.removeEntry.run(entryId)
      return
    }
    const id = entryId ?? Number(statements.addEntry.run(assetId).lastInsertRowid)
    statements.addText.run({ id, ...toIndexed(textRowSchema.parse(row)) })
  }

  /** One batch of a first build; false when there is no more. */
  function buildOn(after: string): boolean {
    const ids = z.array(z.string()).parse(statements.nextAssets.all({ after, limit: BATCH }))
    db.transaction(() => {
      for (const id of ids) takeIn(id)
      statements.setBuilt.run(ids.at(-1) ?? null)
    }).immediate()
    return ids.length > 0
  }

  function followOn(after: number): boolean {
    const changes = z.array(changeSchema).parse(statements.nextChanges.all({ after, limit: BATCH }))
    const last = changes.at(-1)
    if (last === undefined) return false
    db.transaction(() => {
      for (const id of new Set(changes.map((change) => change.asset_id))) takeIn(id)
      statements.setFollowed.run(last.id)
    }).immediate()
    return true
  }

  return {
    db,
    catchUp(maxMs) {
      const endAt = performance.now() + maxMs
      startOverIfForeign()
      for (;;) {
        const { built_up_to: builtUpTo, last_change_id: lastChangeId } = progress()
        const hasMore = builtUpTo === null ? followOn(lastChangeId) : buildOn(builtUpTo) || true
        if (!hasMore) return { isCurrent: true, lastChangeId }
        if (performance.now() > endAt) return { isCurrent: false, lastChangeId }
      }
    },
    close: () => void db.close()
  }
}

function prepareTables(db: Db): void {
  const version = Number(db.pragma('main.user_version', { simple: true }))
  if (version === INDEX_VERSION) return
  db.transaction(() => {
    db.exec(SCHEMA)
    db.pragma(`main.user_version = ${INDEX_VERSION}`)
  }).immediate()
}

function prepareStatements(db: Db) {
  return {
    readProgress: db.prepare(`SELECT epoch, last_change_id, built_up_to FROM main.progress`),
    setBuilt: db.prepare(`UPDATE main.progress SET built_up_to = ?`),
    setFollowed: db.prepare(`UPDATE main.progress SET last_change_id = ?`),
    readEpoch: db.prepare(`SELECT value FROM catalog.search_epoch`).pluck(),
    newestChange: db
      .prepare(`SELECT coalesce((SELECT seq FROM catalog.sqlite_sequence WHERE name = 'search_change'), 0)`)
      .pluck(),
    nextChanges: db.prepare(
      `SELECT id, asset_id FROM catalog.search_change WHERE id > :after ORDER BY id LIMIT :limit`
    ),
    nextAssets: db.prepare(`SELECT id FROM catalog.asset WHERE id > :after ORDER BY id LIMIT :limit`).pluck(),
    readText: db.prepare(/* sql */ `
      SELECT asset.name, asset.title, document.title AS document_title, asset.prompt, asset.caption, asset.alt_text,
        document.text,
        (SELECT group_concat(tag.name, char(10)) FROM catalog.asset_tag JOIN catalog.tag ON tag.id = asset_tag.tag_id
         WHERE asset_tag.asset_id = asset.id) AS tags
      FROM catalog.asset LEFT JOIN catalog.document ON document.asset_id = asset.id
      WHERE asset.id = ?`),
    findEntry: db.prepare(`SELECT id FROM main.entry WHERE asset_id = ?`).pluck(),
    addEntry: db.prepare(`INSERT INTO main.entry (asset_id) VALUES (?)`),
    removeEntry: db.prepare(`DELETE FROM main.entry WHERE id = ?`),
    addText: db.prepare(
      `INSERT INTO main.search_index (rowid, name, tags, about, text) VALUES (:id, :name, :tags, :about, :text)`
    ),
    removeText: db.prepare(`DELETE FROM main.search_index WHERE rowid = ?`)
  }
}

function toIndexed(row: z.output<typeof textRowSchema>): Record<'name' | 'tags' | 'about' | 'text', string> {
  const joined = (...parts: readonly (string | null)[]): string =>
    cleanText(parts.filter((part) => part !== null).join('\n'))
  return {
    // The file name also without its ending's dot and dashes, which the tokenizer parts anyway.
    name: joined(row.name, row.title, row.document_title),
    tags: joined(row.tags),
    about: joined(row.prompt, row.caption, row.alt_text),
    text: joined(row.text)
  }
}
