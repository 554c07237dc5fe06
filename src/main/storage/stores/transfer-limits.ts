/** Time-outs of transfers. The SDK has none of its own: without these a silent server is waited for without end. */
import { Readable } from 'node:stream'
import { anySignal } from '#main/core/cancel.ts'
import { AppError } from '#shared/errors.ts'
import { raceAbort } from '../abort-race.ts'
import { toStoreError } from './s3-errors.ts'

export interface TransferLimits {
  readonly connectMs: number
  /** Longest silence on an open connection. */
  readonly idleMs: number
  /** A call may take this long plus its size at the slowest accepted speed. */
  readonly baseMs: number
  readonly slowestBytesPerSecond: number
}

/** From the measured faults of 2026-11: shorter idle limits failed on busy servers. */
export const TRANSFER_LIMITS: TransferLimits = {
  connectMs: 5000,
  idleMs: 30_000,
  baseMs: 30_000,
  slowestBytesPerSecond: 20 * 1024
}

/** Runs with a signal that aborts with the caller's or at the deadline. Throws CANCELLED, TIMEOUT or the store's codes. */
export async function withDeadline<T>(
  run: (signal: AbortSignal) => Promise<T>,
  options: {
    readonly limits: TransferLimits
    readonly sizeBytes: number
    readonly signal?: AbortSignal | undefined
  }
): Promise<T> {
  const { limits, sizeBytes, signal } = options
  if (signal?.aborted === true) throw cancelled(signal.reason)
  const limitMs = limits.baseMs + (sizeBytes / limits.slowestBytesPerSecond) * 1000
  // One controller and one listener: joined signals cost more than the rest of a small call.
  const stop = new AbortController()
  let isLate = false
  const timer = setTimeout(() => {
    isLate = true
    stop.abort(tooSlow())
  }, limitMs)
  const onAbort = (): void => stop.abort(signal?.reason)
  signal?.addEventListener('abort', onAbort, { once: true })
  try {
    return await raceAbort(run(stop.signal), stop.signal)
  } catch (thrown) {
    if (stop.signal.aborted && !isLate) throw cancelled(thrown)
    throw isLate ? tooSlow() : toStoreError(thrown)
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', onAbort)
  }
}

function cancelled(cause: unknown): AppError {
  return new AppError('CANCELLED', 'Cancelled.', { cause })
}

/**
 * The body with an end: it fails with TIMEOUT when the sender is silent for too long or slower than accepted while
 * somebody waits for bytes, with NETWORK when it is cut off. Time the reader takes for itself does not count.
 */
export function guardBody(
  body: Readable,
  options: {
    readonly limits: TransferLimits
    readonly sizeBytes: number
    readonly signal?: AbortSignal | undefined
  }
): Readable {
  const guarded = Readable.from(eachChunk(body, options), { objectMode: false })
  guarded.on('close', () => body.destroy())
  guarded.on('error', () => body.destroy())
  return guarded
}

async function* eachChunk(
  body: Readable,
  { limits, sizeBytes, signal }: Parameters<typeof guardBody>[1]
): AsyncGenerator<Uint8Array> {
  const chunks = body[Symbol.asyncIterator]()
  const pace = createPace(limits)
  let received = 0
  for (;;) {
    const step = await nextChunk(chunks, { body, pace, signal })
    if (step.done === true) break
    const chunk: Uint8Array = step.value
    received += chunk.length
    pace.add(chunk.length)
    yield chunk
  }
  if (received !== sizeBytes) throw new AppError('NETWORK', 'The transfer was cut off.')
}

async function nextChunk(
  chunks: AsyncIterator<Uint8Array>,
  wait: { readonly body: Readable; readonly pace: Pace; readonly signal?: AbortSignal | undefined }
): Promise<IteratorResult<Uint8Array>> {
  const silence = new AbortController()
  const timer = setTimeout(() => silence.abort(tooSlow()), wait.pace.allowedMs())
  const startedAt = performance.now()
  try {
    return await raceAbort(chunks.next(), anySignal(wait.signal, silence.signal))
  } catch (thrown) {
    wait.body.destroy()
    if (wait.signal?.aborted === true) throw new AppError('CANCELLED', 'Cancelled.', { cause: thrown })
    throw thrown instanceof AppError ? thrown : toStoreError(thrown)
  } finally {
    clearTimeout(timer)
    wait.pace.waited(performance.now() - startedAt)
  }
}

interface Pace {
  add(bytes: number): void
  waited(durationMs: number): void
  /** How long the next chunk may take. */
  allowedMs(): number
}

/** Speed over the last stretch of waiting, so that a fast start does not excuse a trickle. */
function createPace(limits: TransferLimits): Pace {
  const slowest = limits.slowestBytesPerSecond / 4 / 1000
  let waitedMs = 0
  let bytes = 0
  return {
    add: (more) => {
      bytes += more
    },
    waited(durationMs) {
      waitedMs += durationMs
      if (bytes >= waitedMs * slowest && waitedMs > limits.idleMs) {
        waitedMs = 0
        bytes = 0
      }
    },
    allowedMs() {
      const credit = limits.idleMs - waitedMs + bytes / slowest
      return Math.max(1, Math.min(limits.idleMs, credit))
    }
  }
}

function tooSlow(): AppError {
  return new AppError('TIMEOUT', 'The store does not answer in time.')
}
