/** Commits that wait for the disk: at once where it is quick, else on a thread, where many in flight share one flush. */
import { closeSync, fdatasync, fdatasyncSync, openSync } from 'node:fs'
import { performance } from 'node:perf_hooks'
import { promisify } from 'node:util'
import type { Db } from './connection.ts'
import { createFlushPace } from './flush-pace.ts'

const flush = promisify(fdatasync)
const KEPT_MS = 500

export interface WalFlush {
  /** Runs a synchronous write that is not flushed by itself. */
  writeNow<T>(write: () => T): T
  /** Resolves when everything written until now survives power loss. */
  flushed(): Promise<void>
}

/**
 * In WAL mode a commit with `synchronous = FULL` is a commit plus a flush of the journal file; here a flush that takes
 * long happens beside the process's own work. The journal file carries no locks, so a second handle on it is harmless.
 */
export function createWalFlush(db: Db): WalFlush {
  const walFile = createKeptFile(`${db.name}-wal`)
  const pace = createFlushPace()
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
      if (pace.isAtOnce()) return flushAtOnce()
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

  async function flushAtOnce(): Promise<void> {
    pace.took(walFile.flushNow())
  }
}

interface KeptFile {
  flush(): Promise<void>
  /** Holds up the process; gives how long, in ms. */
  flushNow(): number
}

/** A handle that stays open while flushes follow each other, and is closed soon after the last. */
function createKeptFile(filePath: string): KeptFile {
  let handle: number | null = null
  let inUse = 0
  let closing: NodeJS.Timeout | null = null
  const close = (): void => {
    if (handle !== null && inUse === 0) {
      closeSync(handle)
      handle = null
    }
  }
  const opened = (): number => {
    handle ??= openSync(filePath, 'r+')
    return handle
  }
  const closeLater = (): void => {
    if (closing !== null) clearTimeout(closing)
    closing = setTimeout(close, KEPT_MS).unref()
  }
  return {
    flushNow() {
      const file = opened()
      const startedAt = performance.now()
      fdatasyncSync(file)
      closeLater()
      return performance.now() - startedAt
    },
    async flush() {
      inUse += 1
      try {
        await flush(opened())
      } finally {
        inUse -= 1
        closeLater()
      }
    }
  }
}
