/** Checkpoints beside main's own work: a thread of its own copies the journal into the catalog file while main goes on. */
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import { endThread } from '../core/threads.ts'
import type { Db } from './connection.ts'

export interface Checkpoints {
  /** Ends the thread; before the catalog is closed. */
  stop(): Promise<void>
}

export interface CheckpointOptions {
  /** The bundled program; absent when running from source. */
  readonly workerPath?: string | undefined
  /** A checkpoint that failed; the catalog's own connection makes up for it. */
  readonly onFailure: (cause: unknown) => void
}

const WORKER_PATH = fileURLToPath(new URL('./checkpoint-worker.ts', import.meta.url))
const LOOK_EVERY_MS = 1_000
/** Rows changed between two checkpoints: pages that are written again and again are copied once. */
const ENOUGH_CHANGES = 500

/**
 * Looks every second at how many rows the connection changed, and has the thread copy them once there are enough. The
 * thread starts at the first need, so that short commands have none. Disk: the catalog file and its journal.
 */
export function createCheckpoints(
  db: Db,
  { workerPath = WORKER_PATH, onFailure }: CheckpointOptions
): Checkpoints {
  const countChanges = db.prepare<[], number>('SELECT total_changes()').pluck()
  let copiedChanges = countChanges.get() ?? 0
  let worker: Worker | null = null

  function start(): Worker {
    const started = new Worker(workerPath, { workerData: db.name })
    started.unref()
    started.once('exit', () => {
      if (worker === started) worker = null
    })
    started.on('error', onFailure)
    return started
  }

  function look(): void {
    // A connection that was closed by itself has been checkpointed with that.
    if (!db.open) {
      clearInterval(timer)
      return
    }
    const changes = countChanges.get() ?? 0
    if (changes - copiedChanges < ENOUGH_CHANGES) return
    copiedChanges = changes
    worker ??= start()
    worker.postMessage('checkpoint')
  }

  const timer = setInterval(look, LOOK_EVERY_MS).unref()
  return {
    async stop() {
      clearInterval(timer)
      if (worker !== null) await endThread(worker)
    }
  }
}
