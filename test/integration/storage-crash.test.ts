/** A process killed at random moments loses nothing it acknowledged, leaves nothing behind and goes on by itself. */
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { openDatabase } from '#main/db/database.ts'
import { type FakeS3, startFakeS3 } from '#test/harness/fake-s3.ts'
import { type FaultKind, startFaultProxy } from '#test/harness/fault-proxy.ts'
import { createSeededRandom } from '#test/harness/seeded-random.ts'
import { findTempFiles, hashFolderStore, runStorageChild } from '#test/harness/storage-crash.ts'

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

const FAULTS: readonly FaultKind[] = [
  'resetNow',
  'resetUpload',
  'internal',
  'slowDown',
  'hang',
  'liePut',
  'lostAnswer',
  'wrongEtag',
  'flipUp',
  'okWithError',
  'truncateDown',
  'revoked'
]

/** Moments are chosen by chance but repeatably; the long run sets the number through the environment. */
const ROUNDS = Number(process.env['STORAGE_CRASH_ROUNDS'] ?? 8)
const FILES = Number(process.env['STORAGE_CRASH_FILES'] ?? 60)

test(`killed at ${ROUNDS} random moments with both buckets faulty half of the time: nothing lost, nothing twice`, {
  timeout: 60_000 + ROUNDS * 10_000
}, async () => {
  const dataFolder = await mkdtemp(path.join(tmpdir(), 'campaignforge-crash-'))
  const random = createSeededRandom(Number(process.env['STORAGE_CRASH_SEED'] ?? 4))
  const fakes = [await startFakeS3({ dialect: 'aws' }), await startFakeS3({ dialect: 'b2' })]
  const proxies = await Promise.all(fakes.map(async ({ url }) => await startFaultProxy(url, { random })))
  const [primary, backup] = proxies.map(({ url }, index) => {
    const names = { accountId: '', publicUrl: '', region: 'us-east-1', bucket: 'bucket' }
    return { kind: index === 0 ? 's3' : 'b2', endpoint: url, ...names } as const
  })
  const limits = { connectMs: 2000, idleMs: 5000, baseMs: 8000, slowestBytesPerSecond: 512 * 1024 }
  const stores = { primary: primary ?? null, backup: backup ?? null }
  const options = { dataFolder, count: FILES, seed: 11, largeBytes: 18 * 1024 * 1024, stores, limits }
  const acknowledged = new Set<string>()
  let falseClaims = 0
  for (let round = 0; round < ROUNDS; round++) {
    for (const proxy of proxies) {
      const kinds = Array.from(
        { length: 3 },
        () => FAULTS[Math.floor(random() * FAULTS.length)] ?? 'internal'
      )
      proxy.setFaults(kinds.map((kind) => ({ kind, share: 0.2 })))
    }
    const run = await runStorageChild(options, 250 + Math.round(random() * 2500))
    for (const sha256 of run.acknowledged) acknowledged.add(sha256)
    falseClaims += countFalseClaims(dataFolder, fakes)
  }
  for (const proxy of proxies) proxy.setFaults([])
  const last = await runStorageChild(options, null)
  expect([last.errors, last.isDrained, last.acknowledged.length, falseClaims]).toEqual(['', true, FILES, 0])
  expect([...acknowledged].filter((sha256) => !last.acknowledged.includes(sha256))).toEqual([])
  for (const fake of fakes) {
    const bucket = fake.bucket('bucket')
    const stored = bucket.keys().filter((key) => key.startsWith('images/'))
    const hashes = stored.map((key) => hashOf(bucket.find(key)?.data ?? Buffer.alloc(0)))
    expect(hashes.sort()).toEqual([...last.acknowledged].sort())
  }
  expect(findTempFiles(dataFolder)).toEqual([])
  await Promise.all([...proxies, ...fakes].map(async (each) => await each.close()))
  await rm(dataFolder, { recursive: true })
})

/** Copies that the catalog calls stored and the server does not have; asked of the server directly. */
function countFalseClaims(dataFolder: string, fakes: readonly FakeS3[]): number {
  if (!existsSync(path.join(dataFolder, 'catalog.db'))) return 0
  const db = openDatabase(path.join(dataFolder, 'catalog.db'))
  const rows = db
    .prepare<[], { side: string; sha256: string; object_key: string }>(
      "SELECT side, sha256, object_key FROM replica JOIN blob USING (sha256) WHERE state = 'stored'"
    )
    .all()
  db.close()
  return rows.filter(({ side, sha256, object_key }) => {
    const object = fakes[side === 'primary' ? 0 : 1]?.bucket('bucket').find(object_key)
    return object == null || hashOf(object.data) !== sha256
  }).length
}

function hashOf(data: Uint8Array): string {
  return createHash('sha256').update(data).digest('hex')
}
