import { readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { withTempFolder } from '#main/core/files.ts'
import { openDatabase, openReadOnly, setAsideDamaged } from '#main/db/database.ts'

describe('database', () => {
  test('commits are flushed and foreign keys hold', async () => {
    await withTempFolder(async (folder) => {
      const db = openDatabase(path.join(folder, 'catalog.db'))
      expect(
        ['journal_mode', 'synchronous', 'foreign_keys'].map((name) => db.pragma(name, { simple: true }))
      ).toEqual(['wal', 2, 1])
      const orphan = db.prepare('INSERT INTO asset_tag (tag_id, asset_id) VALUES (1, ?)')
      expect(() => orphan.run('nobody')).toThrow(/FOREIGN KEY/)
      db.close()
    })
  })

  test('a file that is no database is DATABASE_DAMAGED and stays as it was', async () => {
    await withTempFolder(async (folder) => {
      const file = path.join(folder, 'catalog.db')
      await writeFile(file, 'this is no database, but somebody may want it back'.repeat(200))
      const before = await readFile(file)
      expect(() => openDatabase(file)).toThrow(expect.objectContaining({ code: 'DATABASE_DAMAGED' }))
      expect(await readFile(file)).toEqual(before)
    })
  })

  test('overwritten pages are noticed at opening, and setting aside keeps the file', async () => {
    await withTempFolder(async (folder) => {
      const file = path.join(folder, 'catalog.db')
      openDatabase(file).close()
      const bytes = await readFile(file)
      bytes.fill(0x5a, 4096, 40_960)
      await writeFile(file, bytes)
      expect(() => openDatabase(file)).toThrow(expect.objectContaining({ code: 'DATABASE_DAMAGED' }))
      expect(path.basename(setAsideDamaged(file, 7))).toBe('catalog.db.damaged-7')
      openDatabase(file).close()
      expect(await readdir(folder)).toEqual(expect.arrayContaining(['catalog.db', 'catalog.db.damaged-7']))
    })
  })

  test('the read-only connection cannot write', async () => {
    await withTempFolder(async (folder) => {
      const file = path.join(folder, 'catalog.db')
      openDatabase(file).close()
      const db = openReadOnly(file)
      expect(() => db.exec("INSERT INTO tag (name) VALUES ('x')")).toThrow(/readonly/)
      db.close()
    })
  })
})
