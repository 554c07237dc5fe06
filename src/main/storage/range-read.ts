/**
 * Serves a part of a content straight from a store, for players that must not wait for the whole of a film whose local
 * copy is missing. The object is known by size and recorded hash before; only reading all of it proves its bytes.
 */
import type { Readable } from 'node:stream'
import type { Log } from '#main/core/log.ts'
import type { StoreSide } from '#shared/domain/storage.ts'
import { AppError, toAppError } from '#shared/errors.ts'
import { bothFailed, type FailoverReaderOptions, planReadOrder } from './failover-read.ts'
import type { ByteRange, ObjectStore } from './object-store.ts'
import type { Blob } from './replica.ts'

export interface OpenedRange {
  /** Must be consumed or destroyed. */
  readonly body: Readable
  readonly sizeBytes: number
  readonly totalBytes: number
  readonly servedFrom: StoreSide
}

export type OpenRange = (
  sha256: string,
  range: ByteRange,
  signal?: AbortSignal | undefined
) => Promise<OpenedRange>

export type RangeReaderOptions = Pick<
  FailoverReaderOptions,
  'repository' | 'store' | 'isUp' | 'preferred' | 'onRead'
> & { readonly log: Log }

/** See StorageService.openRange. */
export function createRangeReader(options: RangeReaderOptions): OpenRange {
  const { repository } = options
  return async (sha256, range, signal) => {
    const blob = repository.findBlob(sha256)
    if (blob === null) throw new AppError('NOT_FOUND', 'No such content is in the catalog.')
    const states = repository.states(sha256)
    const preferred = options.preferred()
    const failures: Partial<Record<StoreSide, string>> = {}
    for (const side of planReadOrder(states, options.isUp, preferred)) {
      try {
        const read = await openAt(options.store(side), blob, { range, signal })
        const isFailover = side !== preferred && states[preferred] === 'stored'
        options.onRead({ sha256, servedFrom: side, isFailover })
        return { ...read, servedFrom: side }
      } catch (thrown) {
        const error = toAppError(thrown)
        if (error.code === 'CANCELLED' || error.code === 'INVALID_INPUT') throw error
        failures[side] = error.code
        options.log.warn('range read failed', { side, sha256, code: error.code })
      }
    }
    throw bothFailed(failures)
  }
}

async function openAt(
  store: ObjectStore,
  blob: Blob,
  { range, signal }: { readonly range: ByteRange; readonly signal: AbortSignal | undefined }
) {
  const head = await store.head(blob.objectKey, { signal })
  if (head === null) throw new AppError('OBJECT_MISSING', 'This store has no such object.')
  const isOurs = head.sizeBytes === blob.sizeBytes && (head.sha256 === null || head.sha256 === blob.sha256)
  if (!isOurs) throw new AppError('OBJECT_CORRUPT', 'The copy in the store is not what was stored.')
  return await store.get(blob.objectKey, { range, signal })
}
