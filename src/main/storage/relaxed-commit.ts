/** Commits that may be lost in a power failure, for notes that can be looked up again. */
import type { Db } from '#main/db/connection.ts'

/**
 * Commits without waiting for the medium. Only for notes of work done in a store: losing them in a power failure makes
 * that work be looked up again. The next full commit flushes them too; a killed process loses none.
 */
export function createRelaxed(db: Db): <T>(run: () => T) => T {
  return (run) => {
    if (db.inTransaction) return run()
    db.pragma('synchronous = NORMAL')
    try {
      return db.transaction(run).immediate()
    } finally {
      db.pragma('synchronous = FULL')
    }
  }
}
