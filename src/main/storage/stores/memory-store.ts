/** A store in memory, for tests and for trying things. It keeps its own copies. */
import { Readable } from 'node:stream'
import { throwIfCancelled } from '#main/core/cancel.ts'
import type { Clock } from '#main/core/clock.ts'
import { sha256Of } from '#main/core/files.ts'
import { AppError } from '#shared/errors.ts'
import { readChunks } from '../disk.ts'
import type {
  ByteRange,
  ListRequest,
  ObjectHead,
  ObjectPage,
  ObjectStore,
  PutRequest
} from '../object-store.ts'
import { objectMissing, sourceChanged } from '../store-errors.ts'

interface Kept {
  readonly bytes: Buffer
  readonly head: ObjectHead
}

/** @param clock gives the modification times. */
export function createMemoryStore(clock: Pick<Clock, 'now'>): ObjectStore {
  const objects = new Map<string, Kept>()
  return {
    kind: 'memory',
    parts: null,
    put: async (request) => {
      const kept = await toKept(request, clock.now())
      throwIfCancelled(request.signal)
      objects.set(request.key, kept)
      return kept.head
    },
    get: async (key, options = {}) => {
      throwIfCancelled(options.signal)
      const kept = objects.get(key)
      if (kept === undefined) throw objectMissing()
      const { start, end } = toSpan(options.range, kept.bytes.length)
      const body = Readable.from([Buffer.from(kept.bytes.subarray(start, end))], { objectMode: false })
      return { sizeBytes: end - start, totalBytes: kept.bytes.length, body }
    },
    head: async (key, options = {}) => {
      throwIfCancelled(options.signal)
      return objects.get(key)?.head ?? null
    },
    delete: async (key, options = {}) => {
      throwIfCancelled(options.signal)
      objects.delete(key)
    },
    list: async (request = {}) => {
      throwIfCancelled(request.signal)
      return toPage(objects, request)
    },
    check: async (options = {}) => throwIfCancelled(options.signal),
    address: async () => null
  }
}

async function toKept(request: PutRequest, now: number): Promise<Kept> {
  throwIfCancelled(request.signal)
  const pieces: Buffer[] = []
  for await (const chunk of readChunks(request.source)) pieces.push(Buffer.from(chunk))
  const bytes = Buffer.concat(pieces)
  const sha256 = sha256Of(bytes)
  if (sha256 !== request.sha256 || bytes.length !== request.sizeBytes) throw sourceChanged()
  const metadata = request.metadata ?? {}
  const head = { sizeBytes: bytes.length, sha256, mediaType: request.mediaType, metadata, modifiedAt: now }
  return { bytes, head: { ...head, etag: null, versionId: null } }
}

/** First byte and the byte after the last. Throws INVALID_INPUT when the range starts behind the end. */
export function toSpan(range: ByteRange | undefined, totalBytes: number): { start: number; end: number } {
  if (range === undefined) return { start: 0, end: totalBytes }
  const end = Math.min(totalBytes, (range.endByte ?? totalBytes - 1) + 1)
  if (range.startByte < 0 || range.startByte >= end) {
    throw new AppError('INVALID_INPUT', 'This range lies outside the object.', { details: { totalBytes } })
  }
  return { start: range.startByte, end }
}

function toPage(objects: ReadonlyMap<string, Kept>, request: ListRequest): ObjectPage {
  const limit = request.limit ?? 1000
  const keys = [...objects.keys()]
    .filter((key) => key.startsWith(request.prefix ?? ''))
    .sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
  const from = request.cursor == null ? 0 : keys.indexOf(request.cursor) + 1
  const page = keys.slice(from, from + limit)
  const listed = page.flatMap((key) => {
    const head = objects.get(key)?.head
    return head === undefined ? [] : [{ key, sizeBytes: head.sizeBytes, modifiedAt: head.modifiedAt }]
  })
  return { objects: listed, nextCursor: from + limit < keys.length ? (page.at(-1) ?? null) : null }
}
