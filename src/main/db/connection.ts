/** The type of an open database, apart from opening it, so that migrations and repositories need no more. */
import type Database from 'better-sqlite3'

export type Db = Database.Database
export type { Statement } from 'better-sqlite3'
