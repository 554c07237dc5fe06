/** Jobs: long work with progress and cancel, as seen from outside main. */
import { z } from 'zod'

export const jobIdSchema = z.string().min(1).max(64).brand('JobId')
export type JobId = z.output<typeof jobIdSchema>

export const JOB_KINDS = [
  'demo',
  'campaign.generate',
  'campaign.export',
  'image.generate',
  'asset.import',
  'library.duplicates',
  'library.fix',
  'storage.sync',
  'storage.verify',
  'storage.repair',
  'storage.check',
  'storage.rebuild',
  'storage.drill',
  'storage.scrub',
  'storage.purge',
  'storage.snapshot',
  'storage.test',
  'slideshow.render',
  'video.generate'
] as const
export const jobKindSchema = z.enum(JOB_KINDS)
export type JobKind = z.output<typeof jobKindSchema>

export const jobStateSchema = z.enum(['queued', 'running', 'succeeded', 'failed', 'cancelled'])
export type JobState = z.output<typeof jobStateSchema>

export const jobSnapshotSchema = z.object({
  id: jobIdSchema,
  kind: jobKindSchema,
  title: z.string(),
  /** Id of what the job is about: a campaign, a slideshow. Absent when it is about nothing in particular. */
  subjectId: z.string().max(64).optional(),
  state: jobStateSchema,
  /** Integer progress; `stage` says the unit: "images", "frames". Total 0 = not known yet. */
  done: z.int(),
  total: z.int(),
  stage: z.string(),
  startedAt: z.int(),
  endedAt: z.int().nullable(),
  result: z.unknown().optional(),
  error: z
    .object({
      code: z.string(),
      message: z.string(),
      retryable: z.boolean(),
      details: z.record(z.string(), z.unknown()).optional()
    })
    .optional()
})
export type JobSnapshot = z.output<typeof jobSnapshotSchema>
