/** A real catalog file for every test of a file, in a folder that goes with it. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach } from 'vitest'
import { type Db, openDatabase } from '#main/db/database.ts'

export interface EachCatalog {
  /** The running test's catalog, empty at its begin. */
  readonly db: Db
  /** The folder it lies in. */
  readonly folder: string
}

/** To be called once at the top of a test file; hooks registered after it run while the catalog is open. */
export function eachCatalog(): EachCatalog {
  let opened: EachCatalog | null = null
  beforeEach(() => {
    const folder = mkdtempSync(path.join(tmpdir(), 'campaignforge-catalog-'))
    opened = { folder, db: openDatabase(path.join(folder, 'catalog.db')) }
  })
  afterEach(() => {
    opened?.db.close()
    if (opened !== null) rmSync(opened.folder, { recursive: true, force: true })
    opened = null
  })
  const current = (): EachCatalog => {
    if (opened === null) throw new Error('The catalog is open inside tests and their hooks only.')
    return opened
  }
  return {
    get db() {
      return current().db
    },
    get folder() {
      return current().folder
    }
  }
}
