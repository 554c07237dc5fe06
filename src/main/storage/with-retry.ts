/** The same store, with failed calls tried again when the failure may pass. Bodies that break while read are not retried. */
import type { Clock } from '#main/core/clock.ts'
import { type RetryPolicy, retry } from '#main/core/retry.ts'
import type { ObjectStore, PartUploads } from './object-store.ts'

/** Puts are safe to repeat: each try reads the source anew and the same key gets the same bytes. */
export function withRetry(store: ObjectStore, policy: RetryPolicy, clock: Clock): ObjectStore {
  const again = async <T>(signal: AbortSignal | undefined, run: () => Promise<T>): Promise<T> =>
    await retry(run, policy, { clock, signal })
  return {
    kind: store.kind,
    parts: store.parts === null ? null : retryParts(store.parts, again),
    put: async (request) => await again(request.signal, async () => await store.put(request)),
    get: async (key, options) => await again(options?.signal, async () => await store.get(key, options)),
    head: async (key, options) => await again(options?.signal, async () => await store.head(key, options)),
    delete: async (key, options) =>
      await again(options?.signal, async () => await store.delete(key, options)),
    list: async (request) => await again(request?.signal, async () => await store.list(request)),
    check: async (options) => await again(options?.signal, async () => await store.check(options)),
    address: store.address
  }
}

type Again = <T>(signal: AbortSignal | undefined, run: () => Promise<T>) => Promise<T>

function retryParts(parts: PartUploads, again: Again): PartUploads {
  return {
    partSizeBytes: parts.partSizeBytes,
    singleLimitBytes: parts.singleLimitBytes,
    // Not repeated: a lost answer would leave a second unfinished upload behind.
    start: parts.start,
    putPart: async (request) => await again(request.signal, async () => await parts.putPart(request)),
    complete: async (request) => await again(request.signal, async () => await parts.complete(request)),
    abort: async (upload, options) =>
      await again(options?.signal, async () => await parts.abort(upload, options)),
    list: async (options) => await again(options?.signal, async () => await parts.list(options))
  }
}
