/** The only SQL about campaigns; rows to domain and back. */
import { z } from 'zod'
import { type Brief, briefSchema, type Campaign, type CampaignSummary } from '#shared/domain/campaign.ts'
import { type PlannedPost, type PlanShape, plannedPostSchema, planShapeSchema } from '#shared/domain/plan.ts'
import type { Db } from '../db/connection.ts'

export interface CampaignRepository {
  insert(campaign: Campaign): void
  update(campaign: Campaign): void
  /** Only for a campaign that nothing refers to. */
  remove(id: string): void
  find(id: string): Campaign | null
  /** Newest first, with figures. */
  list(): readonly CampaignSummary[]
  /** Empty for an unknown campaign too. */
  findPosts(id: string): readonly PlannedPost[]
  savePosts(id: string, posts: readonly PlannedPost[], now: number): void
  /** Null for a plan nobody has shaped, and for an unknown campaign. */
  findShape(id: string): PlanShape | null
  saveShape(id: string, shape: PlanShape, now: number): void
  /** True when it was changed; `change` gives null to leave it. Nobody else writes between reading and writing. */
  changeShape(id: string, change: (kept: PlanShape | null) => PlanShape | null, now: number): boolean
}

const rowSchema = z.object({
  id: z.string(),
  name: z.string(),
  brief_json: z.string(),
  created_at: z.int(),
  updated_at: z.int()
})

const summaryRowSchema = rowSchema.extend({
  image_count: z.int(),
  document_count: z.int(),
  video_count: z.int(),
  cost_microusd: z.int(),
  cover_asset_id: z.string().nullable()
})

// The cover: the newest picture that fills a landscape card, else the newest.
const SUMMARY_SQL = /* sql */ `
  SELECT c.*,
    (SELECT count(*) FROM asset WHERE campaign_id = c.id AND kind = 'image' AND deleted_at IS NULL) AS image_count,
    (SELECT count(*) FROM asset WHERE campaign_id = c.id AND kind = 'document' AND deleted_at IS NULL) AS document_count,
    (SELECT count(*) FROM asset WHERE campaign_id = c.id AND kind = 'video' AND deleted_at IS NULL) AS video_count,
    (SELECT coalesce(sum(cost_microusd), 0) FROM asset WHERE campaign_id = c.id) AS cost_microusd,
    (SELECT id FROM (SELECT id, created_at, width_px, height_px FROM asset
        WHERE campaign_id = c.id AND kind = 'image' AND deleted_at IS NULL
        ORDER BY created_at DESC, id DESC LIMIT 12)
      ORDER BY width_px >= height_px * 1.2 DESC, created_at DESC, id DESC LIMIT 1) AS cover_asset_id
  FROM campaign c ORDER BY c.created_at DESC, c.id DESC`

export function createCampaignRepository(db: Db): CampaignRepository {
  const statements = {
    insert: db.prepare(
      'INSERT INTO campaign (id, name, brief_json, created_at, updated_at) VALUES (@id, @name, @brief, @createdAt, @updatedAt)'
    ),
    update: db.prepare(
      'UPDATE campaign SET name = @name, brief_json = @brief, updated_at = @updatedAt WHERE id = @id'
    ),
    remove: db.prepare('DELETE FROM campaign WHERE id = @id'),
    find: db.prepare('SELECT * FROM campaign WHERE id = @id'),
    list: db.prepare(SUMMARY_SQL),
    findPosts: db.prepare('SELECT posts_json FROM campaign WHERE id = @id').pluck(),
    savePosts: db.prepare('UPDATE campaign SET posts_json = @posts, updated_at = @now WHERE id = @id'),
    findShape: db.prepare('SELECT shape_json FROM campaign WHERE id = @id').pluck(),
    saveShape: db.prepare('UPDATE campaign SET shape_json = @shape, updated_at = @now WHERE id = @id')
  }
  function findShape(id: string): PlanShape | null {
    const json = z.string().nullish().parse(statements.findShape.get({ id }))
    return typeof json === 'string' ? planShapeSchema.parse(JSON.parse(json)) : null
  }
  const saveShape = (id: string, shape: PlanShape, now: number): void =>
    void statements.saveShape.run({ id, shape: JSON.stringify(shape), now })
  const changeShape = db.transaction(
    (...[id, change, now]: Parameters<CampaignRepository['changeShape']>) => {
      const next = change(findShape(id))
      if (next !== null) saveShape(id, next, now)
      return next !== null
    }
  )
  return {
    insert: ({ brief, ...campaign }) =>
      void statements.insert.run({ ...campaign, brief: JSON.stringify(brief) }),
    update: ({ id, name, brief, updatedAt }) =>
      void statements.update.run({ id, name, brief: JSON.stringify(brief), updatedAt }),
    remove: (id) => void statements.remove.run({ id }),
    find(id) {
      const row = statements.find.get({ id })
      return row === undefined ? null : toCampaign(rowSchema.parse(row))
    },
    list: () => statements.list.all().map((row) => toSummary(summaryRowSchema.parse(row))),
    findPosts(id) {
      const json = z.string().optional().parse(statements.findPosts.get({ id }))
      return json === undefined ? [] : z.array(plannedPostSchema).parse(JSON.parse(json))
    },
    savePosts: (id, posts, now) => void statements.savePosts.run({ id, posts: JSON.stringify(posts), now }),
    findShape,
    saveShape,
    changeShape: (id, change, now) => changeShape.immediate(id, change, now)
  }
}

function toBrief(json: string): Brief {
  return briefSchema.parse(JSON.parse(json))
}

function toCampaign(row: z.output<typeof rowSchema>): Campaign {
  return {
    id: row.id,
    name: row.name,
    brief: toBrief(row.brief_json),
    createdAt: row.created_at,
    updatedAt: row.updated_at
  }
}

function toSummary(row: z.output<typeof summaryRowSchema>): CampaignSummary {
  return {
    ...toCampaign(row),
    imageCount: row.image_count,
    documentCount: row.document_count,
    videoCount: row.video_count,
    costMicroUsd: row.cost_microusd,
    coverAssetId: row.cover_asset_id
  }
}
