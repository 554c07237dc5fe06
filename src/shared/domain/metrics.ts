/** Figures on screen and in `metrics`: cost, performance and usage. */
import { z } from 'zod'
import { microUsdSchema } from '../money.ts'

export const metricsSchema = z.object({
  cost: z.object({
    totalMicroUsd: microUsdSchema,
    monthMicroUsd: microUsdSchema,
    possiblyBilledMicroUsd: microUsdSchema,
    referenceMicroUsd: microUsdSchema,
    savingsMicroUsd: microUsdSchema,
    savingsPercent: z.number(),
    perImageMicroUsd: microUsdSchema.nullable(),
    byProvider: z.array(
      z.object({ provider: z.string(), attempts: z.int(), images: z.int(), costMicroUsd: microUsdSchema })
    )
  }),
  performance: z.object({
    attempts: z.int(),
    successRatio: z.number().nullable(),
    responseP50Ms: z.number().nullable(),
    responseP99Ms: z.number().nullable(),
    failoverRate: z.number(),
    uptimePercent: z.object({ primary: z.number().nullable(), backup: z.number().nullable() })
  }),
  usage: z.object({
    images: z.int(),
    documents: z.int(),
    videos: z.int(),
    campaigns: z.int(),
    storageBytes: z.int(),
    fullySynced: z.int()
  })
})
export type Metrics = z.output<typeof metricsSchema>
