/** The only SQL that changes tags: names are unique without regard to case, unused ones go. */
import { z } from 'zod'
import type { Db } from '../db/connection.ts'

export interface TagCount {
  readonly name: string
  readonly assets: number
}

export interface TagRepository {
  /** Puts and takes tags; gives how many assets changed. Joins a running transaction. */
  change(ids: readonly string[], add: readonly string[], remove: readonly string[]): number
  /** By name, with the number of assets that are not in the trash. */
  list(): readonly TagCount[]
  /** Moves all assets of `from` to `to`, which may exist. False when there is no tag `from`. */
  rename(from: string, to: string): boolean
}

const countSchema = z.object({ name: z.string(), assets: z.int() })
const tagIdSchema = z.int()

export function createTagRepository(db: Db): TagRepository {
  const putName = db.prepare(`INSERT INTO tag (name) VALUES (?) ON CONFLICT (name) DO NOTHING`)
  const findName = db.prepare(`SELECT id FROM tag WHERE name = ?`).pluck()
  const put = db.prepare(/* sql */ `
    INSERT INTO asset_tag (tag_id, asset_id)
    SELECT :tagId, id FROM asset WHERE id = :assetId ON CONFLICT DO NOTHING`)
  const take = db.prepare(`DELETE FROM asset_tag WHERE tag_id = :tagId AND asset_id = :assetId`)
  const dropUnused = db.prepare(
    `DELETE FROM tag WHERE id = :tagId AND NOT EXISTS (SELECT 1 FROM asset_tag WHERE tag_id = :tagId)`
  )
  const selectCounts = db.prepare(/* sql */ `
    SELECT tag.name, count(asset.id) AS assets
    FROM tag LEFT JOIN asset_tag ON asset_tag.tag_id = tag.id
    LEFT JOIN asset ON asset.id = asset_tag.asset_id AND asset.deleted_at IS NULL
    GROUP BY tag.id ORDER BY tag.name`)
  const moveAssets = db.prepare(/* sql */ `
    INSERT INTO asset_tag (tag_id, asset_id)
    SELECT :toId, asset_id FROM asset_tag WHERE tag_id = :fromId ON CONFLICT DO NOTHING`)
  const clearTag = db.prepare(`DELETE FROM asset_tag WHERE tag_id = ?`)
  const renameTag = db.prepare(`UPDATE tag SET name = :name WHERE id = :id`)

  const idOf = (name: string): number | null => tagIdSchema.nullish().parse(findName.get(name)) ?? null

  function ensure(name: string): number {
    putName.run(name)
    return tagIdSchema.parse(findName.get(name))
  }

  return {
    change(ids, add, remove) {
      const changed = new Set<string>()
      const run = db.transaction(() => {
        const added = add.map(ensure)
        const removed = remove.map(idOf).filter((id) => id !== null)
        for (const assetId of ids) {
          for (const tagId of added) if (put.run({ tagId, assetId }).changes > 0) changed.add(assetId)
          for (const tagId of removed) if (take.run({ tagId, assetId }).changes > 0) changed.add(assetId)
        }
        for (const tagId of [...added, ...removed]) dropUnused.run({ tagId })
      })
      run()
      return changed.size
    },
    list: () => z.array(countSchema).parse(selectCounts.all()),
    rename(from, to) {
      const run = db.transaction(() => {
        const fromId = idOf(from)
        if (fromId === null) return false
        const toId = idOf(to)
        if (toId === null || toId === fromId) renameTag.run({ id: fromId, name: to })
        else {
          moveAssets.run({ fromId, toId })
          clearTag.run(fromId)
          dropUnused.run({ tagId: fromId })
        }
        return true
      })
      return run()
    }
  }
}
