/** The same store, telling how each call ended and how long it took. Judging that is health.ts's affair. */
import type { Clock } from '#main/core/clock.ts'
import { type AppError, toAppError } from '#shared/errors.ts'
import type { ObjectStore, PartUploads } from './object-store.ts'

export type StoreOperation = 'put' | 'get' | 'head' | 'delete' | 'list' | 'check' | 'part'

export interface StoreOutcome {
  readonly operation: StoreOperation
  readonly durationMs: number
  /** Null when the call succeeded. */
  readonly error: AppError | null
}

export interface HealthOptions {
  readonly clock: Pick<Clock, 'now'>
  /** Called after every call that was not cancelled; must not throw. */
  onOutcome(outcome: StoreOutcome): void
}

type Timed = <T>(operation: StoreOperation, run: () => Promise<T>) => Promise<T>

export function withHealth(store: ObjectStore, options: HealthOptions): ObjectStore {
  const timed: Timed = async (operation, run) => {
    const startedAt = options.clock.now()
    const tell = (error: AppError | null): void =>
      options.onOutcome({ operation, durationMs: options.clock.now() - startedAt, error })
    try {
      const result = await run()
      tell(null)
      return result
    } catch (thrown) {
      const error = toAppError(thrown)
      if (error.code !== 'CANCELLED') tell(error)
      throw error
    }
  }
  return {
    kind: store.kind,
    parts: store.parts === null ? null : timeParts(store.parts, timed),
    put: async (request) => await timed('put', async () => await store.put(request)),
    get: async (key, read) => await timed('get', async () => await store.get(key, read)),
    head: async (key, call) => await timed('head', async () => await store.head(key, call)),
    delete: async (key, call) => await timed('delete', async () => await store.delete(key, call)),
    list: async (request) => await timed('list', async () => await store.list(request)),
    check: async (call) => await timed('check', async () => await store.check(call)),
    address: store.address
  }
}

function timeParts(parts: PartUploads, timed: Timed): PartUploads {
  return {
    partSizeBytes: parts.partSizeBytes,
    singleLimitBytes: parts.singleLimitBytes,
    start: async (request) => await timed('part', async () => await parts.start(request)),
    putPart: async (request) => await timed('part', async () => await parts.putPart(request)),
    complete: async (request) => await timed('part', async () => await parts.complete(request)),
    abort: async (upload, call) => await timed('part', async () => await parts.abort(upload, call)),
    list: async (call) => await timed('list', async () => await parts.list(call))
  }
}
