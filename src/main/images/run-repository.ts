/** Campaign runs and their cells, kept so that a run goes on after a quit or a crash. The only SQL about runs. */
import { z } from 'zod'
import { type PlatformId, platformIdSchema } from '#shared/domain/platform.ts'
import type { MicroUsd } from '#shared/money.ts'
import type { Db } from '../db/database.ts'

export const CELL_STATES = ['planned', 'running', 'delivered', 'failed', 'unknown'] as const
export type CellState = (typeof CELL_STATES)[number]

/** What makes two runs the same plan. */
export interface RunPlan {
  readonly platforms: readonly PlatformId[]
  readonly posts: number
  readonly variants: number
}

export interface Run {
  readonly id: string
  readonly campaignId: string
  readonly estimateMicroUsd: MicroUsd
}

export interface CellKey {
  readonly platform: PlatformId
  readonly post: number
  readonly variant: number
}

export interface Cell extends CellKey {
  readonly state: CellState
  readonly prompt: string
  readonly negativePrompt: string
  readonly assetId: string | null
  readonly code: string | null
  readonly message: string | null
}

export interface RunRepository {
  create(
    run: Run & { readonly plan: RunPlan; readonly createdAt: number },
    cells: readonly (CellKey & { readonly prompt: string; readonly negativePrompt: string })[]
  ): void
  /** The newest run of the campaign with this very plan that still has something to do; null when there is none. */
  findOpen(campaignId: string, plan: RunPlan): Run | null
  /** The newest run of the campaign; null when there is none. */
  findLatest(campaignId: string): (Run & { readonly plan: RunPlan }) | null
  /** The newest run of the campaign that has this cell; null when there is none. */
  findLatestWith(campaignId: string, key: CellKey): Run | null
  cells(runId: string): readonly Cell[]
  setCell(runId: string, key: CellKey, change: Pick<Cell, 'state' | 'assetId' | 'code' | 'message'>): void
  /** Opens the run again, for cells to be retried. */
  reopen(runId: string): void
  close(runId: string, endedAt: number): void
}

const planSchema = z.object({ platforms: z.array(platformIdSchema), posts: z.int(), variants: z.int() })

interface RunRow {
  id: string
  campaign_id: string
  plan_json: string
  estimate_microusd: number
}

interface CellRow {
  platform: string
  post: number
  variant: number
  state: CellState
  prompt: string
  negative_prompt: string
  asset_id: string | null
  code: string | null
  message: string | null
}

export function createRunRepository(db: Db): RunRepository {
  const insertRun = db.prepare(
    `INSERT INTO generation_run (id, campaign_id, plan_json, estimate_microusd, created_at)
     VALUES (@id, @campaignId, @planJson, @estimateMicroUsd, @createdAt)`
  )
  const insertCell = db.prepare(
    `INSERT INTO generation_cell (run_id, platform, post, variant, prompt, negative_prompt)
     VALUES (@runId, @platform, @post, @variant, @prompt, @negativePrompt)`
  )
  const findOpen = db.prepare<{ campaignId: string; planJson: string }, RunRow>(
    `SELECT * FROM generation_run WHERE campaign_id = @campaignId AND plan_json = @planJson AND is_open = 1
     ORDER BY created_at DESC, id DESC LIMIT 1`
  )
  const findLatest = db.prepare<{ campaignId: string }, RunRow>(
    'SELECT * FROM generation_run WHERE campaign_id = @campaignId ORDER BY created_at DESC, id DESC LIMIT 1'
  )
  const findLatestWith = db.prepare<CellKey & { campaignId: string }, RunRow>(
    `SELECT generation_run.* FROM generation_run JOIN generation_cell ON generation_cell.run_id = generation_run.id
     WHERE campaign_id = @campaignId AND platform = @platform AND post = @post AND variant = @variant
     ORDER BY created_at DESC, id DESC LIMIT 1`
  )
  const cells = db.prepare<{ runId: string }, CellRow>(
    'SELECT * FROM generation_cell WHERE run_id = @runId ORDER BY platform, post, variant'
  )
  const setCell = db.prepare(
    `UPDATE generation_cell SET state = @state, asset_id = @assetId, code = @code, message = @message
     WHERE run_id = @runId AND platform = @platform AND post = @post AND variant = @variant`
  )
  const setOpen = db.prepare(
    'UPDATE generation_run SET is_open = @isOpen, ended_at = @endedAt WHERE id = @runId'
  )
  const create = db.transaction(
    (run: Parameters<RunRepository['create']>[0], planned: Parameters<RunRepository['create']>[1]) => {
      insertRun.run({ ...run, plan: undefined, planJson: toPlanJson(run.plan) })
      for (const cell of planned) insertCell.run({ runId: run.id, ...cell })
    }
  )
  return {
    create: (run, planned) => create.immediate(run, planned),
    findOpen: (campaignId, plan) => {
      const row = findOpen.get({ campaignId, planJson: toPlanJson(plan) })
      return row === undefined ? null : toRun(row)
    },
    findLatest: (campaignId) => {
      const row = findLatest.get({ campaignId })
      return row === undefined ? null : { ...toRun(row), plan: planSchema.parse(JSON.parse(row.plan_json)) }
    },
    findLatestWith: (campaignId, { platform, post, variant }) => {
      const row = findLatestWith.get({ campaignId, platform, post, variant })
      return row === undefined ? null : toRun(row)
    },
    cells: (runId) => cells.all({ runId }).map(toCell),
    setCell: (runId, key, change) => {
      const { platform, post, variant } = key
      const { state, assetId, code, message } = change
      setCell.run({ runId, platform, post, variant, state, assetId, code, message })
    },
    reopen: (runId) => {
      setOpen.run({ runId, isOpen: 1, endedAt: null })
    },
    close: (runId, endedAt) => {
      setOpen.run({ runId, isOpen: 0, endedAt })
    }
  }
}

/** One spelling for one plan, whatever order the platforms were named in. */
function toPlanJson(plan: RunPlan): string {
  return JSON.stringify({ platforms: plan.platforms.toSorted(), posts: plan.posts, variants: plan.variants })
}

function toRun(row: RunRow): Run {
  return { id: row.id, campaignId: row.campaign_id, estimateMicroUsd: row.estimate_microusd }
}

function toCell(row: CellRow): Cell {
  return {
    platform: platformIdSchema.parse(row.platform),
    post: row.post,
    variant: row.variant,
    state: row.state,
    prompt: row.prompt,
    negativePrompt: row.negative_prompt,
    assetId: row.asset_id,
    code: row.code,
    message: row.message
  }
}
