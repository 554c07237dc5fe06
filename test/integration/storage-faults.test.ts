/** Both stores are buckets behind proxies that misbehave: stated status, no loss, no endless wait, healing afterwards. */
import { randomBytes } from 'node:crypto'
import { open, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { createSystemClock } from '#main/core/clock.ts'
import { createDisk } from '#main/storage/disk.ts'
import { createStoreFactory } from '#main/storage/store-factory.ts'
import type { AssetStatus } from '#shared/domain/asset.ts'
import { STORE_SIDES, type StoreSide } from '#shared/domain/storage.ts'
import { type FakeS3, startFakeS3 } from '#test/harness/fake-s3.ts'
import { type Fault, type FaultProxy, startFaultProxy } from '#test/harness/fault-proxy.ts'
import { NO_JOB, openStorageBench, type StorageBench } from '#test/harness/storage-bench.ts'

const LIMITS = { connectMs: 500, idleMs: 500, baseMs: 900, slowestBytesPerSecond: 400 * 1024 }

interface Rig extends StorageBench {
  readonly fakes: Readonly<Record<StoreSide, FakeS3>>
  readonly proxies: Readonly<Record<StoreSide, FaultProxy>>
  end(): Promise<void>
}

/** For megabytes on a busy machine. */
const PATIENT = { connectMs: 5000, idleMs: 10_000, baseMs: 20_000, slowestBytesPerSecond: 400 * 1024 }

async function openRig(limits = LIMITS): Promise<Rig> {
  const fakes = {
    primary: await startFakeS3({ dialect: 'aws' }),
    backup: await startFakeS3({ dialect: 'b2' })
  }
  const proxies = {
    primary: await startFaultProxy(fakes.primary.url),
    backup: await startFaultProxy(fakes.backup.url)
  }
  const clock = createSystemClock()
  const config = (side: StoreSide) => {
    const names = { accountId: '', publicUrl: '', region: 'us-east-1', bucket: 'bucket' }
    return { kind: side === 'primary' ? 's3' : 'b2', endpoint: proxies[side].url, ...names } as const
  }
  const openStore = createStoreFactory({
    dataFolder: path.join(tmpdir(), 'unused'),
    disk: createDisk(),
    clock,
    secrets: { read: async (name) => (name.endsWith('KEY_ID') ? 'test-key' : 'test-secret') },
    limits
  })
  const stores = { primary: config('primary'), backup: config('backup') }
  const made = await openStorageBench({ openStore, stores, isStarted: false })
  return {
    ...made,
    fakes,
    proxies,
    async end() {
      await made.close()
      await Promise.all(
        [...Object.values(proxies), ...Object.values(fakes)].map(async (each) => await each.close())
      )
      await rm(made.dataFolder, { recursive: true, force: true })
    }
  }
}

const UPLOAD_FAULTS: Readonly<Record<string, readonly Fault[] | 'refuse' | 'full'>> = {
  refused: 'refuse',
  'reset mid-upload': [{ kind: 'resetUpload', method: 'PUT' }, { kind: 'resetNow' }],
  '500': [{ kind: 'internal' }],
  '503 SlowDown': [{ kind: 'slowDown' }],
  '403 revoked': [{ kind: 'revoked' }],
  'missing bucket': [{ kind: 'noBucket' }],
  hang: [{ kind: 'hang' }],
  'stops reading': [{ kind: 'stall' }],
  '1 KB/s': [{ kind: 'slowUp', method: 'PUT' }],
  'flipped byte': [{ kind: 'flipUp', method: 'PUT' }],
  'stored, but nothing is': [{ kind: 'liePut', method: 'PUT' }],
  'clock skew': [{ kind: 'skew' }],
  'bucket full': [{ kind: 'full', method: 'PUT' }]
}

async function spoil(
  rig: Rig,
  sides: readonly StoreSide[],
  faults: readonly Fault[] | 'refuse' | 'full'
): Promise<void> {
  for (const side of sides) {
    if (faults === 'refuse') await rig.proxies[side].refuse()
    else if (faults !== 'full') rig.proxies[side].setFaults(faults)
  }
}

async function mend(rig: Rig): Promise<void> {
  for (const side of STORE_SIDES) {
    rig.proxies[side].setFaults([])
    rig.proxies[side].cut()
    await rig.proxies[side].listen()
  }
}

const TARGETS: readonly (readonly [readonly StoreSide[], AssetStatus])[] = [
  [['primary'], 'backup_only'],
  [['backup'], 'primary_only'],
  [['primary', 'backup'], 'failed']
]

async function settle(rig: Rig): Promise<void> {
  for (let round = 0; round < 20 && rig.storage.safety().waitingAssets > 0; round++) await rig.storage.drain()
}

describe.concurrent('uploads while a store misbehaves', () => {
  for (const [name, faults] of Object.entries(UPLOAD_FAULTS)) {
    for (const [sides, status] of TARGETS) {
      test(`${name} at ${sides.join(' and ')}: ${status}, then healed`, { timeout: 60_000 }, async () => {
        const rig = await openRig()
        await spoil(rig, sides, faults)
        const bytes = randomBytes(5000)
        const { sha256, objectKey } = await rig.add(bytes)
        await rig.storage.drain()
        expect(rig.statusOf(sha256)).toBe(status)
        // Whatever the stores do, the accepted file is served from this computer.
        const local = await rig.storage.openCopy(sha256)
        expect([local.servedFrom, (await readFile(local.path)).equals(bytes)]).toEqual(['local', true])
        await mend(rig)
        await settle(rig)
        expect(rig.statusOf(sha256)).toBe('fully_synced')
        for (const side of STORE_SIDES) {
          expect(rig.fakes[side].bucket('bucket').find(objectKey)?.data.equals(bytes)).toBe(true)
        }
        await rig.end()
      })
    }
  }
})

const READ_FAULTS: Readonly<Record<string, readonly Fault[] | 'refuse' | 'full'>> = {
  refused: 'refuse',
  reset: [{ kind: 'resetNow' }],
  '500': [{ kind: 'internal' }],
  '503 SlowDown': [{ kind: 'slowDown' }],
  '403 revoked': [{ kind: 'revoked' }],
  'missing bucket': [{ kind: 'noBucket' }],
  hang: [{ kind: 'hang' }],
  'half-way hang': [{ kind: 'hangDown', method: 'GET' }],
  '1 KB/s': [{ kind: 'slowDown1k', method: 'GET' }],
  truncated: [{ kind: 'truncateDown', method: 'GET' }],
  'flipped byte': [{ kind: 'flipDown', method: 'GET' }],
  'clock skew': [{ kind: 'skew' }]
}

describe.concurrent('reads while a store misbehaves', () => {
  for (const [name, faults] of Object.entries(READ_FAULTS)) {
    test(`${name}: the primary fails over, the backup is not needed, both say so`, {
      timeout: 60_000
    }, async () => {
      const rig = await openRig()
      const bytes = randomBytes(5000)
      const { sha256 } = await rig.add(bytes)
      await settle(rig)
      await spoil(rig, ['backup'], faults)
      const healthy = await rig.storage.openCopy(sha256, { skipLocal: true })
      expect(healthy.servedFrom).toBe('primary')
      await healthy.release()
      await spoil(rig, ['primary'], faults)
      await expect(rig.storage.openCopy(sha256, { skipLocal: true })).rejects.toMatchObject({
        code: 'BOTH_STORES_FAILED'
      })
      await mend(rig)
      await spoil(rig, ['primary'], faults)
      const startedAt = performance.now()
      const copy = await rig.storage.openCopy(sha256, { skipLocal: true })
      expect(performance.now() - startedAt).toBeLessThan(10_000)
      expect([copy.servedFrom, (await readFile(copy.path)).equals(bytes)]).toEqual(['backup', true])
      await copy.release()
      expect((await rig.storage.stats()).failovers).toBe(1)
      await mend(rig)
      await rig.storage.repair({ dryRun: false }, NO_JOB)
      await settle(rig)
      expect((await rig.storage.verify({ deep: true }, NO_JOB)).counts.same).toBe(1)
      await rig.end()
    })
  }
})

describe.concurrent('checks while a store misbehaves', () => {
  test.each(['internal', 'noBucket', 'revoked', 'hang', 'resetNow'] as const)(
    '%s: copies of that store are errors, never losses, and nothing is noted as damaged',
    { timeout: 60_000 },
    async (kind) => {
      const rig = await openRig()
      const { sha256 } = await rig.add(randomBytes(100))
      await settle(rig)
      rig.proxies.backup.setFaults([{ kind }])
      for (const deep of [false, true]) {
        const report = await rig.storage.verify({ deep }, NO_JOB)
        expect(report.counts).toMatchObject({ error: 1, same: 0, missing: 0, onlyPrimary: 0 })
      }
      expect(rig.statusOf(sha256)).toBe('fully_synced')
      const repaired = await rig.storage.repair({ dryRun: false }, NO_JOB)
      expect(repaired).toMatchObject({ repaired: [], failed: [] })
      await rig.end()
    }
  )

  test('rot on the server is found by a deep verification and repaired from the other bucket', async () => {
    const rig = await openRig()
    const bytes = randomBytes(5000)
    const { sha256, objectKey } = await rig.add(bytes)
    await settle(rig)
    rig.fakes.primary.tamper('bucket', objectKey, (data) => data.fill(0, 10, 20))
    expect((await rig.storage.verify({ deep: false }, NO_JOB)).counts.same).toBe(1)
    expect((await rig.storage.verify({ deep: true }, NO_JOB)).counts.differ).toBe(1)
    expect(rig.statusOf(sha256)).toBe('backup_only')
    expect((await rig.storage.repair({ dryRun: false }, NO_JOB)).repaired).toHaveLength(1)
    expect(rig.fakes.primary.bucket('bucket').find(objectKey)?.data.equals(bytes)).toBe(true)
    await rig.end()
  })

  test('an answer lost after the upload does not send the content twice', async () => {
    const rig = await openRig()
    rig.proxies.primary.setFaults([{ kind: 'lostAnswer', method: 'PUT', times: 3 }])
    const { sha256 } = await rig.add(randomBytes(5000))
    await rig.storage.drain()
    const before = rig.fakes.primary.requests.filter(
      ({ method, path: asked }) => method === 'PUT' && asked.includes('/images/')
    ).length
    rig.proxies.primary.setFaults([])
    await settle(rig)
    expect(rig.statusOf(sha256)).toBe('fully_synced')
    expect(
      rig.fakes.primary.requests.filter(
        ({ method, path: asked }) => method === 'PUT' && asked.includes('/images/')
      ).length
    ).toBe(before)
    await rig.end()
  })
})

describe('large contents', () => {
  test('a large content goes on with the parts that are there', { timeout: 60_000 }, async () => {
    const rig = await openRig(PATIENT)
    const bytes = randomBytes(20 * 1024 * 1024)
    rig.proxies.primary.setFaults([{ kind: 'internal', path: /partNumber=3/ }])
    const { sha256, objectKey } = await rig.add(bytes)
    await rig.storage.drain()
    expect(rig.statusOf(sha256)).toBe('backup_only')
    rig.proxies.primary.setFaults([])
    rig.proxies.primary.log.splice(0)
    await settle(rig)
    const sent = rig.proxies.primary.log.filter(({ path: asked }) => asked.includes('partNumber='))
    expect(sent).toHaveLength(1)
    expect(rig.fakes.primary.bucket('bucket').find(objectKey)?.data.equals(bytes)).toBe(true)
    expect(rig.fakes.primary.bucket('bucket').uploads()).toEqual([])
    expect(rig.statusOf(sha256)).toBe('fully_synced')
    await rig.end()
  })

  test('a large local copy that rots before its upload never becomes an object', {
    timeout: 60_000
  }, async () => {
    const rig = await openRig(PATIENT)
    const { sha256, objectKey } = await rig.add(randomBytes(20 * 1024 * 1024))
    const local = await open(rig.storage.localPath(sha256) ?? '', 'r+')
    await local.write(Buffer.alloc(100), 0, 100, 9 * 1024 * 1024)
    await local.close()
    for (let tries = 0; tries < 2; tries++) await rig.storage.drain()
    expect(rig.statusOf(sha256)).toBe('failed')
    for (const side of STORE_SIDES) expect(rig.fakes[side].bucket('bucket').find(objectKey)).toBeNull()
    await rig.end()
  })

  test('a part that was confirmed and never kept does not block the content for ever', {
    timeout: 60_000
  }, async () => {
    const rig = await openRig(PATIENT)
    const bytes = randomBytes(20 * 1024 * 1024)
    rig.proxies.primary.setFaults([{ kind: 'liePut', method: 'PUT', path: /partNumber=2/, times: 1 }])
    const { sha256, objectKey } = await rig.add(bytes)
    await settle(rig)
    expect(rig.statusOf(sha256)).toBe('fully_synced')
    expect(rig.fakes.primary.bucket('bucket').find(objectKey)?.data.equals(bytes)).toBe(true)
    expect(rig.fakes.primary.bucket('bucket').uploads()).toEqual([])
    await rig.end()
  })

  test('a lost answer to the completion is found out by looking', { timeout: 60_000 }, async () => {
    const rig = await openRig(PATIENT)
    const bytes = randomBytes(17 * 1024 * 1024)
    rig.proxies.backup.setFaults([{ kind: 'lostAnswer', method: 'POST', path: /uploadId=/, times: 3 }])
    const { sha256, objectKey } = await rig.add(bytes)
    await settle(rig)
    expect(rig.statusOf(sha256)).toBe('fully_synced')
    expect(rig.fakes.backup.bucket('bucket').find(objectKey)?.data.equals(bytes)).toBe(true)
    await rig.end()
  })
})
