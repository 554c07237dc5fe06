/** Routes about the two stores. */
import { z } from 'zod'
import { assetIdSchema } from '../../domain/asset.ts'
import { jobIdSchema } from '../../domain/job.ts'
import {
  safetySchema,
  storageHealthSchema,
  storageStatsSchema,
  storeConfigSchema,
  storeHealthSchema,
  storeSideSchema
} from '../../domain/storage.ts'
import { route } from '../route.ts'

export const storageRoutes = {
  /** The last answers, at most 5 minutes old; `fresh` asks both stores now. */
  'storage.health': route(z.strictObject({ fresh: z.boolean().optional() }), storageHealthSchema),
  'storage.stats': route(z.strictObject({}), storageStatsSchema),
  'storage.safety': route(z.strictObject({}), safetySchema),
  /** Starts a job of kind storage.sync: pushes everything that waits. */
  'storage.sync': route(z.strictObject({}), jobIdSchema),
  /** Starts a job of kind storage.verify; its result is a VerifyReport. */
  'storage.verify': route(z.strictObject({ deep: z.boolean() }), jobIdSchema),
  /**
   * Starts a job of kind storage.repair; its result is a RepairReport. Fails with CONFLICT when more than half of a
   * store would be written anew, unless `force` says that this is meant.
   */
  'storage.repair': route(
    z.strictObject({ dryRun: z.boolean(), force: z.boolean().optional() }),
    jobIdSchema
  ),
  /**
   * Starts a job of kind storage.check; its result is a CopyCheck: both copies of the asset read and hashed, wrong ones
   * made anew when `repair` says so. NOT_FOUND for an unknown asset.
   */
  'storage.checkAsset': route(z.strictObject({ assetId: assetIdSchema, repair: z.boolean() }), jobIdSchema),
  /** Starts a job of kind storage.rebuild; its result is a RebuildReport. What is in the catalog stays. */
  'storage.rebuild': route(z.strictObject({ from: storeSideSchema }), jobIdSchema),
  /** Starts a job of kind storage.drill; its result is a FireDrillReport. */
  'storage.drill': route(z.strictObject({ lost: storeSideSchema }), jobIdSchema),
  /** Starts a job of kind storage.scrub; its result is a ScrubReport. */
  'storage.scrub': route(z.strictObject({}), jobIdSchema),
  /**
   * Asks where to put it and writes the report of a finished storage job there: as JSON, a verification also as a table
   * for spreadsheets. Null when the dialog was dismissed. NOT_FOUND when no such report is there.
   */
  'storage.saveReport': route(
    z.strictObject({ jobId: jobIdSchema, format: z.enum(['csv', 'json']) }),
    z.object({ path: z.string().nullable() })
  ),
  /**
   * Starts a job of kind storage.purge: deletes for good what lay in the trash for 30 days; its result is a
   * PurgeReport. Fails with CONFLICT when more than half of everything would go, unless `force` says that this is meant.
   */
  'storage.purge': route(z.strictObject({ force: z.boolean().optional() }), jobIdSchema),
  /** Starts a job of kind storage.snapshot: a whole copy of the catalog goes to both stores; its result is { stored }. */
  'storage.snapshot': route(z.strictObject({}), jobIdSchema),
  /** Starts a job of kind storage.test; its result is a list of StoreChecks. Writes and removes objects of its own. */
  'store.test': route(z.strictObject({ side: storeSideSchema }), jobIdSchema),
  'store.set': route(z.strictObject({ side: storeSideSchema, config: storeConfigSchema }), storeHealthSchema)
} as const
