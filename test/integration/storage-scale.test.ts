/** What must not grow with the library: requests of a verification, and the time to start again. */
import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { createSystemClock } from '#main/core/clock.ts'
import { createDisk } from '#main/storage/disk.ts'
import { createStoreFactory } from '#main/storage/store-factory.ts'
import { type FakeS3, startFakeS3 } from '#test/harness/fake-s3.ts'
import { NO_JOB, openStorageBench } from '#test/harness/storage-bench.ts'

const OBJECTS = 10_000

function bucketAt(fake: FakeS3) {
  const names = { accountId: '', publicUrl: '', region: 'us-east-1', bucket: 'bucket' }
  return { kind: 's3', endpoint: fake.url, ...names } as const
}

test('ten thousand assets: a quick verification takes at most 12 requests a store, a restart sends nothing again', {
  timeout: 120_000
}, async () => {
  const fakes = [await startFakeS3(), await startFakeS3()] as const
  const openStore = createStoreFactory({
    dataFolder: '/unused',
    disk: createDisk(),
    clock: createSystemClock(),
    secrets: { read: async (name) => (name.endsWith('KEY_ID') ? 'test-key' : 'test-secret') }
  })
  const stores = { primary: bucketAt(fakes[0]), backup: bucketAt(fakes[1]) }
  const made = await openStorageBench({ openStore, stores, isStarted: false })
  const blob = made.db.prepare(
    "INSERT INTO blob (sha256, size_bytes, media_type, object_key, created_at) VALUES (?, 4, '', ?, 1)"
  )
  const replica = made.db.prepare(
    "INSERT INTO replica (sha256, side, state, queued_at, changed_at, first_stored_at) VALUES (?, ?, 'stored', 1, 1, 1)"
  )
  made.db.transaction(() => {
    for (let n = 0; n < OBJECTS; n++) {
      const sha256 = createHash('sha256').update(String(n)).digest('hex')
      const key = `images/local/general/${sha256.slice(0, 8)}_${sha256}.png`
      blob.run(sha256, key)
      for (const side of ['primary', 'backup']) replica.run(sha256, side)
      for (const fake of fakes) fake.bucket('bucket').put(key, Buffer.from('four'), {})
    }
  })()
  const report = await made.storage.verify({ deep: false }, NO_JOB)
  expect(report.counts.same).toBe(OBJECTS)
  for (const fake of fakes) expect(fake.requests.length).toBeLessThanOrEqual(12)

  for (const fake of fakes) fake.requests.splice(0)
  const startedAt = performance.now()
  await made.storage.start()
  expect(performance.now() - startedAt).toBeLessThan(5000)
  await made.storage.drain()
  for (const fake of fakes) {
    expect(fake.requests.filter(({ path }) => path.includes('/images/'))).toEqual([])
    await fake.close()
  }
  await made.dispose()
})
