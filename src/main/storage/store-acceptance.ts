/**
 * The acceptance test of a store: writes, reads, lists and deletes objects of its own and says per check whether the
 * store keeps its promises. Everything it wrote is removed again.
 */
import { createHash } from 'node:crypto'
import { buffer } from 'node:stream/consumers'
import { throwIfCancelled } from '#main/core/cancel.ts'
import type { Clock } from '#main/core/clock.ts'
import { sha256Of } from '#main/core/files.ts'
import type { JobContext } from '#main/core/jobs.ts'
import type { StoreCheck, StoreSide } from '#shared/domain/storage.ts'
import { AppError, toAppError } from '#shared/errors.ts'
import { CATALOG_PREFIX } from './object-key.ts'
import { listPages, type ObjectStore, type UploadedPart } from './object-store.ts'
import { storedWrong } from './store-errors.ts'

export interface AcceptanceOptions {
  readonly side: StoreSide
  readonly store: ObjectStore
  readonly clock: Clock
}

interface Bench {
  readonly store: ObjectStore
  readonly clock: Clock
  readonly signal: AbortSignal
  /** Keys of this test begin so. */
  readonly prefix: string
}

interface Check {
  readonly name: string
  run(bench: Bench): Promise<void>
}

const MB = 1024 * 1024
const LARGE_BYTES = 50 * MB
/** Signatures are refused beyond 15 minutes; 5 leaves time to put the clock right. */
const CLOCK_TOLERANCE_MS = 5 * 60 * 1000
const ODD_NAMES = [
  'with space',
  'plus+percent%25',
  'ümlaut-日本',
  'question?hash#',
  "quote'(x)",
  'deep/er/path/file'
]

const CHECKS: readonly Check[] = [
  { name: 'reachable', run: async ({ store, signal }) => await store.check({ signal }) },
  { name: 'write and read 1 KB', run: async (bench) => await roundTrip(bench, 'small.bin', pattern(1024)) },
  { name: 'empty object', run: async (bench) => await roundTrip(bench, 'empty.bin', pattern(0)) },
  { name: 'odd names', run: oddNames },
  { name: 'replace', run: replace },
  { name: 'size and metadata', run: metadata },
  { name: 'range', run: range },
  { name: 'list in pages', run: list },
  { name: 'wrong bytes refused', run: wrongBytes },
  { name: 'write and read 1 MB', run: async (bench) => await roundTrip(bench, 'medium.bin', pattern(MB)) },
  { name: 'write and read 50 MB', run: large },
  { name: 'clock', run: clockSkew },
  { name: 'delete', run: remove }
]

/** One result per check; the rest is not run when the store is not reachable. Network or disk, 100 MB in all. */
export async function testStore(
  options: AcceptanceOptions,
  context: JobContext
): Promise<readonly StoreCheck[]> {
  const prefix = `${CATALOG_PREFIX}test/${options.clock.newId()}/`
  const bench = { store: options.store, clock: options.clock, signal: context.signal, prefix }
  const results: StoreCheck[] = []
  try {
    for (const check of CHECKS) {
      throwIfCancelled(context.signal)
      context.report(results.length, CHECKS.length, check.name)
      const result = await runCheck(check, bench, options.side)
      results.push(result)
      if (check.name === 'reachable' && !result.ok) break
    }
    return results
  } finally {
    await tryRemoveAll(options.store, prefix)
  }
}

async function runCheck(check: Check, bench: Bench, side: StoreSide): Promise<StoreCheck> {
  const startedAt = bench.clock.now()
  const done = { side, name: check.name }
  try {
    await check.run(bench)
    return { ...done, ok: true, ms: bench.clock.now() - startedAt, code: null, message: null }
  } catch (thrown) {
    const { code, message } = toAppError(thrown)
    return { ...done, ok: false, ms: bench.clock.now() - startedAt, code, message }
  }
}

/** Not the signal of the test: what was written is removed also after a cancel. */
async function tryRemoveAll(store: ObjectStore, prefix: string): Promise<void> {
  try {
    for await (const page of listPages(store, { prefix })) {
      for (const { key } of page.objects) await store.delete(key, { allVersions: true })
    }
  } catch {
    // The store is not reachable; its acceptance has failed already, and a later test removes nothing of others.
  }
}

/** The same bytes every time, different at every offset of a part. */
function pattern(sizeBytes: number): Buffer {
  const bytes = Buffer.alloc(sizeBytes)
  for (let at = 0; at + 4 <= sizeBytes; at += 4) bytes.writeUInt32LE(Math.imul(at, 2654435761) >>> 0, at)
  return bytes
}

function toPut(bench: Bench, name: string, bytes: Uint8Array) {
  const facts = { sizeBytes: bytes.length, sha256: sha256Of(bytes), mediaType: 'application/octet-stream' }
  const metadata = { sha256: facts.sha256 }
  return { key: bench.prefix + name, source: { bytes }, ...facts, metadata, signal: bench.signal }
}

async function roundTrip(bench: Bench, name: string, bytes: Uint8Array): Promise<void> {
  await bench.store.put(toPut(bench, name, bytes))
  await expectContent(bench, name, sha256Of(bytes))
}

async function expectContent(bench: Bench, name: string, sha256: string): Promise<void> {
  const { body } = await bench.store.get(bench.prefix + name, { signal: bench.signal })
  const hash = createHash('sha256')
  for await (const chunk of body) hash.update(chunk)
  if (hash.digest('hex') !== sha256) throw storedWrong(name)
}

async function oddNames(bench: Bench): Promise<void> {
  for (const name of ODD_NAMES) await roundTrip(bench, `odd/${name}`, Buffer.from(name))
  const listed = await keysBelow(bench, 'odd/')
  if (listed.length !== ODD_NAMES.length) throw wrongAnswer('odd names are not listed as written')
}

async function replace(bench: Bench): Promise<void> {
  await roundTrip(bench, 'replaced.bin', pattern(2000))
  // R2 takes one write a second to a key and answers 429 before (its limits page, 2026-11).
  await bench.clock.wait(1100, bench.signal)
  await roundTrip(bench, 'replaced.bin', pattern(100))
}

async function metadata(bench: Bench): Promise<void> {
  const put = toPut(bench, 'metadata.bin', pattern(300))
  await bench.store.put(put)
  const head = await bench.store.head(put.key, { signal: bench.signal })
  if (head?.sizeBytes !== 300) throw wrongAnswer('the size is not what was written')
  const isKept = bench.store.kind === 'folder' || head.sha256 === put.sha256
  if (!isKept) throw wrongAnswer('metadata is not kept')
}

async function range(bench: Bench): Promise<void> {
  const bytes = pattern(5000)
  await bench.store.put(toPut(bench, 'range.bin', bytes))
  const part = { range: { startByte: 1000, endByte: 1999 }, signal: bench.signal }
  const read = await bench.store.get(`${bench.prefix}range.bin`, part)
  if (!(await buffer(read.body)).equals(bytes.subarray(1000, 2000)))
    throw wrongAnswer('a range gives other bytes')
}

async function list(bench: Bench): Promise<void> {
  const names = ['list/1', 'list/2', 'list/3', 'list/4', 'list/5']
  for (const name of names) await bench.store.put(toPut(bench, name, Buffer.from(name)))
  const listed = await keysBelow(bench, 'list/', 2)
  if (listed.join() !== names.map((name) => bench.prefix + name).join())
    throw wrongAnswer('the listing is not complete')
}

async function wrongBytes(bench: Bench): Promise<void> {
  const put = { ...toPut(bench, 'wrong.bin', pattern(100)), sha256: '0'.repeat(64) }
  const refused = await bench.store.put(put).then(
    () => false,
    () => true
  )
  if (!refused || (await bench.store.head(put.key)) !== null) throw wrongAnswer('wrong bytes were accepted')
}

async function large(bench: Bench): Promise<void> {
  const bytes = pattern(LARGE_BYTES)
  const put = toPut(bench, 'large.bin', bytes)
  const { parts } = bench.store
  if (parts === null) await bench.store.put(put)
  else {
    const { uploadId } = await parts.start(put)
    const done: UploadedPart[] = []
    for (let at = 0; at < bytes.length; at += parts.partSizeBytes) {
      const piece = bytes.subarray(at, at + parts.partSizeBytes)
      const part = { key: put.key, uploadId, partNumber: done.length + 1, bytes: piece, signal: bench.signal }
      done.push(await parts.putPart(part))
    }
    await parts.complete({ key: put.key, uploadId, parts: done, signal: bench.signal })
  }
  await expectContent(bench, 'large.bin', put.sha256)
}

async function clockSkew(bench: Bench): Promise<void> {
  await bench.store.put(toPut(bench, 'clock.bin', pattern(1)))
  const head = await bench.store.head(`${bench.prefix}clock.bin`, { signal: bench.signal })
  const offMs = Math.abs((head?.modifiedAt ?? 0) - bench.clock.now())
  if (offMs > CLOCK_TOLERANCE_MS) {
    throw wrongAnswer(
      `this computer's clock differs from the store's by ${Math.round(offMs / 60_000)} minutes`
    )
  }
}

async function remove(bench: Bench): Promise<void> {
  const key = `${bench.prefix}small.bin`
  await bench.store.delete(key, { signal: bench.signal })
  await bench.store.delete(key, { signal: bench.signal })
  if ((await bench.store.head(key, { signal: bench.signal })) !== null)
    throw wrongAnswer('a deleted object is still there')
}

async function keysBelow(bench: Bench, name: string, limit = 1000): Promise<readonly string[]> {
  const keys: string[] = []
  const request = { prefix: bench.prefix + name, limit, signal: bench.signal }
  for await (const page of listPages(bench.store, request)) keys.push(...page.objects.map(({ key }) => key))
  return keys
}

function wrongAnswer(what: string): AppError {
  return new AppError('BAD_RESPONSE', `Not as promised: ${what}.`, { retryable: false })
}
