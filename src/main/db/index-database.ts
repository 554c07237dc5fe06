/** Opens the search index: a file of its own beside the catalog, which it reads and never writes. Made anew when damaged. */
import { rmSync } from 'node:fs'
import Database from 'better-sqlite3'
import type { Db } from './connection.ts'

/**
 * The index file as `main` with the catalog attached as `catalog`. Everything in the index can be derived again,
 * so it is not flushed on every commit, and a file that cannot be used is removed and started anew.
 * @param prepare makes or checks the index's tables; a throw counts as a damaged file once.
 */
export function openIndexDatabase(
  paths: { readonly indexPath: string; readonly catalogPath: string },
  prepare: (db: Db) => void
): Db {
  try {
    return openOnce(paths, prepare)
  } catch {
    for (const suffix of ['', '-wal', '-shm']) rmSync(`${paths.indexPath}${suffix}`, { force: true })
    return openOnce(paths, prepare)
  }
}

function openOnce(
  { indexPath, catalogPath }: { readonly indexPath: string; readonly catalogPath: string },
  prepare: (db: Db) => void
): Db {
  const db = new Database(indexPath)
  try {
    db.pragma('journal_mode = WAL')
    db.pragma('synchronous = NORMAL')
    db.pragma('busy_timeout = 5000')
    db.prepare('ATTACH DATABASE ? AS catalog').run(catalogPath)
    prepare(db)
    return db
  } catch (cause) {
    db.close()
    throw cause
  }
}
