/** Routes about jobs. */
import { z } from 'zod'
import { jobIdSchema, jobSnapshotSchema } from '../../domain/job.ts'
import { route } from '../route.ts'

export const jobRoutes = {
  /** All jobs of this run of the app, newest first; how a reloaded window finds them again. */
  'job.list': route(z.strictObject({}), z.object({ jobs: z.array(jobSnapshotSchema) })),
  'job.cancel': route(z.strictObject({ id: jobIdSchema }), z.object({ cancelled: z.boolean() })),
  /** Starts the same work again under a new id; NOT_FOUND for an unknown job, CONFLICT while it runs. */
  'job.retry': route(z.strictObject({ id: jobIdSchema }), jobIdSchema)
} as const
