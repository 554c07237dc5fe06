/** The hot queries of the gallery use their indexes, so that a million rows cost no more than a thousand. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { toFilterSql } from '#main/catalog/asset-filter.ts'
import { createAssetRepository } from '#main/catalog/asset-repository.ts'
import type { Db } from '#main/db/connection.ts'
import { openDatabase } from '#main/db/database.ts'
import type { AssetFilter } from '#shared/domain/asset.ts'
import { putRows } from '#test/harness/catalog-rows.ts'

let folder: string
let db: Db

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'campaignforge-catalog-'))
  db = openDatabase(path.join(folder, 'catalog.sqlite'))
})
afterAll(() => {
  db.close()
  rmSync(folder, { recursive: true, force: true })
})

function planOf(filter: AssetFilter): string {
  const { where, values } = toFilterSql(filter)
  const sql = `EXPLAIN QUERY PLAN SELECT asset.id FROM asset JOIN blob ON blob.sha256 = asset.sha256
    WHERE ${where} AND (asset.created_at, asset.id) < (1, 'a') ORDER BY asset.created_at DESC, asset.id DESC LIMIT 100`
  return db
    .prepare(sql)
    .all(values)
    .map((row) => (typeof row === 'object' && row !== null && 'detail' in row ? String(row.detail) : ''))
    .join('\n')
}

describe('query plans', () => {
  test.each([
    ['everything', {}, 'asset_by_created'],
    ['a kind', { kind: 'image' }, 'asset_by_kind'],
    ['a kind of a campaign', { kind: 'image', campaignId: 'c' }, 'asset_by_campaign'],
    ['three filters', { kind: 'image', campaignId: 'c', platform: 'instagram' }, 'asset_by_campaign'],
    ['a provider', { provider: 'together' }, 'asset_by_provider'],
    ['a rare status', { status: 'primary_only' }, 'asset_by_sha256']
  ] as const)('%s walks its index', (_what, filter, index) => {
    const plan = planOf(filter)
    expect(plan).toContain(index)
    if (index !== 'asset_by_sha256') expect(plan).not.toContain('TEMP B-TREE')
  })
})

describe('totals', () => {
  test('a total follows writes of this and of another connection', () => {
    const repository = createAssetRepository(db)
    const total = (): number => repository.page({}, { limit: 10, cursor: null }).total
    expect(total()).toBe(0)
    putRows(db, [{}, {}])
    expect(total()).toBe(2)
    const other = openDatabase(path.join(folder, 'catalog.sqlite'))
    other.prepare(`UPDATE asset SET deleted_at = 5 WHERE id = 'row-000000'`).run()
    other.close()
    expect(total()).toBe(1)
  })
})

describe('focal point', () => {
  test('a saved point is kept through other changes until it is forgotten', () => {
    const repository = createAssetRepository(db)
    const focalPoint = { xFraction: 0.25, yFraction: 0.8 }
    const point = () => repository.find('row-000001')?.focalPoint
    expect(point()).toBeNull()
    repository.update('row-000001', { focalPoint }, 1)
    repository.update('row-000001', { caption: 'Later words' }, 2)
    expect(point()).toEqual(focalPoint)
    repository.update('row-000001', { focalPoint: null }, 3)
    expect(point()).toBeNull()
  })
})

test('a place far down is the page that walking there by cursors gives', () => {
  putRows(
    db,
    Array.from({ length: 300 }, (_, index) => ({ campaignId: 'far', createdAt: 1000 + (index % 7) }))
  )
  const repository = createAssetRepository(db)
  const filter = { campaignId: 'far' }
  const first = repository.page(filter, { limit: 120, cursor: null })
  const walked = repository.page(filter, { limit: 50, cursor: first.nextCursor })
  const jumped = repository.page(filter, { limit: 50, cursor: null, offset: 120 })
  expect(jumped).toEqual(walked)
})
