/** Commits that wait for the disk without holding up the process: many commits in flight share one flush. */
import { closeSync, fdatasync, openSync } from 'node:fs'
import { promisify } from 'node:util'
import type { Db } from './connection.ts'

const flush = promisify(fdatasync)

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
  const walPath = `${db.name}-wal`
  let next: Promise<void> | null = null
  let running: Promise<void> = Promise.resolve()
  return {
    writeNow(write) {
      db.pragma('synchronous = NORMAL')
      try {
        return write()
      } finally {
        db.pragma('synchronous = FULL')
      }
    },
    flushed() {
      // Whoever asks while a flush runs needs the one after it, and shares that with all who ask meanwhile.
      if (next !== null) return next
      const before = running.catch(() => undefined)
      const own = before.then(() => {
        next = null
        running = flushFile(walPath)
        return running
      })
      next = own
      return own
    }
  }
}

async function flushFile(filePath: string): Promise<void> {
  const file = openSync(filePath, 'r+')
  try {
    await flush(file)
  } finally {
    closeSync(file)
  }
}
