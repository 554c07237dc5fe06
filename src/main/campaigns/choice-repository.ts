/** The only SQL about what people chose for a campaign: its own prompt words, and the picture of each post. */
import { z } from 'zod'
import { type PlatformId, platformIdSchema } from '#shared/domain/platform.ts'
import { NO_PROMPT_WISHES, type PromptWishes } from '#shared/domain/prompt.ts'
import type { Db } from '../db/connection.ts'

export interface Pick {
  readonly platform: PlatformId
  readonly post: number
  readonly assetId: string
}

export interface ChoiceRepository {
  /** All null where nothing was chosen. */
  prompts(campaignId: string): PromptWishes
  setPrompts(campaignId: string, wishes: PromptWishes): void
  picks(campaignId: string): readonly Pick[]
  setPick(campaignId: string, pick: Pick): void
  removePick(campaignId: string, post: Omit<Pick, 'assetId'>): void
}

// Templates were checked when they were saved; one that names a field of an older app still fills what it can.
const wishesRowSchema = z.object({
  template: z.string().nullable(),
  style: z.string().nullable(),
  negative: z.string().nullable()
})
const pickRowSchema = z.object({ platform: platformIdSchema, post: z.int(), asset_id: z.string() })

export function createChoiceRepository(db: Db): ChoiceRepository {
  const findPrompts = db.prepare(
    'SELECT template, style, negative FROM campaign_prompt WHERE campaign_id = @campaignId'
  )
  const savePrompts = db.prepare(
    `INSERT INTO campaign_prompt (campaign_id, template, style, negative)
     VALUES (@campaignId, @template, @style, @negative)
     ON CONFLICT (campaign_id) DO UPDATE SET template = @template, style = @style, negative = @negative`
  )
  const listPicks = db.prepare(
    'SELECT platform, post, asset_id FROM post_pick WHERE campaign_id = @campaignId'
  )
  const savePick = db.prepare(
    `INSERT INTO post_pick (campaign_id, platform, post, asset_id) VALUES (@campaignId, @platform, @post, @assetId)
     ON CONFLICT (campaign_id, platform, post) DO UPDATE SET asset_id = @assetId`
  )
  const deletePick = db.prepare(
    'DELETE FROM post_pick WHERE campaign_id = @campaignId AND platform = @platform AND post = @post'
  )
  return {
    prompts(campaignId) {
      const row = findPrompts.get({ campaignId })
      return row === undefined ? NO_PROMPT_WISHES : wishesRowSchema.parse(row)
    },
    setPrompts: (campaignId, { template, style, negative }) =>
      void savePrompts.run({ campaignId, template, style, negative }),
    picks: (campaignId) => listPicks.all({ campaignId }).map((row) => toPick(pickRowSchema.parse(row))),
    setPick: (campaignId, { platform, post, assetId }) =>
      void savePick.run({ campaignId, platform, post, assetId }),
    removePick: (campaignId, { platform, post }) => void deletePick.run({ campaignId, platform, post })
  }
}

function toPick(row: z.output<typeof pickRowSchema>): Pick {
  return { platform: row.platform, post: row.post, assetId: row.asset_id }
}
