/** Opens the catalog database: one connection, durable commits, foreign keys. */
import { existsSync, renameSync } from 'node:fs'
import Database from 'better-sqlite3'
import { AppError } from '#shared/errors.ts'
import type { Db } from './connection.ts'
import { migrate } from './migrate.ts'

export type { Db, Statement } from './connection.ts'

/**
 * Opens or makes the file and brings it to the newest version.
 * WAL with synchronous FULL: a commit that returned survives power loss (about 1 ms each, measured 2026-11).
 * Throws DATABASE_NEWER for a file of a later app and DATABASE_DAMAGED when the file is not a sound database.
 */
export function openDatabase(filePath: string): Db {
  let db: Db | null = null
  try {
    db = new Database(filePath)
    setPragmas(db)
    checkSound(db)
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
  db.pragma('foreign_keys = ON')
  db.pragma('busy_timeout = 5000')
  db.pragma('trusted_schema = OFF')
}

function checkSound(db: Db): void {
  const answer = db.pragma('quick_check(1)', { simple: true })
  if (answer !== 'ok') throw damaged(new Error(String(answer)))
}

function damaged(cause: unknown): AppError {
  return new AppError('DATABASE_DAMAGED', 'The catalog file is damaged. Rebuild it from one of the stores.', {
    cause
  })
}
