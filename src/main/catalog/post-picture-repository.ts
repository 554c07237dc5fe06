/** The only SQL about which pictures a campaign's posts have: generated ones by post, and imported photos. */
import { z } from 'zod'
import type { Asset } from '#shared/domain/asset.ts'
import { PLATFORM_IDS, type PlatformId, platformIdSchema } from '#shared/domain/platform.ts'
import type { Db } from '../db/connection.ts'
import { ASSET_COLUMNS, toAsset } from './asset-row.ts'

/** A picture made for a post, by what tells it from the others of the post. */
export interface PostPictureRow {
  readonly assetId: string
  readonly platform: PlatformId
  /** From 1. */
  readonly post: number
  /** As the ledger has it; 1 when no row knows. */
  readonly variant: number
  readonly createdAt: number
}

export interface PostPicturePage {
  /** Of one post alone, or null for all of the campaign. */
  readonly only: { readonly platform: PlatformId; readonly post: number } | null
  /** The last row of the page before; null for the first. */
  readonly after: PostPictureRow | null
  readonly limit: number
}

export interface PostPictureRepository {
  /** By platform, post, then oldest first; not in the trash. */
  page(campaignId: string, page: PostPicturePage): readonly PostPictureRow[]
  /** The highest post with a picture, of each platform that has one. */
  lastPosts(campaignId: string): readonly { readonly platform: PlatformId; readonly post: number }[]
  /** Imported images, newest first; not in the trash. */
  photos(campaignId: string, limit: number): readonly Asset[]
}

const rowSchema = z.tuple([z.string(), platformIdSchema, z.int(), z.int(), z.int()])
const lastSchema = z.int().optional()

// The words of the index asset_of_post, so that it is used.
const MADE = /* sql */ `asset.campaign_id = :campaignId AND kind = 'image' AND origin = 'generated'
  AND deleted_at IS NULL AND platform IS NOT NULL AND post IS NOT NULL`
const VARIANT = /* sql */ `coalesce(
  (SELECT variant FROM attempt WHERE asset_id = asset.id ORDER BY started_at DESC LIMIT 1), 1)`
const ORDERED = /* sql */ `ORDER BY asset.platform, asset.post, asset.created_at, asset.id LIMIT :limit`
const PICTURE = /* sql */ `SELECT asset.id, asset.platform, asset.post, ${VARIANT}, asset.created_at FROM asset`

export function createPostPictureRepository(db: Db): PostPictureRepository {
  const ofAll = db
    .prepare(
      `${PICTURE} WHERE ${MADE} AND (asset.platform, asset.post, asset.created_at, asset.id)
        > (:platform, :post, :createdAt, :assetId) ${ORDERED}`
    )
    .raw()
  const ofPost = db
    .prepare(
      `${PICTURE} WHERE ${MADE} AND asset.platform = :platform AND asset.post = :post
        AND (asset.created_at, asset.id) > (:createdAt, :assetId) ${ORDERED}`
    )
    .raw()
  const lastPost = db
    .prepare(`SELECT post FROM asset WHERE ${MADE} AND platform = :platform ORDER BY post DESC LIMIT 1`)
    .pluck()
  // The planner would walk all of the campaign's pictures by date.
  const photos = db.prepare(/* sql */ `
    SELECT ${ASSET_COLUMNS} FROM asset INDEXED BY asset_photo JOIN blob ON blob.sha256 = asset.sha256
    WHERE asset.campaign_id = :campaignId AND asset.kind = 'image' AND asset.origin = 'imported'
      AND asset.deleted_at IS NULL
    ORDER BY asset.created_at DESC, asset.id DESC LIMIT :limit`)
  const first = { platform: '', post: 0, createdAt: -1, assetId: '' }
  return {
    page(campaignId, { only, after, limit }) {
      const from = { ...(after ?? first), ...only }
      const { platform, post, createdAt, assetId } = from
      const statement = only === null ? ofAll : ofPost
      return statement.all({ campaignId, platform, post, createdAt, assetId, limit }).map(toRow)
    },
    lastPosts: (campaignId) =>
      PLATFORM_IDS.flatMap((platform) => {
        const post = lastSchema.parse(lastPost.get({ campaignId, platform }))
        return post === undefined ? [] : [{ platform, post }]
      }),
    photos: (campaignId, limit) => photos.all({ campaignId, limit }).map(toAsset)
  }
}

function toRow(row: unknown): PostPictureRow {
  const [assetId, platform, post, variant, createdAt] = rowSchema.parse(row)
  return { assetId, platform, post, variant, createdAt }
}
