/** The object-store promises on the bucket adapter, against the strict fake in every dialect, also through the proxy. */
import { createSystemClock } from '#main/core/clock.ts'
import { createS3Store } from '#main/storage/stores/s3-store.ts'
import { TRANSFER_LIMITS } from '#main/storage/stores/transfer-limits.ts'
import { type BucketKind, VENDORS } from '#main/storage/vendors.ts'
import { withRetry } from '#main/storage/with-retry.ts'
import { startFakeS3 } from '#test/harness/fake-s3.ts'
import type { DialectName } from '#test/harness/fake-s3-bucket.ts'
import { startFaultProxy } from '#test/harness/fault-proxy.ts'
import { describeObjectStore } from './object-store.suite.ts'

const secrets = {
  read: async (name: string) => (name.endsWith('KEY_ID') ? 'test-key' : 'test-secret')
}

async function make(dialect: DialectName, isThroughProxy: boolean) {
  // Each request comes a second after the one before, so that R2's pace for one key is kept.
  let now = Date.now()
  const fake = await startFakeS3({ dialect, now: () => (now += dialect === 'r2' ? 100 : 0) })
  const proxy = isThroughProxy ? await startFaultProxy(fake.url) : null
  const kind: BucketKind = dialect === 'aws' ? 's3' : dialect
  const store = createS3Store({
    kind,
    bucket: 'bucket',
    publicUrl: '',
    keepsVersions: VENDORS[kind].keepsVersions,
    address: { endpoint: proxy?.url ?? fake.url, region: 'us-east-1' },
    keyNames: { keyId: 'R2_ACCESS_KEY_ID', secret: 'R2_SECRET_ACCESS_KEY' },
    secrets,
    limits: TRANSFER_LIMITS,
    maxSockets: 32
  })
  const policy = { maxAttempts: 6, baseDelayMs: 1, maxDelayMs: 2 }
  return {
    store: dialect === 'r2' ? withRetry(store, policy, createSystemClock()) : store,
    close: async () => {
      await proxy?.close()
      await fake.close()
    }
  }
}

for (const dialect of ['aws', 'r2', 'b2'] as const) {
  describeObjectStore({
    name: `bucket, dialect ${dialect}`,
    keepsMetadata: true,
    make: async () => await make(dialect, false)
  })
}

describeObjectStore({
  name: 'bucket through the proxy',
  keepsMetadata: true,
  make: async () => await make('aws', true)
})
