/** One object from one store into a temporary file, whole and proven, or an error; never hangs. */
import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'
import { anySignal } from '#main/core/cancel.ts'
import { tryDelete } from '#main/core/files.ts'
import { AppError, toAppError } from '#shared/errors.ts'
import { raceAbort } from './abort-race.ts'
import type { ObjectRead, ObjectStore } from './object-store.ts'
import type { Blob } from './replica.ts'
import { storedWrong } from './store-errors.ts'

/** Longest silence before the first byte and between bytes; a read must fail over within 10 s. */
const SILENCE_LIMIT_MS = 8000

export interface DownloadTarget {
  readonly store: ObjectStore
  readonly blob: Pick<Blob, 'objectKey' | 'sha256' | 'sizeBytes'>
  readonly tempPath: string
  readonly signal?: AbortSignal | undefined
}

/** Flushed when it resolves. Throws OBJECT_MISSING, OBJECT_CORRUPT, TIMEOUT and the store's codes; leaves no file then. */
export async function downloadProven(target: DownloadTarget): Promise<void> {
  const silence = new AbortController()
  const signal = anySignal(target.signal, silence.signal)
  const timer = setTimeout(() => silence.abort(tooSlow()), SILENCE_LIMIT_MS)
  try {
    const read = await raceAbort(target.store.get(target.blob.objectKey, { signal }), signal)
    await raceAbort(
      writeProven(read, target, () => timer.refresh()),
      signal
    )
  } catch (thrown) {
    await tryDelete(target.tempPath)
    if (target.signal?.aborted !== true && silence.signal.aborted) throw tooSlow()
    throw toAppError(thrown)
  } finally {
    clearTimeout(timer)
  }
}

async function writeProven(read: ObjectRead, target: DownloadTarget, onBytes: () => void): Promise<void> {
  const hash = createHash('sha256')
  const file = await open(target.tempPath, 'wx')
  try {
    for await (const chunk of read.body) {
      onBytes()
      hash.update(chunk)
      await file.writeFile(chunk)
    }
    await file.sync()
  } finally {
    read.body.destroy()
    await file.close()
  }
  if (hash.digest('hex') !== target.blob.sha256) throw storedWrong('hash')
}

function tooSlow(): AppError {
  return new AppError('TIMEOUT', 'The store does not answer in time.')
}
