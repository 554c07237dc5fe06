/** The library's own facts about assets: tags, saved searches, rights, uses, near duplicates, soundness. */
import { z } from 'zod'
import { assetIdSchema, assetSchema } from './asset.ts'
import { postPlaceSchema } from './plan.ts'
import { momentSchema } from './time.ts'

export const tagCountSchema = z.object({ name: z.string(), assets: z.int() })
export type TagCount = z.output<typeof tagCountSchema>

/** A saved search; it holds whatever the query finds when it is opened. */
export const smartFolderSchema = z.object({
  id: z.string(),
  name: z.string(),
  query: z.string(),
  createdAt: z.int()
})
export type SmartFolder = z.output<typeof smartFolderSchema>

export const assetRightsSchema = z.object({
  licence: z.string().max(200).default(''),
  owner: z.string().max(200).default(''),
  /** Whose consent is on file, for people in the picture. */
  consent: z.string().max(500).default(''),
  /** Epoch ms after which the asset must not be used; null for no end. */
  expiresAt: momentSchema.nullable().default(null)
})
export type AssetRights = z.output<typeof assetRightsSchema>

export const ASSET_USERS = ['post', 'slideshow', 'video'] as const
export const assetUseSchema = z.object({
  assetId: assetIdSchema,
  usedBy: z.enum(ASSET_USERS),
  userId: z.string(),
  /** What a person calls the place: "Spring sale, instagram 2". */
  label: z.string(),
  /** The post itself, where a post is the user. */
  post: postPlaceSchema.optional()
})
export type AssetUse = z.output<typeof assetUseSchema>

/** How often an asset's content was read and how often the first place asked had not got it. */
export const assetAccessSchema = z.object({
  reads: z.int(),
  failovers: z.int(),
  /** Epoch ms; null when it never happened. */
  lastReadAt: z.int().nullable(),
  lastFailoverAt: z.int().nullable()
})
export type AssetAccess = z.output<typeof assetAccessSchema>

export const duplicateGroupSchema = z.object({
  /** Oldest first; two at least. */
  assets: z.array(assetSchema),
  /** Differing bits of 64 between the closest two. */
  distance: z.int()
})
export type DuplicateGroup = z.output<typeof duplicateGroupSchema>

export const INTEGRITY_PROBLEMS = [
  'documentWithoutText',
  'imageWithoutFacts',
  'notInBothStores',
  'rightsExpired'
] as const
export const integrityProblemSchema = z.enum(INTEGRITY_PROBLEMS)
export type IntegrityProblem = z.output<typeof integrityProblemSchema>

export const integrityReportSchema = z.object({
  checkedAssets: z.int(),
  problems: z.array(
    z.object({ problem: integrityProblemSchema, count: z.int(), sampleIds: z.array(z.string()) })
  )
})
export type IntegrityReport = z.output<typeof integrityReportSchema>

export const integrityFixSchema = z.object({
  fixed: z.int(),
  failed: z.array(z.object({ assetId: z.string(), code: z.string(), message: z.string() }))
})
export type IntegrityFix = z.output<typeof integrityFixSchema>
