/** Saved storyboards in the database: the only SQL about them. */
import { z } from 'zod'
import type { Db } from '#main/db/connection.ts'
import { storyboardSchema } from '#shared/domain/slideshow.ts'
import type { OpenStoryboard, SavedStoryboard } from '#shared/domain/slideshow-plan.ts'

const rowSchema = z.object({
  id: z.string(),
  campaign_id: z.string().nullable(),
  name: z.string(),
  storyboard_json: z.string(),
  created_at: z.int(),
  updated_at: z.int()
})

export interface StoryboardRepository {
  /** Inserts or replaces; the time of the first save stays. */
  save(board: Omit<OpenStoryboard, 'slideCount' | 'coverAssetId' | 'preset' | 'createdAt'>): void
  /** Newest change first; all campaigns' without one. */
  list(campaignId: string | null): readonly SavedStoryboard[]
  find(id: string): OpenStoryboard | null
  /** False when there was none. */
  remove(id: string): boolean
}

export function createStoryboardRepository(db: Db): StoryboardRepository {
  const save =
    db.prepare(`INSERT INTO storyboard (id, campaign_id, name, storyboard_json, created_at, updated_at)
    VALUES (:id, :campaignId, :name, :storyboardJson, :updatedAt, :updatedAt)
    ON CONFLICT (id) DO UPDATE SET campaign_id = :campaignId, name = :name, storyboard_json = :storyboardJson,
      updated_at = :updatedAt`)
  const list = db.prepare(`SELECT * FROM storyboard WHERE :campaignId IS NULL OR campaign_id = :campaignId
    ORDER BY updated_at DESC, id`)
  const find = db.prepare('SELECT * FROM storyboard WHERE id = :id')
  const remove = db.prepare('DELETE FROM storyboard WHERE id = :id')
  return {
    save: ({ storyboard, ...board }) =>
      void save.run({ ...board, storyboardJson: JSON.stringify(storyboard) }),
    list: (campaignId) => list.all({ campaignId }).map((row) => toSummary(toBoard(row))),
    find: (id) => {
      const row = find.get({ id })
      return row === undefined ? null : toBoard(row)
    },
    remove: (id) => remove.run({ id }).changes > 0
  }
}

function toBoard(row: unknown): OpenStoryboard {
  const { storyboard_json, campaign_id, created_at, updated_at, ...rest } = rowSchema.parse(row)
  const storyboard = storyboardSchema.parse(JSON.parse(storyboard_json))
  const { preset, slides } = storyboard
  return {
    ...rest,
    campaignId: campaign_id,
    createdAt: created_at,
    updatedAt: updated_at,
    slideCount: slides.length,
    coverAssetId: slides.find((slide) => slide.assetId !== undefined)?.assetId ?? null,
    preset,
    storyboard
  }
}

function toSummary({ storyboard: _, ...summary }: OpenStoryboard): SavedStoryboard {
  return summary
}
