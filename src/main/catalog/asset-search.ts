/** Answers searches: the question for the index, ranked hits with snippet and page, and filtered pages of assets. */
import { z } from 'zod'
import type { AssetFilter, AssetPage } from '#shared/domain/asset.ts'
import type { SearchHit } from '#shared/domain/document.ts'
import { toFilterSql } from './asset-filter.ts'
import { createAssetRepository, type PageRequest } from './asset-repository.ts'
import { createNearScan, type NearTurn } from './near-scan.ts'
import { parseQuery, type SearchTerm } from './parse-query.ts'
import { openSearchIndex } from './search-index-repository.ts'
import type { SearchCalls } from './search-protocol.ts'
import { makeSnippet } from './snippet.ts'

export interface AssetSearch {
  /** Best first. Text the user typed is never syntax of the index. Assets in the trash are left out. */
  search(request: SearchCalls['search']['input']): readonly SearchHit[]
  /** As the catalog's list, for filters with words. */
  page(filter: AssetFilter, request: PageRequest): AssetPage
  idsOf(filter: AssetFilter, limit: number): readonly string[]
  /** One turn of comparing all pictures with each other. */
  nearPairs(from: number, maxMs: number): NearTurn
  /** Takes in what changed; called before each answer with a short time and in the background with a long one. */
  catchUp(maxMs: number): { readonly isCurrent: boolean; readonly lastChangeId: number }
  close(): void
}

const hitSchema = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.string(),
  title: z.string().nullable(),
  prompt: z.string().nullable(),
  caption: z.string().nullable(),
  alt_text: z.string().nullable(),
  tags: z.string().nullable(),
  text: z.string().nullable(),
  page_count: z.int().nullable()
})
type HitRow = z.output<typeof hitSchema>

/** An answer is not held up longer than this by changes that are still to be taken in. */
const CATCH_UP_MS = 3000

export function createAssetSearch(paths: {
  readonly indexPath: string
  readonly catalogPath: string
}): AssetSearch {
  const index = openSearchIndex(paths)
  index.catchUp(0)
  const repository = createAssetRepository(index.db)

  function search({ query, limit, ...filter }: SearchCalls['search']['input']): readonly SearchHit[] {
    index.catchUp(CATCH_UP_MS)
    const { terms } = parseQuery(query)
    const { where, values, needsIndex } = toFilterSql({ ...filter, query })
    const sql = needsIndex ? rankedSql(Object.keys(values).length > 1, where) : newestSql(where)
    const rows = z.array(hitSchema).parse(index.db.prepare(sql).all({ ...values, limit }))
    return rows.map((row) => toHit(row, terms))
  }

  return {
    search,
    page(filter, request) {
      index.catchUp(CATCH_UP_MS)
      return repository.page(filter, request)
    },
    idsOf(filter, limit) {
      index.catchUp(CATCH_UP_MS)
      return repository.idsOf(filter, limit)
    },
    nearPairs: createNearScan(index.db),
    catchUp: (maxMs) => index.catchUp(maxMs),
    close: () => index.close()
  }
}

const HIT_COLUMNS = /* sql */ `
  asset.id, asset.name, asset.kind, coalesce(asset.title, document.title) AS title, asset.prompt, asset.caption,
  asset.alt_text, document.text, document.page_count,
  (SELECT group_concat(tag.name, ', ') FROM asset_tag JOIN tag ON tag.id = asset_tag.tag_id
   WHERE asset_tag.asset_id = asset.id) AS tags`
const HIT_TABLES = /* sql */ `asset LEFT JOIN document ON document.asset_id = asset.id`

/** The index sorts fastest alone; some more than asked for are taken because some may lie in the trash. */
function rankedSql(hasConditions: boolean, where: string): string {
  const best = /* sql */ `SELECT rowid, rank FROM search_index WHERE search_index MATCH :match ORDER BY rank`
  const taken = hasConditions ? best : `${best} LIMIT :limit * 4 + 50`
  return /* sql */ `
    SELECT ${HIT_COLUMNS} FROM (${taken}) AS best
    JOIN entry ON entry.id = best.rowid JOIN ${HIT_TABLES.replace('asset LEFT', 'asset ON asset.id = entry.asset_id LEFT')}
    WHERE ${hasConditions ? where : 'asset.deleted_at IS NULL'} ORDER BY best.rank, asset.created_at DESC LIMIT :limit`
}

function newestSql(where: string): string {
  return `SELECT ${HIT_COLUMNS} FROM ${HIT_TABLES} WHERE ${where} ORDER BY asset.created_at DESC LIMIT :limit`
}

/** The snippet comes from the first field that holds a match: the text, then what describes the asset, then its name. */
function toHit(row: HitRow, terms: readonly SearchTerm[]): SearchHit {
  const title = row.title ?? row.name
  const base = { assetId: row.id, title, kind: row.kind }
  const fields = [row.text, row.caption, row.prompt, row.alt_text, row.tags, row.title, row.name]
  const texts = fields.filter((field) => field !== null).filter((field) => field !== '')
  for (const text of texts) {
    const snippet = makeSnippet(text, terms)
    if (snippet.at !== null) {
      const isPaged = text === row.text && row.page_count !== null
      return { ...base, snippet: snippet.text, page: isPaged ? pageAt(text, snippet.at) : null }
    }
  }
  return { ...base, snippet: makeSnippet(texts[0] ?? '', []).text, page: null }
}

/** Pages are parted by form feeds. */
function pageAt(text: string, at: number): number {
  let page = 1
  for (let feed = text.indexOf('\f'); feed >= 0 && feed < at; feed = text.indexOf('\f', feed + 1)) page++
  return page
}
