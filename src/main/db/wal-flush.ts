/** Commits that wait for the disk without holding up the process: many commits in flight share one flush. */
import { closeSync, fdatasync, openSync } from 'node:fs'
import { promisify } from 'node:util'
import type { Db } from './connection.ts'

const flush = promisify(fdatasync)
const KEPT_MS = 500

export interface WalFlush {
  /** Runs a synchronous write that is not flushed by itself. */
  writeNow<T>(write: () => T): T
  /** Resolves when everything written until now survives power loss. */
  flushed(): Promise<void>
}

/**
 * In WAL mode a commit with `synchronous = FULL` is a commit plus a flush of the journal file; here the flush happens
 * beside the process's own work. The journal file carries no locks, so a second handle on it is harmless.
 */
export function createWalFlush(db: Db): WalFlush {
  const walFile = createKeptFile(`${db.name}-wal`)
  let next: Promise<void> | null = null
  let running: Promise<void> = Promise.resolve()
  return {
    writeNow(write) {
      db.exec('PRAGMA synchronous = NORMAL')
      try {
        return write()
      } finally {
        db.exec('PRAGMA synchronous = FULL')
      }
    },
    flushed() {
      // Whoever asks while a flush runs needs the one after it, and shares that with all who ask meanwhile.
      if (next !== null) return next
      const before = running.catch(() => undefined)
      const own = before.then(() => {
        next = null
        running = walFile.flush()
        return running
      })
      next = own
      return own
    }
  }
}

/** A handle that stays open while flushes follow each other, and is closed soon after the last. */
function createKeptFile(filePath: string): { flush(): Promise<void> } {
  let handle: number | null = null
  let inUse = 0
  let closing: NodeJS.Timeout | null = null
  const close = (): void => {
    if (handle !== null && inUse === 0) {
      closeSync(handle)
      handle = null
    }
  }
  return {
    async flush() {
      if (closing !== null) clearTimeout(closing)
      handle ??= openSync(filePath, 'r+')
      inUse += 1
      try {
        await flush(handle)
      } finally {
        inUse -= 1
        closing = setTimeout(close, KEPT_MS).unref()
      }
    }
  }
}
