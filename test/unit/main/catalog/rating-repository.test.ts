import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createAssetRepository } from '#main/catalog/asset-repository.ts'
import { createRatingRepository } from '#main/catalog/rating-repository.ts'
import { type Db, openDatabase } from '#main/db/database.ts'
import { putRows } from '#test/harness/catalog-rows.ts'

let folder: string
let db: Db
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'campaignforge-rating-'))
  db = openDatabase(path.join(folder, 'catalog.sqlite'))
})
afterEach(() => {
  db.close()
  rmSync(folder, { recursive: true, force: true })
})

describe('stars of many assets', () => {
  it('change those that had others, say what they had, and pass over ids nobody knows', () => {
    const [one = '', two = '', three = ''] = putRows(db, [{}, {}, {}])
    const ratings = createRatingRepository(db)
    ratings.rate([two], 3, 1)
    expect(ratings.rate([one, two, 'nobody'], 3, 2)).toEqual([{ id: one, rating: 0 }])
    expect(ratings.rate([one, two, three], 5, 3)).toEqual([
      { id: one, rating: 3 },
      { id: two, rating: 3 },
      { id: three, rating: 0 }
    ])
    const assets = createAssetRepository(db)
    expect([one, two, three].map((id) => assets.find(id)?.rating)).toEqual([5, 5, 5])
  })
})
