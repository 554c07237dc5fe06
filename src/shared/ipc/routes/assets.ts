/** Routes about assets: the library. */
import { z } from 'zod'
import {
  assetFilterSchema,
  assetIdSchema,
  assetPageSchema,
  assetSchema,
  ratedSchema,
  ratingSchema,
  tagSchema
} from '../../domain/asset.ts'
import { campaignIdSchema } from '../../domain/campaign.ts'
import { searchHitSchema } from '../../domain/document.ts'
import { focalPointSchema } from '../../domain/focal-point.ts'
import { jobIdSchema } from '../../domain/job.ts'
import { route } from '../route.ts'

const assetIdsSchema = z.array(assetIdSchema).min(1).max(10_000)

export const assetRoutes = {
  /** A page of assets, newest first. */
  'asset.list': route(
    z.strictObject({
      filter: assetFilterSchema,
      limit: z.int().min(1).max(500),
      cursor: z.string().max(200).nullable(),
      /** Rows to leave out before the page, for a place far down the list; 0 when absent. */
      offset: z.int().min(0).max(100_000_000).optional()
    }),
    assetPageSchema
  ),
  'asset.get': route(z.strictObject({ id: assetIdSchema }), assetSchema),
  /** Starts a job of kind asset.import; its result is an ImportResult. */
  'asset.import': route(
    z.strictObject({
      paths: z.array(z.string().min(1).max(4096)).min(1).max(1000),
      campaignId: campaignIdSchema.nullable(),
      tags: z.array(tagSchema).max(50)
    }),
    jobIdSchema
  ),
  /** Into the trash; undone by asset.restore for 30 days. */
  'asset.delete': route(
    z.strictObject({ ids: assetIdsSchema }),
    z.object({ deletedIds: z.array(assetIdSchema) })
  ),
  'asset.restore': route(
    z.strictObject({ ids: assetIdsSchema }),
    z.object({ restoredIds: z.array(assetIdSchema) })
  ),
  'asset.update': route(
    z.strictObject({
      id: assetIdSchema,
      title: z.string().max(300).optional(),
      caption: z.string().max(5000).optional(),
      altText: z.string().max(2000).optional(),
      rating: ratingSchema.optional(),
      /** Null forgets it. */
      focalPoint: focalPointSchema.nullable().optional()
    }),
    assetSchema
  ),
  /** 0 to 5 stars for all of these; `before` holds those that had others, with the stars they had. Unknown ids are skipped. */
  'asset.rate': route(
    z.strictObject({ ids: assetIdsSchema, rating: ratingSchema }),
    z.object({ before: z.array(ratedSchema) })
  ),
  'asset.tag': route(
    z.strictObject({
      ids: assetIdsSchema,
      add: z.array(tagSchema).max(50),
      remove: z.array(tagSchema).max(50)
    }),
    z.object({ changed: z.int() })
  ),
  /** Opens the asset with the system's program, from whichever copy answers first. */
  'asset.open': route(z.strictObject({ id: assetIdSchema }), z.object({ opened: z.boolean() })),
  /** Asks for a folder and saves a copy there; null when the dialog was dismissed. */
  'asset.save': route(z.strictObject({ id: assetIdSchema }), z.object({ path: z.string().nullable() })),
  'library.search': route(
    z.strictObject({ query: z.string().max(400), limit: z.int().min(1).max(100) }),
    z.object({ hits: z.array(searchHitSchema) })
  )
} as const
