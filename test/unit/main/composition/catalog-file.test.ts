import { open, readdir, stat, utimes } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { openCatalogFile } from '#main/composition/catalog-file.ts'
import { withTempFolder } from '#main/core/files.ts'
import { createSilentLog } from '#main/core/log.ts'

const deps = (damagedCatalog: 'refuse' | 'set-aside' = 'refuse', now = Date.now()) => ({
  clock: { now: () => now },
  log: createSilentLog(),
  damagedCatalog
})
const DAMAGED = expect.objectContaining({ code: 'DATABASE_DAMAGED' })

/** Rot in the middle of the file: size and times stay, only reading the page tells. */
async function rot(filePath: string): Promise<void> {
  const { atime, mtime, size } = await stat(filePath)
  const handle = await open(filePath, 'r+')
  await handle.write(Buffer.alloc(4096, 0x5a), 0, 4096, Math.floor(size / 8192) * 4096)
  await handle.close()
  await utimes(filePath, atime, mtime)
}

async function withCatalog(run: (filePath: string) => Promise<void>): Promise<void> {
  await withTempFolder(async (folder) => {
    const filePath = path.join(folder, 'catalog.db')
    const file = openCatalogFile({ filePath, isOwner: true }, deps())
    const insert = file.db.prepare('INSERT INTO tag (name) VALUES (?)')
    const fill = () => {
      for (let index = 0; index < 5000; index++) insert.run(`a tag of some length, number ${index}`)
    }
    file.db.transaction(fill)()
    await file.close()
    await run(filePath)
  })
}

describe('catalog file', () => {
  test('after a killed run damage inside a table is noticed', async () => {
    await withCatalog(async (filePath) => {
      const killed = openCatalogFile({ filePath, isOwner: true }, deps())
      killed.db.close()
      await rot(filePath)
      expect(() => openCatalogFile({ filePath, isOwner: true }, deps())).toThrow(DAMAGED)
    })
  })

  test('damage that came while the app was closed is noticed at the latest a day later', async () => {
    await withCatalog(async (filePath) => {
      await rot(filePath)
      const tomorrow = Date.now() + 24 * 60 * 60 * 1000
      expect(() => openCatalogFile({ filePath, isOwner: true }, deps('refuse', tomorrow))).toThrow(DAMAGED)
    })
  })

  test('a refused file stays where it is; set aside it is kept and an empty one opens', async () => {
    await withCatalog(async (filePath) => {
      const killed = openCatalogFile({ filePath, isOwner: true }, deps())
      killed.db.close()
      await rot(filePath)
      expect(() => openCatalogFile({ filePath, isOwner: true }, deps())).toThrow(DAMAGED)
      const before = await readdir(path.dirname(filePath))
      expect(before.some((name) => name.includes('damaged'))).toBe(false)
      const opened = openCatalogFile({ filePath, isOwner: true }, deps('set-aside', 7))
      expect(opened.db.prepare('SELECT count(*) AS tags FROM tag').get()).toEqual({ tags: 0 })
      await opened.close()
      expect(await readdir(path.dirname(filePath))).toContain('catalog.db.damaged-7')
    })
  })

  test('a second process leaves the note to the owner', async () => {
    await withCatalog(async (filePath) => {
      const guest = openCatalogFile({ filePath, isOwner: false }, deps())
      await guest.close()
      expect(await readdir(path.dirname(filePath))).toContain('catalog.db.closed')
    })
  })
})
