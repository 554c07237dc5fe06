/** Routes about clips that vendors make from a picture. */
import { z } from 'zod'
import { assetIdSchema } from '../../domain/asset.ts'
import { campaignIdSchema } from '../../domain/campaign.ts'
import { videoProviderIdSchema, videoProviderStatusSchema } from '../../domain/clip.ts'
import { jobIdSchema } from '../../domain/job.ts'
import { presetSchema } from '../../domain/slideshow.ts'
import { microUsdSchema } from '../../money.ts'
import { route } from '../route.ts'

export const clipRoutes = {
  /** Every provider with its price; those without a key and those that ended are listed as such. */
  'clip.providers': route(
    z.strictObject({}),
    z.object({ providers: z.array(videoProviderStatusSchema).readonly() })
  ),
  /** By the price table; no network, no money. */
  'clip.estimate': route(
    z.strictObject({ provider: videoProviderIdSchema, seconds: z.number().min(1).max(60) }),
    z.object({ costMicroUsd: microUsdSchema })
  ),
  /**
   * Starts a job of kind video.generate whose result is a LibraryClip. Money. CONFLICT {reason: possibly_billed} when
   * an earlier order of the same clip may have been billed; `allowSecondPayment` orders it anew.
   */
  'clip.make': route(
    z.strictObject({
      provider: videoProviderIdSchema,
      /** The picture the clip starts with. */
      assetId: assetIdSchema,
      prompt: z.string().min(1).max(2000),
      seconds: z.number().min(1).max(60),
      preset: presetSchema,
      campaignId: campaignIdSchema.nullable(),
      allowSecondPayment: z.boolean().default(false)
    }),
    jobIdSchema
  )
} as const
