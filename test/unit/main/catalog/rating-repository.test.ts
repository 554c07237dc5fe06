import { describe, expect, it } from 'vitest'
import { createAssetRepository } from '#main/catalog/asset-repository.ts'
import { createRatingRepository } from '#main/catalog/rating-repository.ts'
import { putRows } from '#test/harness/catalog-rows.ts'
import { eachCatalog } from '#test/harness/each-catalog.ts'

const catalog = eachCatalog()

describe('stars of many assets', () => {
  it('change those that had others, say what they had, and pass over ids nobody knows', () => {
    const [one = '', two = '', three = ''] = putRows(catalog.db, [{}, {}, {}])
    const ratings = createRatingRepository(catalog.db)
    ratings.rate([two], 3, 1)
    expect(ratings.rate([one, two, 'nobody'], 3, 2)).toEqual([{ id: one, rating: 0 }])
    expect(ratings.rate([one, two, three], 5, 3)).toEqual([
      { id: one, rating: 3 },
      { id: two, rating: 3 },
      { id: three, rating: 0 }
    ])
    const assets = createAssetRepository(catalog.db)
    expect([one, two, three].map((id) => assets.find(id)?.rating)).toEqual([5, 5, 5])
  })
})
