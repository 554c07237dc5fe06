/**
 * Walks a data folder with nothing of the product's own code: catalog rows against the bytes in both folder stores,
 * and leftovers of writes.
 */
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import Database from 'better-sqlite3'

export interface LibraryFindings {
  readonly assets: number
  /** Assets whose bytes are in neither store, or wrong in one. */
  readonly lost: readonly string[]
  /** Assets without an equal copy in both. */
  readonly notTwice: readonly string[]
  readonly leftovers: readonly string[]
  readonly integrity: unknown
}

/** For stores in their default folders. */
export function checkLibrary(dataFolder: string, outFolders: readonly string[] = []): LibraryFindings {
  const db = new Database(path.join(dataFolder, 'catalog.db'), { readonly: true })
  try {
    const rows = db
      .prepare('SELECT asset.id, blob.sha256, blob.object_key AS key FROM asset JOIN blob USING (sha256)')
      .all() as readonly { id: string; sha256: string; key: string }[]
    const states = rows.map(({ id, sha256, key }) => ({
      id,
      copies: ['primary', 'backup'].map(
        (side) => hashOf(path.join(dataFolder, 'stores', side, key)) === sha256
      )
    }))
    return {
      assets: rows.length,
      lost: states.filter(({ copies }) => !copies.includes(true)).map(({ id }) => id),
      notTwice: states.filter(({ copies }) => copies.includes(false)).map(({ id }) => id),
      leftovers: [dataFolder, ...outFolders].flatMap(findLeftovers),
      integrity: db.pragma('integrity_check', { simple: true })
    }
  } finally {
    db.close()
  }
}

function hashOf(file: string): string | null {
  return existsSync(file) ? createHash('sha256').update(readFileSync(file)).digest('hex') : null
}

function findLeftovers(folder: string): string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /campaignforge-part|\.tmp$|\.part$/.test(name)
  )
}
