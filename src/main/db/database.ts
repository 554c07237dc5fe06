/** Opens the catalog database: one connection, durable commits, foreign keys. */
import { existsSync, renameSync } from 'node:fs'
import { setImmediate } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { AppError } from '#shared/errors.ts'
import type { Db } from './connection.ts'
import { migrate } from './migrate.ts'
import type { OpeningCheck } from './soundness.ts'

export type { Db, Statement } from './connection.ts'

/**
 * Opens or makes the file and brings it to the newest version.
 * WAL with synchronous FULL: a commit that returned survives power loss (about 1 ms each, measured 2026-11).
 * `probe` is for a file known to be as it was after its last full check; damage inside its tables may go unseen.
 * Throws DATABASE_NEWER for a file of a later app and DATABASE_DAMAGED when the file is not a sound database.
 */
export function openDatabase(filePath: string, check: OpeningCheck = 'full'): Db {
  let db: Db | null = null
  try {
    db = new Database(filePath)
    setPragmas(db)
    if (check === 'full') checkSound(db)
    else probe(db)
    migrate(db)
    return db
  } catch (cause) {
    db?.close()
    if (cause instanceof AppError) throw cause
    if (cause instanceof Database.SqliteError && /SQLITE_(NOTADB|CORRUPT)/.test(cause.code))
      throw damaged(cause)
    throw cause
  }
}

/** A read-only second connection for work on another thread. Sees only committed rows. */
export function openReadOnly(filePath: string): Db {
  const db = new Database(filePath, { readonly: true, fileMustExist: true })
  db.pragma('busy_timeout = 5000')
  return db
}

/** Moves a damaged database aside, with its journal files, and gives its new path. Nothing is deleted. */
export function setAsideDamaged(filePath: string, now: number): string {
  const aside = `${filePath}.damaged-${now}`
  for (const suffix of ['', '-wal', '-shm']) {
    if (existsSync(`${filePath}${suffix}`)) renameSync(`${filePath}${suffix}`, `${aside}${suffix}`)
  }
  return aside
}

function setPragmas(db: Db): void {
  db.pragma('journal_mode = WAL')
  db.pragma('synchronous = FULL')
  // Checkpoints run on a thread (checkpoints.ts); this one, which holds up the process, is for when that lags behind.
  db.pragma('wal_autocheckpoint = 16000')
  db.pragma('foreign_keys = ON')
  db.pragma('busy_timeout = 5000')
  db.pragma('trusted_schema = OFF')
}

function checkSound(db: Db): void {
  const answer = db.pragma('quick_check(1)', { simple: true })
  if (answer !== 'ok') throw damaged(new Error(String(answer)))
}

/** Reads the schema and both ends of every table: a missing, cut or foreign file shows at once. */
function probe(db: Db): void {
  const tables = db
    .prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage > 0")
    .pluck()
    .all()
  for (const table of tables) db.prepare(`SELECT * FROM "${table.replaceAll('"', '""')}" LIMIT 1`).get()
}

/**
 * The full check of a closed copy, table by table with other work in between. Throws DATABASE_DAMAGED.
 * Processor and disk in proportion to its size.
 */
export async function checkCopy(filePath: string): Promise<void> {
  const db = new Database(filePath, { readonly: true, fileMustExist: true })
  try {
    const tables = db.prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all()
    for (const table of tables) {
      const answer = db.pragma(`quick_check('${table.replaceAll("'", "''")}')`, { simple: true })
      if (answer !== 'ok') throw damaged(new Error(String(answer)))
      await setImmediate()
    }
  } catch (cause) {
    if (cause instanceof Database.SqliteError && /SQLITE_(NOTADB|CORRUPT)/.test(cause.code))
      throw damaged(cause)
    throw cause
  } finally {
    db.close()
  }
}

function damaged(cause: unknown): AppError {
  return new AppError('DATABASE_DAMAGED', 'The catalog file is damaged. Rebuild it from one of the stores.', {
    cause
  })
}
