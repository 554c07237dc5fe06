/** The sums over all contents, on more than one page of them. */
import { describe, expect, it } from 'vitest'
import { createCopySurvey } from '#main/storage/copy-survey.ts'
import { putRows } from '#test/harness/catalog-rows.ts'
import { eachCatalog } from '#test/harness/each-catalog.ts'

const catalog = eachCatalog()

const take = () => createCopySurvey(catalog.db).take({ safeWithinMs: 1_000, now: 10_000 })
const nothing = { objects: 0, bytes: 0 }

describe('the survey of copies', () => {
  it('an empty catalog has nothing anywhere', async () => {
    const stored = { primary: nothing, backup: nothing }
    expect(await take()).toEqual({ liveBytes: 0, stored, decided: 0, inTime: 0 })
  })

  it('counts every content once, over page ends', async () => {
    putRows(
      catalog.db,
      Array.from({ length: 2_300 }, (_, index) => ({
        replicas: ['stored', index < 100 ? 'queued' : 'stored']
      }))
    )
    catalog.db.exec(`UPDATE blob SET size_bytes = 10;
      UPDATE replica SET first_stored_at = 1000 WHERE state = 'stored';`)
    expect(await take()).toEqual({
      liveBytes: 23_000,
      stored: { primary: { objects: 2_300, bytes: 23_000 }, backup: { objects: 2_200, bytes: 22_000 } },
      // The 100 have had more than the time, and are in one place only.
      decided: 2_300,
      inTime: 2_200
    })
  })

  it('what is still within the time is not decided, what came late is not in time', async () => {
    putRows(catalog.db, [
      {},
      {},
      { replicas: ['stored', 'uploading'] },
      { replicas: ['stored', 'uploading'] }
    ])
    const setTimes = catalog.db.prepare(
      'UPDATE replica SET first_stored_at = ? WHERE sha256 = ? AND side = ?'
    )
    const hash = (index: number): string => index.toString(16).padStart(64, '0')
    for (const [index, side, at] of [
      [0, 'primary', 200],
      [0, 'backup', 1_000],
      [1, 'primary', 200],
      [1, 'backup', 1_001],
      [2, 'primary', 200],
      [3, 'primary', 9_500]
    ] as const)
      setTimes.run(at, hash(index), side)
    catalog.db.prepare('UPDATE blob SET created_at = 9400 WHERE sha256 = ?').run(hash(3))
    expect(await take()).toMatchObject({ decided: 3, inTime: 1 })
  })

  it('a deleted asset weighs nothing but what its copies hold', async () => {
    putRows(catalog.db, [{}, {}])
    catalog.db.exec(`UPDATE asset SET deleted_at = 5 WHERE id = 'row-000001';`)
    expect(await take()).toMatchObject({
      liveBytes: 1,
      stored: { primary: { objects: 2, bytes: 2 }, backup: { objects: 2, bytes: 2 } }
    })
  })
})
