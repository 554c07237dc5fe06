import { describe, expect, it } from 'vitest'
import { createWalFlush } from '#main/db/wal-flush.ts'
import { eachCatalog } from '#test/harness/each-catalog.ts'

const catalog = eachCatalog()
const addTag = (name: string) => () => catalog.db.prepare('INSERT INTO tag (name) VALUES (?)').run(name)
const count = () => catalog.db.prepare<[], { n: number }>('SELECT COUNT(*) AS n FROM tag').get()?.n

describe('wal flush', () => {
  it('many writes at once share flushes and are all there', async () => {
    const wal = createWalFlush(catalog.db)
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
    const wal = createWalFlush(catalog.db)
    wal.writeNow(addTag('once'))
    expect(() => wal.writeNow(addTag('once'))).toThrow()
    expect(catalog.db.pragma('synchronous', { simple: true })).toBe(2)
  })
})
