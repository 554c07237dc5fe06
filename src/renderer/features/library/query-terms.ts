/** The search line's operators as single choices, and whole filters as search lines for smart folders. Pure. */
import { type AssetFilter, assetKindSchema, assetStatusSchema } from '#shared/domain/asset.ts'
import { platformIdSchema } from '#shared/domain/platform.ts'

/** Operators that a menu sets; each stands at most once in the line. */
export type TermField = 'is' | 'created' | 'cost' | 'rating'

const termPattern = (field: string): RegExp => new RegExp(`(?:^|\\s)${field}:("[^"]*"|\\S+)`, 'i')

/** What stands behind an operator; null when it is not in the line. */
export function termOf(query: string, field: string): string | null {
  const found = termPattern(field).exec(query)?.[1]
  return found === undefined ? null : found.replaceAll('"', '')
}

/** The line with the operator set to a value, or without it. */
export function withTerm(query: string, field: string, value: string | null): string {
  const rest = query.replace(termPattern(field), ' ').replaceAll(/\s+/g, ' ').trim()
  if (value === null || value === '') return rest
  const word = /\s/.test(value) ? `"${value}"` : value
  return `${rest} ${field}:${word}`.trim()
}

/** Operators for the parts of a filter that menus set. */
const FIELD_TERMS = {
  kind: 'kind',
  platform: 'platform',
  provider: 'provider',
  campaignId: 'campaign',
  status: 'status',
  tag: 'tag'
} as const

/** A filter as one search line; empty for no filter. The trash can not be said in words. */
export function queryOf(filter: AssetFilter): string {
  let query = filter.query ?? ''
  for (const [field, term] of entriesOf(FIELD_TERMS)) {
    const value = filter[field]
    if (value !== undefined) query = withTerm(query, term, value)
  }
  return query
}

/** A search line as a filter: operators that have a menu go there, the rest stays in words. */
export function filterOf(query: string, campaignIds: readonly string[]): AssetFilter {
  const kind = assetKindSchema.safeParse(termOf(query, 'kind'))
  const platform = platformIdSchema.safeParse(termOf(query, 'platform'))
  const status = assetStatusSchema.safeParse(termOf(query, 'status'))
  const provider = termOf(query, 'provider')
  const campaign = termOf(query, 'campaign')
  const tag = termOf(query, 'tag')
  const taken: { -readonly [Field in keyof typeof FIELD_TERMS]?: AssetFilter[Field] } = {
    ...(kind.success ? { kind: kind.data } : {}),
    ...(platform.success ? { platform: platform.data } : {}),
    ...(status.success ? { status: status.data } : {}),
    ...(provider === null ? {} : { provider }),
    ...(campaign !== null && campaignIds.includes(campaign) ? { campaignId: campaign } : {}),
    ...(tag === null ? {} : { tag })
  }
  let rest = query
  for (const [field, term] of entriesOf(FIELD_TERMS)) if (field in taken) rest = withTerm(rest, term, null)
  // Undefined fields do not stand in a filter.
  const filter: AssetFilter = rest === '' ? taken : { ...taken, query: rest }
  return filter
}

function entriesOf<Key extends string, Value>(record: Readonly<Record<Key, Value>>): readonly [Key, Value][] {
  // The record's own keys, as its type says.
  return Object.entries(record) as [Key, Value][]
}
