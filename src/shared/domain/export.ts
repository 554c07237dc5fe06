/** The bundle a campaign is handed over as, and its manifest. */
import { z } from 'zod'
import { sha256Schema } from './asset.ts'
import { platformIdSchema } from './platform.ts'

/** manifest.json of a bundle: what each file is and how to prove it is whole. */
export const exportManifestSchema = z.object({
  campaign: z.string(),
  /** ISO time. */
  exportedAt: z.string(),
  files: z.array(
    z.object({
      /** Inside the bundle, with forward slashes. */
      file: z.string(),
      sha256: sha256Schema,
      sizeBytes: z.int(),
      mediaType: z.string(),
      platform: platformIdSchema.nullable(),
      post: z.int().nullable(),
      widthPx: z.int().nullable(),
      heightPx: z.int().nullable(),
      caption: z.string().nullable(),
      altText: z.string().nullable(),
      /** ISO time the post is planned for; nothing was published. */
      plannedFor: z.string().nullable(),
      provider: z.string().nullable(),
      model: z.string().nullable(),
      costUsd: z.number()
    })
  ),
  /** Every post that has a day, also those without a picture, by day. */
  calendar: z.array(
    z.object({
      platform: platformIdSchema,
      post: z.int(),
      plannedFor: z.string(),
      file: z.string().nullable()
    })
  )
})
export type ExportManifest = z.output<typeof exportManifestSchema>

export const exportResultSchema = z.object({
  path: z.string(),
  /** Files in the bundle, texts and manifest included. */
  files: z.int()
})
export type ExportResult = z.output<typeof exportResultSchema>
