/** Routes about documents. */
import { z } from 'zod'
import { assetIdSchema } from '../../domain/asset.ts'
import { documentSchema } from '../../domain/document.ts'
import { route } from '../route.ts'

export const documentRoutes = {
  'document.get': route(z.strictObject({ id: assetIdSchema }), documentSchema)
} as const
