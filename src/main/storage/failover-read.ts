/**
 * Opens a content from wherever a sound copy is: the local file, the preferred store, the other store. Every copy is
 * hashed before it is handed out; a wrong one is reported and never served.
 */
import { stat } from 'node:fs/promises'
import path from 'node:path'
import type { Clock } from '#main/core/clock.ts'
import { hashFile, tryDelete } from '#main/core/files.ts'
import type { Log } from '#main/core/log.ts'
import type { ServedFrom } from '#shared/domain/asset.ts'
import { STORE_SIDES, type StoreSide } from '#shared/domain/storage.ts'
import { AppError, toAppError } from '#shared/errors.ts'
import { downloadProven } from './download.ts'
import type { ObjectStore } from './object-store.ts'
import type { Blob, ReplicaRepository, ReplicaState } from './replica.ts'
import type { Spool } from './spool.ts'

export interface OpenedCopy {
  /** Proven content; the file must not be changed. */
  readonly path: string
  readonly servedFrom: ServedFrom
  /** Ends the use; removes a copy that was fetched only for this. */
  release(): Promise<void>
}

export interface OpenOptions {
  /** Proves that a store can serve: neither uses nor heals the local copy. */
  readonly skipLocal?: boolean
  readonly signal?: AbortSignal | undefined
}

export interface FailoverReader {
  /**
   * Throws NOT_FOUND for unknown contents, BOTH_STORES_FAILED {primary, backup} when no sound copy can be had now,
   * CANCELLED. A read from a store also restores a missing or damaged local copy.
   */
  open(sha256: string, options?: OpenOptions): Promise<OpenedCopy>
  /** A proven local file, fetched from a store when needed; for uploads. */
  ensureLocal(blob: Blob, signal?: AbortSignal): Promise<string>
}

export interface FailoverReaderOptions {
  readonly spool: Spool
  readonly repository: Pick<ReplicaRepository, 'findBlob' | 'states' | 'markDamaged'>
  readonly clock: Pick<Clock, 'now'>
  readonly log: Log
  store(side: StoreSide): ObjectStore
  isUp(side: StoreSide): boolean
  preferred(): StoreSide
  onRead(read: {
    readonly sha256: string
    readonly servedFrom: ServedFrom
    readonly isFailover: boolean
  }): void
  onDamaged(sha256: string): void
}

/** Which store to ask first: one that should have it before one that should not, up before down, then the preferred. */
export function planReadOrder(
  states: Readonly<Record<StoreSide, ReplicaState>>,
  isUp: (side: StoreSide) => boolean,
  preferred: StoreSide
): readonly StoreSide[] {
  const rank = (side: StoreSide): number =>
    (states[side] === 'stored' ? 0 : 4) + (isUp(side) ? 0 : 2) + (side === preferred ? 0 : 1)
  return [...STORE_SIDES].sort((a, b) => rank(a) - rank(b))
}

export function createFailoverReader(options: FailoverReaderOptions): FailoverReader {
  const { spool, repository, clock } = options
  const checkLocal = createLocalCheck()

  async function fetchFrom(side: StoreSide, blob: Blob, signal?: AbortSignal): Promise<string> {
    const tempPath = spool.newTempPath()
    try {
      await downloadProven({ store: options.store(side), blob, tempPath, signal })
      return tempPath
    } catch (thrown) {
      const error = toAppError(thrown)
      const isBad = error.code === 'OBJECT_MISSING' || error.code === 'OBJECT_CORRUPT'
      if (isBad && repository.states(blob.sha256)[side] === 'stored') {
        repository.markDamaged({ sha256: blob.sha256, side }, error.code, clock.now())
        options.onDamaged(blob.sha256)
      }
      throw error
    }
  }

  /** From the first store that has a sound copy, and whether the preferred one failed to serve. */
  async function fetch(blob: Blob, signal?: AbortSignal) {
    const states = repository.states(blob.sha256)
    const preferred = options.preferred()
    const failures: Partial<Record<StoreSide, string>> = {}
    for (const side of planReadOrder(states, options.isUp, preferred)) {
      try {
        const tempPath = await fetchFrom(side, blob, signal)
        const wasExpected = states[preferred] === 'stored' || states[preferred] === 'damaged'
        return { tempPath, side, isFailover: side !== preferred && wasExpected }
      } catch (thrown) {
        const error = toAppError(thrown)
        if (error.code === 'CANCELLED') throw error
        failures[side] = error.code
        options.log.warn('read failed', { side, sha256: blob.sha256, code: error.code })
      }
    }
    throw bothFailed(failures)
  }

  async function soundLocal(blob: Blob): Promise<string | null> {
    const filePath = spool.pathOf(blob.sha256, extensionOf(blob))
    const answer = await checkLocal(filePath, blob.sha256)
    if (answer === 'damaged') await tryDelete(filePath)
    return answer === 'sound' ? filePath : null
  }

  async function restoreLocal(blob: Blob, signal?: AbortSignal) {
    const fetched = await fetch(blob, signal)
    const filePath = await spool.adopt(fetched.tempPath, blob.sha256, extensionOf(blob))
    return { ...fetched, filePath }
  }

  return {
    async open(sha256, { skipLocal = false, signal } = {}) {
      const blob = repository.findBlob(sha256)
      if (blob === null) throw new AppError('NOT_FOUND', 'No such content is in the catalog.')
      const local = skipLocal ? null : await soundLocal(blob)
      if (local !== null) {
        options.onRead({ sha256, servedFrom: 'local', isFailover: false })
        return { path: local, servedFrom: 'local', release: async () => undefined }
      }
      const opened = skipLocal ? await openTemporary(await fetch(blob, signal)) : await openKept(blob, signal)
      options.onRead({ sha256, servedFrom: opened.side, isFailover: opened.isFailover })
      return { path: opened.path, servedFrom: opened.side, release: opened.release }
    },
    ensureLocal: async (blob, signal) =>
      (await soundLocal(blob)) ?? (await restoreLocal(blob, signal)).filePath
  }

  async function openKept(blob: Blob, signal: AbortSignal | undefined) {
    const { filePath, side, isFailover } = await restoreLocal(blob, signal)
    return { path: filePath, side, isFailover, release: async () => undefined }
  }
}

async function openTemporary(fetched: {
  readonly tempPath: string
  readonly side: StoreSide
  readonly isFailover: boolean
}) {
  const { tempPath, side, isFailover } = fetched
  return { path: tempPath, side, isFailover, release: async () => await tryDelete(tempPath) }
}

/** The extension the content is kept under, from its object key. */
export function extensionOf(blob: Pick<Blob, 'objectKey'>): string {
  return path.posix.extname(blob.objectKey)
}

type LocalAnswer = 'sound' | 'damaged' | 'absent'

/** Hashes a local file once and again only when its size, time or identity changed. */
function createLocalCheck(): (filePath: string, sha256: string) => Promise<LocalAnswer> {
  const proven = new Map<string, string>()
  return async (filePath, sha256) => {
    const stats = await stat(filePath).catch(() => null)
    if (stats === null) return 'absent'
    const identity = [stats.ino, stats.size, stats.mtimeMs, stats.ctimeMs].join(' ')
    if (proven.get(sha256) === identity) return 'sound'
    const hashed = await hashFile(filePath)
    if (hashed.sha256 !== sha256) return 'damaged'
    proven.set(sha256, identity)
    return 'sound'
  }
}

/** Neither store could serve; says whether trying again can help. */
export function bothFailed(failures: Partial<Record<StoreSide, string>>): AppError {
  const codes = Object.values(failures)
  const isLost = codes.every((code) => code === 'OBJECT_MISSING' || code === 'OBJECT_CORRUPT')
  const message = isLost
    ? 'Neither store has a sound copy of this file. Run a deep verification to see all that is affected.'
    : 'Neither store can serve this file now. Check the connection to the stores.'
  return new AppError('BOTH_STORES_FAILED', message, { details: { ...failures }, retryable: !isLost })
}
