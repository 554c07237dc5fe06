/** Filters as search lines and back, so that a smart folder opens as what was saved. */
import { describe, expect, it } from 'vitest'
import { filterOf, queryOf, termOf, withTerm } from '#renderer/features/library/query-terms.ts'
import type { AssetFilter } from '#shared/domain/asset.ts'

describe('query terms', () => {
  it.each<AssetFilter>([
    { kind: 'image', platform: 'tiktok', provider: 'together', status: 'primary_only', tag: 'late summer' },
    { campaignId: 'c-1', query: 'candle "soft light" rating:>=4' },
    { query: 'cost:<0.01 is:ai' },
    {}
  ])('%j comes back from its own search line', (filter) => {
    expect(filterOf(queryOf(filter), ['c-1'])).toEqual(filter)
  })

  it('a value that no menu knows stays in words', () => {
    expect(filterOf('kind:thing platform:orkut campaign:spring', [])).toEqual({
      query: 'kind:thing platform:orkut campaign:spring'
    })
  })

  it('sets, replaces and takes out one operator and leaves the words alone', () => {
    const once = withTerm('red chair', 'rating', '>=4')
    const twice = withTerm(once, 'rating', '>=5')
    expect([once, twice, withTerm(twice, 'rating', null), termOf(twice, 'rating')]).toEqual([
      'red chair rating:>=4',
      'red chair rating:>=5',
      'red chair',
      '>=5'
    ])
  })
})
