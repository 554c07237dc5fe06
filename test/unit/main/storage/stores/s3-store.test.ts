/** What a bucket call does when the service misbehaves: the stated code, soon, and nothing false. */
import { randomBytes } from 'node:crypto'
import { buffer } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ObjectStore } from '#main/storage/object-store.ts'
import { createS3Store } from '#main/storage/stores/s3-store.ts'
import { AppError, type ErrorCode } from '#shared/errors.ts'
import { toPut } from '#test/conformance/object-store.suite.ts'
import { type FakeS3, startFakeS3 } from '#test/harness/fake-s3.ts'
import { type FaultKind, type FaultProxy, startFaultProxy } from '#test/harness/fault-proxy.ts'

const LIMITS = { connectMs: 500, idleMs: 400, baseMs: 700, slowestBytesPerSecond: 200 * 1024 }
/** Where the answer comes, only late on a busy machine. */
const PATIENT = { connectMs: 5000, idleMs: 8000, baseMs: 10_000, slowestBytesPerSecond: 200 * 1024 }
const SLOW_FAULTS: readonly string[] = ['hang', 'stall', 'slowUp', 'slowDown1k', 'hangDown']
const bytes = randomBytes(20_000)

let fake: FakeS3
let proxy: FaultProxy
beforeAll(async () => {
  fake = await startFakeS3()
  proxy = await startFaultProxy(fake.url)
})
afterAll(async () => {
  await proxy.close()
  await fake.close()
})

/** A fresh client each time, because one learns the server's clock. */
function open({
  key = 'test-key',
  secret = 'test-secret',
  publicUrl = '',
  limits = PATIENT
} = {}): ObjectStore {
  return createS3Store({
    kind: 's3',
    bucket: 'bucket',
    keepsVersions: false,
    publicUrl,
    address: { endpoint: proxy.url, region: 'us-east-1' },
    keyNames: { keyId: 'R2_ACCESS_KEY_ID', secret: 'R2_SECRET_ACCESS_KEY' },
    secrets: { read: async (name) => (name === 'R2_ACCESS_KEY_ID' ? key : secret) },
    limits,
    maxSockets: 8
  })
}

const OPERATIONS: Readonly<Record<string, (store: ObjectStore) => Promise<unknown>>> = {
  put: async (store) => await store.put(toPut('put.bin', bytes)),
  get: async (store) => await buffer((await store.get('there.bin')).body),
  head: async (store) => await store.head('there.bin'),
  list: async (store) => await store.list(),
  delete: async (store) => await store.delete('gone.bin'),
  multipart: async (store) => {
    const { parts } = store
    if (parts === null) throw new Error('a bucket takes parts')
    const { source: _source, ...facts } = toPut('parts.bin', bytes)
    const { uploadId } = await parts.start(facts)
    const part = await parts.putPart({ key: facts.key, uploadId, partNumber: 1, bytes })
    return await parts.complete({ key: facts.key, uploadId, parts: [part] })
  }
}

async function outcome(run: () => Promise<unknown>): Promise<ErrorCode | 'ok' | 'null'> {
  try {
    return (await run()) === null ? 'null' : 'ok'
  } catch (thrown) {
    return thrown instanceof AppError ? thrown.code : 'INTERNAL'
  }
}

type Row = readonly [FaultKind, Partial<Record<keyof typeof OPERATIONS, ErrorCode | 'ok' | 'null'>>]

const all = (code: ErrorCode) => ({
  put: code,
  get: code,
  head: code,
  list: code,
  delete: code,
  multipart: code
})

const ROWS: readonly Row[] = [
  ['resetNow', all('NETWORK')],
  ['resetUpload', { put: 'NETWORK', multipart: 'NETWORK' }],
  ['internal', all('VENDOR_UNAVAILABLE')],
  ['badGateway', all('VENDOR_UNAVAILABLE')],
  // A HEAD answer has no body, so only its status can be read.
  ['slowDown', { ...all('RATE_LIMITED'), head: 'VENDOR_UNAVAILABLE' }],
  ['tooMany', all('RATE_LIMITED')],
  ['revoked', all('UNAUTHORIZED')],
  ['noBucket', { ...all('STORAGE_NOT_CONFIGURED'), head: 'null' }],
  ['full', { put: 'NO_CREDIT', multipart: 'NO_CREDIT' }],
  ['skew', { ...all('VENDOR_REJECTED'), head: 'UNAUTHORIZED' }],
  ['hang', all('TIMEOUT')],
  ['stall', { put: 'TIMEOUT', multipart: 'TIMEOUT' }],
  ['slowUp', { put: 'TIMEOUT', multipart: 'TIMEOUT' }],
  ['slowDown1k', { get: 'TIMEOUT' }],
  ['hangDown', { get: 'TIMEOUT' }],
  ['truncateDown', { get: 'NETWORK' }],
  ['flipUp', { put: 'NETWORK', multipart: 'NETWORK' }],
  ['wrongEtag', { put: 'ok' }],
  ['lostAnswer', all('NETWORK')]
]

describe('a bucket whose service misbehaves', () => {
  for (const [kind, expected] of ROWS) {
    test(`${kind}: the stated code for every call, in time`, { timeout: 30_000 }, async () => {
      proxy.setFaults([])
      await open().put(toPut('there.bin', bytes))
      for (const [name, code] of Object.entries(expected)) {
        const store = open(SLOW_FAULTS.includes(kind) ? { limits: LIMITS } : {})
        proxy.setFaults([{ kind }])
        const startedAt = performance.now()
        const got = await outcome(async () => await OPERATIONS[name]?.(store))
        proxy.setFaults([])
        expect([name, got]).toEqual([name, code])
        expect(performance.now() - startedAt, name).toBeLessThan(9000)
      }
    })
  }

  test('a refused connection is NETWORK for every call', async () => {
    await proxy.refuse()
    for (const [name, run] of Object.entries(OPERATIONS)) {
      expect([name, await outcome(async () => await run(open()))]).toEqual([name, 'NETWORK'])
    }
    await proxy.listen()
  })

  test('a wrong secret and an unknown key are refused as keys, and no message carries them', async () => {
    proxy.setFaults([])
    for (const store of [open({ secret: 'WRONG-SECRET' }), open({ key: 'UNKNOWN-KEY' })]) {
      const thrown = await store.list().catch((error: unknown) => error)
      expect(thrown).toMatchObject({ code: 'UNAUTHORIZED' })
      expect(JSON.stringify(thrown) + String(thrown)).not.toMatch(/WRONG-SECRET|UNKNOWN-KEY|Signature=/)
    }
  })

  test('missing keys say which to set', async () => {
    const store = createS3Store({
      kind: 'r2',
      bucket: 'bucket',
      keepsVersions: false,
      publicUrl: '',
      address: { endpoint: proxy.url, region: 'us-east-1' },
      keyNames: { keyId: 'R2_ACCESS_KEY_ID', secret: 'R2_SECRET_ACCESS_KEY' },
      secrets: { read: async () => null },
      limits: PATIENT,
      maxSockets: 8
    })
    await expect(store.check()).rejects.toMatchObject({
      code: 'STORAGE_NOT_CONFIGURED',
      details: { missing: ['R2_ACCESS_KEY_ID', 'R2_SECRET_ACCESS_KEY'] }
    })
  })

  test('a wrong clock of 30 minutes heals with the second call', async () => {
    const skewed = await startFakeS3({ now: () => Date.now() + 30 * 60 * 1000 })
    const store = createS3Store({
      kind: 's3',
      bucket: 'bucket',
      keepsVersions: false,
      publicUrl: '',
      address: { endpoint: skewed.url, region: 'us-east-1' },
      keyNames: { keyId: 'R2_ACCESS_KEY_ID', secret: 'R2_SECRET_ACCESS_KEY' },
      secrets: { read: async (name) => (name === 'R2_ACCESS_KEY_ID' ? 'test-key' : 'test-secret') },
      limits: PATIENT,
      maxSockets: 8
    })
    const first = await store.list().catch((error: unknown) => error)
    expect(first).toMatchObject({
      code: 'VENDOR_REJECTED',
      retryable: true,
      details: { reason: 'clock_skew' }
    })
    expect((await store.list()).objects).toEqual([])
    await skewed.close()
  })

  test('a store that says stored and stored nothing is found out by asking again', async () => {
    const store = open()
    proxy.setFaults([{ kind: 'liePut', method: 'PUT' }])
    const got = await outcome(async () => await store.put(toPut('lied.bin', bytes)))
    proxy.setFaults([])
    expect(got).toBe('BAD_RESPONSE')
    expect(await store.head('lied.bin')).toBeNull()
  })

  test('a cancel ends a hanging call at once', async () => {
    const store = open()
    proxy.setFaults([{ kind: 'hang' }])
    const stop = new AbortController()
    const startedAt = performance.now()
    const put = store.put(toPut('hang.bin', bytes, { signal: stop.signal }))
    setTimeout(() => stop.abort(), 50)
    await expect(put).rejects.toMatchObject({ code: 'CANCELLED' })
    expect(performance.now() - startedAt).toBeLessThan(5000)
    proxy.setFaults([])
  })

  test('a presigned address opens the object without keys and ends', async () => {
    proxy.setFaults([])
    const store = open()
    await store.put(toPut('with space/ü.bin', bytes))
    const address = await store.address('with space/ü.bin', { expiresInSeconds: 60 })
    const answer = await fetch(address?.url ?? '')
    expect(Buffer.from(await answer.arrayBuffer()).equals(bytes)).toBe(true)
    expect(address?.expiresAt).toBeGreaterThan(Date.now())
    const open2 = open({ publicUrl: 'https://cdn.example/' })
    expect(await open2.address('a b/ü.png', { expiresInSeconds: 60 })).toEqual({
      url: 'https://cdn.example/a%20b/%C3%BC.png',
      expiresAt: null
    })
  })
})
