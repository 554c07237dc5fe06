/** Routes about the start of the app: the only ones answered while the catalog is damaged and nothing else works. */
import { z } from 'zod'
import { jobIdSchema } from '../../domain/job.ts'
import { storeSideSchema } from '../../domain/storage.ts'
import { route } from '../route.ts'

export const startStateSchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('ready') }),
  z.object({
    /** The catalog file cannot be used; every other route fails with DATABASE_DAMAGED until `start.recover`. */
    state: z.literal('damagedCatalog'),
    message: z.string()
  })
])
export type StartState = z.output<typeof startStateSchema>

export const startRoutes = {
  /** The first thing a window asks. */
  'start.state': route(z.strictObject({}), startStateSchema),
  /**
   * Keeps the damaged catalog under another name, starts an empty one and a job of kind storage.rebuild that fills it
   * from this store; all other routes work from then on. CONFLICT when the catalog is not damaged.
   */
  'start.recover': route(z.strictObject({ from: storeSideSchema }), jobIdSchema),
  /** Ends the app without touching anything. */
  'start.quit': route(z.strictObject({}), z.object({ quitting: z.literal(true) }))
} as const
