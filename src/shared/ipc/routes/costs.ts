/** Routes about spending in sums, the price table, and what a plan would cost. */
import { z } from 'zod'
import { campaignIdSchema } from '../../domain/campaign.ts'
import {
  campaignSpendSchema,
  priceEntrySchema,
  priceKeySchema,
  priceLineSchema,
  spendPartSchema
} from '../../domain/cost.ts'
import { platformIdSchema } from '../../domain/platform.ts'
import { route } from '../route.ts'
import { estimateSchema } from './campaigns.ts'

const pricesSchema = z.object({ prices: z.array(priceLineSchema) })

export const costRoutes = {
  /** Per local day and provider, from all attempts that started in the last `days`. Days without any are left out. */
  'cost.days': route(
    z.strictObject({ days: z.int().min(1).max(366), campaignId: campaignIdSchema.nullable() }),
    z.object({ parts: z.array(spendPartSchema) })
  ),
  /** Per campaign, over all time, dearest first. */
  'cost.campaigns': route(z.strictObject({}), z.object({ campaigns: z.array(campaignSpendSchema) })),
  'cost.prices': route(z.strictObject({}), pricesSchema),
  /** Replaces one line with a price of one's own, or adds it. Gives the whole table. */
  'cost.setPrice': route(priceEntrySchema, pricesSchema),
  /** Goes back to the shipped price of this line; a line of one's own is gone. */
  'cost.resetPrice': route(priceKeySchema, pricesSchema),
  /** What platforms × posts would cost now, for no campaign in particular. No network, no money. */
  'cost.estimate': route(
    z.strictObject({
      platforms: z.array(platformIdSchema).min(1).max(20),
      posts: z.int().min(1).max(400)
    }),
    estimateSchema
  )
} as const
