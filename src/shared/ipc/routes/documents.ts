/** Routes about documents. */
import { z } from 'zod'
import { assetIdSchema } from '../../domain/asset.ts'
import { documentSchema, searchHitSchema } from '../../domain/document.ts'
import { route } from '../route.ts'

export const documentRoutes = {
  'document.get': route(z.strictObject({ id: assetIdSchema }), documentSchema),
  /** Where the picture of page 1 is shown from; drawn when it is first asked for. NOT_FOUND when it is no document. */
  'document.preview': route(z.strictObject({ id: assetIdSchema }), z.object({ url: z.string() })),
  /** As library.search, documents alone. */
  'document.search': route(
    z.strictObject({ query: z.string().max(400), limit: z.int().min(1).max(100) }),
    z.object({ hits: z.array(searchHitSchema) })
  )
} as const
