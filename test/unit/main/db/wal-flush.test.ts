import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Db, openDatabase } from '#main/db/database.ts'
import { createWalFlush } from '#main/db/wal-flush.ts'

let folder: string
let db: Db
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'campaignforge-wal-'))
  db = openDatabase(join(folder, 'catalog.db'))
})
afterEach(async () => {
  db.close()
  await rm(folder, { recursive: true, force: true })
})
const addTag = (name: string) => () => db.prepare('INSERT INTO tag (name) VALUES (?)').run(name)
const count = () => db.prepare<[], { n: number }>('SELECT COUNT(*) AS n FROM tag').get()?.n

describe('wal flush', () => {
  it('many writes at once share flushes and are all there', async () => {
    const wal = createWalFlush(db)
    const names = Array.from({ length: 50 }, (_, index) => `tag ${index}`)
    await Promise.all(
      names.map(async (name) => {
        wal.writeNow(addTag(name))
        await wal.flushed()
      })
    )
    expect(count()).toBe(50)
  })

  it('other commits stay durable by themselves, also after a write that failed', () => {
    const wal = createWalFlush(db)
    wal.writeNow(addTag('once'))
    expect(() => wal.writeNow(addTag('once'))).toThrow()
    expect(db.pragma('synchronous', { simple: true })).toBe(2)
  })
})
