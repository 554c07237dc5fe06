/** Routes about slideshows: plan, look, listen, save, render. Pictures and sounds are given by asset id or by path. */
import { z } from 'zod'
import { assetIdSchema } from '../../domain/asset.ts'
import { campaignIdSchema } from '../../domain/campaign.ts'
import { jobIdSchema } from '../../domain/job.ts'
import { motionSchema, presetSchema, storyboardSchema, transitionSchema } from '../../domain/slideshow.ts'
import {
  openStoryboardSchema,
  savedStoryboardSchema,
  soundShapeSchema,
  storyboardIdSchema,
  storyboardPlanSchema
} from '../../domain/slideshow-plan.ts'
import { route } from '../route.ts'

const nameSchema = z.string().min(1).max(200)
const storyboardInput = z.strictObject({ storyboard: storyboardSchema })
/** A sound or picture: exactly one of the two. */
const sourceShape = { assetId: assetIdSchema.optional(), path: z.string().min(1).max(4096).optional() }

export const slideshowRoutes = {
  /** The timeline in frames, and warnings (characters without a font, missing files, shortened transitions). Quick. */
  'slideshow.plan': route(storyboardInput, storyboardPlanSchema),
  /**
   * Draws one frame as the render would. `address` is shown by <img> and stays valid while it is among the last
   * hundred or so. Frames past the ends give the first or last. NOT_FOUND, FILE_DAMAGED, FILE_TOO_LARGE for a picture.
   */
  'slideshow.previewFrame': route(
    z.strictObject({
      storyboard: storyboardSchema,
      frame: z.int().min(-1e6).max(1e7),
      /** Larger sizes than the preset's are not drawn. */
      maxWidthPx: z.int().min(16).max(3840),
      format: z.enum(['jpeg', 'png', 'webp']).default('jpeg')
    }),
    z.object({
      address: z.string(),
      widthPx: z.int(),
      heightPx: z.int(),
      /** The frame drawn. */
      frame: z.int(),
      frames: z.int()
    })
  ),
  /**
   * The sound that the video will have, as a file for <audio>; `address` stays valid while it is among the last few and
   * is null without music and voice. Takes a moment; CANCELLED when another storyboard is asked for meanwhile.
   * NOT_FOUND, FILE_DAMAGED, FFMPEG_MISSING.
   */
  'slideshow.previewSound': route(storyboardInput, z.object({ address: z.string().nullable() })),
  /** A storyboard from the campaign's brief: opening card, benefits as captions, closing card. NOT_FOUND. */
  'slideshow.fromCampaign': route(
    z.strictObject({
      campaignId: campaignIdSchema,
      preset: presetSchema,
      /** Absent = the campaign's photos, or its generated pictures whose shape fits best. */
      assetIds: z.array(assetIdSchema).min(1).max(500).readonly().optional(),
      secondsPerSlide: z.number().min(0.1).max(600).default(3),
      fadeSeconds: z.number().min(0).max(10).default(0.5),
      transition: transitionSchema.default('fade'),
      motion: motionSchema.default('none')
    }),
    storyboardSchema
  ),
  /** Waveform and beats of a sound. FILE_DAMAGED without readable sound, FFMPEG_MISSING, NOT_FOUND. */
  'slideshow.readSound': route(
    z.strictObject({ ...sourceShape, parts: z.int().min(16).max(8000).default(1200) }),
    soundShapeSchema
  ),
  /** The storyboard with slide changes moved to the nearest beats of its music; unchanged without a steady beat. */
  'slideshow.snapToBeats': route(storyboardInput, storyboardSchema),
  /** The captions as texts for files beside the video. */
  'slideshow.captions': route(storyboardInput, z.object({ srt: z.string(), vtt: z.string() })),
  /** Saves; without an id as a new one. Meant for autosave: the newest state replaces the last. */
  'slideshow.save': route(
    z.strictObject({
      id: storyboardIdSchema.optional(),
      campaignId: campaignIdSchema.nullable(),
      name: nameSchema,
      storyboard: storyboardSchema
    }),
    savedStoryboardSchema
  ),
  /** Newest change first; of one campaign, or all without one. */
  'slideshow.list': route(
    z.strictObject({ campaignId: campaignIdSchema.nullable() }),
    z.object({ storyboards: z.array(savedStoryboardSchema).readonly() })
  ),
  /** NOT_FOUND for unknown ids. */
  'slideshow.open': route(z.strictObject({ id: storyboardIdSchema }), openStoryboardSchema),
  /** Videos made from it stay. NOT_FOUND for unknown ids. */
  'slideshow.remove': route(z.strictObject({ id: storyboardIdSchema }), z.object({})),
  /** Starts a job of kind slideshow.render; the video lands in the library. Result: RenderResult and assetId. */
  'slideshow.render': route(
    z.strictObject({
      storyboard: storyboardSchema,
      campaignId: campaignIdSchema.nullable(),
      name: nameSchema,
      /** What the job is about, so that a reloaded window finds it; without one the campaign. */
      storyboardId: storyboardIdSchema.optional()
    }),
    jobIdSchema
  ),
  /**
   * Starts a job of kind slideshow.render: one video per preset with the same cut points, all in the library. With a
   * folder the videos, posters, captions (SRT, VTT) and a JSON manifest are written there too. Result: SetResult.
   */
  'slideshow.renderSet': route(
    z.strictObject({
      storyboard: storyboardSchema,
      campaignId: campaignIdSchema.nullable(),
      name: nameSchema,
      storyboardId: storyboardIdSchema.optional(),
      presets: z.array(presetSchema).min(1).max(4).readonly(),
      /** An existing folder. */
      folder: z.string().min(1).max(4096).nullable()
    }),
    jobIdSchema
  )
} as const
