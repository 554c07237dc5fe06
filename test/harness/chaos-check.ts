/** Finds every accepted content in catalog, spool and both stores, with nothing of the product's own code. */
import { createHash } from 'node:crypto'
import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import Database from 'better-sqlite3'
import { type ChaosStores, createFolderPlace } from './chaos-stores.ts'

export type Place = 'primary' | 'backup' | 'spool'

/** One whole copy of one content: where it is and under which key or path. */
export interface Copy {
  readonly sha256: string
  readonly place: Place
  readonly key: string
}

/** A library as the checker sees it: its folder and the two places behind it. */
export interface Watched {
  readonly dataFolder: string
  readonly stores: ChaosStores
}

/** What a person was told is kept: content, name, campaign. One line each; empty when the catalog cannot be read. */
export function listAccepted(dataFolder: string): readonly string[] {
  return readRows(dataFolder).map(toLine)
}

/** Every copy that is whole. */
export function listWholeCopies({ dataFolder, stores }: Watched): readonly Copy[] {
  const spool = createFolderPlace(path.join(dataFolder, 'spool'))
  const spooled = new Map(
    spool
      .keys()
      .filter((key) => /^[0-9a-f]{2}\/[0-9a-f]{64}/.test(key))
      .map((key) => [path.basename(key).slice(0, 64), key])
  )
  const rows = new Map(readRows(dataFolder).map((row) => [row.sha256, row.key]))
  return [...rows].flatMap(([sha256, key]) => {
    const places: readonly (readonly [Place, string | undefined])[] = [
      ['primary', key],
      ['backup', key],
      ['spool', spooled.get(sha256)]
    ]
    return places.flatMap(([place, at]) => {
      const bytes = at === undefined ? null : (place === 'spool' ? spool : stores[place]).read(at)
      return at !== undefined && hashOf(bytes) === sha256 ? [{ sha256, place, key: at }] : []
    })
  })
}

export interface Losses {
  /** Accepted, and not in the catalog with its name and campaign. */
  readonly notInCatalog: readonly string[]
  /** Accepted, and without a whole copy in this store. */
  readonly notInPrimary: readonly string[]
  readonly notInBackup: readonly string[]
  /** Half-written files anywhere. */
  readonly leftovers: readonly string[]
  readonly integrity: unknown
}

export function findLosses(watched: Watched, accepted: ReadonlySet<string>): Losses {
  const { dataFolder } = watched
  const listed = new Set(listAccepted(dataFolder))
  const whole = listWholeCopies(watched)
  const missingIn = (place: Place): string[] => {
    const there = new Set(whole.filter((copy) => copy.place === place).map((copy) => copy.sha256))
    return [...accepted].filter((line) => !there.has(line.slice(0, 64)))
  }
  const db = new Database(path.join(dataFolder, 'catalog.db'), { readonly: true })
  const integrity = db.pragma('integrity_check', { simple: true })
  db.close()
  return {
    notInCatalog: [...accepted].filter((line) => !listed.has(line)),
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

interface Row {
  readonly sha256: string
  readonly key: string
  readonly name: string
  readonly campaign: string
}

const toLine = ({ sha256, name, campaign }: Row): string => `${sha256} ${name} | ${campaign}`

function readRows(dataFolder: string): readonly Row[] {
  const file = path.join(dataFolder, 'catalog.db')
  if (!existsSync(file)) return []
  const db = new Database(file, { readonly: true })
  try {
    return db
      .prepare<[], Row>(
        `SELECT blob.sha256, object_key AS key, asset.name, coalesce(campaign.name, '') AS campaign
         FROM asset JOIN blob USING (sha256) LEFT JOIN campaign ON campaign.id = asset.campaign_id
         WHERE deleted_at IS NULL`
      )
      .all()
  } finally {
    db.close()
  }
}

function hashOf(bytes: Buffer | null): string | null {
  return bytes === null ? null : createHash('sha256').update(bytes).digest('hex')
}
