/** The same store with at most n calls at once. Reading a body does not hold a place. */
import { createLimit } from '#main/core/limit.ts'
import type { ObjectStore, PartUploads } from './object-store.ts'

export function withLimit(store: ObjectStore, concurrency: number): ObjectStore {
  const limit = createLimit(concurrency)
  const { parts } = store
  return {
    kind: store.kind,
    parts: parts === null ? null : limitParts(parts, limit),
    put: async (request) => await limit(async () => await store.put(request)),
    get: async (key, options) => await limit(async () => await store.get(key, options)),
    head: async (key, options) => await limit(async () => await store.head(key, options)),
    delete: async (key, options) => await limit(async () => await store.delete(key, options)),
    list: async (request) => await limit(async () => await store.list(request)),
    check: store.check,
    address: store.address
  }
}

function limitParts(parts: PartUploads, limit: ReturnType<typeof createLimit>): PartUploads {
  return {
    partSizeBytes: parts.partSizeBytes,
    singleLimitBytes: parts.singleLimitBytes,
    start: async (request) => await limit(async () => await parts.start(request)),
    putPart: async (request) => await limit(async () => await parts.putPart(request)),
    complete: async (request) => await limit(async () => await parts.complete(request)),
    abort: async (upload, options) => await limit(async () => await parts.abort(upload, options)),
    list: async (options) => await limit(async () => await parts.list(options))
  }
}
