/** Routes about campaigns and the generation of their images. */
import { z } from 'zod'
import { assetIdSchema, assetSchema } from '../../domain/asset.ts'
import {
  briefPatchSchema,
  campaignIdSchema,
  campaignSchema,
  campaignSummarySchema
} from '../../domain/campaign.ts'
import { jobIdSchema } from '../../domain/job.ts'
import { platformIdSchema } from '../../domain/platform.ts'
import {
  attemptSchema,
  imageProviderIdSchema,
  providerCheckSchema,
  providerStatusSchema
} from '../../domain/provider.ts'
import { microUsdSchema } from '../../money.ts'
import { route } from '../route.ts'

export const generateInputSchema = z.strictObject({
  campaignId: campaignIdSchema,
  platforms: z.array(platformIdSchema).min(1).max(20),
  posts: z.int().min(1).max(100),
  providers: z.array(imageProviderIdSchema).max(20),
  budgetMicroUsd: microUsdSchema.nullable(),
  maxPriceMicroUsd: microUsdSchema.nullable(),
  allowEmergency: z.boolean(),
  /** Pictures of each post to choose from; 1 when absent. */
  variants: z.int().min(1).max(4).optional(),
  /** Posts whose picture is in the library already are not made again. */
  onlyMissing: z.boolean().optional(),
  /** Goes on with the open run of this plan and begins nothing new; NOT_FOUND when none is open. */
  resume: z.boolean().optional()
})

/** Posts to draw once more, whatever became of them: the user's word to pay again. */
export const retryInputSchema = z.strictObject({
  campaignId: campaignIdSchema,
  cells: z
    .array(
      z.strictObject({ platform: platformIdSchema, post: z.int().min(1), variant: z.int().min(1).max(4) })
    )
    .min(1)
    .max(400),
  providers: z.array(imageProviderIdSchema).max(20),
  budgetMicroUsd: microUsdSchema.nullable(),
  maxPriceMicroUsd: microUsdSchema.nullable(),
  allowEmergency: z.boolean(),
  /** Only those of the posts that were not drawn before the app ended. */
  resume: z.boolean().optional()
})

export const estimateSchema = z.object({
  images: z.int(),
  /** Cost if every image came from this provider, cheapest first. */
  perProvider: z.array(
    z.object({
      provider: imageProviderIdSchema,
      label: z.string(),
      configured: z.boolean(),
      priceMicroUsd: microUsdSchema,
      totalCostMicroUsd: microUsdSchema,
      priceDate: z.string(),
      priceSource: z.string(),
      priceStale: z.boolean()
    })
  ),
  cheapest: imageProviderIdSchema.nullable(),
  /** What the cascade would pay with its first choice for every image. */
  totalCostMicroUsd: microUsdSchema,
  dalleCostMicroUsd: microUsdSchema,
  savingsMicroUsd: microUsdSchema,
  savingsPercent: z.number(),
  budgetLeftMicroUsd: microUsdSchema.nullable()
})

/** One square of the plan grid. */
export const planCellSchema = z.object({
  platform: platformIdSchema,
  post: z.int(),
  variant: z.int(),
  state: z.enum(['planned', 'running', 'delivered', 'failed', 'unknown']),
  prompt: z.string(),
  asset: assetSchema.nullable(),
  code: z.string().nullable(),
  message: z.string().nullable()
})

export const campaignRoutes = {
  'campaign.create': route(
    z.strictObject({
      name: z.string().trim().min(1).max(200),
      briefPaths: z.array(z.string().min(1).max(4096)).max(20),
      patch: briefPatchSchema
    }),
    campaignSchema
  ),
  /** Makes a campaign from a document of the library, which then belongs to the campaign too. */
  'campaign.fromDocument': route(
    z.strictObject({ assetId: assetIdSchema, name: z.string().trim().min(1).max(200) }),
    campaignSchema
  ),
  'campaign.list': route(z.strictObject({}), z.object({ campaigns: z.array(campaignSummarySchema) })),
  'campaign.get': route(z.strictObject({ id: campaignIdSchema }), campaignSchema),
  'campaign.update': route(
    z.strictObject({
      id: campaignIdSchema,
      name: z.string().trim().min(1).max(200).optional(),
      patch: briefPatchSchema
    }),
    campaignSchema
  ),
  /** Reads briefs from documents into the campaign; filled fields stay, blanks are filled. */
  'campaign.addDocuments': route(
    z.strictObject({ id: campaignIdSchema, paths: z.array(z.string().min(1).max(4096)).min(1).max(20) }),
    campaignSchema
  ),
  'campaign.plan': route(
    z.strictObject({
      id: campaignIdSchema,
      platforms: z.array(platformIdSchema).min(1).max(20),
      posts: z.int().min(1).max(100),
      variants: z.int().min(1).max(4).optional()
    }),
    z.object({ cells: z.array(planCellSchema) })
  ),
  /** Free of charge and without network. */
  'campaign.estimate': route(generateInputSchema, estimateSchema),
  /** Starts a job of kind campaign.generate; its result is a GenerationResult. May cost money. */
  'campaign.generate': route(generateInputSchema, jobIdSchema),
  /** Starts a job of kind campaign.generate for these posts alone. May cost money. */
  'campaign.retry': route(retryInputSchema, jobIdSchema),
  /** Photos of this campaign that the offline composer may use as backgrounds. */
  'campaign.photos': route(
    z.strictObject({ id: campaignIdSchema }),
    z.object({ assetIds: z.array(assetIdSchema) })
  ),
  'provider.list': route(z.strictObject({}), z.object({ providers: z.array(providerStatusSchema) })),
  /** Free of charge: asks the vendor's account or model list. */
  'provider.test': route(z.strictObject({ id: imageProviderIdSchema }), providerCheckSchema),
  'cost.ledger': route(
    z.strictObject({ campaignId: campaignIdSchema.nullable(), limit: z.int().min(1).max(1000) }),
    z.object({ attempts: z.array(attemptSchema) })
  )
} as const
