/** Routes about settings, keys and figures. Keys go in and never come out. */
import { z } from 'zod'
import { metricsSchema } from '../../domain/metrics.ts'
import { keyStatusSchema, secretNameSchema, settingsSchema } from '../../domain/settings.ts'
import { route } from '../route.ts'

export const settingsRoutes = {
  'settings.get': route(z.strictObject({}), settingsSchema),
  /** Sets one value by its dotted path; the whole settings are checked before anything is written. */
  'settings.set': route(
    z.strictObject({ path: z.string().min(1).max(200), value: z.json() }),
    settingsSchema
  ),
  'key.list': route(z.strictObject({}), z.object({ keys: z.array(keyStatusSchema) })),
  'key.set': route(
    z.strictObject({ name: secretNameSchema, value: z.string().min(1).max(4096) }),
    z.object({ configured: z.literal(true) })
  ),
  'key.delete': route(z.strictObject({ name: secretNameSchema }), z.object({ configured: z.literal(false) })),
  'metrics.summary': route(z.strictObject({}), metricsSchema),
  'app.about': route(
    z.strictObject({}),
    z.object({
      version: z.string(),
      dataFolder: z.string(),
      logFolder: z.string(),
      ffmpegPath: z.string().nullable()
    })
  )
} as const
