/** The drill: as if one store were lost, proves by reading that the other alone can serve everything. */

import { throwIfCancelled } from '#main/core/cancel.ts'
import type { JobContext } from '#main/core/jobs.ts'
import { mapLimited } from '#main/core/limit.ts'
import { quantile } from '#main/core/quantile.ts'
import type { FireDrillReport, StoreSide } from '#shared/domain/storage.ts'
import { toAppError } from '#shared/errors.ts'
import type { ObjectStore } from './object-store.ts'
import type { Blob } from './replica.ts'
import { hasContent } from './upload.ts'

export interface DrillOptions {
  /** The store that is taken to be lost. */
  readonly lost: StoreSide
  /** The other one. */
  readonly store: ObjectStore
  readonly blobs: readonly Blob[]
  now(): number
}

const READS_AT_ONCE = 4

/** Reads every content from the remaining store and nothing else. Throws CANCELLED. */
export async function runFireDrill(options: DrillOptions, context: JobContext): Promise<FireDrillReport> {
  const startedAt = options.now()
  const failed: { objectKey: string; code: string }[] = []
  const timesMs: number[] = []
  await mapLimited(options.blobs, READS_AT_ONCE, async (blob) => {
    throwIfCancelled(context.signal)
    const readAt = options.now()
    const code = await readOne(options.store, blob, context.signal)
    timesMs.push(options.now() - readAt)
    if (code !== null) failed.push({ objectKey: blob.objectKey, code })
    context.report(timesMs.length, options.blobs.length, 'assets read')
  })
  return {
    lost: options.lost,
    proven: options.blobs.length - failed.length,
    failed,
    p50Ms: quantile(timesMs, 0.5),
    p99Ms: quantile(timesMs, 0.99),
    durationMs: options.now() - startedAt
  }
}

/** Null when the content was read and is right. */
async function readOne(store: ObjectStore, blob: Blob, signal: AbortSignal): Promise<string | null> {
  try {
    return (await hasContent(store, blob, signal)) ? null : 'OBJECT_CORRUPT'
  } catch (thrown) {
    const error = toAppError(thrown)
    if (error.code === 'CANCELLED') throw error
    return error.code
  }
}
