/** The program of the checkpoint thread: moves committed pages from the journal into the catalog file when told to. */
import { parentPort, workerData } from 'node:worker_threads'
import Database from 'better-sqlite3'
import { z } from 'zod'

const ORDERS = z.enum(['checkpoint', 'close'])

function serve(): void {
  const port = parentPort
  if (port === null) return
  const db = new Database(z.string().parse(workerData), { fileMustExist: true })
  // Passive: neither waits for readers and writers nor holds them up.
  const checkpoint = db.prepare('PRAGMA wal_checkpoint(PASSIVE)')
  port.on('message', (message: unknown) => {
    if (ORDERS.parse(message) === 'checkpoint') {
      checkpoint.all()
      return
    }
    db.close()
    port.close()
  })
}

serve()
