import { copyFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Checkpoints, createCheckpoints } from '#main/db/checkpoints.ts'
import { type Db, openDatabase } from '#main/db/database.ts'

let folder: string
let db: Db
let checkpoints: Checkpoints
const failures: unknown[] = []
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'campaignforge-checkpoints-'))
  db = openDatabase(join(folder, 'catalog.db'))
  checkpoints = createCheckpoints(db, { onFailure: (cause) => void failures.push(cause) })
})
afterEach(async () => {
  await checkpoints.stop()
  db.close()
  await rm(folder, { recursive: true, force: true })
  failures.length = 0
})

function addTags(count: number, prefix: string): void {
  const add = db.prepare('INSERT INTO tag (name) VALUES (?)')
  for (let done = 0; done < count; done += 1) add.run(`${prefix} ${done}`)
}

/** Rows in the catalog file itself, its journal left out of account. */
function tagsInFile(): number {
  const copy = join(folder, 'copy.db')
  copyFileSync(db.name, copy)
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
