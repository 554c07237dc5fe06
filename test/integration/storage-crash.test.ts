/** A process killed at random moments loses nothing it acknowledged, leaves nothing behind and goes on by itself. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { openDatabase } from '#main/db/database.ts'
import {
  createSeededRandom,
  findTempFiles,
  hashFolderStore,
  runStorageChild
} from '#test/harness/storage-crash.ts'

test('killed at ten random moments: all that was acknowledged is in both stores, once, with the right hash', {
  timeout: 120_000
}, async () => {
  const dataFolder = await mkdtemp(path.join(tmpdir(), 'campaignforge-crash-'))
  const random = createSeededRandom(20_261_122)
  const options = {
    dataFolder,
    count: 200,
    seed: 7,
    largeBytes: 3_000_000,
    stores: { primary: null, backup: null }
  }
  const acknowledged = new Set<string>()
  for (let round = 0; round < 10; round++) {
    const run = await runStorageChild(options, 150 + Math.round(random() * 700))
    for (const sha256 of run.acknowledged) acknowledged.add(sha256)
  }
  const last = await runStorageChild(options, null)
  expect(last.errors).toBe('')
  expect(last.isDrained).toBe(true)
  expect(last.acknowledged).toHaveLength(200)
  expect([...acknowledged].filter((sha256) => !last.acknowledged.includes(sha256))).toEqual([])

  const db = openDatabase(path.join(dataFolder, 'catalog.db'))
  expect(db.prepare('SELECT count(*) FROM asset').pluck().get()).toBe(200)
  expect(db.prepare("SELECT count(*) FROM blob_status WHERE status = 'fully_synced'").pluck().get()).toBe(200)
  db.close()
  for (const side of ['primary', 'backup']) {
    const stored = hashFolderStore(path.join(dataFolder, 'stores', side))
    expect([...stored].filter(([named, real]) => named !== real)).toEqual([])
    expect([...stored.keys()].sort()).toEqual([...last.acknowledged].sort())
  }
  expect(findTempFiles(dataFolder)).toEqual([])
  await rm(dataFolder, { recursive: true })
})
