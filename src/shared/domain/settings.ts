/** Settings: one strict schema with defaults. Keys of vendors are not settings; only their presence is ever shown. */
import { z } from 'zod'
import { microUsdSchema } from '../money.ts'
import { workflowProblem } from './comfy-workflow.ts'
import { brandKitSchema } from './prompt.ts'
import { imageProviderIdSchema } from './provider.ts'
import { bandwidthSchema, storeConfigSchema } from './storage.ts'

/** Names under which secrets lie in the keychain; also the environment variables that override them. */
export const SECRET_NAMES = [
  'STABILITY_API_KEY',
  'REPLICATE_API_TOKEN',
  'TOGETHER_API_KEY',
  'OPENAI_API_KEY',
  'FAL_KEY',
  'GEMINI_API_KEY',
  'RUNWAYML_API_SECRET',
  'MINIMAX_API_KEY',
  'R2_ACCESS_KEY_ID',
  'R2_SECRET_ACCESS_KEY',
  'B2_ACCESS_KEY_ID',
  'B2_SECRET_ACCESS_KEY',
  'S3_PRIMARY_ACCESS_KEY_ID',
  'S3_PRIMARY_SECRET_ACCESS_KEY',
  'S3_BACKUP_ACCESS_KEY_ID',
  'S3_BACKUP_SECRET_ACCESS_KEY'
] as const
export const secretNameSchema = z.enum(SECRET_NAMES)
export type SecretName = z.output<typeof secretNameSchema>

/** Older or vendor-given names of the same secret, read from the environment only. */
export const SECRET_ALIASES: Readonly<Partial<Record<SecretName, readonly string[]>>> = {
  REPLICATE_API_TOKEN: ['REPLICATE_API_KEY'],
  RUNWAYML_API_SECRET: ['RUNWAYML_API_KEY']
}

const baseUrlSchema = z
  .url()
  .max(2048)
  .refine((url) => /^https?:/.test(url), 'Use an http or https address.')

export const providerSettingsSchema = z.strictObject({
  enabled: z.boolean().optional(),
  /** Overrides the vendor's address; null means the vendor's own. */
  baseUrl: baseUrlSchema.nullable().optional(),
  model: z.string().max(200).nullable().optional(),
  /** Used only after asking, or with --allow-emergency, when beyond the max price. */
  emergency: z.boolean().optional()
})
export type ProviderSettings = z.output<typeof providerSettingsSchema>

function isPlainObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The path of a file, or the workflow itself, as text or as the JSON it is. */
const workflowSchema = z.preprocess(
  (value) => (isPlainObject(value) ? JSON.stringify(value) : value),
  z
    .string()
    .trim()
    .min(1)
    .max(200_000)
    .superRefine((text, context) => {
      const problem = text.startsWith('{') ? workflowProblem(text) : null
      if (problem !== null) context.addIssue({ code: 'custom', message: problem })
    })
)

const providersSchema = z.strictObject({
  /** Preferred order; providers not named follow by price. Empty = cheapest first. */
  order: z.array(imageProviderIdSchema).max(20).default([]),
  /** Never pay more than this for one image without asking. */
  maxPriceMicroUsd: microUsdSchema.nullable().default(50_000),
  composer: providerSettingsSchema.default({}),
  a1111: providerSettingsSchema.default({}),
  comfyui: providerSettingsSchema
    .extend({
      /** A workflow in API format with {prompt} in it, as JSON or as a file's path; null is the app's own. */
      workflow: workflowSchema.nullable().optional()
    })
    .default({}),
  together: providerSettingsSchema.default({}),
  replicate: providerSettingsSchema.default({}),
  fal: providerSettingsSchema.default({}),
  stability: providerSettingsSchema.default({}),
  gemini: providerSettingsSchema.default({}),
  openai: providerSettingsSchema.default({})
})

const videoProviderSchema = z.strictObject({ baseUrl: baseUrlSchema.nullable().optional() })

export const settingsSchema = z.strictObject({
  providers: providersSchema.prefault({}),
  videoProviders: z
    .strictObject({
      runway: videoProviderSchema.default({}),
      pika: videoProviderSchema.default({}),
      minimax: videoProviderSchema.default({})
    })
    .prefault({}),
  stores: z
    .strictObject({
      /** Null = the default folder inside the data folder. */
      primary: storeConfigSchema.nullable().default(null),
      backup: storeConfigSchema.nullable().default(null),
      preferred: z.enum(['primary', 'backup']).default('primary'),
      bandwidth: bandwidthSchema.prefault({})
    })
    .prefault({}),
  budget: z
    .strictObject({
      /** Dollars per calendar month; null = no limit. */
      monthlyUsd: z.number().min(0).max(1e6).nullable().default(null),
      perCampaignUsd: z.number().min(0).max(1e6).nullable().default(null),
      perProviderUsd: z.record(z.string().max(40), z.number().min(0).max(1e6)).default({})
    })
    .prefault({}),
  prompts: z
    .strictObject({
      /** One sentence a line with fields such as {product} and {benefit}; null is the shipped one. */
      template: z.string().max(4000).nullable().default(null),
      /** Added to every prompt of a campaign in place of the platform's own style. */
      style: z.string().max(500).default(''),
      /** Added to what pictures leave out. */
      negative: z.string().max(1000).default('')
    })
    .prefault({}),
  brand: brandKitSchema.prefault({}),
  savings: z
    .strictObject({
      /** Reference for "saved": DALL-E 3 standard, $0.040 an image, retired 2026-05-12; historic and editable. */
      referenceLabel: z.string().max(120).default('DALL-E 3 (historic)'),
      referencePriceMicroUsd: microUsdSchema.default(40_000)
    })
    .prefault({}),
  images: z
    .strictObject({
      optimise: z.boolean().default(false),
      keepOriginal: z.boolean().default(true),
      maxSidePx: z.int().min(256).max(20000).default(4096),
      quality: z.int().min(1).max(100).default(90),
      format: z.enum(['keep', 'jpeg', 'webp', 'avif', 'png']).default('keep')
    })
    .prefault({}),
  ffmpeg: z.strictObject({ path: z.string().max(4096).nullable().default(null) }).prefault({}),
  user: z
    .strictObject({
      /** First folder level of object keys. */ id: z
        .string()
        .max(40)
        .regex(/^[a-z0-9-]{1,40}$/)
        .default('local')
    })
    .prefault({}),
  appearance: z.strictObject({ theme: z.enum(['system', 'light', 'dark']).default('system') }).prefault({}),
  /** One request to the publisher at each start; off until the person turns it on. */
  updates: z.strictObject({ check: z.boolean().default(false) }).prefault({}),
  onboarding: z.strictObject({ done: z.boolean().default(false) }).prefault({})
})
export type Settings = z.output<typeof settingsSchema>

export const keyStatusSchema = z.object({
  name: secretNameSchema,
  configured: z.boolean(),
  /** Where it comes from; an environment variable wins over the keychain. */
  source: z.enum(['keychain', 'environment']).nullable()
})
export type KeyStatus = z.output<typeof keyStatusSchema>
