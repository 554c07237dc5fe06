/** What the editor is told about a storyboard: its frames, what to look at twice, its pictures, sound and saved state. */
import { z } from 'zod'
import { motionFrameSchema, presetSchema, renderResultSchema, storyboardSchema } from './slideshow.ts'

/** Where a slide lies on the timeline, in frames. */
export const planSlideSchema = z.object({
  index: z.int(),
  /** First frame on which any of the slide is seen. */
  firstFrame: z.int(),
  /** All frames on which it is seen, transitions included. */
  frames: z.int(),
  /** Frames shared with the slide before. */
  inFrames: z.int(),
  /** Frames shared with the next slide. */
  outFrames: z.int(),
  /** The rectangles Ken Burns motion runs between; null where the slide does not move. */
  motion: z.object({ from: motionFrameSchema, to: motionFrameSchema }).nullable()
})

/**
 * characters = no font has them, they would be drawn as boxes. missing = the file or asset is not there.
 * transition = shortened because a neighbour is too short for it. contrast = the caption's chosen colours read badly.
 */
export const PLAN_WARNING_KINDS = ['characters', 'missing', 'transition', 'contrast'] as const
export const planWarningSchema = z.object({
  kind: z.enum(PLAN_WARNING_KINDS),
  /** Null for what belongs to the whole storyboard. */
  slide: z.int().nullable(),
  message: z.string(),
  /** The characters themselves; empty for other kinds. */
  characters: z.array(z.string())
})
export type PlanWarning = z.output<typeof planWarningSchema>

export const storyboardPlanSchema = z.object({
  frames: z.int(),
  framesPerSecond: z.int(),
  durationSeconds: z.number(),
  widthPx: z.int(),
  heightPx: z.int(),
  posterFrame: z.int(),
  slides: z.array(planSlideSchema),
  warnings: z.array(planWarningSchema)
})
export type StoryboardPlan = z.output<typeof storyboardPlanSchema>

/** Music for the editor: its shape, and the grid slide lengths may snap to. Moments are seconds of the file. */
export const soundShapeSchema = z.object({
  durationSeconds: z.number(),
  /** False when the file is longer than what was read (15 minutes). */
  isWhole: z.boolean(),
  /** Largest level of equal parts of the file, 0 … 1. */
  peaks: z.array(z.number()),
  /** Null without a steady beat. */
  beatsPerMinute: z.number().nullable(),
  beats: z.array(z.number())
})
export type SoundShape = z.output<typeof soundShapeSchema>

export const storyboardIdSchema = z.string().min(1).max(64)

/** A storyboard as it was last saved, without its slides. */
export const savedStoryboardSchema = z.object({
  id: storyboardIdSchema,
  campaignId: z.string().nullable(),
  name: z.string(),
  slideCount: z.int(),
  /** The first picture; null where no slide shows one of the library. */
  coverAssetId: z.string().nullable(),
  preset: presetSchema,
  createdAt: z.int(),
  updatedAt: z.int()
})
export type SavedStoryboard = z.output<typeof savedStoryboardSchema>

export const openStoryboardSchema = savedStoryboardSchema.extend({ storyboard: storyboardSchema })
export type OpenStoryboard = z.output<typeof openStoryboardSchema>

/** One video of a set; paths are null where no folder was asked for. */
export const setVideoSchema = renderResultSchema.extend({
  preset: presetSchema,
  sha256: z.string(),
  posterPath: z.string().nullable(),
  /** The video in the library. */
  assetId: z.string()
})

export const setResultSchema = z.object({
  manifestPath: z.string().nullable(),
  subtitlePaths: z.array(z.string()),
  videos: z.array(setVideoSchema)
})
export type SetResult = z.output<typeof setResultSchema>
