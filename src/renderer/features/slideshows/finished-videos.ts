/** Reads what a finished render says of its videos. Pure. */
import { z } from 'zod'
import { renderResultSchema } from '#shared/domain/slideshow.ts'

const videoSchema = renderResultSchema
  .pick({ durationSeconds: true, widthPx: true, heightPx: true, sizeBytes: true, placements: true })
  .extend({ assetId: z.string() })
const resultSchema = z.union([z.object({ videos: z.array(videoSchema) }), videoSchema])

export type FinishedVideo = z.output<typeof videoSchema>

/** Videos of one render or of a set; empty for anything else. */
export function finishedVideos(result: unknown): readonly FinishedVideo[] {
  const read = resultSchema.safeParse(result)
  if (!read.success) return []
  return 'videos' in read.data ? read.data.videos : [read.data]
}

export interface PlacementSummary {
  readonly fits: readonly string[]
  readonly problems: readonly { readonly label: string; readonly text: string }[]
}

/** Which platforms take the video, and what the others object to. */
export function placementsOf({ placements = [] }: FinishedVideo): PlacementSummary {
  return {
    fits: placements.filter((one) => one.fits).map((one) => one.label),
    problems: placements
      .filter((one) => !one.fits)
      .map((one) => ({ label: one.label, text: one.problems.join(' ') }))
  }
}
