/** Plans on paper: the words of each post, and what reading a plan or storyboard from a file gives row by row. */
import { z } from 'zod'
import { campaignIdSchema } from './campaign.ts'
import { type PlatformId, platformIdSchema } from './platform.ts'
import { imageProviderIdSchema } from './provider.ts'
import { storyboardSchema } from './slideshow.ts'
import { momentSchema } from './time.ts'

/** What a person wants for one post, whether its picture exists or not. Blank words leave the choice to the app. */
export const plannedPostSchema = z.object({
  platform: platformIdSchema,
  /** Number within the platform, from 1. */
  post: z.int().min(1).max(100),
  /** Replaces the prompt that the brief would give. */
  prompt: z.string().max(4000).default(''),
  /** The words that go out with the picture. */
  caption: z.string().max(5000).default(''),
  altText: z.string().max(2000).default(''),
  /** When the post should go out, epoch ms; planning only, nothing is published. */
  scheduledAt: momentSchema.nullable().default(null)
})
export type PlannedPost = z.output<typeof plannedPostSchema>

/** One post of one campaign. */
export const postPlaceSchema = z.object({
  campaignId: campaignIdSchema,
  platform: platformIdSchema,
  post: z.int()
})
export type PostPlace = z.output<typeof postPlaceSchema>

/** Platforms × posts, at most. */
export const MAX_PLANNED_POSTS = 400

/** One post that a single provider is to make, in place of the cheapest that can. */
export const postMakerSchema = z.strictObject({
  platform: platformIdSchema,
  post: z.int().min(1).max(100),
  provider: imageProviderIdSchema
})

/** How large a plan is. */
export const planSizeSchema = z.strictObject({
  platforms: z.array(platformIdSchema).min(1).max(20),
  /** Posts on each platform. */
  posts: z.int().min(1).max(100),
  /** Pictures of each post to choose from. */
  variants: z.int().min(1).max(4)
})

export type PlanSize = z.output<typeof planSizeSchema>

/** Large enough for all of them, platforms in the order in which they come; null for none. Pure. */
export function joinSizes(
  sizes: readonly (Omit<PlanSize, 'platforms'> & { readonly platforms: readonly PlatformId[] })[]
): PlanSize | null {
  if (sizes.length === 0) return null
  return {
    platforms: [...new Set(sizes.flatMap(({ platforms }) => platforms))],
    posts: sizes.reduce((most, { posts }) => Math.max(most, posts), 0),
    variants: sizes.reduce((most, { variants }) => Math.max(most, variants), 0)
  }
}

/** How large a campaign's plan is, and who makes single posts. */
export const planShapeSchema = planSizeSchema.extend({
  makers: z.array(postMakerSchema).max(MAX_PLANNED_POSTS)
})
export type PlanShape = z.output<typeof planShapeSchema>

export const PLAN_FORMATS = ['csv', 'json'] as const
export const planFormatSchema = z.enum(PLAN_FORMATS)
export type PlanFormat = z.output<typeof planFormatSchema>

export const rowErrorSchema = z.object({
  /** Line of a CSV file, or number of the entry in JSON, from 1. */
  row: z.int(),
  /** The column that does not fit; `row` when it is the row as a whole. */
  field: z.string(),
  message: z.string()
})
export type RowError = z.output<typeof rowErrorSchema>

/** Rows that fit were taken in, the others are named. */
export const planImportSchema = z.object({
  imported: z.int(),
  errors: z.array(rowErrorSchema),
  /** Everything the campaign plans now. */
  posts: z.array(plannedPostSchema)
})
export type PlanImport = z.output<typeof planImportSchema>

/** Null when no row fits. */
export const storyboardImportSchema = z.object({
  storyboard: storyboardSchema.nullable(),
  errors: z.array(rowErrorSchema)
})
export type StoryboardImport = z.output<typeof storyboardImportSchema>
