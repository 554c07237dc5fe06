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

/** Whose hands a cell is in. */
export interface CellOwner {
  readonly processId: number
  readonly claimedAt: number
}

/** A cell with its run and, once claimed, its owner. */
export interface KnownCell extends Cell {
  readonly runId: string
  readonly owner: CellOwner | null
  /** The process in whose generation it has, or had, its turn; null for none. */
  readonly queuedBy: number | null
}

export interface RunRepository {
  /** False, and nothing written, when the newest run of the plan is no longer `after`: somebody else began one. */
  create(
    run: Run & { readonly plan: RunPlan; readonly createdAt: number },
    cells: readonly Cell[],
    after: Run | null
  ): boolean
  /** The newest run of the campaign with this very plan, open or closed; null when there is none. */
  findNewest(campaignId: string, plan: RunPlan): Run | null
  /** Looks cells up among the runs there are now: as the newest run that has it knows it; null when none has. */
  latestOf(campaignId: string): (key: CellKey) => KnownCell | null
  /** Every cell that is running or in a queue, in whatever run of the campaign. */
  cellsInHand(campaignId: string): readonly KnownCell[]
  /** The plan of every run of the campaign. */
  plans(campaignId: string): readonly RunPlan[]
  /** Says that these cells have their turn in a generation of this process, and of no other. */
  enqueue(runId: string, keys: readonly CellKey[], processId: number): void
  /** That generation has ended. */
  dequeue(runId: string, processId: number): void
  /** The newest run of the campaign that has this cell; null when there is none. */
  findLatestWith(campaignId: string, key: CellKey): Run | null
  cells(runId: string): readonly Cell[]
  find(runId: string, key: CellKey): KnownCell | null
  setCell(runId: string, key: CellKey, change: Pick<Cell, 'state' | 'assetId' | 'code' | 'message'>): void
  /** Gives the cell the state and words of `next` where it still is as it was `seen`; false when somebody worked on it since. */
  replan(runId: string, seen: Cell, next: Cell): boolean
  /** The same square in every run of the campaign that has it as unknown. */
  settleUnknown(
    campaignId: string,
    key: CellKey,
    change: Pick<Cell, 'state' | 'assetId' | 'code' | 'message'>
  ): void
  /**
   * Takes a cell that is to do; false when it is done, unknown, or in the hands of an owner who has not gone. Of two
   * processes only one gets it.
   */
  claim(runId: string, key: CellKey, by: CellOwner & { hasGone(owner: CellOwner): boolean }): boolean
  /** Opens the run again, for cells to be retried. */
  reopen(runId: string): void
  close(runId: string, endedAt: number): void
}

interface RunRow {
  id: string
  campaign_id: string
  estimate_microusd: number
}

interface CellRow {
  run_id: string
  platform: string
  post: number
  variant: number
  state: CellState
  prompt: string
  negative_prompt: string
  asset_id: string | null
  code: string | null
  message: string | null
  process_id: number | null
  claimed_at: number | null
  queued_by: number | null
}

const planSchema = z.object({
  platforms: z.array(platformIdSchema),
  posts: z.int(),
  variants: z.int()
})

export function createRunRepository(db: Db): RunRepository {
  const statements = prepare(db)
  const claim = db.transaction((runId: string, key: CellKey, by: Parameters<RunRepository['claim']>[2]) => {
    const { platform, post, variant } = key
    const row = statements.findCell.get({ runId, platform, post, variant })
    if (row === undefined || !isFree(row, by.hasGone)) return false
    const { processId, claimedAt } = by
    statements.take.run({ runId, platform, post, variant, processId, claimedAt })
    return true
  })
  const create = db.transaction((...[run, planned, after]: Parameters<RunRepository['create']>) => {
    const planJson = toPlanJson(run.plan)
    const newest = statements.findNewest.get({ campaignId: run.campaignId, planJson })
    if (newest?.id !== after?.id) return false
    statements.insertRun.run({ ...run, plan: undefined, planJson })
    for (const cell of planned) statements.insertCell.run({ ...cell, runId: run.id })
    return true
  })
  const enqueue = db.transaction((runId: string, keys: readonly CellKey[], processId: number) => {
    for (const { platform, post, variant } of keys)
      statements.enqueue.run({ runId, platform, post, variant, processId })
  })
  const find = (runId: string, { platform, post, variant }: CellKey): KnownCell | null => {
    const row = statements.findCell.get({ runId, platform, post, variant })
    return row === undefined ? null : toKnownCell(row)
  }
  return {
    create: (run, planned, after) => create.immediate(run, planned, after),
    findNewest: (campaignId, plan) => {
      const row = statements.findNewest.get({ campaignId, planJson: toPlanJson(plan) })
      return row === undefined ? null : toRun(row)
    },
    latestOf: (campaignId) => {
      const ids = statements.runIds.all({ campaignId }).map(({ id }) => id)
      return (key) => {
        for (const id of ids) {
          const cell = find(id, key)
          if (cell !== null) return cell
        }
        return null
      }
    },
    cellsInHand: (campaignId) => statements.cellsInHand.all({ campaignId }).map(toKnownCell),
    plans: (campaignId) =>
      statements.plans.all({ campaignId }).map(({ plan_json: json }) => planSchema.parse(JSON.parse(json))),
    enqueue: (runId, keys, processId) => enqueue.immediate(runId, keys, processId),
    dequeue: (runId, processId) => {
      statements.dequeue.run({ runId, processId })
    },
    findLatestWith: (campaignId, { platform, post, variant }) => {
      const row = statements.findLatestWith.get({ campaignId, platform, post, variant })
      return row === undefined ? null : toRun(row)
    },
    cells: (runId) => statements.cells.all({ runId }).map(toCell),
    find,
    setCell: (runId, key, change) => {
      const { platform, post, variant } = key
      const { state, assetId, code, message } = change
      statements.setCell.run({ runId, platform, post, variant, state, assetId, code, message })
    },
    settleUnknown: (campaignId, { platform, post, variant }, { state, assetId, code, message }) => {
      statements.settleUnknown.run({ campaignId, platform, post, variant, state, assetId, code, message })
    },
    replan: (runId, seen, next) =>
      statements.replan.run({ ...next, runId, seenState: seen.state, seenAssetId: seen.assetId }).changes > 0,
    claim: (runId, key, by) => claim.immediate(runId, key, by),
    reopen: (runId) => {
      statements.setOpen.run({ runId, isOpen: 1, endedAt: null })
    },
    close: (runId, endedAt) => {
      statements.setOpen.run({ runId, isOpen: 0, endedAt })
    }
  }
}

function prepare(db: Db) {
  return {
    insertRun: db.prepare(
      `INSERT INTO generation_run (id, campaign_id, plan_json, estimate_microusd, created_at)
     VALUES (@id, @campaignId, @planJson, @estimateMicroUsd, @createdAt)`
    ),
    insertCell: db.prepare(
      `INSERT INTO generation_cell
       (run_id, platform, post, variant, prompt, negative_prompt, state, asset_id, code, message)
     VALUES (@runId, @platform, @post, @variant, @prompt, @negativePrompt, @state, @assetId, @code, @message)`
    ),
    findNewest: db.prepare<{ campaignId: string; planJson: string }, RunRow>(
      `SELECT * FROM generation_run WHERE campaign_id = @campaignId AND plan_json = @planJson
     ORDER BY created_at DESC, rowid DESC LIMIT 1`
    ),
    runIds: db.prepare<{ campaignId: string }, { id: string }>(
      'SELECT id FROM generation_run WHERE campaign_id = @campaignId ORDER BY created_at DESC, rowid DESC'
    ),
    // The planner would read whole runs.
    cellsInHand: db.prepare<{ campaignId: string }, CellRow>(
      `SELECT generation_cell.* FROM generation_run JOIN generation_cell INDEXED BY generation_cell_running
       ON generation_cell.run_id = generation_run.id
     WHERE campaign_id = @campaignId AND state = 'running'
     UNION ALL
     SELECT generation_cell.* FROM generation_run JOIN generation_cell INDEXED BY generation_cell_queued
       ON generation_cell.run_id = generation_run.id
     WHERE campaign_id = @campaignId AND queued_by IS NOT NULL AND state <> 'running'`
    ),
    plans: db.prepare<{ campaignId: string }, { plan_json: string }>(
      'SELECT DISTINCT plan_json FROM generation_run WHERE campaign_id = @campaignId'
    ),
    enqueue: db.prepare(
      `UPDATE generation_cell SET queued_by = @processId
     WHERE run_id = @runId AND platform = @platform AND post = @post AND variant = @variant`
    ),
    dequeue: db.prepare(
      'UPDATE generation_cell SET queued_by = NULL WHERE run_id = @runId AND queued_by = @processId'
    ),
    findLatestWith: db.prepare<CellKey & { campaignId: string }, RunRow>(
      `SELECT generation_run.* FROM generation_run JOIN generation_cell ON generation_cell.run_id = generation_run.id
     WHERE campaign_id = @campaignId AND platform = @platform AND post = @post AND variant = @variant
     ORDER BY created_at DESC, generation_run.rowid DESC LIMIT 1`
    ),
    cells: db.prepare<{ runId: string }, CellRow>(
      'SELECT * FROM generation_cell WHERE run_id = @runId ORDER BY platform, post, variant'
    ),
    setCell: db.prepare(
      `UPDATE generation_cell SET state = @state, asset_id = @assetId, code = @code, message = @message
     WHERE run_id = @runId AND platform = @platform AND post = @post AND variant = @variant`
    ),
    replan: db.prepare(
      `UPDATE generation_cell SET state = @state, asset_id = @assetId, code = @code, message = @message,
       prompt = @prompt, negative_prompt = @negativePrompt
     WHERE run_id = @runId AND platform = @platform AND post = @post AND variant = @variant
       AND state = @seenState AND asset_id IS @seenAssetId`
    ),
    settleUnknown: db.prepare(
      `UPDATE generation_cell SET state = @state, asset_id = @assetId, code = @code, message = @message
     WHERE run_id IN (SELECT id FROM generation_run WHERE campaign_id = @campaignId) AND state = 'unknown'
       AND platform = @platform AND post = @post AND variant = @variant`
    ),
    findCell: db.prepare<CellKey & { runId: string }, CellRow>(
      `SELECT * FROM generation_cell
     WHERE run_id = @runId AND platform = @platform AND post = @post AND variant = @variant`
    ),
    take: db.prepare(
      `UPDATE generation_cell SET state = 'running', asset_id = NULL, code = NULL, message = NULL,
       process_id = @processId, claimed_at = @claimedAt
     WHERE run_id = @runId AND platform = @platform AND post = @post AND variant = @variant`
    ),
    setOpen: db.prepare('UPDATE generation_run SET is_open = @isOpen, ended_at = @endedAt WHERE id = @runId')
  }
}

function isFree(row: CellRow, hasGone: (owner: CellOwner) => boolean): boolean {
  if (row.state === 'planned' || row.state === 'failed') return true
  if (row.state !== 'running') return false
  const { process_id: processId, claimed_at: claimedAt } = row
  return processId === null || claimedAt === null || hasGone({ processId, claimedAt })
}

/** One spelling for one plan, whatever order the platforms were named in. */
function toPlanJson(plan: RunPlan): string {
  return JSON.stringify({ platforms: plan.platforms.toSorted(), posts: plan.posts, variants: plan.variants })
}

function toRun(row: RunRow): Run {
  return { id: row.id, campaignId: row.campaign_id, estimateMicroUsd: row.estimate_microusd }
}

function toKnownCell(row: CellRow): KnownCell {
  const { run_id: runId, process_id: processId, claimed_at: claimedAt, queued_by: queuedBy } = row
  const owner = processId === null || claimedAt === null ? null : { processId, claimedAt }
  return { ...toCell(row), runId, owner, queuedBy }
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
