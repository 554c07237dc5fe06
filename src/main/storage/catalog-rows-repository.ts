/**
 * The only SQL that reads and writes rows of the catalog as plain data, for manifests and for rebuilding. It knows
 * tables by name and columns by what the database says, so that other features need not be known here.
 */

import type { Db } from '#main/db/connection.ts'
import type { StoreSide } from '#shared/domain/storage.ts'

export type PlainRow = Readonly<Record<string, string | number | null>>

export interface Manifest {
  readonly version: 1
  readonly madeAt: number
  readonly campaigns: readonly PlainRow[]
  readonly blobs: readonly PlainRow[]
  readonly assets: readonly PlainRow[]
  readonly documents: readonly PlainRow[]
  readonly tags: readonly { readonly assetId: string; readonly names: readonly string[] }[]
  readonly attempts: readonly PlainRow[]
  readonly tombstones: readonly PlainRow[]
}

export interface ChangedRows {
  readonly manifest: Omit<Manifest, 'version' | 'madeAt'>
  /** Everything up to here is in the manifest. */
  readonly lastChangeId: number
  readonly isLast: boolean
}

export interface CatalogRowsRepository {
  /** Rows that changed since the side's last manifest, at most `limit` changes; null when there are none. */
  changesFor(side: StoreSide, limit: number): ChangedRows | null
  /** The side has a manifest up to here; changes that both sides have are forgotten. */
  advance(side: StoreSide, changeId: number): void
  /** Writes a manifest's rows over what is there, as one transaction. */
  apply(manifest: Manifest): void
  /** Takes every row of another catalog that is not here yet, as one transaction. Gives how many assets came. */
  copyFrom(snapshotPath: string): number
  /** Adds content and asset for an object that only its key tells of. */
  addFound(found: FoundObject): void
  isKnown(sha256: string): boolean
  /** Newest change, and when and at which change the last snapshot was made. */
  snapshotState(): {
    readonly changeId: number
    readonly madeAt: number | null
    readonly madeAtChangeId: number
  }
  noteSnapshot(madeAt: number, changeId: number): void
  countAssets(): number
  countCampaigns(): number
}

export interface FoundObject {
  readonly assetId: string
  readonly sha256: string
  readonly sizeBytes: number
  readonly mediaType: string
  readonly objectKey: string
  readonly kind: string
  readonly campaignId: string | null
  readonly name: string
  readonly createdAt: number
}

/** Notes about stores and queues, which the stores themselves know better. */
const NOT_COPIED = [
  'replica_event',
  'upload_part',
  'store_state',
  'store_timing',
  'store_day',
  'catalog_change',
  'manifest_cursor',
  'snapshot_note',
  'search_change',
  'search_epoch'
]

export function createCatalogRowsRepository(db: Db): CatalogRowsRepository {
  return { ...createChangeQueries(db), ...createRestoreQueries(db) }
}

type ChangeQueries = Pick<CatalogRowsRepository, 'changesFor' | 'advance' | 'snapshotState' | 'noteSnapshot'>

function createChangeQueries(db: Db): ChangeQueries {
  const changes = db.prepare<
    { side: StoreSide; limit: number },
    { id: number; subject: string; key: string }
  >(
    `SELECT id, subject, key FROM catalog_change
     WHERE id > coalesce((SELECT change_id FROM manifest_cursor WHERE side = @side), 0) ORDER BY id LIMIT @limit`
  )
  const move = db.prepare<{ side: StoreSide; changeId: number }>(
    `INSERT INTO manifest_cursor (side, change_id) VALUES (@side, @changeId)
     ON CONFLICT (side) DO UPDATE SET change_id = excluded.change_id`
  )
  const forget = db.prepare(
    `DELETE FROM catalog_change WHERE id <= (SELECT min(change_id) FROM manifest_cursor)
     AND (SELECT count(*) FROM manifest_cursor) = 2`
  )
  const state = db.prepare<
    [],
    { change_id: number | null; made_at: number | null; at_change_id: number | null }
  >(
    `SELECT (SELECT seq FROM sqlite_sequence WHERE name = 'catalog_change') AS change_id,
       (SELECT made_at FROM snapshot_note) AS made_at, (SELECT change_id FROM snapshot_note) AS at_change_id`
  )
  const noteSnapshot = db.prepare<{ madeAt: number; changeId: number }>(
    `INSERT INTO snapshot_note (id, made_at, change_id) VALUES (1, @madeAt, @changeId)
     ON CONFLICT (id) DO UPDATE SET made_at = excluded.made_at, change_id = excluded.change_id`
  )
  const read = createRowReaders(db)
  return {
    changesFor(side, limit) {
      const found = changes.all({ side, limit })
      const last = found.at(-1)
      if (last === undefined) return null
      const keysOf = (subject: string): readonly string[] => [
        ...new Set(found.filter((change) => change.subject === subject).map(({ key }) => key))
      ]
      return { manifest: read(keysOf), lastChangeId: last.id, isLast: found.length < limit }
    },
    advance: (side, changeId) => {
      db.transaction(() => {
        move.run({ side, changeId })
        forget.run()
      }).immediate()
    },
    snapshotState() {
      const row = state.get()
      return {
        changeId: row?.change_id ?? 0,
        madeAt: row?.made_at ?? null,
        madeAtChangeId: row?.at_change_id ?? 0
      }
    },
    noteSnapshot: (madeAt, changeId) => {
      noteSnapshot.run({ madeAt, changeId })
    }
  }
}

function createRowReaders(
  db: Db
): (keysOf: (subject: string) => readonly string[]) => ChangedRows['manifest'] {
  const one = (sql: string) => db.prepare<[string], PlainRow>(sql)
  const campaign = one('SELECT * FROM campaign WHERE id = ?')
  const asset = one('SELECT * FROM asset WHERE id = ?')
  const blob = one('SELECT blob.* FROM blob JOIN asset USING (sha256) WHERE asset.id = ?')
  const document = one('SELECT * FROM document WHERE asset_id = ?')
  const attempt = one('SELECT * FROM attempt WHERE id = ?')
  const tombstone = one('SELECT * FROM tombstone WHERE sha256 = ?')
  const tags = db
    .prepare<[string], string>(
      'SELECT tag.name FROM tag JOIN asset_tag ON tag_id = tag.id WHERE asset_id = ?'
    )
    .pluck()
  const rows = (statement: ReturnType<typeof one>, keys: readonly string[]): PlainRow[] =>
    keys.flatMap((key) => statement.all(key))
  return (keysOf) => {
    const assetIds = keysOf('asset')
    return {
      campaigns: rows(campaign, keysOf('campaign')),
      blobs: rows(blob, assetIds),
      assets: rows(asset, assetIds),
      documents: rows(document, assetIds),
      tags: assetIds.map((assetId) => ({ assetId, names: tags.all(assetId) })),
      attempts: rows(attempt, keysOf('attempt')),
      tombstones: rows(tombstone, keysOf('tombstone'))
    }
  }
}

type RestoreQueries = Omit<CatalogRowsRepository, keyof ChangeQueries>

function createRestoreQueries(db: Db): RestoreQueries {
  const countOf = (table: 'asset' | 'campaign') =>
    db.prepare<[], number>(`SELECT count(*) FROM ${table}`).pluck()
  const assets = countOf('asset')
  const campaigns = countOf('campaign')
  const known = db.prepare<{ sha256: string }, number>(
    'SELECT 1 FROM blob WHERE sha256 = @sha256 UNION SELECT 1 FROM tombstone WHERE sha256 = @sha256'
  )
  const inOne = (run: () => void): void =>
    db
      .transaction(() => {
        // Rows come in any order; references must hold at the end.
        db.pragma('defer_foreign_keys = ON')
        run()
      })
      .immediate()
  return {
    apply: (manifest) => inOne(() => writeManifest(db, manifest)),
    copyFrom(snapshotPath) {
      const before = assets.get() ?? 0
      db.prepare('ATTACH DATABASE ? AS snapshot').run(snapshotPath)
      try {
        inOne(() => copyTables(db))
      } finally {
        db.exec('DETACH DATABASE snapshot')
      }
      return (assets.get() ?? 0) - before
    },
    addFound: (found) => inOne(() => writeFound(db, found)),
    isKnown: (sha256) => known.get({ sha256 }) !== undefined,
    countAssets: () => assets.get() ?? 0,
    countCampaigns: () => campaigns.get() ?? 0
  }
}

function columnsOf(db: Db, schema: 'main' | 'snapshot', table: string): readonly string[] {
  const rows = db.prepare<[string, string], { name: string }>('SELECT name FROM pragma_table_info(?, ?)')
  return rows.all(table, schema).map(({ name }) => name)
}

/** Names come from our own schema, never from outside. */
function copyTables(db: Db): void {
  const tables = db
    .prepare<[], string>(
      "SELECT name FROM snapshot.sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND sql NOT LIKE 'CREATE VIRTUAL%'"
    )
    .pluck()
    .all()
  for (const table of tables) {
    const here = columnsOf(db, 'main', table)
    const shared = columnsOf(db, 'snapshot', table).filter((name) => here.includes(name))
    if (shared.length === 0 || NOT_COPIED.includes(table)) continue
    const list = shared.map((name) => `"${name}"`).join(', ')
    db.exec(`INSERT OR IGNORE INTO main."${table}" (${list}) SELECT ${list} FROM snapshot."${table}"`)
  }
}

function writeManifest(db: Db, manifest: Manifest): void {
  const dead = db.prepare<[string], number>('SELECT 1 FROM tombstone WHERE sha256 = ?')
  const isAlive = (row: PlainRow): boolean => dead.get(String(row['sha256'])) === undefined
  upsert(db, { table: 'tombstone', key: 'sha256' }, manifest.tombstones)
  // A content that was accepted again after its deletion lives.
  const revive = db.prepare('DELETE FROM tombstone WHERE sha256 = ? AND deleted_at < ?')
  for (const row of manifest.blobs) revive.run(row['sha256'], row['created_at'])
  upsert(db, { table: 'campaign', key: 'id' }, manifest.campaigns)
  upsert(db, { table: 'blob', key: 'sha256' }, manifest.blobs.filter(isAlive))
  upsert(db, { table: 'asset', key: 'id' }, manifest.assets.filter(isAlive))
  const asset = db.prepare<[string], number>('SELECT 1 FROM asset WHERE id = ?')
  const isThere = (id: unknown): boolean => asset.get(String(id)) !== undefined
  upsert(
    db,
    { table: 'document', key: 'asset_id' },
    manifest.documents.filter((row) => isThere(row['asset_id']))
  )
  upsert(db, { table: 'attempt', key: 'id' }, manifest.attempts.map(withoutRun))
  writeTags(
    db,
    manifest.tags.filter(({ assetId }) => isThere(assetId))
  )
}

/** Runs are not in manifests; an attempt must not refer to one that is not here. */
function withoutRun(row: PlainRow): PlainRow {
  return 'run_id' in row ? { ...row, run_id: null } : row
}

function upsert(
  db: Db,
  target: { readonly table: string; readonly key: string },
  rows: readonly PlainRow[]
): void {
  const here = columnsOf(db, 'main', target.table)
  for (const row of rows) {
    const names = Object.keys(row).filter((name) => here.includes(name))
    const updates = names
      .filter((name) => name !== target.key)
      .map((name) => `"${name}" = excluded."${name}"`)
    const list = names.map((name) => `"${name}"`).join(', ')
    const values = names.map(() => '?').join(', ')
    db.prepare(
      `INSERT INTO "${target.table}" (${list}) VALUES (${values})
       ON CONFLICT ("${target.key}") DO UPDATE SET ${updates.join(', ')}`
    ).run(...names.map((name) => row[name]))
  }
}

function writeTags(db: Db, tags: Manifest['tags']): void {
  const clear = db.prepare<[string]>('DELETE FROM asset_tag WHERE asset_id = ?')
  const name = db.prepare<[string]>('INSERT OR IGNORE INTO tag (name) VALUES (?)')
  const put = db.prepare<[string, string]>(
    'INSERT OR IGNORE INTO asset_tag (tag_id, asset_id) SELECT id, ? FROM tag WHERE name = ?'
  )
  for (const { assetId, names } of tags) {
    clear.run(assetId)
    for (const each of names) {
      name.run(each)
      put.run(assetId, each)
    }
  }
}

function writeFound(db: Db, found: FoundObject): void {
  db.prepare<FoundObject>(
    `INSERT INTO blob (sha256, size_bytes, media_type, object_key, created_at)
     VALUES (@sha256, @sizeBytes, @mediaType, @objectKey, @createdAt)`
  ).run(found)
  db.prepare<FoundObject>(
    `INSERT INTO asset (id, sha256, kind, origin, name, campaign_id, created_at, updated_at)
     VALUES (@assetId, @sha256, @kind, 'imported', @name,
       (SELECT id FROM campaign WHERE id = @campaignId), @createdAt, @createdAt)`
  ).run(found)
}
