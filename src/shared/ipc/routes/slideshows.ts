/** Routes about slideshows. */
import { z } from 'zod'
import { campaignIdSchema } from '../../domain/campaign.ts'
import { jobIdSchema } from '../../domain/job.ts'
import { storyboardSchema } from '../../domain/slideshow.ts'
import { route } from '../route.ts'

export const slideshowRoutes = {
  /** Starts a job of kind slideshow.render; the video lands in the library. */
  'slideshow.render': route(
    z.strictObject({
      storyboard: storyboardSchema,
      campaignId: campaignIdSchema.nullable(),
      name: z.string().min(1).max(200)
    }),
    jobIdSchema
  )
} as const
