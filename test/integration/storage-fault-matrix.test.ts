/**
 * Every fault at every side for every call: the stated code from the bucket, the stated status of what was accepted, no
 * loss, no endless wait, and everything healed afterwards.
 */
import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { buffer } from 'node:stream/consumers'
import { describe, expect, test } from 'vitest'
import { createSystemClock } from '#main/core/clock.ts'
import { createDisk } from '#main/storage/disk.ts'
import type { ObjectStore } from '#main/storage/object-store.ts'
import { createStoreFactory, type OpenStore } from '#main/storage/store-factory.ts'
import type { TransferLimits } from '#main/storage/stores/transfer-limits.ts'
import { STORE_SIDES, type StoreSide } from '#shared/domain/storage.ts'
import { AppError } from '#shared/errors.ts'
import { toPut } from '#test/conformance/object-store.suite.ts'
import { startFakeS3 } from '#test/harness/fake-s3.ts'
import { type Fault, startFaultProxy } from '#test/harness/fault-proxy.ts'
import { NO_JOB, openStorageBench } from '#test/harness/storage-bench.ts'

/** Where the answer never comes. */
const SHORT = { connectMs: 700, idleMs: 700, baseMs: 1100, slowestBytesPerSecond: 400 * 1024 }
/** Where it comes, only late on a busy machine. */
const PATIENT = { connectMs: 3000, idleMs: 3000, baseMs: 5000, slowestBytesPerSecond: 400 * 1024 }
/** Three tries of every call with their waits, one side after the other. */
const LONGEST_WAIT_MS = 20_000
/** Above it our uploads go in parts here, so that one part is enough. */
const SINGLE_LIMIT_BYTES = 20_000
const OBJECTS = /^\/bucket\/[^?]/

type Operation = 'put' | 'multipart' | 'get' | 'head' | 'list' | 'delete'
type Codes = Readonly<Record<Operation, string>>

interface Row {
  readonly arm: readonly Fault[] | 'refuse'
  /** What a call answers: a code, `ok`, or `null` for nothing there. */
  readonly codes: Codes
  /** Time-outs are part of it, so they are short. */
  readonly isSlow?: boolean
}

const every = (code: string): Codes => ({
  put: code,
  multipart: code,
  get: code,
  head: code,
  list: code,
  delete: code
})

const ROWS: Readonly<Record<string, Row>> = {
  // The slow ones first, so that the others run beside them.
  hang: { arm: [{ kind: 'hang' }], codes: every('TIMEOUT'), isSlow: true },
  '1 KB/s': {
    arm: [
      { kind: 'slowUp', method: 'PUT' },
      { kind: 'slowDown1k', method: 'GET', path: OBJECTS }
    ],
    codes: { ...every('ok'), put: 'TIMEOUT', multipart: 'TIMEOUT', get: 'TIMEOUT' },
    isSlow: true
  },
  refused: { arm: 'refuse', codes: every('NETWORK') },
  'reset mid-upload': {
    arm: [{ kind: 'resetUpload', method: 'PUT' }],
    codes: { ...every('ok'), put: 'NETWORK', multipart: 'NETWORK' }
  },
  '500': { arm: [{ kind: 'internal' }], codes: every('VENDOR_UNAVAILABLE') },
  // A HEAD answer has no body, so only its status can be read.
  '503 SlowDown': {
    arm: [{ kind: 'slowDown' }],
    codes: { ...every('RATE_LIMITED'), head: 'VENDOR_UNAVAILABLE' }
  },
  '403 revoked': { arm: [{ kind: 'revoked' }], codes: every('UNAUTHORIZED') },
  'missing bucket': {
    arm: [{ kind: 'noBucket' }],
    codes: { ...every('STORAGE_NOT_CONFIGURED'), head: 'null' }
  },
  'truncated GET': {
    arm: [{ kind: 'truncateDown', method: 'GET' }],
    codes: { ...every('ok'), get: 'NETWORK', list: 'NETWORK' },
    isSlow: true
  },
  // The bucket's part ends here: the reader above hashes what it got.
  'flipped byte on GET': {
    arm: [{ kind: 'flipDown', method: 'GET', path: OBJECTS }],
    codes: every('ok')
  },
  // A wrong mark is doubted and the object read; the mark of a part is only refused with the completion.
  'wrong ETag': {
    arm: [{ kind: 'wrongEtag', method: 'PUT' }],
    codes: { ...every('ok'), multipart: 'VENDOR_REJECTED' }
  },
  'clock skew': { arm: [{ kind: 'skew' }], codes: { ...every('VENDOR_REJECTED'), head: 'UNAUTHORIZED' } },
  'bucket full': {
    arm: [{ kind: 'full', method: 'PUT' }],
    codes: { ...every('ok'), put: 'NO_CREDIT', multipart: 'NO_CREDIT' }
  }
}

const TARGETS: readonly (readonly StoreSide[])[] = [['primary'], ['backup'], ['primary', 'backup']]
const BYTES = randomBytes(10_000)

/** Calls of the bucket itself, without retries around them. */
const OPERATIONS: Readonly<Record<Operation, (store: ObjectStore) => Promise<unknown>>> = {
  put: async (store) => await store.put(toPut('put.bin', BYTES)),
  get: async (store) => await buffer((await store.get('there.bin')).body),
  head: async (store) => await store.head('there.bin'),
  list: async (store) => await store.list(),
  delete: async (store) => await store.delete('gone.bin'),
  multipart: async ({ parts }) => {
    if (parts === null) throw new Error('a bucket takes parts')
    const { source: _source, ...facts } = toPut('parts.bin', BYTES)
    const { uploadId } = await parts.start(facts)
    const part = await parts.putPart({ key: facts.key, uploadId, partNumber: 1, bytes: BYTES })
    return await parts.complete({ key: facts.key, uploadId, parts: [part] })
  }
}

async function outcome(run: () => Promise<unknown>): Promise<string> {
  try {
    return (await run()) === null ? 'null' : 'ok'
  } catch (thrown) {
    return thrown instanceof AppError ? thrown.code : String(thrown)
  }
}

async function openRig(limits: TransferLimits) {
  const fakes = { primary: await startFakeS3(), backup: await startFakeS3({ dialect: 'b2' }) }
  const proxies = {
    primary: await startFaultProxy(fakes.primary.url),
    backup: await startFaultProxy(fakes.backup.url)
  }
  const config = (side: StoreSide) => {
    const names = { accountId: '', publicUrl: '', region: 'us-east-1', bucket: 'bucket' }
    return { kind: side === 'primary' ? 's3' : 'b2', endpoint: proxies[side].url, ...names } as const
  }
  const openReal = createStoreFactory({
    dataFolder: path.join(tmpdir(), 'unused'),
    disk: createDisk(),
    clock: createSystemClock(),
    secrets: { read: async (name) => (name.endsWith('KEY_ID') ? 'test-key' : 'test-secret') },
    limits
  })
  const stores: Partial<Record<StoreSide, ObjectStore>> = {}
  const openStore: OpenStore = (request) => {
    const opened = openReal(request)
    const { parts } = opened.store
    const store = {
      ...opened.store,
      parts: parts === null ? null : { ...parts, singleLimitBytes: SINGLE_LIMIT_BYTES }
    }
    stores[request.side] = store
    return { ...opened, store }
  }
  const made = await openStorageBench({
    openStore,
    stores: { primary: config('primary'), backup: config('backup') },
    isStarted: false
  })
  return { ...made, fakes, proxies, storeOf: stores }
}

type Rig = Awaited<ReturnType<typeof openRig>>

async function spoil(rig: Rig, sides: readonly StoreSide[], arm: Row['arm']): Promise<void> {
  for (const side of sides) {
    if (arm === 'refuse') await rig.proxies[side].refuse()
    else rig.proxies[side].setFaults(arm)
  }
}

async function mend(rig: Rig): Promise<void> {
  for (const side of STORE_SIDES) {
    rig.proxies[side].setFaults([])
    rig.proxies[side].cut()
    await rig.proxies[side].listen()
  }
  for (let round = 0; round < 20 && rig.storage.safety().waitingAssets > 0; round++) await rig.storage.drain()
}

async function end(rig: Rig): Promise<void> {
  await rig.dispose()
  const servers = [...Object.values(rig.proxies), ...Object.values(rig.fakes)]
  await Promise.all(servers.map(async (server) => await server.close()))
}

/** What each call of each bucket answers; a call of the sound side may be slow on a busy machine and is then repeated. */
async function callAll(rig: Rig, sides: readonly StoreSide[]) {
  const answers: Record<string, string> = {}
  const calls = STORE_SIDES.flatMap((side) =>
    Object.entries(OPERATIONS).map(async ([name, run]) => {
      const store = rig.storeOf[side]
      if (store === undefined) throw new Error('not opened')
      let answer = await outcome(async () => await run(store))
      for (let tries = 0; tries < 3 && answer === 'TIMEOUT' && !sides.includes(side); tries++) {
        answer = await outcome(async () => await run(store))
      }
      answers[`${side} ${name}`] = answer
    })
  )
  await Promise.all(calls)
  return answers
}

const expectedAnswers = (codes: Codes, sides: readonly StoreSide[]): Record<string, string> =>
  Object.fromEntries(
    STORE_SIDES.flatMap((side) =>
      Object.entries(sides.includes(side) ? codes : every('ok')).map(([name, code]) => [
        `${side} ${name}`,
        code
      ])
    )
  )

const ONE_LEFT = { primary: 'backup_only', backup: 'primary_only' } as const

function statusWithout([side, other]: readonly StoreSide[]): string {
  return other !== undefined || side === undefined ? 'failed' : ONE_LEFT[side]
}

async function inTime<T>(run: () => Promise<T>): Promise<T> {
  const startedAt = performance.now()
  const result = await run()
  expect(performance.now() - startedAt).toBeLessThan(LONGEST_WAIT_MS)
  return result
}

async function readThrough(rig: Rig, sha256: string): Promise<string> {
  try {
    const copy = await rig.storage.openCopy(sha256, { skipLocal: true })
    const isRight = (await readFile(copy.path)).equals(BYTES)
    await copy.release()
    return isRight ? copy.servedFrom : 'wrong bytes'
  } catch (thrown) {
    return thrown instanceof AppError ? thrown.code : String(thrown)
  }
}

describe.concurrent.each(Object.entries(ROWS))('%s', (name, { arm, codes, isSlow }) => {
  test.each(TARGETS.map((sides) => [sides.join(' and '), sides] as const))(
    'at %s: every call has its code, what was accepted its status, and all heals',
    { timeout: 120_000 },
    async (_title, sides) => {
      const rig = await openRig(isSlow === true ? SHORT : PATIENT)
      const kept = await rig.add(BYTES)
      const doomed = await rig.add(randomBytes(300))
      for (const side of STORE_SIDES) await rig.storeOf[side]?.put(toPut('there.bin', BYTES))
      await mend(rig)
      expect(rig.statusOf(kept.sha256)).toBe('fully_synced')

      await spoil(rig, sides, arm)
      expect(await inTime(async () => await callAll(rig, sides))).toEqual(expectedAnswers(codes, sides))

      const small = randomBytes(SINGLE_LIMIT_BYTES / 2)
      const large = randomBytes(SINGLE_LIMIT_BYTES * 2)
      const added = { put: await rig.add(small), multipart: await rig.add(large) }
      await inTime(async () => await rig.storage.drain())
      for (const operation of ['put', 'multipart'] as const) {
        const status = codes[operation] === 'ok' ? 'fully_synced' : statusWithout(sides)
        expect([operation, rig.statusOf(added[operation].sha256)]).toEqual([operation, status])
      }

      const isUnreadable = codes.get !== 'ok' || name === 'flipped byte on GET'
      // A store that takes nothing is asked last, also when it would still give.
      const isAvoided = isUnreadable || codes.put !== 'ok'
      const servedFrom = isAvoided && sides.length === 1 && sides[0] === 'primary' ? 'backup' : 'primary'
      expect(await inTime(async () => await readThrough(rig, kept.sha256))).toBe(
        isUnreadable && sides.length === 2 ? 'BOTH_STORES_FAILED' : servedFrom
      )

      const { counts } = await inTime(async () => await rig.storage.verify({ deep: false }, NO_JOB))
      const waiting = [codes.put, codes.multipart].filter((code) => code !== 'ok').length
      expect(counts.missing).toBe(codes.list === 'ok' && sides.length === 2 ? waiting : 0)
      expect(counts.error > 0).toBe(codes.list !== 'ok')

      rig.db.prepare('UPDATE asset SET deleted_at = 1 WHERE sha256 = ?').run(doomed.sha256)
      const purged = await inTime(async () => await rig.storage.purgeTrash({ force: true }, NO_JOB))
      expect([purged.purged, purged.waitingObjects]).toEqual([1, codes.delete === 'ok' ? 0 : sides.length])

      await mend(rig)
      await rig.storage.repair({ dryRun: false, force: true }, NO_JOB)
      await mend(rig)
      await rig.storage.purgeTrash({ force: true }, NO_JOB)
      const after = await rig.storage.verify({ deep: true }, NO_JOB)
      expect(after.counts).toMatchObject({ same: 3, differ: 0, missing: 0, onlyPrimary: 0, onlyBackup: 0 })
      for (const side of STORE_SIDES) {
        const bucket = rig.fakes[side].bucket('bucket')
        for (const [bytes, { objectKey }] of [
          [small, added.put],
          [large, added.multipart],
          [BYTES, kept]
        ] as const) {
          expect(bucket.find(objectKey)?.data.equals(bytes)).toBe(true)
        }
        expect(bucket.find(doomed.objectKey)).toBeNull()
      }
      await end(rig)
    }
  )
})
