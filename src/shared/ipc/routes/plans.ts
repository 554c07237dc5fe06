/** Routes about plans and storyboards as files, and about storyboards made from documents. */
import { z } from 'zod'
import { assetIdSchema } from '../../domain/asset.ts'
import { campaignIdSchema } from '../../domain/campaign.ts'
import {
  MAX_PLANNED_POSTS,
  planFormatSchema,
  planImportSchema,
  plannedPostSchema,
  planShapeSchema,
  planSizeSchema,
  storyboardImportSchema
} from '../../domain/plan.ts'
import { presetSchema, storyboardSchema } from '../../domain/slideshow.ts'
import { route } from '../route.ts'

const pathSchema = z.string().min(1).max(4096)
/** Null while the plan is as large as the app makes it. */
const shapeSchema = z.object({ shape: planShapeSchema.nullable() })
const postsSchema = z.object({ posts: z.array(plannedPostSchema) })
/** Null when the dialog was dismissed. */
const savedSchema = z.object({ path: z.string().nullable() })

export const planRoutes = {
  /** The words planned for each post, by platform and number. */
  'campaign.posts': route(z.strictObject({ id: campaignIdSchema }), postsSchema),
  /** Replaces what is planned for these posts; a post with nothing in it is forgotten. Gives the whole plan. */
  'campaign.savePosts': route(
    z.strictObject({
      id: campaignIdSchema,
      posts: z.array(plannedPostSchema).min(1).max(MAX_PLANNED_POSTS)
    }),
    postsSchema
  ),
  /** Platforms, posts and variants of the plan, and who makes single posts. */
  'campaign.planShape': route(
    z.strictObject({ id: campaignIdSchema }),
    shapeSchema.extend({
      /** The highest post that has a picture or was ever generated; 0 for none. */
      lastPost: z.int(),
      /** The grid around all that is being made or waits now; null when nothing is. */
      atWork: planSizeSchema.nullable()
    })
  ),
  /** Replaces the shape as a whole. */
  'campaign.savePlanShape': route(
    z.strictObject({ id: campaignIdSchema, shape: planShapeSchema }),
    shapeSchema
  ),
  /** Takes in the rows of a CSV or JSON file that fit and names the others. */
  'campaign.importPlan': route(z.strictObject({ id: campaignIdSchema, path: pathSchema }), planImportSchema),
  /** Asks where to and writes the plan. */
  'campaign.exportPlan': route(
    z.strictObject({ id: campaignIdSchema, format: planFormatSchema }),
    savedSchema
  ),
  /** A storyboard from a document's headings and facts. Without pictures those of its campaign are taken, else cards. */
  'slideshow.fromDocument': route(
    z.strictObject({
      documentId: assetIdSchema,
      imageIds: z.array(assetIdSchema).max(500),
      preset: presetSchema
    }),
    storyboardSchema
  ),
  /** A storyboard from a CSV or JSON file; pictures lie beside it or in the library. */
  'slideshow.importStoryboard': route(z.strictObject({ path: pathSchema }), storyboardImportSchema),
  /** Asks where to and writes the storyboard. */
  'slideshow.exportStoryboard': route(
    z.strictObject({
      storyboard: storyboardSchema,
      name: z.string().trim().min(1).max(200),
      format: planFormatSchema
    }),
    savedSchema
  )
} as const
