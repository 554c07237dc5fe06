/** Rows of assets to the domain's shape, through one function. */
import { z } from 'zod'
import { type Asset, assetKindSchema, assetOriginSchema, assetStatusSchema } from '#shared/domain/asset.ts'
import { type FocalPoint, focalPointSchema } from '#shared/domain/focal-point.ts'
import { platformIdSchema } from '#shared/domain/platform.ts'

/** The columns every reading of assets selects; `asset`, `blob` and `blob_status` must be in reach. */
export const ASSET_COLUMNS = /* sql */ `
  asset.id, asset.kind, asset.origin, asset.name, asset.title, blob.media_type, blob.size_bytes, asset.sha256,
  blob.object_key, (SELECT status FROM blob_status WHERE blob_status.sha256 = asset.sha256) AS status,
  asset.campaign_id, asset.platform, asset.post, asset.provider, asset.model, asset.prompt, asset.seed,
  asset.cost_microusd, asset.width_px, asset.height_px, asset.duration_ms, asset.caption, asset.alt_text,
  asset.rating, asset.created_at, asset.deleted_at,
  asset.metadata_json -> '$.focalPoint' AS focal_json,
  (SELECT json_group_array(name) FROM (
    SELECT tag.name FROM asset_tag JOIN tag ON tag.id = asset_tag.tag_id
    WHERE asset_tag.asset_id = asset.id ORDER BY tag.name)) AS tags_json`

const rowSchema = z.object({
  id: z.string(),
  kind: assetKindSchema,
  origin: assetOriginSchema,
  name: z.string(),
  title: z.string().nullable(),
  media_type: z.string(),
  size_bytes: z.int(),
  sha256: z.string(),
  object_key: z.string(),
  status: assetStatusSchema,
  campaign_id: z.string().nullable(),
  platform: platformIdSchema.nullable(),
  post: z.int().nullable(),
  provider: z.string().nullable(),
  model: z.string().nullable(),
  prompt: z.string().nullable(),
  seed: z.int().nullable(),
  cost_microusd: z.int(),
  width_px: z.int().nullable(),
  height_px: z.int().nullable(),
  duration_ms: z.int().nullable(),
  caption: z.string().nullable(),
  alt_text: z.string().nullable(),
  rating: z.int(),
  focal_json: z.string().nullable(),
  created_at: z.int(),
  deleted_at: z.int().nullable(),
  tags_json: z.string()
})
const tagsSchema = z.array(z.string())

export function toAsset(row: unknown): Asset {
  const parsed = rowSchema.parse(row)
  return {
    id: parsed.id,
    kind: parsed.kind,
    origin: parsed.origin,
    name: parsed.name,
    title: parsed.title,
    mediaType: parsed.media_type,
    sizeBytes: parsed.size_bytes,
    sha256: parsed.sha256,
    objectKey: parsed.object_key,
    status: parsed.status,
    campaignId: parsed.campaign_id,
    platform: parsed.platform,
    post: parsed.post,
    provider: parsed.provider,
    model: parsed.model,
    prompt: parsed.prompt,
    seed: parsed.seed,
    costMicroUsd: parsed.cost_microusd,
    widthPx: parsed.width_px,
    heightPx: parsed.height_px,
    durationMs: parsed.duration_ms,
    caption: parsed.caption,
    altText: parsed.alt_text,
    focalPoint: toFocalPoint(parsed.focal_json),
    rating: parsed.rating,
    tags: tagsSchema.parse(JSON.parse(parsed.tags_json)),
    createdAt: parsed.created_at,
    deletedAt: parsed.deleted_at
  }
}

function toFocalPoint(json: string | null): FocalPoint | null {
  return json === null || json === 'null' ? null : focalPointSchema.parse(JSON.parse(json))
}
