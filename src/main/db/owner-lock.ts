/** Who owns a data folder. The owner cleans up after crashes and works the queues; others only use it. */
import path from 'node:path'
import Database from 'better-sqlite3'

export interface OwnerLock {
  /** False when another running process owns the folder. */
  readonly isOwner: boolean
  release(): void
}

/**
 * Takes the lock when it is free. The operating system drops it when the process ends, however it ends,
 * because it is SQLite's own exclusive file lock.
 */
export function takeOwnerLock(dataFolder: string): OwnerLock {
  const db = new Database(path.join(dataFolder, 'owner.lock'), { timeout: 0 })
  try {
    db.exec('BEGIN EXCLUSIVE')
    return { isOwner: true, release: () => db.close() }
  } catch (cause) {
    db.close()
    if (cause instanceof Database.SqliteError && cause.code.startsWith('SQLITE_BUSY')) {
      return { isOwner: false, release: () => undefined }
    }
    throw cause
  }
}
