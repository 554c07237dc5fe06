/** The SQL that writes rows of a snapshot or manifest into the catalog. Table and column names come from our own schema. */
import type { Db } from '#main/db/connection.ts'
import type { ChangeQueries } from './catalog-change-repository.ts'
import type { CatalogRowsRepository, FoundObject, Manifest, PlainRow } from './catalog-rows.ts'

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
  'catalog_clock',
  'own_changes',
  'search_change',
  'search_epoch'
]

type RestoreQueries = Omit<CatalogRowsRepository, keyof ChangeQueries>

export function createRestoreQueries(db: Db): RestoreQueries {
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
  removeAssets(db, manifest.goneAssetIds)
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

/** Contents that nothing needs any more go too, when they were buried. */
function removeAssets(db: Db, assetIds: readonly string[]): void {
  const steps = [
    'DELETE FROM asset_tag WHERE asset_id = ?',
    'UPDATE asset SET parent_id = NULL WHERE parent_id = ?',
    'DELETE FROM asset WHERE id = ?'
  ].map((sql) => db.prepare<[string]>(sql))
  for (const assetId of assetIds) for (const step of steps) step.run(assetId)
  const unused = `IN (SELECT sha256 FROM tombstone
    WHERE NOT EXISTS (SELECT 1 FROM asset WHERE asset.sha256 = tombstone.sha256))`
  db.exec(`DELETE FROM replica WHERE sha256 ${unused}; DELETE FROM blob WHERE sha256 ${unused}`)
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
