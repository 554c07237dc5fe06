/** Sends one claimed copy and writes down how it ended; never throws for a failed upload. */

import type { Clock } from '#main/core/clock.ts'
import type { Log } from '#main/core/log.ts'
import { planDelayMs } from '#main/core/retry.ts'
import type { StoreSide } from '#shared/domain/storage.ts'
import { type AppError, toAppError } from '#shared/errors.ts'
import type { StoredObject } from './object-store.ts'
import type { ReplicaRepository, UploadTask } from './replica.ts'

export interface UploadWorkerOptions {
  readonly side: StoreSide
  readonly repository: Pick<ReplicaRepository, 'markStored' | 'markFailed' | 'release'>
  readonly clock: Clock
  readonly log: Log
  /** Brings one content over and proves it. */
  upload(task: UploadTask, signal: AbortSignal): Promise<StoredObject>
  /** Commits together with what others note in the same moment. */
  note(run: () => void): Promise<void>
  /** A copy was stored or failed. */
  onChange(sha256: string): void
}

/** Waits between tries of one content: 1 s doubling to 5 minutes, half of it by chance, for ever. */
const BACKOFF = { maxAttempts: Number.POSITIVE_INFINITY, baseDelayMs: 1000, maxDelayMs: 5 * 60 * 1000 }
const LONGEST_DOUBLING = 30

export function createUploadWorker(
  options: UploadWorkerOptions
): (task: UploadTask, signal: AbortSignal) => Promise<void> {
  const { side, repository, clock, log } = options

  function noteFailure(task: UploadTask, error: AppError): void {
    const now = clock.now()
    const attempt = Math.min(task.attempts + 1, LONGEST_DOUBLING)
    const notBeforeAt = now + Math.max(1, planDelayMs(BACKOFF, { attempt, error }, clock.random()))
    const { sha256 } = task
    repository.markFailed({ sha256, side, notBeforeAt, code: error.code, message: error.message, now })
    log.warn('upload failed', { side, sha256, code: error.code, cause: error.cause })
  }

  return async (task, signal) => {
    const key = { sha256: task.sha256, side }
    try {
      const { etag, versionId } = await options.upload(task, signal)
      await options.note(() => repository.markStored({ ...key, etag, versionId, now: clock.now() }))
    } catch (thrown) {
      if (signal.aborted) repository.release(key, clock.now())
      else noteFailure(task, toAppError(thrown))
    }
    options.onChange(task.sha256)
  }
}
