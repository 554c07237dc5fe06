/** The SQL of the upload queue: new contents, what is due, who works on it. */
import type { Db } from '#main/db/connection.ts'
import type { StoreSide } from '#shared/domain/storage.ts'
import { BLOB_COLUMNS, type BlobRow, toBlob } from './blob-row-repository.ts'
import { createRelaxed } from './relaxed-commit.ts'
import type { Blob, ReplicaKey, ReplicaRepository, UploadTask } from './replica.ts'

interface TaskRow extends BlobRow {
  readonly attempts: number
  readonly must_replace: number
  readonly upload_id: string | null
}

type QueueQueries = Pick<
  ReplicaRepository,
  'transaction' | 'addBlob' | 'claim' | 'recover' | 'waiting' | 'countDue' | 'makeDue'
>

export function createQueueQueries(db: Db): QueueQueries {
  const relaxed = createRelaxed(db)
  const insertBlob = db.prepare<Blob>(
    `INSERT INTO blob (sha256, size_bytes, media_type, object_key, created_at)
     VALUES (@sha256, @sizeBytes, @mediaType, @objectKey, @createdAt) ON CONFLICT (sha256) DO NOTHING`
  )
  const revive = db.prepare<{ sha256: string }>('DELETE FROM tombstone WHERE sha256 = @sha256')
  const insertReplica = db.prepare<{ sha256: string; side: StoreSide; now: number }>(
    `INSERT INTO replica (sha256, side, queued_at, changed_at) VALUES (@sha256, @side, @now, @now)
     ON CONFLICT (sha256, side) DO NOTHING`
  )
  const due = db.prepare<{ side: StoreSide; now: number; limit: number }, TaskRow>(
    `SELECT ${BLOB_COLUMNS}, replica.attempts, replica.must_replace, replica.upload_id
     FROM replica JOIN blob USING (sha256)
     WHERE replica.side = @side AND replica.state = 'queued' AND replica.not_before_at <= @now
     ORDER BY replica.not_before_at, replica.queued_at, replica.sha256 LIMIT @limit`
  )
  const take = db.prepare<ReplicaKey & { now: number }>(
    `UPDATE replica SET state = 'uploading', changed_at = @now
     WHERE sha256 = @sha256 AND side = @side AND state = 'queued'`
  )
  const reset = db.prepare<{ now: number }>(
    `UPDATE replica SET state = 'queued', attempts = attempts + 1, not_before_at = 0, changed_at = @now
     WHERE state = 'uploading'`
  )
  const waiting = db.prepare<{ side: StoreSide }, { count: number; next_due_at: number | null }>(
    `SELECT count(*) AS count, min(not_before_at) AS next_due_at FROM replica
     WHERE side = @side AND state = 'queued'`
  )
  const countDue = db
    .prepare<{ side: StoreSide; dueAt: number }, number>(
      `SELECT count(*) FROM replica WHERE side = @side AND state = 'queued' AND not_before_at <= @dueAt`
    )
    .pluck()
  const makeDue = db.prepare<{ side: StoreSide }>(
    `UPDATE replica SET not_before_at = 0 WHERE side = @side AND state = 'queued' AND not_before_at > 0`
  )
  const claim = (side: StoreSide, now: number, limit: number): UploadTask[] =>
    due.all({ side, now, limit }).flatMap((row) => {
      const { changes } = take.run({ sha256: row.sha256, side, now })
      return changes === 1 ? [toTask(row, side)] : []
    })
  return {
    transaction: (run) => db.transaction(run).immediate(),
    addBlob(blob) {
      const { changes } = insertBlob.run(blob)
      revive.run({ sha256: blob.sha256 })
      for (const side of ['primary', 'backup'] as const) {
        insertReplica.run({ sha256: blob.sha256, side, now: blob.createdAt })
      }
      return changes === 1
    },
    claim: (side, now, limit) => relaxed(() => claim(side, now, limit)),
    recover: (now) => reset.run({ now }).changes,
    waiting(side) {
      const row = waiting.get({ side })
      return { count: row?.count ?? 0, nextDueAt: row?.next_due_at ?? null }
    },
    countDue: (side, dueAt) => countDue.get({ side, dueAt }) ?? 0,
    makeDue: (side) => {
      makeDue.run({ side })
    }
  }
}

function toTask(row: TaskRow, side: StoreSide): UploadTask {
  return {
    ...toBlob(row),
    side,
    attempts: row.attempts,
    mustReplace: row.must_replace === 1,
    uploadId: row.upload_id
  }
}
