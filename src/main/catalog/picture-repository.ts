/** The only SQL about how pictures look and which files they came from. */
import { z } from 'zod'
import type { Db } from '../db/connection.ts'

export interface PictureHash {
  readonly assetId: string
  /** Signed 32-bit halves of the 64-bit hash. */
  readonly high: number
  readonly low: number
}

export interface PictureRepository {
  /** @param hash 16 hex digits. Replaces an older one. Joins a running transaction. */
  saveHash(assetId: string, hash: string): void
  saveSource(assetId: string, sha256: string): void
  /** Of every picture that is not in the trash, oldest first. */
  listHashes(): readonly PictureHash[]
  /** Pairs that a person decided to keep apart, each as `smaller id`, `larger id`. */
  listDistinct(): readonly (readonly [string, string])[]
  saveDistinct(firstId: string, secondId: string): void
}

const hashSchema = z.object({ asset_id: z.string(), high: z.int(), low: z.int() })
const pairSchema = z.object({ first_id: z.string(), second_id: z.string() })

export function createPictureRepository(db: Db): PictureRepository {
  const upsertHash = db.prepare(/* sql */ `
    INSERT INTO picture_hash (asset_id, high, low) VALUES (:assetId, :high, :low)
    ON CONFLICT (asset_id) DO UPDATE SET high = excluded.high, low = excluded.low`)
  const insertSource = db.prepare(
    `INSERT INTO import_source (sha256, asset_id) VALUES (:sha256, :assetId) ON CONFLICT DO NOTHING`
  )
  const selectHashes = db.prepare(/* sql */ `
    SELECT picture_hash.asset_id, picture_hash.high, picture_hash.low
    FROM picture_hash JOIN asset ON asset.id = picture_hash.asset_id
    WHERE asset.deleted_at IS NULL ORDER BY asset.created_at, asset.id`)
  const selectDistinct = db.prepare(`SELECT first_id, second_id FROM distinct_pair`)
  const insertDistinct = db.prepare(
    `INSERT INTO distinct_pair (first_id, second_id) VALUES (:first, :second) ON CONFLICT DO NOTHING`
  )
  return {
    saveHash: (assetId, hash) => void upsertHash.run({ assetId, ...halvesOf(hash) }),
    saveSource: (assetId, sha256) => void insertSource.run({ assetId, sha256 }),
    listHashes: () =>
      z
        .array(hashSchema)
        .parse(selectHashes.all())
        .map((row) => ({ assetId: row.asset_id, high: row.high, low: row.low })),
    listDistinct: () =>
      z
        .array(pairSchema)
        .parse(selectDistinct.all())
        .map((row) => [row.first_id, row.second_id] as const),
    saveDistinct(firstId, secondId) {
      const [first, second] = firstId < secondId ? [firstId, secondId] : [secondId, firstId]
      insertDistinct.run({ first, second })
    }
  }
}

/** 16 hex digits as two signed 32-bit numbers. */
export function halvesOf(hash: string): { readonly high: number; readonly low: number } {
  return { high: Number.parseInt(hash.slice(0, 8), 16) | 0, low: Number.parseInt(hash.slice(8, 16), 16) | 0 }
}
