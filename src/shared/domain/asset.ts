/** Assets: what they are, where their copies stand, and how they are asked for. */
import { z } from 'zod'
import { microUsdSchema } from '../money.ts'
import { focalPointSchema } from './focal-point.ts'
import { platformIdSchema } from './platform.ts'

export const ASSET_KINDS = ['image', 'document', 'video', 'audio'] as const
export const assetKindSchema = z.enum(ASSET_KINDS)
export type AssetKind = z.output<typeof assetKindSchema>

/** Where the two copies stand. Derived from the replica rows, never stored apart. */
export const ASSET_STATUSES = [
  'pending',
  'uploading',
  'fully_synced',
  'primary_only',
  'backup_only',
  'failed'
] as const
export const assetStatusSchema = z.enum(ASSET_STATUSES)
export type AssetStatus = z.output<typeof assetStatusSchema>

export const ASSET_ORIGINS = ['generated', 'imported', 'rendered'] as const
export const assetOriginSchema = z.enum(ASSET_ORIGINS)
export type AssetOrigin = z.output<typeof assetOriginSchema>

export const assetIdSchema = z.string().min(1).max(64)
export const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/)
export const tagSchema = z.string().trim().min(1).max(80)

/** Stars; 0 for none. */
export const ratingSchema = z.int().min(0).max(5)

export const assetSchema = z.object({
  id: assetIdSchema,
  kind: assetKindSchema,
  origin: assetOriginSchema,
  /** File name as the user knows it, without folders. */
  name: z.string(),
  title: z.string().nullable(),
  mediaType: z.string(),
  sizeBytes: z.int(),
  sha256: sha256Schema,
  objectKey: z.string(),
  status: assetStatusSchema,
  campaignId: z.string().nullable(),
  platform: platformIdSchema.nullable(),
  /** Post number within the platform, from 1. */
  post: z.int().nullable(),
  provider: z.string().nullable(),
  model: z.string().nullable(),
  prompt: z.string().nullable(),
  seed: z.int().nullable(),
  costMicroUsd: microUsdSchema,
  widthPx: z.int().nullable(),
  heightPx: z.int().nullable(),
  durationMs: z.int().nullable(),
  caption: z.string().nullable(),
  altText: z.string().nullable(),
  /** What every crop keeps in view; null lets the picture decide. */
  focalPoint: focalPointSchema.nullable(),
  rating: ratingSchema,
  tags: z.array(z.string()),
  createdAt: z.int(),
  /** Null while the asset is not in the trash. */
  deletedAt: z.int().nullable()
})
export type Asset = z.output<typeof assetSchema>

/** An asset and the stars it had. */
export const ratedSchema = z.object({ id: assetIdSchema, rating: ratingSchema })
export type Rated = z.output<typeof ratedSchema>

/** Filters of the library; all given ones must hold. Text follows the search rules (terms, "phrases", operators). */
export const assetFilterSchema = z.strictObject({
  kind: assetKindSchema.optional(),
  campaignId: z.string().max(64).optional(),
  status: assetStatusSchema.optional(),
  provider: z.string().max(40).optional(),
  platform: platformIdSchema.optional(),
  tag: tagSchema.optional(),
  query: z.string().max(400).optional(),
  inTrash: z.boolean().optional()
})
export type AssetFilter = z.output<typeof assetFilterSchema>

export const assetPageSchema = z.object({
  items: z.array(assetSchema),
  /** Opaque; null at the end. */
  nextCursor: z.string().nullable(),
  /** Assets the filter matches in all. */
  total: z.int()
})
export type AssetPage = z.output<typeof assetPageSchema>

/** Which copy answered a read. */
export const servedFromSchema = z.enum(['local', 'primary', 'backup'])
export type ServedFrom = z.output<typeof servedFromSchema>
