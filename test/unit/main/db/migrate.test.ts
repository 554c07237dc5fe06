import path from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import { withTempFolder } from '#main/core/files.ts'
import { openDatabase } from '#main/db/database.ts'
import { MIGRATIONS, migrate } from '#main/db/migrate.ts'
import { ASSET_KINDS, ASSET_ORIGINS } from '#shared/domain/asset.ts'

const versionOf = (db: Database.Database): unknown => db.pragma('user_version', { simple: true })

describe('migrate', () => {
  test('every step runs on its own and twice opening changes nothing', async () => {
    await withTempFolder(async (folder) => {
      const file = path.join(folder, 'catalog.db')
      for (let step = 1; step <= MIGRATIONS.length; step++) {
        const db = new Database(file)
        migrate(db, step)
        expect(versionOf(db)).toBe(step)
        db.close()
      }
      const db = openDatabase(file)
      expect([versionOf(db), db.pragma('integrity_check', { simple: true })]).toEqual([
        MIGRATIONS.length,
        'ok'
      ])
      db.close()
    })
  })

  test('a step that fails leaves the version before it, whole', () => {
    const db = new Database(':memory:')
    const steps = ['CREATE TABLE a (x) ;', 'CREATE TABLE b (x); CREATE TABLE b (x);']
    expect(() => migrate(db, 2, steps)).toThrow(/already exists/)
    expect([
      versionOf(db),
      db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all()
    ]).toEqual([1, ['a']])
  })

  test('a file of a newer app is refused and left alone', () => {
    const db = new Database(':memory:')
    db.pragma('user_version = 999')
    expect(() => migrate(db)).toThrow(expect.objectContaining({ code: 'DATABASE_NEWER' }))
    expect(versionOf(db)).toBe(999)
  })

  test('the closed sets of the schema and of the tables are the same', () => {
    const db = new Database(':memory:')
    migrate(db)
    const sql = String(db.prepare("SELECT sql FROM sqlite_schema WHERE name = 'asset'").pluck().get())
    const setOf = (column: string): string[] =>
      (new RegExp(`${column} IN \\(([^)]*)\\)`).exec(sql)?.[1] ?? '')
        .split(',')
        .map((word) => word.trim().replaceAll("'", ''))
    expect([setOf('kind'), setOf('origin')]).toEqual([[...ASSET_KINDS], [...ASSET_ORIGINS]])
  })

  test('every table of ours is STRICT', () => {
    const db = new Database(':memory:')
    migrate(db)
    const tables = db
      .prepare(
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict = 0 AND name NOT LIKE 'sqlite_%'"
      )
      .pluck()
      .all()
    expect(tables).toEqual([])
  })
})
