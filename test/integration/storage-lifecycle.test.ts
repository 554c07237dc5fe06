/** What happens to contents over time: deletion for good, scrubbing, drills. */
import { randomBytes } from 'node:crypto'
import { existsSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { createSystemClock } from '#main/core/clock.ts'
import { createDisk } from '#main/storage/disk.ts'
import { createStoreFactory } from '#main/storage/store-factory.ts'
import { startFakeS3 } from '#test/harness/fake-s3.ts'
import {
  NO_JOB,
  openStorageBench,
  type StorageBench,
  type StorageBenchOptions
} from '#test/harness/storage-bench.ts'

const DAY_MS = 24 * 60 * 60 * 1000
const open: StorageBench[] = []

async function bench(options: StorageBenchOptions = {}) {
  let offsetMs = 0
  const system = createSystemClock()
  const clock = { ...system, now: () => system.now() + offsetMs }
  const made = await openStorageBench({ clock, ...options })
  open.push(made)
  return {
    ...made,
    pass: (ms: number) => {
      offsetMs += ms
    }
  }
}

afterEach(async () => {
  for (const made of open.splice(0)) await made.dispose().catch(() => undefined)
})

const fileOf = (made: StorageBench, side: 'primary' | 'backup', objectKey: string): string =>
  path.join(made.dataFolder, 'stores', side, objectKey)

function putInTrash(made: StorageBench, sha256: string, at: number | null = Date.now()): void {
  made.db.prepare('UPDATE asset SET deleted_at = ? WHERE sha256 = ?').run(at, sha256)
}

describe('deleting for good', () => {
  test('after 30 days objects go from both stores and this computer; before that nothing does', async () => {
    const made = await bench()
    const { sha256, objectKey } = await made.add(randomBytes(100))
    const kept = await made.add(randomBytes(100))
    await made.storage.drain()
    const local = made.storage.localPath(sha256) ?? ''
    putInTrash(made, sha256)
    made.pass(29 * DAY_MS)
    expect(await made.storage.purgeTrash({}, NO_JOB)).toMatchObject({ purged: 0 })
    expect(existsSync(fileOf(made, 'primary', objectKey))).toBe(true)
    made.pass(2 * DAY_MS)
    expect(await made.storage.purgeTrash({}, NO_JOB)).toEqual({
      purged: 1,
      kept: 0,
      removedObjects: 2,
      waitingObjects: 0
    })
    expect(
      [fileOf(made, 'primary', objectKey), fileOf(made, 'backup', objectKey), local].filter(existsSync)
    ).toEqual([])
    expect((await made.storage.verify({ deep: true }, NO_JOB)).counts.same).toBe(1)
    expect(made.statusOf(kept.sha256)).toBe('fully_synced')
  })

  test('an asset taken back, or one that shares its bytes with a live one, stays', async () => {
    const made = await bench()
    const bytes = randomBytes(100)
    const { sha256, objectKey } = await made.add(bytes)
    putInTrash(made, sha256, 1)
    await made.add(bytes)
    await made.storage.drain()
    expect(await made.storage.purgeTrash({}, NO_JOB)).toMatchObject({ purged: 0 })
    putInTrash(made, sha256, 1)
    putInTrash(made, sha256, null)
    expect(await made.storage.purgeTrash({}, NO_JOB)).toMatchObject({ purged: 0 })
    expect(existsSync(fileOf(made, 'primary', objectKey))).toBe(true)
  })

  test('a deletion waits for an upload that is under way, and never leaves the object behind', async () => {
    const made = await bench({ isStarted: false })
    const { sha256 } = await made.add(randomBytes(100))
    putInTrash(made, sha256, 1)
    made.db.prepare("UPDATE replica SET state = 'uploading' WHERE side = 'backup'").run()
    expect(await made.storage.purgeTrash({}, NO_JOB)).toMatchObject({ purged: 0 })
    made.db.prepare("UPDATE replica SET state = 'queued' WHERE side = 'backup'").run()
    expect(await made.storage.purgeTrash({}, NO_JOB)).toMatchObject({ purged: 1 })
    await made.storage.drain()
    expect((await made.storage.verify({ deep: false }, NO_JOB)).unknownObjects).toEqual({
      primary: 0,
      backup: 0
    })
  })

  test('more than half of everything asks first', async () => {
    const made = await bench()
    for (let n = 0; n < 25; n++) putInTrash(made, (await made.add(randomBytes(20))).sha256, 1)
    await made.storage.drain()
    await expect(made.storage.purgeTrash({}, NO_JOB)).rejects.toMatchObject({ code: 'CONFLICT' })
    expect(await made.storage.purgeTrash({ force: true }, NO_JOB)).toMatchObject({ purged: 25 })
  })

  test('a rebuild does not bring deleted contents back, but one accepted again lives', async () => {
    const made = await bench()
    const bytes = randomBytes(100)
    const { sha256 } = await made.add(bytes)
    const other = await made.add(randomBytes(100))
    await made.storage.drain()
    await made.storage.snapshot()
    for (const each of [sha256, other.sha256]) putInTrash(made, each, 1)
    await made.storage.purgeTrash({}, NO_JOB)
    await made.storage.drain()
    made.pass(1000)
    await made.add(bytes)
    await made.storage.drain()
    const again = await bench()
    rmSync(path.join(again.dataFolder, 'stores'), { recursive: true, force: true })
    again.stores.primary = { kind: 'folder', path: path.join(made.dataFolder, 'stores', 'primary') }
    await again.storage.reconfigure('primary')
    await again.storage.rebuild('primary', NO_JOB)
    expect(again.db.prepare('SELECT sha256 FROM asset').pluck().all()).toEqual([sha256])
  })

  test('in a store that keeps versions no version is left, and an unreachable store is cleaned later', async () => {
    const fake = await startFakeS3({ dialect: 'b2' })
    const openStore = createStoreFactory({
      dataFolder: path.join(import.meta.dirname, 'unused'),
      disk: createDisk(),
      clock: createSystemClock(),
      secrets: { read: async (name) => (name.endsWith('KEY_ID') ? 'test-key' : 'test-secret') }
    })
    const bucket = { accountId: '', publicUrl: '', region: 'us-east-1', bucket: 'bucket', endpoint: fake.url }
    const made = await bench({
      openStore,
      stores: { primary: { kind: 'b2', ...bucket }, backup: { kind: 's3', ...bucket } }
    })
    const { sha256, objectKey } = await made.add(randomBytes(100))
    await made.storage.drain()
    putInTrash(made, sha256, 1)
    fake.setHook(({ method }) => (method === 'DELETE' ? { status: 503, code: 'ServiceUnavailable' } : null))
    expect(await made.storage.purgeTrash({}, NO_JOB)).toMatchObject({
      purged: 1,
      removedObjects: 0,
      waitingObjects: 2
    })
    fake.setHook(null)
    expect(await made.storage.purgeTrash({}, NO_JOB)).toMatchObject({ removedObjects: 2, waitingObjects: 0 })
    expect(
      fake
        .bucket('bucket')
        .versions()
        .filter(({ key }) => key === objectKey)
    ).toEqual([])
    await fake.close()
  })
})

describe('scrubbing', () => {
  test('finds rot that listings cannot see; repair heals it', async () => {
    const made = await bench()
    const { sha256, objectKey } = await made.add(randomBytes(100))
    await made.storage.drain()
    made.pass(2 * DAY_MS)
    writeFileSync(fileOf(made, 'backup', objectKey), randomBytes(100))
    const report = await made.storage.scrub({}, NO_JOB)
    expect(report).toMatchObject({
      primary: { checked: 1, damaged: 0 },
      backup: { checked: 0 + 1, damaged: 1 }
    })
    expect(made.statusOf(sha256)).toBe('primary_only')
    await made.storage.repair({ dryRun: false }, NO_JOB)
    expect(made.statusOf(sha256)).toBe('fully_synced')
  })

  test('one run a day reads everything within the cycle', async () => {
    const made = await bench()
    for (let n = 0; n < 20; n++) await made.add(randomBytes(1000))
    await made.storage.drain()
    const startedAt = Date.now()
    made.pass(DAY_MS + 1000)
    for (let day = 0; day < 10; day++) {
      const { primary } = await made.storage.scrub({ cycleDays: 10, budgetBytes: 1_000_000 }, NO_JOB)
      expect(primary.checked).toBeLessThanOrEqual(3)
      made.pass(DAY_MS)
    }
    const unread = made.db
      .prepare('SELECT count(*) FROM replica WHERE verified_at < ?')
      .pluck()
      .get(startedAt + 1000)
    expect(unread).toBe(0)
  })
})

describe('the fire drill', () => {
  test('proves every content from the other store alone, and names what it cannot', async () => {
    const made = await bench()
    const blobs = [await made.add(randomBytes(100)), await made.add(randomBytes(100))]
    await made.storage.drain()
    expect(await made.storage.fireDrill('primary', NO_JOB)).toMatchObject({
      lost: 'primary',
      proven: 2,
      failed: []
    })
    const objectKey = blobs[0]?.objectKey ?? ''
    rmSync(fileOf(made, 'backup', objectKey))
    expect(await made.storage.fireDrill('primary', NO_JOB)).toMatchObject({
      proven: 1,
      failed: [{ objectKey, code: 'OBJECT_CORRUPT' }]
    })
    expect((await made.storage.stats()).failovers).toBe(0)
  })
})
