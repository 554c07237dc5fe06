/** Routes about the library's own facts: tags, saved searches, rights, versions, duplicates, soundness. */
import { z } from 'zod'
import { assetFilterSchema, assetIdSchema, assetSchema, tagSchema } from '../../domain/asset.ts'
import { jobIdSchema } from '../../domain/job.ts'
import {
  assetAccessSchema,
  assetRightsSchema,
  assetUseSchema,
  integrityProblemSchema,
  integrityReportSchema,
  smartFolderSchema,
  tagCountSchema
} from '../../domain/library.ts'
import { route } from '../route.ts'

const assetIdsSchema = z.array(assetIdSchema).min(1).max(10_000)

export const libraryRoutes = {
  /** Every id the filter matches, for acting on all and not only on what is loaded. */
  'library.ids': route(
    z.strictObject({ filter: assetFilterSchema, limit: z.int().min(1).max(100_000) }),
    z.object({ ids: z.array(assetIdSchema) })
  ),
  'library.tags': route(z.strictObject({}), z.object({ tags: z.array(tagCountSchema) })),
  /** Joins both tags when the new name exists. */
  'library.renameTag': route(z.strictObject({ from: tagSchema, to: tagSchema }), z.object({})),
  'library.folders': route(z.strictObject({}), z.object({ folders: z.array(smartFolderSchema) })),
  'library.saveFolder': route(
    z.strictObject({
      id: z.string().max(64).optional(),
      name: z.string().trim().min(1).max(80),
      query: z.string().trim().min(1).max(400)
    }),
    smartFolderSchema
  ),
  'library.deleteFolder': route(z.strictObject({ id: z.string().min(1).max(64) }), z.object({})),
  'library.rights': route(z.strictObject({ id: assetIdSchema }), assetRightsSchema),
  'library.saveRights': route(
    z.strictObject({ id: assetIdSchema, rights: assetRightsSchema }),
    assetRightsSchema
  ),
  'library.expiring': route(
    z.strictObject({ withinDays: z.int().min(0).max(3650) }),
    z.object({ assets: z.array(z.object({ asset: assetSchema, expiresAt: z.int() })) })
  ),
  /** Where assets are used; asked before deleting them. */
  'library.uses': route(z.strictObject({ ids: assetIdsSchema }), z.object({ uses: z.array(assetUseSchema) })),
  /** Reads and failovers of an asset's content. */
  'library.access': route(z.strictObject({ id: assetIdSchema }), assetAccessSchema),
  /** The original and everything made from it, oldest first. */
  'library.versions': route(
    z.strictObject({ id: assetIdSchema }),
    z.object({ assets: z.array(assetSchema) })
  ),
  /** Starts a job whose result is { groups: DuplicateGroup[] }. */
  'library.findDuplicates': route(z.strictObject({}), jobIdSchema),
  'library.resolveDuplicates': route(
    z.strictObject({ keepId: assetIdSchema, dropIds: z.array(assetIdSchema).min(1).max(1000) }),
    assetSchema
  ),
  'library.keepApart': route(z.strictObject({ ids: z.array(assetIdSchema).min(2).max(100) }), z.object({})),
  'library.check': route(z.strictObject({}), integrityReportSchema),
  /** Starts a job whose result is an IntegrityFix. */
  'library.fix': route(z.strictObject({ problem: integrityProblemSchema }), jobIdSchema)
} as const
