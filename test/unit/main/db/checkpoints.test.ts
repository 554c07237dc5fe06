import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Checkpoints, createCheckpoints } from '#main/db/checkpoints.ts'
import { eachCatalog } from '#test/harness/each-catalog.ts'

const catalog = eachCatalog()
let checkpoints: Checkpoints
const failures: unknown[] = []
beforeEach(() => {
  checkpoints = createCheckpoints(catalog.db, { onFailure: (cause) => void failures.push(cause) })
})
afterEach(async () => {
  await checkpoints.stop()
  failures.length = 0
})

function addTags(count: number, prefix: string): void {
  const add = catalog.db.prepare('INSERT INTO tag (name) VALUES (?)')
  for (let done = 0; done < count; done += 1) add.run(`${prefix} ${done}`)
}

/** Rows in the catalog file itself, its journal left out of account. */
function tagsInFile(): number {
  const copy = join(catalog.folder, 'copy.db')
  copyFileSync(catalog.db.name, copy)
  const file = new Database(copy)
  try {
    return file.prepare<[], number>('SELECT COUNT(*) FROM tag').pluck().get() ?? 0
  } finally {
    file.close()
  }
}

describe('checkpoints', () => {
  it('many changes reach the catalog file while main does nothing for it', async () => {
    addTags(600, 'tag')
    await vi.waitFor(() => expect(tagsInFile()).toBe(600), { timeout: 20_000, interval: 100 })
    addTags(600, 'later')
    await vi.waitFor(() => expect(tagsInFile()).toBe(1200), { timeout: 20_000, interval: 100 })
    expect(failures).toEqual([])
  })
})
