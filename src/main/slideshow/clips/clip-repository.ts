/** Orders of clips in the database: the only SQL about them. */

import { z } from 'zod'
import type { Db } from '#main/db/connection.ts'

const rowSchema = z.object({
  id: z.string(),
  provider: z.string(),
  model: z.string(),
  request_hash: z.string(),
  state: z.enum(['ordering', 'waiting', 'done', 'failed', 'unknown', 'cancelled']),
  vendor_task_id: z.string().nullable(),
  estimate_microusd: z.int(),
  cost_microusd: z.int(),
  campaign_id: z.string().nullable(),
  code: z.string().nullable(),
  prompt: z.string(),
  process_id: z.int(),
  started_at: z.int()
})

export interface ClipTask {
  readonly id: string
  readonly provider: string
  readonly model: string
  readonly requestHash: string
  readonly state: z.output<typeof rowSchema>['state']
  readonly vendorTaskId: string | null
  readonly estimateMicroUsd: number
  readonly costMicroUsd: number
  readonly campaignId: string | null
  readonly code: string | null
  readonly prompt: string
  /** The process that ordered it. */
  readonly processId: number
  readonly startedAt: number
}

export interface ClipEnd {
  readonly state: 'done' | 'failed' | 'unknown' | 'cancelled'
  readonly code: string | null
  readonly costMicroUsd: number
  readonly endedAt: number
}

export interface ClipRepository {
  /** Written before the order leaves. */
  insert(task: Omit<ClipTask, 'state' | 'vendorTaskId' | 'costMicroUsd' | 'code'>): void
  /** Written before anything waits. */
  accept(id: string, vendorTaskId: string): void
  end(id: string, end: ClipEnd): void
  /** The newest order of this kind that may still be running or may have been billed. */
  findOpen(requestHash: string): ClipTask | null
  /** Orders that were not settled, oldest first. */
  listOpen(): readonly ClipTask[]
}

export function createClipRepository(db: Db): ClipRepository {
  const insert = db.prepare(`INSERT INTO clip_task
    (id, provider, model, request_hash, state, estimate_microusd, campaign_id, prompt, process_id, started_at)
    VALUES (:id, :provider, :model, :requestHash, 'ordering', :estimateMicroUsd, :campaignId, :prompt, :processId,
      :startedAt)`)
  const accept = db.prepare(
    `UPDATE clip_task SET state = 'waiting', vendor_task_id = :vendorTaskId WHERE id = :id`
  )
  const end = db.prepare(`UPDATE clip_task
    SET state = :state, code = :code, cost_microusd = :costMicroUsd, ended_at = :endedAt WHERE id = :id`)
  const findOpen = db.prepare(`SELECT * FROM clip_task
    WHERE request_hash = :requestHash AND state IN ('ordering', 'waiting', 'unknown')
    ORDER BY started_at DESC LIMIT 1`)
  const listOpen = db.prepare(
    `SELECT * FROM clip_task WHERE state IN ('ordering', 'waiting') ORDER BY started_at`
  )
  return {
    insert: (task) => void insert.run({ ...task }),
    accept: (id, vendorTaskId) => void accept.run({ id, vendorTaskId }),
    end: (id, facts) => void end.run({ id, ...facts }),
    findOpen: (requestHash) => {
      const row = findOpen.get({ requestHash })
      return row === undefined ? null : toTask(row)
    },
    listOpen: () => listOpen.all().map(toTask)
  }
}

function toTask(row: unknown): ClipTask {
  const { request_hash, vendor_task_id, estimate_microusd, cost_microusd, ...parsed } = rowSchema.parse(row)
  const { campaign_id, process_id, started_at, ...rest } = parsed
  return {
    ...rest,
    processId: process_id,
    requestHash: request_hash,
    vendorTaskId: vendor_task_id,
    estimateMicroUsd: estimate_microusd,
    costMicroUsd: cost_microusd,
    campaignId: campaign_id,
    startedAt: started_at
  }
}
