/** The storage service on real folders: two copies of everything, reads through failover, verification, repair. */
import { createHash, randomBytes } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { buffer } from 'node:stream/consumers'
import { afterEach, describe, expect, test } from 'vitest'
import { TEMP_MARK } from '#main/core/files.ts'
import {
  NO_JOB,
  openStorageBench,
  type StorageBench,
  type StorageBenchOptions
} from '#test/harness/storage-bench.ts'

const open: StorageBench[] = []

async function bench(options: StorageBenchOptions = {}): Promise<StorageBench> {
  const made = await openStorageBench(options)
  open.push(made)
  return made
}

afterEach(async () => {
  for (const made of open.splice(0)) await made.dispose().catch(() => undefined)
})

const fileOf = (made: StorageBench, side: 'primary' | 'backup', objectKey: string): string =>
  path.join(made.dataFolder, 'stores', side, objectKey)

describe('storage', () => {
  test('a content lands in both stores under its key with the same bytes', async () => {
    const made = await bench()
    const bytes = randomBytes(200_000)
    const { sha256, objectKey, isNew } = await made.add(bytes)
    expect(isNew).toBe(true)
    expect(objectKey).toMatch(/^images\/local\/general\/\d{8}T\d{9}Z_[0-9a-f]{64}\.png$/)
    await made.storage.drain()
    expect(made.statusOf(sha256)).toBe('fully_synced')
    for (const side of ['primary', 'backup'] as const) {
      expect(readFileSync(fileOf(made, side, objectKey)).equals(bytes)).toBe(true)
    }
  })

  test('the same bytes are stored once and keep their first key', async () => {
    const made = await bench()
    const bytes = randomBytes(1000)
    const first = await made.add(bytes)
    const second = await made.add(bytes, '.jpg')
    expect(second).toEqual({ ...first, isNew: false })
    await made.storage.drain()
    expect(await made.storage.stats()).toMatchObject({ totalAssets: 2, totalBytes: 1000 })
    expect((await made.storage.verify({ deep: true }, NO_JOB)).counts.same).toBe(1)
  })

  test('nothing is recorded when the caller fails to write its rows', async () => {
    const made = await bench()
    const facts = { kind: 'image', campaignId: null, extension: '.png', mediaType: 'image/png' } as const
    const failing = made.storage.ingest({ bytes: randomBytes(10) }, facts, () => {
      throw new Error('no')
    })
    await expect(failing).rejects.toThrow('no')
    expect(made.db.prepare('SELECT count(*) FROM blob').pluck().get()).toBe(0)
  })

  test('a missing primary copy is served from the backup, counted, noted and repaired', async () => {
    const made = await bench()
    const bytes = randomBytes(5000)
    const { sha256, objectKey } = await made.add(bytes)
    await made.storage.drain()
    rmSync(fileOf(made, 'primary', objectKey))

    const copy = await made.storage.openCopy(sha256, { skipLocal: true })
    expect(copy.servedFrom).toBe('backup')
    expect((await readFile(copy.path)).equals(bytes)).toBe(true)
    await copy.release()
    expect(existsSync(copy.path)).toBe(false)
    expect(await made.storage.stats()).toMatchObject({ failovers: 1, reads: 1, failoverRate: 1 })
    expect(made.statusOf(sha256)).toBe('backup_only')

    const plan = await made.storage.repair({ dryRun: true }, NO_JOB)
    expect(plan.repaired).toEqual([{ objectKey, side: 'primary', from: 'local' }])
    expect(existsSync(fileOf(made, 'primary', objectKey))).toBe(false)
    expect(await made.storage.repair({ dryRun: false }, NO_JOB)).toMatchObject({
      failed: [],
      repaired: [{ objectKey }]
    })
    expect(readFileSync(fileOf(made, 'primary', objectKey)).equals(bytes)).toBe(true)
    expect(made.statusOf(sha256)).toBe('fully_synced')
  })

  test('a copy with a flipped byte is never served and is repaired from the other side, both directions', async () => {
    const made = await bench()
    for (const side of ['primary', 'backup'] as const) {
      const bytes = randomBytes(50_000)
      const { sha256, objectKey } = await made.add(bytes)
      await made.storage.drain()
      const wrong = Buffer.from(bytes)
      wrong[1234] = (wrong[1234] ?? 0) ^ 1
      writeFileSync(fileOf(made, side, objectKey), wrong)
      const local = made.storage.localPath(sha256)
      if (local !== null) rmSync(local)

      const copy = await made.storage.openCopy(sha256, { skipLocal: true })
      expect((await readFile(copy.path)).equals(bytes)).toBe(true)
      await copy.release()
      const report = await made.storage.repair({ dryRun: false }, NO_JOB)
      expect(report.repaired).toEqual([{ objectKey, side, from: side === 'primary' ? 'backup' : 'primary' }])
      expect(readFileSync(fileOf(made, side, objectKey)).equals(bytes)).toBe(true)
    }
    expect((await made.storage.verify({ deep: true }, NO_JOB)).counts).toMatchObject({ same: 2, differ: 0 })
  })

  test('a part comes straight from a store, fails over, and never from an object that is not ours', async () => {
    const made = await bench()
    const bytes = randomBytes(5000)
    const { sha256, objectKey } = await made.add(bytes)
    await made.storage.drain()
    const read = async () => {
      const part = await made.storage.openRange(sha256, { startByte: 1000, endByte: 1999 })
      const isRight = (await buffer(part.body)).equals(bytes.subarray(1000, 2000))
      return [part.servedFrom, part.sizeBytes, part.totalBytes, isRight]
    }
    expect(await read()).toEqual(['primary', 1000, 5000, true])
    truncateSync(fileOf(made, 'primary', objectKey), 4000)
    expect(await read()).toEqual(['backup', 1000, 5000, true])
    expect((await made.storage.stats()).failovers).toBe(1)
    rmSync(fileOf(made, 'backup', objectKey))
    await expect(read()).rejects.toMatchObject({ code: 'BOTH_STORES_FAILED' })
    await expect(made.storage.openRange('0'.repeat(64), { startByte: 0 })).rejects.toMatchObject({
      code: 'NOT_FOUND'
    })
  })

  test('a damaged local copy is not served; it is replaced from a store', async () => {
    const made = await bench()
    const bytes = randomBytes(5000)
    const { sha256 } = await made.add(bytes)
    await made.storage.drain()
    const local = made.storage.localPath(sha256) ?? ''
    truncateSync(local, 100)
    const copy = await made.storage.openCopy(sha256)
    expect(copy.servedFrom).toBe('primary')
    expect((await readFile(local)).equals(bytes)).toBe(true)
    expect((await made.storage.openCopy(sha256)).servedFrom).toBe('local')
  })

  test('a damaged local copy is not uploaded; the good copy of the other store is', async () => {
    const elsewhere = await mkdtemp(path.join(tmpdir(), 'campaignforge-elsewhere-'))
    const made = await bench({ stores: { backup: { kind: 'folder', path: elsewhere } } })
    const bytes = randomBytes(5000)
    const { sha256, objectKey } = await made.add(bytes)
    await made.storage.drain()
    rmSync(fileOf(made, 'primary', objectKey))
    truncateSync(made.storage.localPath(sha256) ?? '', 10)
    await made.storage.repair({ dryRun: false }, NO_JOB)
    expect(readFileSync(fileOf(made, 'primary', objectKey)).equals(bytes)).toBe(true)
    await rm(elsewhere, { recursive: true })
  })

  test('both copies bad and no local one: reported lost, nothing deleted', async () => {
    const made = await bench()
    const { sha256, objectKey } = await made.add(randomBytes(5000))
    await made.storage.drain()
    truncateSync(fileOf(made, 'primary', objectKey), 10)
    rmSync(fileOf(made, 'backup', objectKey))
    rmSync(made.storage.localPath(sha256) ?? '')
    await expect(made.storage.openCopy(sha256)).rejects.toMatchObject({
      code: 'BOTH_STORES_FAILED',
      retryable: false,
      details: { primary: 'OBJECT_CORRUPT', backup: 'OBJECT_MISSING' }
    })
    const report = await made.storage.repair({ dryRun: false }, NO_JOB)
    expect(report.repaired).toEqual([])
    expect(report.failed.map(({ side }) => side)).toEqual(['primary', 'backup'])
    expect(existsSync(fileOf(made, 'primary', objectKey))).toBe(true)
  })

  test('quick verification tells same, only one side, differing and unknown objects apart', async () => {
    const made = await bench()
    const blobs = await Promise.all([1, 2, 3, 4, 5].map(async (n) => await made.add(randomBytes(n * 100))))
    await made.storage.drain()
    const [, b, c, d, e] = blobs.map(({ objectKey }) => objectKey)
    rmSync(fileOf(made, 'backup', b ?? ''))
    rmSync(fileOf(made, 'primary', c ?? ''))
    truncateSync(fileOf(made, 'primary', d ?? ''), 1)
    for (const side of ['primary', 'backup'] as const) rmSync(fileOf(made, side, e ?? ''))
    writeFileSync(path.join(made.dataFolder, 'stores', 'backup', 'images', 'stray.png'), 'x')
    const report = await made.storage.verify({ deep: false }, NO_JOB)
    expect(report.counts).toEqual({ same: 1, onlyPrimary: 1, onlyBackup: 1, differ: 1, missing: 1, error: 0 })
    expect(report.unknownObjects).toEqual({ primary: 0, backup: 1 })
    expect(report.items.map(({ objectKey, outcome }) => [objectKey, outcome]).sort()).toEqual(
      [
        [b, 'onlyPrimary'],
        [c, 'onlyBackup'],
        [d, 'differ'],
        [e, 'missing']
      ].sort()
    )
  })

  test('a store that lost more than half is taken for a wrong one: nothing is noted, repair asks', async () => {
    const made = await bench()
    await Promise.all(Array.from({ length: 30 }, async () => await made.add(randomBytes(100))))
    await made.storage.drain()
    rmSync(path.join(made.dataFolder, 'stores', 'primary', 'images'), { recursive: true })
    const report = await made.storage.verify({ deep: false }, NO_JOB)
    expect(report.guardedSides).toEqual(['primary'])
    expect((await made.storage.stats()).byStatus.fully_synced).toBe(30)
    await expect(made.storage.repair({ dryRun: false }, NO_JOB)).rejects.toMatchObject({ code: 'CONFLICT' })
    const repaired = await made.storage.repair({ dryRun: false, force: true }, NO_JOB)
    expect(repaired.repaired).toHaveLength(30)
    expect((await made.storage.verify({ deep: true }, NO_JOB)).counts.same).toBe(30)
  })

  test('a dead backup does not hold the primary; everything follows when it is back', async () => {
    const drive = await mkdtemp(path.join(tmpdir(), 'campaignforge-drive-'))
    const root = path.join(drive, 'mounted')
    const made = await bench({ stores: { backup: { kind: 'folder', path: root } } })
    const first = await made.add(randomBytes(100))
    await made.storage.drain()
    await rename(root, `${root}-away`)
    await mkdir(root)

    const second = await made.add(randomBytes(100))
    await made.storage.drain()
    expect([made.statusOf(first.sha256), made.statusOf(second.sha256)]).toEqual([
      'fully_synced',
      'primary_only'
    ])
    expect(readdirSync(root)).toEqual([])
    expect((await made.storage.health()).backup).toMatchObject({ status: 'down', code: 'VENDOR_UNAVAILABLE' })
    expect(made.storage.safety()).toMatchObject({
      totalAssets: 2,
      safeAssets: 1,
      waitingAssets: 1,
      unreachable: ['backup']
    })

    await rm(root, { recursive: true })
    await rename(`${root}-away`, root)
    await made.storage.drain()
    expect(made.statusOf(second.sha256)).toBe('fully_synced')
    await rm(drive, { recursive: true })
  })

  test('a store set again is filled from the other; the old fingerprint is forgotten', async () => {
    const elsewhere = await mkdtemp(path.join(tmpdir(), 'campaignforge-elsewhere-'))
    const made = await bench()
    const { sha256, objectKey } = await made.add(randomBytes(100))
    await made.storage.drain()
    made.stores.backup = { kind: 'folder', path: path.join(elsewhere, 'new') }
    expect(await made.storage.reconfigure('backup')).toMatchObject({ status: 'up', kind: 'folder' })
    expect(made.statusOf(sha256)).not.toBe('fully_synced')
    await made.storage.drain()
    expect(made.statusOf(sha256)).toBe('fully_synced')
    expect(existsSync(path.join(elsewhere, 'new', objectKey))).toBe(true)
    await rm(elsewhere, { recursive: true })
  })

  test('a start removes what a killed run left and goes on where it stopped', async () => {
    const made = await bench()
    const { sha256 } = await made.add(randomBytes(100))
    await made.storage.drain()
    const leftovers = [
      path.join(made.dataFolder, 'spool', 'tmp', `999999999-1-dead${TEMP_MARK}`),
      path.join(made.dataFolder, 'stores', 'backup', '.campaignforge', 'tmp', `999999999-1-dead${TEMP_MARK}`)
    ]
    for (const leftover of leftovers) writeFileSync(leftover, 'half')
    made.db.prepare("UPDATE replica SET state = 'uploading' WHERE side = 'backup'").run()
    await made.close()
    open.splice(0)
    const again = await bench({ dataFolder: made.dataFolder })
    await again.storage.drain()
    expect(leftovers.filter((leftover) => existsSync(leftover))).toEqual([])
    expect(again.statusOf(sha256)).toBe('fully_synced')
  })

  test('the acceptance test of a store passes and leaves nothing behind', async () => {
    const made = await bench()
    const checks = await made.storage.testStore('primary', NO_JOB)
    expect(checks.filter(({ ok }) => !ok)).toEqual([])
    expect(checks.map(({ name }) => name)).toContain('write and read 50 MB')
    expect((await made.storage.verify({ deep: false }, NO_JOB)).unknownObjects).toEqual({
      primary: 0,
      backup: 0
    })
    const files = readdirSync(path.join(made.dataFolder, 'stores', 'primary'), {
      recursive: true,
      withFileTypes: true
    })
    expect(files.filter((entry) => entry.isFile()).map(({ name }) => name)).toEqual(['store.json'])
  })

  test('every change of a copy is in the journal', async () => {
    const made = await bench({ isStarted: false })
    const { sha256 } = await made.add(randomBytes(100))
    await made.storage.drain()
    const events = made.db
      .prepare('SELECT side, from_state, to_state FROM replica_event WHERE sha256 = ? ORDER BY side, id')
      .raw()
      .all(sha256)
    const path = [null, 'queued', 'uploading', 'stored']
    expect(events).toEqual(
      ['backup', 'primary'].flatMap((side) => [0, 1, 2].map((at) => [side, path[at], path[at + 1]]))
    )
  })

  test('stopping puts work back; the next start finishes it', async () => {
    const made = await bench()
    const blobs = await Promise.all(
      Array.from({ length: 40 }, async () => await made.add(randomBytes(50_000)))
    )
    await made.close()
    open.splice(0)
    const again = await bench({ dataFolder: made.dataFolder })
    expect(
      again.db.prepare("SELECT count(*) FROM replica WHERE state = 'uploading'").pluck().get()
    ).toBeLessThan(17)
    await again.storage.drain()
    expect((await again.storage.stats()).byStatus.fully_synced).toBe(40)
    expect((await again.storage.stats()).safeWithin15MinutesRatio).toBe(1)
    for (const { sha256, objectKey } of blobs) {
      const stored = readFileSync(fileOf(again, 'backup', objectKey))
      expect(createHash('sha256').update(stored).digest('hex')).toBe(sha256)
    }
  })
})
