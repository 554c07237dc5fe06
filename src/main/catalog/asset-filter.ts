/** Pure: a library filter as SQL conditions from a fixed list, with every value bound by name. */
import type { AssetFilter, AssetStatus } from '#shared/domain/asset.ts'
import { type Condition, parseQuery, toMatch } from './parse-query.ts'

export interface FilterSql {
  /** Conditions joined by AND; never empty. */
  readonly where: string
  readonly values: Readonly<Record<string, string | number>>
  /** True when the search index must be attached. */
  readonly needsIndex: boolean
}

/** Every content has its two replica rows from the moment it is kept, and few of them are not stored. */
const UNSAFE = `asset.sha256 IN (SELECT sha256 FROM replica WHERE state <> 'stored')`
const STATUS = (name: string): string => /* sql */ `
  CASE WHEN ${name} = 'fully_synced' THEN NOT (${UNSAFE})
  ELSE ${UNSAFE} AND (SELECT status FROM blob_status WHERE blob_status.sha256 = asset.sha256) = ${name} END`

/** A known status as the cheapest condition: all but the common one start from the few unsafe replicas. */
function statusSql(status: AssetStatus): string {
  if (status === 'fully_synced') return `NOT (${UNSAFE})`
  return `${UNSAFE} AND (SELECT status FROM blob_status WHERE blob_status.sha256 = asset.sha256) = :status`
}

const HAS_TAG = (name: string): string => /* sql */ `
  asset.id IN (SELECT asset_tag.asset_id FROM asset_tag JOIN tag ON tag.id = asset_tag.tag_id WHERE tag.name = ${name})`

const EXACT_SQL: Readonly<Record<Extract<Condition, { value: string }>['field'], (name: string) => string>> =
  {
    provider: (name) => `asset.provider = ${name} COLLATE NOCASE`,
    model: (name) => `asset.model LIKE '%' || ${name} || '%'`,
    platform: (name) => `asset.platform = ${name} COLLATE NOCASE`,
    kind: (name) => `asset.kind = lower(${name})`,
    status: STATUS,
    campaign: (name) =>
      `asset.campaign_id IN (SELECT id FROM campaign WHERE id = ${name} OR name LIKE '%' || ${name} || '%')`,
    tag: HAS_TAG,
    origin: (name) => `asset.origin = ${name}`,
    seed: (name) => `asset.seed = CAST(${name} AS INTEGER)`,
    name: (name) => `asset.name LIKE '%' || ${name} || '%'`
  }

const NUMBER_COLUMNS = {
  cost: 'asset.cost_microusd',
  rating: 'asset.rating',
  width: 'asset.width_px',
  height: 'asset.height_px',
  size: '(SELECT size_bytes FROM blob WHERE blob.sha256 = asset.sha256)',
  created: 'asset.created_at',
  post: 'asset.post'
} as const

/** Ids the search index finds; `entry` and `search_index` are its tables. */
const MATCHES = /* sql */ `
  asset.id IN (SELECT entry.asset_id FROM search_index JOIN entry ON entry.id = search_index.rowid
               WHERE search_index MATCH :match)`

export function toFilterSql(filter: AssetFilter): FilterSql {
  const values: Record<string, string | number> = {}
  // With the plus the planner cannot walk the whole gallery by date in search of a rare status.
  const isRare = filter.status !== undefined && filter.status !== 'fully_synced'
  const column = isRare ? '+asset.deleted_at' : 'asset.deleted_at'
  const parts = [`${column} IS ${filter.inTrash === true ? 'NOT NULL' : 'NULL'}`]
  const add = (name: string, value: string | undefined, sql: string): void => {
    if (value === undefined) return
    if (sql.includes(`:${name}`)) values[name] = value
    parts.push(sql)
  }
  add('kind', filter.kind, 'asset.kind = :kind')
  add('campaignId', filter.campaignId, 'asset.campaign_id = :campaignId')
  // A campaign narrows most; the plus keeps the planner from walking a platform's or provider's whole index instead.
  const plus = filter.campaignId === undefined ? '' : '+'
  add('provider', filter.provider, `${plus}asset.provider = :provider`)
  add('platform', filter.platform, `${plus}asset.platform = :platform`)
  if (filter.status !== undefined) add('status', filter.status, statusSql(filter.status))
  add('tag', filter.tag, HAS_TAG(':tag'))
  const query = parseQuery(filter.query ?? '')
  query.conditions.forEach((condition, index) => {
    const name = `condition${index}`
    values[name] = condition.value
    parts.push(toConditionSql(condition, `:${name}`))
  })
  const match = toMatch(query.terms)
  add('match', match ?? undefined, MATCHES)
  return { where: parts.join('\n  AND '), values, needsIndex: match !== null }
}

function toConditionSql(condition: Condition, name: string): string {
  const sql =
    'compare' in condition
      ? `coalesce(${NUMBER_COLUMNS[condition.field]}, 0) ${condition.compare} ${name}`
      : EXACT_SQL[condition.field](name)
  return condition.isExcluded ? `NOT coalesce((${sql}), 0)` : `(${sql})`
}
