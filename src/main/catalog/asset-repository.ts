/** The only SQL about assets and their tags: rows in, domain shapes out. */
import { z } from 'zod'
import {
  ASSET_STATUSES,
  type Asset,
  type AssetFilter,
  type AssetKind,
  type AssetOrigin,
  type AssetPage
} from '#shared/domain/asset.ts'
import type { FocalPoint } from '#shared/domain/focal-point.ts'
import { AppError } from '#shared/errors.ts'
import type { Db, Statement } from '../db/connection.ts'
import { type FilterSql, toFilterSql } from './asset-filter.ts'
import { ASSET_COLUMNS, toAsset } from './asset-row.ts'

/** What a new asset is; everything not given is unknown. */
export interface AssetFacts {
  readonly kind: AssetKind
  readonly origin: AssetOrigin
  readonly name: string
  readonly campaignId: string | null
  readonly title?: string | null
  readonly platform?: string | null
  /** From 1. */
  readonly post?: number | null
  readonly provider?: string | null
  readonly model?: string | null
  readonly prompt?: string | null
  readonly negativePrompt?: string | null
  readonly style?: string | null
  readonly seed?: number | null
  readonly costMicroUsd?: number
  readonly widthPx?: number | null
  readonly heightPx?: number | null
  readonly durationMs?: number | null
  readonly caption?: string | null
  readonly altText?: string | null
  readonly sourcePath?: string | null
  /** The asset this one was made from. */
  readonly parentId?: string | null
  readonly tags?: readonly string[]
  readonly metadata?: Readonly<Record<string, unknown>>
}

export interface AssetPatch {
  readonly title?: string | undefined
  readonly caption?: string | undefined
  readonly altText?: string | undefined
  readonly rating?: number | undefined
  /** Null forgets it; absent leaves it. */
  readonly focalPoint?: FocalPoint | null | undefined
}

export interface PageRequest {
  readonly limit: number
  /** From the page before; null for the first. */
  readonly cursor: string | null
  /** Rows to leave out before the page: for a place far down that was never read. */
  readonly offset?: number | undefined
}

export interface AssetRepository {
  insert(row: {
    readonly id: string
    readonly sha256: string
    readonly now: number
    readonly facts: AssetFacts
  }): void
  find(id: string): Asset | null
  /** The live asset of this content in this campaign, for the same post. */
  findLive(sha256: string, place: Pick<AssetFacts, 'campaignId' | 'platform' | 'post'>): Asset | null
  /** Newest first; not in the trash. */
  listByHash(sha256: string): readonly Asset[]
  /** Newest first, keyset paging. INVALID_INPUT for a cursor that is not from here. */
  page(filter: AssetFilter, request: PageRequest): AssetPage
  /** Ids of all that match, newest first, at most `limit`. */
  idsOf(filter: AssetFilter, limit: number): readonly string[]
  update(id: string, patch: AssetPatch, now: number): boolean
  /** Gives the ids whose place changed. */
  setDeleted(ids: readonly string[], deletedAt: number | null, now: number): readonly string[]
  /** Drops the search index's list of changes up to this one, which it has taken in. */
  forgetChanges(upToId: number): void
}

const cursorSchema = z.tuple([z.int(), z.string()])
const idsSchema = z.array(z.string())

const from = /* sql */ `FROM asset JOIN blob ON blob.sha256 = asset.sha256`
const newest = /* sql */ `ORDER BY asset.created_at DESC, asset.id DESC`

/** One page; rows that are left out are walked along an index by their ids alone. */
function pageSql(page: {
  readonly where: string
  readonly isAfter: boolean
  readonly isFarDown: boolean
}): string {
  const after = page.isAfter ? 'AND (asset.created_at, asset.id) < (:atCreated, :atId)' : ''
  const chosen = `${page.where} ${after}`
  const where = page.isFarDown
    ? `asset.id IN (SELECT asset.id FROM asset WHERE ${chosen} ${newest} LIMIT :limit OFFSET :offset)`
    : chosen
  return `SELECT ${ASSET_COLUMNS} ${from} WHERE ${where} ${newest} LIMIT :limit`
}

export function createAssetRepository(db: Db): AssetRepository {
  const insertOne = db.prepare(/* sql */ `
    INSERT INTO asset (id, sha256, kind, origin, name, title, campaign_id, platform, post, provider, model, prompt,
      negative_prompt, style, seed, cost_microusd, width_px, height_px, duration_ms, caption, alt_text, source_path,
      parent_id, metadata_json, created_at, updated_at)
    VALUES (:id, :sha256, :kind, :origin, :name, :title, :campaignId, :platform, :post, :provider, :model, :prompt,
      :negativePrompt, :style, :seed, :costMicroUsd, :widthPx, :heightPx, :durationMs, :caption, :altText, :sourcePath,
      :parentId, :metadata, :now, :now)`)
  const selectOne = db.prepare(`SELECT ${ASSET_COLUMNS} ${from} WHERE asset.id = ?`)
  const selectLive = db.prepare(/* sql */ `
    SELECT ${ASSET_COLUMNS} ${from}
    WHERE asset.sha256 = :sha256 AND asset.campaign_id IS :campaignId AND asset.platform IS :platform
      AND asset.post IS :post AND asset.deleted_at IS NULL
    ORDER BY asset.created_at LIMIT 1`)
  const selectByHash = db.prepare(/* sql */ `
    SELECT ${ASSET_COLUMNS} ${from}
    WHERE asset.id IN (SELECT id FROM asset WHERE sha256 = :sha256
                       UNION ALL SELECT asset_id FROM import_source WHERE sha256 = :sha256)
      AND asset.deleted_at IS NULL
    ORDER BY asset.created_at DESC, asset.id DESC`)
  const updateOne = db.prepare(/* sql */ `
    UPDATE asset SET title = coalesce(:title, title), caption = coalesce(:caption, caption),
      alt_text = coalesce(:altText, alt_text), rating = coalesce(:rating, rating),
      metadata_json = CASE WHEN :focal IS NULL THEN metadata_json
        ELSE json_set(metadata_json, '$.focalPoint', json(:focal)) END,
      updated_at = :now
    WHERE id = :id`)
  const updateDeleted = db.prepare(/* sql */ `
    UPDATE asset SET deleted_at = :deletedAt, updated_at = :now
    WHERE id = :id AND (deleted_at IS NULL) <> (:deletedAt IS NULL)`)
  const deleteChanges = db.prepare(`DELETE FROM search_change WHERE id <= ?`)
  const prepared = createStatementCache(db)
  const counted = createCountCache(db)

  return {
    insert: (row) => void insertOne.run(toInsert(row)),
    find(id) {
      const row = selectOne.get(id)
      return row === undefined ? null : toAsset(row)
    },
    findLive(sha256, { campaignId, platform, post }) {
      const row = selectLive.get({ sha256, campaignId, platform: platform ?? null, post: post ?? null })
      return row === undefined ? null : toAsset(row)
    },
    listByHash: (sha256) => selectByHash.all({ sha256 }).map(toAsset),
    page(filter, { limit, cursor, offset = 0 }) {
      const { where, values } = toFilterSql(filter)
      const at = cursor === null ? null : readCursor(cursor)
      const sql = pageSql({ where, isAfter: at !== null, isFarDown: offset > 0 })
      const bound = {
        ...values,
        ...(at === null ? {} : { atCreated: at[0], atId: at[1] }),
        ...(offset === 0 ? {} : { offset })
      }
      const items = prepared(sql)
        .all({ ...bound, limit: limit + 1 })
        .map(toAsset)
      const last = items.length > limit ? items[limit - 1] : undefined
      const total = countOf(filter, counted)
      return {
        items: items.slice(0, limit),
        nextCursor: last === undefined ? null : writeCursor(last),
        total
      }
    },
    idsOf(filter, limit) {
      const { where, values } = toFilterSql(filter)
      const sql = `SELECT asset.id FROM asset WHERE ${where} ORDER BY asset.created_at DESC, asset.id DESC LIMIT :limit`
      const ids = prepared(sql)
        .pluck()
        .all({ ...values, limit })
      return idsSchema.parse(ids)
    },
    update(id, { title, caption, altText, rating, focalPoint }, now) {
      const values = {
        title: title ?? null,
        caption: caption ?? null,
        altText: altText ?? null,
        rating: rating ?? null,
        focal: focalPoint === undefined ? null : JSON.stringify(focalPoint)
      }
      return updateOne.run({ ...values, id, now }).changes > 0
    },
    setDeleted(ids, deletedAt, now) {
      const change = db.transaction(() =>
        ids.filter((id) => updateDeleted.run({ id, deletedAt, now }).changes > 0)
      )
      return change.immediate()
    },
    forgetChanges: (upToId) => void deleteChanges.run(upToId)
  }
}

function toInsert(row: Parameters<AssetRepository['insert']>[0]): Record<string, string | number | null> {
  const { id, sha256, now, facts } = row
  return {
    id,
    sha256,
    now,
    kind: facts.kind,
    origin: facts.origin,
    name: facts.name,
    title: facts.title ?? null,
    campaignId: facts.campaignId,
    platform: facts.platform ?? null,
    post: facts.post ?? null,
    provider: facts.provider ?? null,
    model: facts.model ?? null,
    prompt: facts.prompt ?? null,
    negativePrompt: facts.negativePrompt ?? null,
    style: facts.style ?? null,
    seed: facts.seed ?? null,
    costMicroUsd: facts.costMicroUsd ?? 0,
    widthPx: facts.widthPx ?? null,
    heightPx: facts.heightPx ?? null,
    durationMs: facts.durationMs ?? null,
    caption: facts.caption ?? null,
    altText: facts.altText ?? null,
    sourcePath: facts.sourcePath ?? null,
    parentId: facts.parentId ?? null,
    metadata: JSON.stringify(facts.metadata ?? {})
  }
}

/** Filters build few distinct texts; each is prepared once. */
function createStatementCache(db: Db): (sql: string) => Statement {
  const statements = new Map<string, Statement>()
  return (sql) => {
    const known = statements.get(sql)
    if (known !== undefined) return known
    const statement = db.prepare(sql)
    if (statements.size >= 200) statements.clear()
    statements.set(sql, statement)
    return statement
  }
}

type Count = (sql: string, values: FilterSql['values']) => number

/** The common status is counted as all less the few others, because its own rows are nearly the whole table. */
function countOf(filter: AssetFilter, counted: Count): number {
  const count = ({ where, values }: FilterSql): number =>
    counted(`SELECT count(*) AS total FROM asset WHERE ${where}`, values)
  if (filter.status !== 'fully_synced') return count(toFilterSql(filter))
  const { status: _common, ...rest } = filter
  const others = ASSET_STATUSES.filter((status) => status !== 'fully_synced')
  const unsafe = others.reduce((sum, status) => sum + count(toFilterSql({ ...rest, status })), 0)
  return count(toFilterSql(rest)) - unsafe
}

const totalSchema = z.object({ total: z.int() })
const CACHED_COUNTS = 50

/** A count of so many rows may lag behind a while, because it takes longer than the page itself. */
const LARGE_TOTAL = 50_000
/** For so many times what counting cost. */
const LAG_FACTOR = 20

interface CachedCount {
  readonly total: number
  readonly state: string
  readonly freshUntil: number
}

/** A count stays true until this or another connection writes; a large one is reused a little longer. */
function createCountCache(db: Db): Count {
  const counts = new Map<string, CachedCount>()
  const prepared = createStatementCache(db)
  const changes = db.prepare('SELECT total_changes()').pluck()
  return (sql, values) => {
    const state = `${changes.get()} ${db.pragma('data_version', { simple: true })}`
    const key = JSON.stringify([sql, values])
    const known = counts.get(key)
    const startedAt = performance.now()
    if (known !== undefined && (known.state === state || startedAt < known.freshUntil)) return known.total
    const { total } = totalSchema.parse(prepared(sql).get(values))
    const endedAt = performance.now()
    const freshUntil = total < LARGE_TOTAL ? 0 : endedAt + (endedAt - startedAt) * LAG_FACTOR
    if (counts.size >= CACHED_COUNTS) counts.clear()
    counts.set(key, { total, state, freshUntil })
    return total
  }
}

function writeCursor(asset: Asset): string {
  return Buffer.from(JSON.stringify([asset.createdAt, asset.id])).toString('base64url')
}

function readCursor(cursor: string): readonly [number, string] {
  try {
    return cursorSchema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')))
  } catch (cause) {
    throw new AppError('INVALID_INPUT', 'This page mark is not valid. Start again from the first page.', {
      cause
    })
  }
}
