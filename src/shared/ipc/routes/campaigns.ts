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
import { promptTemplateSchema, promptWishesSchema } from '../../domain/prompt.ts'
import {
  attemptSchema,
  imageProviderIdSchema,
  providerCheckSchema,
  providerStatusSchema
} from '../../domain/provider.ts'
import { microUsdSchema } from '../../money.ts'
import { route } from '../route.ts'

const postSchema = z.int().min(1).max(100)
const variantSchema = z.int().min(1).max(4)
const providersSchema = z.array(imageProviderIdSchema).max(20)
const ownPromptSchema = z.string().trim().min(1).max(10_000)

export const generateInputSchema = z.strictObject({
  campaignId: campaignIdSchema,
  platforms: z.array(platformIdSchema).min(1).max(20),
  posts: postSchema,
  /** Only these, in this order; empty for all that are set up. */
  providers: providersSchema,
  budgetMicroUsd: microUsdSchema.nullable(),
  maxPriceMicroUsd: microUsdSchema.nullable(),
  allowEmergency: z.boolean(),
  /** Pictures of each post to choose from; 1 when absent. */
  variants: variantSchema.optional(),
  /**
   * True or absent: posts that have their picture keep it, and posts whose answer is unknown are not paid again. False:
   * every post is made anew and paid again.
   */
  onlyMissing: z.boolean().optional(),
  /** Draws posts again whose earlier call may have been billed without an answer: the user's word to pay again. */
  retryUnknown: z.boolean().optional(),
  /** Prompt template of this run; null or absent takes the campaign's, else the settings', else the shipped one. */
  template: promptTemplateSchema.nullable().optional(),
  /** Who draws single posts, in place of `providers`; a null platform means the post on every platform. */
  postProviders: z
    .array(
      z.strictObject({
        platform: platformIdSchema.nullable(),
        post: postSchema,
        providers: providersSchema.min(1)
      })
    )
    .max(400)
    .optional(),
  /** Goes on with what is left of this plan's newest run, or begins its first; NOT_FOUND when nothing is left. */
  resume: z.boolean().optional()
})

/** Posts to draw once more, whatever became of them: the user's word to pay again. */
export const retryInputSchema = z.strictObject({
  campaignId: campaignIdSchema,
  cells: z
    .array(z.strictObject({ platform: platformIdSchema, post: postSchema, variant: variantSchema }))
    .min(1)
    .max(400),
  /** Only these, in this order; empty for all that are set up. */
  providers: providersSchema,
  budgetMicroUsd: microUsdSchema.nullable(),
  maxPriceMicroUsd: microUsdSchema.nullable(),
  allowEmergency: z.boolean(),
  /** Posts that were never generated are drawn for the first time; else they are NOT_FOUND. */
  begin: z.boolean().optional(),
  /** Only those of the posts that were not drawn before the app ended. */
  resume: z.boolean().optional(),
  /** With `resume`: how each of `cells` stood when it was asked. What still stands so was never begun, and is now. */
  seen: z.array(z.string().max(1000)).max(400).optional(),
  /** Words to draw from in place of the planned prompt, for all of `cells`; they stay with these cells. */
  prompt: ownPromptSchema.optional(),
  /** What to leave out in place of the planned words. */
  negativePrompt: z.string().trim().max(10_000).optional()
})

/** Which square a prompt is asked about, and words to try that are not saved. */
export const previewPromptInputSchema = z.strictObject({
  id: campaignIdSchema,
  platform: platformIdSchema,
  post: postSchema,
  variant: variantSchema.optional(),
  template: promptTemplateSchema.nullable().optional(),
  style: z.string().trim().max(500).nullable().optional(),
  negative: z.string().trim().max(1000).nullable().optional(),
  /** Leaves out the words a person wrote for this very post, to see what the brief alone gives. */
  withoutOwn: z.boolean().optional()
})

/** A campaign's own words, and what holds where it has none. */
export const promptSetupSchema = z.object({
  own: promptWishesSchema,
  /** What is used: the campaign's, else the settings', else the shipped words. */
  used: z.object({ template: z.string(), style: z.string(), negative: z.string() }),
  shippedTemplate: z.string(),
  /** Names for braces and what they become. */
  fields: z.array(z.object({ name: z.string(), meaning: z.string() }))
})

/** One picture of a post: a variant, or an earlier drawing of it. */
export const postPictureSchema = z.object({
  asset: assetSchema,
  variant: z.int(),
  isPicked: z.boolean()
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
  /** `waiting` has its turn in a generation that goes on. */
  state: z.enum(['planned', 'waiting', 'running', 'delivered', 'failed', 'unknown']),
  prompt: z.string(),
  negativePrompt: z.string(),
  asset: assetSchema.nullable(),
  /** The post's picture: the one chosen by hand, else the first variant. */
  isPicked: z.boolean(),
  code: z.string().nullable(),
  message: z.string().nullable()
})

/** How far it is, in pictures. */
export const elsewhereSchema = z.object({ done: z.int(), total: z.int() })

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
      posts: postSchema,
      variants: variantSchema.optional()
    }),
    z.object({
      cells: z.array(planCellSchema),
      /** Pictures that another process makes now, such as a command beside the window; null when none does. */
      elsewhere: elsewhereSchema.nullable()
    })
  ),
  /** Every picture of one post that is in the library, all variants and earlier drawings, newest first. */
  'campaign.pictures': route(
    z.strictObject({ id: campaignIdSchema, platform: platformIdSchema, post: postSchema }),
    z.object({ pictures: z.array(postPictureSchema) })
  ),
  /** Chooses one of `campaign.pictures` as the post's picture; null undoes the choice. NOT_FOUND for any other asset. */
  'campaign.pick': route(
    z.strictObject({
      id: campaignIdSchema,
      platform: platformIdSchema,
      post: postSchema,
      assetId: assetIdSchema.nullable()
    }),
    z.object({ pictures: z.array(postPictureSchema) })
  ),
  /** The campaign's prompt template, style and exclusions. */
  'campaign.prompts': route(z.strictObject({ id: campaignIdSchema }), promptSetupSchema),
  /** Replaces all three; null takes the settings' words. Pictures that are made already stay as they are. */
  'campaign.setPrompts': route(
    z.strictObject({ id: campaignIdSchema, wishes: promptWishesSchema }),
    promptSetupSchema
  ),
  /** What would be sent for one square; no network, nothing is saved. */
  'campaign.previewPrompt': route(
    previewPromptInputSchema,
    z.object({ prompt: z.string(), negativePrompt: z.string() })
  ),
  /** Free of charge and without network. Counts the posts that `campaign.generate` would make with this input. */
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
