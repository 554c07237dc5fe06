/** Finds every accepted content in catalog, spool and both stores, with nothing of the product's own code. */
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import Database from 'better-sqlite3'

export type Place = 'primary' | 'backup' | 'spool'

/** A file that holds, or should hold, one content. */
export interface Copy {
  readonly sha256: string
  readonly place: Place
  readonly file: string
}

/** SHA-256 of everything live in the catalog; empty when it cannot be read. */
export function listAccepted(dataFolder: string): readonly string[] {
  return readRows(dataFolder).map(({ sha256 }) => sha256)
}

/** Every copy that is whole. */
export function listWholeCopies(dataFolder: string): readonly Copy[] {
  const spool = filesByHash(path.join(dataFolder, 'spool'))
  return readRows(dataFolder).flatMap(({ sha256, key }) => {
    const spooled = spool.get(sha256)
    const copies: Copy[] = (['primary', 'backup'] as const).map((place) => ({
      sha256,
      place,
      file: path.join(dataFolder, 'stores', place, key)
    }))
    if (spooled !== undefined) copies.push({ sha256, place: 'spool', file: spooled })
    return copies.filter(({ file }) => hashOf(file) === sha256)
  })
}

export interface Losses {
  /** Accepted, and not in the catalog. */
  readonly notInCatalog: readonly string[]
  /** Accepted, and without a whole copy in this store. */
  readonly notInPrimary: readonly string[]
  readonly notInBackup: readonly string[]
  /** Half-written files anywhere. */
  readonly leftovers: readonly string[]
  readonly integrity: unknown
}

export function findLosses(dataFolder: string, accepted: ReadonlySet<string>): Losses {
  const listed = new Set(listAccepted(dataFolder))
  const whole = listWholeCopies(dataFolder)
  const missingIn = (place: Place): string[] => {
    const there = new Set(whole.filter((copy) => copy.place === place).map((copy) => copy.sha256))
    return [...accepted].filter((sha256) => !there.has(sha256))
  }
  const db = new Database(path.join(dataFolder, 'catalog.db'), { readonly: true })
  const integrity = db.pragma('integrity_check', { simple: true })
  db.close()
  return {
    notInCatalog: [...accepted].filter((sha256) => !listed.has(sha256)),
    notInPrimary: missingIn('primary'),
    notInBackup: missingIn('backup'),
    leftovers: readdirSync(dataFolder, { recursive: true, encoding: 'utf8' }).filter((name) =>
      /campaignforge-part|\.tmp$|\.part$/.test(name)
    ),
    integrity
  }
}

export function isLossless(losses: Losses): boolean {
  const { integrity, ...lists } = losses
  return integrity === 'ok' && Object.values(lists).every((list) => list.length === 0)
}

function readRows(dataFolder: string): readonly { sha256: string; key: string }[] {
  const file = path.join(dataFolder, 'catalog.db')
  if (!existsSync(file)) return []
  const db = new Database(file, { readonly: true })
  try {
    return db
      .prepare<[], { sha256: string; key: string }>(
        'SELECT DISTINCT blob.sha256, object_key AS key FROM asset JOIN blob USING (sha256) WHERE deleted_at IS NULL'
      )
      .all()
  } finally {
    db.close()
  }
}

function filesByHash(folder: string): ReadonlyMap<string, string> {
  if (!existsSync(folder)) return new Map()
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  const spooled = names.filter((name) => /^[0-9a-f]{2}[/\\][0-9a-f]{64}/.test(name))
  return new Map(spooled.map((name) => [path.basename(name).slice(0, 64), path.join(folder, name)]))
}

function hashOf(file: string): string | null {
  return existsSync(file) ? createHash('sha256').update(readFileSync(file)).digest('hex') : null
}
