/** Pure: a library filter as SQL conditions from a fixed list, with every value bound by name. */
import type { AssetFilter } from '#shared/domain/asset.ts'
import { type Condition, parseQuery, toMatch } from './parse-query.ts'

export interface FilterSql {
  /** Conditions joined by AND; never empty. */
  readonly where: string
  readonly values: Readonly<Record<string, string | number>>
  /** True when the search index must be attached. */
  readonly needsIndex: boolean
}

/** Tells apart the same status found cheaply: everything but the common one starts from the few unsafe replicas. */
const STATUS = (name: string): string => /* sql */ `
  (SELECT status FROM blob_status WHERE blob_status.sha256 = asset.sha256) = ${name}
  AND (${name} = 'fully_synced' OR asset.sha256 IN (SELECT sha256 FROM replica WHERE state <> 'stored'))`

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
  const parts = [filter.inTrash === true ? 'asset.deleted_at IS NOT NULL' : 'asset.deleted_at IS NULL']
  const add = (name: string, value: string | undefined, sql: string): void => {
    if (value === undefined) return
    values[name] = value
    parts.push(sql)
  }
  add('kind', filter.kind, 'asset.kind = :kind')
  add('campaignId', filter.campaignId, 'asset.campaign_id = :campaignId')
  add('provider', filter.provider, 'asset.provider = :provider')
  add('platform', filter.platform, 'asset.platform = :platform')
  add('status', filter.status, STATUS(':status'))
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
