/** The SQL that knows what changed in the catalog since a store last heard of it. */
import type { Db } from '#main/db/connection.ts'
import type { StoreSide } from '#shared/domain/storage.ts'
import type { CatalogReach, CatalogRowsRepository, ChangedRows, PlainRow } from './catalog-rows.ts'

export type ChangeQueries = Pick<
  CatalogRowsRepository,
  'changesFor' | 'advance' | 'snapshotState' | 'noteSnapshot' | 'nextNameAt' | 'noteNameAt'
>

interface SnapshotRow {
  readonly change_id: number | null
  readonly own_changes: number | null
  readonly made_at: number | null
  readonly at_change_id: number | null
  readonly at_own_changes: number | null
}

export function createChangeQueries(db: Db): ChangeQueries {
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
  const state = db.prepare<[], SnapshotRow>(
    `SELECT (SELECT seq FROM sqlite_sequence WHERE name = 'catalog_change') AS change_id,
       (SELECT count FROM own_changes) AS own_changes,
       (SELECT made_at FROM snapshot_note) AS made_at, (SELECT change_id FROM snapshot_note) AS at_change_id,
       (SELECT own_changes FROM snapshot_note) AS at_own_changes`
  )
  const noteSnapshot = db.prepare<CatalogReach & { madeAt: number }>(
    `INSERT INTO snapshot_note (id, made_at, change_id, own_changes) VALUES (1, @madeAt, @changeId, @ownChanges)
     ON CONFLICT (id) DO UPDATE
       SET made_at = excluded.made_at, change_id = excluded.change_id, own_changes = excluded.own_changes`
  )
  const nameAt = db
    .prepare<{ at: number; step: number }, number>(
      `INSERT INTO catalog_clock (id, last_at) VALUES (1, @at)
       ON CONFLICT (id) DO UPDATE SET last_at = max(last_at + @step, excluded.last_at) RETURNING last_at`
    )
    .pluck()
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
        reached: { changeId: row?.change_id ?? 0, ownChanges: row?.own_changes ?? 0 },
        madeAt: row?.made_at ?? null,
        atSnapshot: { changeId: row?.at_change_id ?? 0, ownChanges: row?.at_own_changes ?? 0 }
      }
    },
    noteSnapshot: (madeAt, reached) => {
      noteSnapshot.run({ madeAt, ...reached })
    },
    nextNameAt: (now) => nameAt.get({ at: now, step: 1 }) ?? now,
    noteNameAt: (at) => {
      nameAt.get({ at, step: 0 })
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
    const assets = rows(asset, assetIds)
    const there = new Set(assets.map((row) => row['id']))
    return {
      campaigns: rows(campaign, keysOf('campaign')),
      blobs: rows(blob, assetIds),
      assets,
      goneAssetIds: assetIds.filter((assetId) => !there.has(assetId)),
      documents: rows(document, assetIds),
      tags: assetIds.map((assetId) => ({ assetId, names: tags.all(assetId) })),
      attempts: rows(attempt, keysOf('attempt')),
      tombstones: rows(tombstone, keysOf('tombstone'))
    }
  }
}
