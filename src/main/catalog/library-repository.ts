/** The only SQL about saved searches, rights, uses and versions of assets. */
import { z } from 'zod'
import {
  type AssetAccess,
  type AssetRights,
  type AssetUse,
  assetRightsSchema,
  assetUseSchema,
  type SmartFolder,
  smartFolderSchema
} from '#shared/domain/library.ts'
import type { Db } from '../db/connection.ts'

export interface LibraryRepository {
  listFolders(): readonly SmartFolder[]
  /** Replaces the folder of this id; false when another folder has the name. */
  saveFolder(folder: SmartFolder): boolean
  deleteFolder(id: string): boolean
  /** Null when nothing was said about this asset. */
  findRights(assetId: string): AssetRights | null
  saveRights(assetId: string, rights: AssetRights): void
  /** Live assets whose rights end before this time, the earliest first. */
  listExpiring(
    beforeAt: number,
    limit: number
  ): readonly { readonly assetId: string; readonly expiresAt: number }[]
  usesOf(assetIds: readonly string[]): readonly AssetUse[]
  /** Every use of one kind whose user's id starts with these letters. */
  usesFor(usedBy: AssetUse['usedBy'], userIdPrefix: string): readonly AssetUse[]
  /** Zeros when the content was never read. */
  accessOf(assetId: string): AssetAccess
  /** What one post or slideshow uses now; uses it had before are forgotten. */
  replaceUses(user: Pick<AssetUse, 'usedBy' | 'userId' | 'label'>, assetIds: readonly string[]): void
  moveUses(fromId: string, toId: string): void
  setParent(assetId: string, parentId: string | null): void
  /** Ids of the original and everything made from it, oldest first; the asset itself is among them. */
  familyOf(assetId: string): readonly string[]
  /** What was made from this asset itself, without those in the trash. */
  childrenOf(assetId: string): readonly string[]
  /** Everything made from this asset, at any depth; itself not. */
  descendantsOf(assetId: string): readonly string[]
}

const folderRowSchema = z
  .object({ id: z.string(), name: z.string(), query: z.string(), created_at: z.int() })
  .transform(({ created_at, ...rest }) => smartFolderSchema.parse({ ...rest, createdAt: created_at }))
const rightsRowSchema = z
  .object({ licence: z.string(), owner: z.string(), consent: z.string(), expires_at: z.int().nullable() })
  .transform(({ expires_at, ...rest }) => assetRightsSchema.parse({ ...rest, expiresAt: expires_at }))
const expiringSchema = z
  .object({ asset_id: z.string(), expires_at: z.int() })
  .transform((row) => ({ assetId: row.asset_id, expiresAt: row.expires_at }))
const useRowSchema = z
  .object({ asset_id: z.string(), used_by: z.string(), user_id: z.string(), label: z.string() })
  .transform((row) =>
    assetUseSchema.parse({
      assetId: row.asset_id,
      usedBy: row.used_by,
      userId: row.user_id,
      label: row.label
    })
  )

const accessRowSchema = z
  .object({
    reads: z.int(),
    failovers: z.int(),
    last_read_at: z.int().nullable(),
    last_failover_at: z.int().nullable()
  })
  .transform(
    ({ last_read_at, last_failover_at, ...counts }): AssetAccess => ({
      ...counts,
      lastReadAt: last_read_at,
      lastFailoverAt: last_failover_at
    })
  )

export function createLibraryRepository(db: Db): LibraryRepository {
  return { ...folderStatements(db), ...rightsStatements(db), ...statementsOfUse(db), ...familyStatements(db) }
}

function folderStatements(db: Db): Pick<LibraryRepository, 'listFolders' | 'saveFolder' | 'deleteFolder'> {
  const select = db.prepare(`SELECT id, name, query, created_at FROM smart_folder ORDER BY name`)
  const findOther = db.prepare(`SELECT 1 FROM smart_folder WHERE name = :name AND id <> :id`).pluck()
  const upsert = db.prepare(/* sql */ `
    INSERT INTO smart_folder (id, name, query, created_at) VALUES (:id, :name, :query, :createdAt)
    ON CONFLICT (id) DO UPDATE SET name = excluded.name, query = excluded.query`)
  const remove = db.prepare(`DELETE FROM smart_folder WHERE id = ?`)
  return {
    listFolders: () => z.array(folderRowSchema).parse(select.all()),
    saveFolder({ id, name, query, createdAt }) {
      if (findOther.get({ id, name }) !== undefined) return false
      upsert.run({ id, name, query, createdAt })
      return true
    },
    deleteFolder: (id) => remove.run(id).changes > 0
  }
}

function rightsStatements(db: Db): Pick<LibraryRepository, 'findRights' | 'saveRights' | 'listExpiring'> {
  const select = db.prepare(`SELECT licence, owner, consent, expires_at FROM asset_rights WHERE asset_id = ?`)
  const upsert = db.prepare(/* sql */ `
    INSERT INTO asset_rights (asset_id, licence, owner, consent, expires_at)
    VALUES (:assetId, :licence, :owner, :consent, :expiresAt)
    ON CONFLICT (asset_id) DO UPDATE SET licence = excluded.licence, owner = excluded.owner,
      consent = excluded.consent, expires_at = excluded.expires_at`)
  const selectExpiring = db.prepare(/* sql */ `
    SELECT asset_rights.asset_id, asset_rights.expires_at
    FROM asset_rights JOIN asset ON asset.id = asset_rights.asset_id AND asset.deleted_at IS NULL
    WHERE asset_rights.expires_at < :beforeAt ORDER BY asset_rights.expires_at LIMIT :limit`)
  return {
    findRights(assetId) {
      const row = select.get(assetId)
      return row === undefined ? null : rightsRowSchema.parse(row)
    },
    saveRights: (assetId, rights) => void upsert.run({ assetId, ...rights }),
    listExpiring: (beforeAt, limit) => z.array(expiringSchema).parse(selectExpiring.all({ beforeAt, limit }))
  }
}

function statementsOfUse(
  db: Db
): Pick<LibraryRepository, 'usesOf' | 'usesFor' | 'accessOf' | 'replaceUses' | 'moveUses'> {
  const select = db.prepare(/* sql */ `
    SELECT asset_id, used_by, user_id, label FROM asset_use
    WHERE asset_id = ?
      -- A video in the trash uses nothing; taken out again it does.
      AND (used_by <> 'video'
        OR EXISTS (SELECT 1 FROM asset WHERE asset.id = asset_use.user_id AND asset.deleted_at IS NULL))
    ORDER BY used_by, label`)
  const selectFor = db.prepare(/* sql */ `
    SELECT asset_id, used_by, user_id, label FROM asset_use
    WHERE used_by = :usedBy AND user_id >= :prefix AND user_id < :prefix || char(0x10FFFF)
    ORDER BY user_id, asset_id`)
  const selectAccess = db.prepare(/* sql */ `
    SELECT coalesce(reads, 0) AS reads, coalesce(failovers, 0) AS failovers, last_read_at, last_failover_at
    FROM asset LEFT JOIN blob_access ON blob_access.sha256 = asset.sha256 WHERE asset.id = ?`)
  const clear = db.prepare(`DELETE FROM asset_use WHERE used_by = :usedBy AND user_id = :userId`)
  const insert = db.prepare(/* sql */ `
    INSERT INTO asset_use (asset_id, used_by, user_id, label)
    SELECT id, :usedBy, :userId, :label FROM asset WHERE id = :assetId ON CONFLICT DO NOTHING`)
  const copy = db.prepare(/* sql */ `
    INSERT INTO asset_use (asset_id, used_by, user_id, label)
    SELECT :toId, used_by, user_id, label FROM asset_use WHERE asset_id = :fromId ON CONFLICT DO NOTHING`)
  const clearAsset = db.prepare(`DELETE FROM asset_use WHERE asset_id = ?`)
  return {
    usesOf: (assetIds) => assetIds.flatMap((id) => z.array(useRowSchema).parse(select.all(id))),
    usesFor: (usedBy, prefix) => z.array(useRowSchema).parse(selectFor.all({ usedBy, prefix })),
    accessOf: (assetId) => accessRowSchema.parse(selectAccess.get(assetId)),
    replaceUses({ usedBy, userId, label }, assetIds) {
      const run = db.transaction(() => {
        clear.run({ usedBy, userId })
        for (const assetId of assetIds) insert.run({ usedBy, userId, label, assetId })
      })
      run()
    },
    moveUses(fromId, toId) {
      copy.run({ fromId, toId })
      clearAsset.run(fromId)
    }
  }
}

function familyStatements(
  db: Db
): Pick<LibraryRepository, 'setParent' | 'familyOf' | 'childrenOf' | 'descendantsOf'> {
  const selectChildren = db
    .prepare(`SELECT id FROM asset WHERE parent_id = ? AND deleted_at IS NULL ORDER BY created_at, id`)
    .pluck()
  const update = db.prepare(`UPDATE asset SET parent_id = :parentId WHERE id = :assetId`)
  const select = db
    .prepare(/* sql */ `
      WITH RECURSIVE
        up (id, parent_id, depth) AS (
          SELECT id, parent_id, 0 FROM asset WHERE id = :assetId
          UNION ALL
          SELECT asset.id, asset.parent_id, depth + 1 FROM asset JOIN up ON asset.id = up.parent_id WHERE depth < 50),
        family (id) AS (
          SELECT id FROM (SELECT id FROM up ORDER BY depth DESC LIMIT 1)
          UNION
          SELECT asset.id FROM asset JOIN family ON asset.parent_id = family.id)
      SELECT asset.id FROM asset JOIN family ON family.id = asset.id ORDER BY asset.created_at, asset.id`)
    .pluck()
  const selectBelow = db
    .prepare(/* sql */ `
      WITH RECURSIVE below (id) AS (
        SELECT id FROM asset WHERE parent_id = :assetId
        UNION
        SELECT asset.id FROM asset JOIN below ON asset.parent_id = below.id)
      SELECT id FROM below`)
    .pluck()
  return {
    setParent: (assetId, parentId) => void update.run({ assetId, parentId }),
    familyOf: (assetId) => z.array(z.string()).parse(select.all({ assetId })),
    childrenOf: (assetId) => z.array(z.string()).parse(selectChildren.all(assetId)),
    descendantsOf: (assetId) => z.array(z.string()).parse(selectBelow.all({ assetId }))
  }
}
