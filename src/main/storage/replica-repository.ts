/** The only SQL about contents and their two copies. Every change of a copy's state is journaled by the tables' triggers. */

import type { Db } from '#main/db/connection.ts'
import type { StoreSide } from '#shared/domain/storage.ts'

export type ReplicaState = 'queued' | 'uploading' | 'stored' | 'damaged'

export interface Blob {
  readonly sha256: string
  readonly sizeBytes: number
  readonly mediaType: string
  readonly objectKey: string
  readonly createdAt: number
}

/** One content that has to reach one store. */
export interface UploadTask extends Blob {
  readonly side: StoreSide
  /** Tries before this one; above 0 an earlier one may have arrived unnoticed. */
  readonly attempts: number
  /** The store's copy is known to be wrong, so finding one there proves nothing. */
  readonly mustReplace: boolean
  readonly uploadId: string | null
}

export interface ReplicaKey {
  readonly sha256: string
  readonly side: StoreSide
}

export interface StoredFacts extends ReplicaKey {
  readonly etag: string | null
  readonly versionId: string | null
  readonly now: number
}

export interface FailedFacts extends ReplicaKey {
  readonly notBeforeAt: number
  readonly code: string
  readonly message: string
  readonly now: number
}

export interface Copies {
  readonly blob: Blob
  readonly primary: ReplicaState
  readonly backup: ReplicaState
}

export interface ReplicaEvent {
  readonly side: StoreSide
  readonly fromState: ReplicaState | null
  readonly toState: ReplicaState
  readonly code: string | null
  readonly at: number
}

export interface ReplicaRepository {
  /** One transaction; a throw inside undoes all. Nested calls join. */
  transaction<T>(run: () => T): T
  findBlob(sha256: string): Blob | null
  /** Inserts the content and one queued copy per side; an existing content stays as it is. True when it was new. */
  addBlob(blob: Blob): boolean
  /** Claims up to `limit` due copies of a side, oldest first, and marks them uploading. */
  claim(side: StoreSide, now: number, limit: number): readonly UploadTask[]
  markStored(facts: StoredFacts): void
  /** Back into the queue, one more try counted. */
  markFailed(facts: FailedFacts): void
  /** Back into the queue as if not tried, for work that was stopped by us. */
  release(key: ReplicaKey, now: number): void
  /** The store's copy is missing or wrong; it waits for repair. */
  markDamaged(key: ReplicaKey, code: string, now: number): void
  /** Damaged or stored copies of these contents become due for upload. */
  requeue(keys: readonly ReplicaKey[], options: { readonly mustReplace: boolean; readonly now: number }): void
  /** All copies of a side become due: another store was chosen. What is already there is found, not sent again. */
  requeueSide(side: StoreSide, now: number): void
  /** Contents that came without notes about their copies get them, due now. */
  addMissingReplicas(now: number): void
  /** Queued copies of a side need not wait for their back-off any more. */
  makeDue(side: StoreSide): void
  /** After a start: what a killed run was uploading is queued again. Gives how many. */
  recover(now: number): number
  markVerified(keys: readonly ReplicaKey[], now: number): void
  waiting(side: StoreSide): { readonly count: number; readonly nextDueAt: number | null }
  countDue(side: StoreSide, dueAt: number): number
  states(sha256: string): Readonly<Record<StoreSide, ReplicaState>>
  /** In byte order of object key, after the given one. */
  listCopies(after: string, limit: number): readonly Copies[]
  listDamaged(): readonly (ReplicaKey & { readonly blob: Blob; readonly code: string | null })[]
  events(sha256: string): readonly ReplicaEvent[]
}

interface BlobRow {
  readonly sha256: string
  readonly size_bytes: number
  readonly media_type: string
  readonly object_key: string
  readonly created_at: number
}

interface TaskRow extends BlobRow {
  readonly attempts: number
  readonly must_replace: number
  readonly upload_id: string | null
}

interface CopiesRow extends BlobRow {
  readonly primary_state: ReplicaState
  readonly backup_state: ReplicaState
}

const BLOB_COLUMNS = 'blob.sha256, blob.size_bytes, blob.media_type, blob.object_key, blob.created_at'

/**
 * Commits without waiting for the medium. Only for notes of work done in a store: losing them in a power failure makes
 * that work be looked up again. The next full commit flushes them too; a killed process loses none.
 */
function createRelaxed(db: Db): <T>(run: () => T) => T {
  return (run) => {
    if (db.inTransaction) return run()
    db.pragma('synchronous = NORMAL')
    try {
      return db.transaction(run).immediate()
    } finally {
      db.pragma('synchronous = FULL')
    }
  }
}

export function createReplicaRepository(db: Db): ReplicaRepository {
  return { ...createQueueQueries(db), ...createStateQueries(db), ...createReadQueries(db) }
}

type QueueQueries = Pick<
  ReplicaRepository,
  'transaction' | 'addBlob' | 'claim' | 'recover' | 'waiting' | 'countDue' | 'makeDue'
>

function createQueueQueries(db: Db): QueueQueries {
  const relaxed = createRelaxed(db)
  const insertBlob = db.prepare<Blob>(
    `INSERT INTO blob (sha256, size_bytes, media_type, object_key, created_at)
     VALUES (@sha256, @sizeBytes, @mediaType, @objectKey, @createdAt) ON CONFLICT (sha256) DO NOTHING`
  )
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

type StateQueries = Pick<
  ReplicaRepository,
  | 'addMissingReplicas'
  | 'markStored'
  | 'markFailed'
  | 'release'
  | 'markDamaged'
  | 'requeue'
  | 'requeueSide'
  | 'markVerified'
>

function createStateQueries(db: Db): StateQueries {
  const stored = db.prepare<StoredFacts>(
    `UPDATE replica SET state = 'stored', attempts = 0, not_before_at = 0, must_replace = 0, etag = @etag,
       version_id = @versionId, upload_id = NULL, error_code = NULL, error_message = NULL,
       first_stored_at = coalesce(first_stored_at, @now), verified_at = @now, changed_at = @now
     WHERE sha256 = @sha256 AND side = @side`
  )
  const dropParts = db.prepare<ReplicaKey>('DELETE FROM upload_part WHERE sha256 = @sha256 AND side = @side')
  const failed = db.prepare<FailedFacts>(
    `UPDATE replica SET error_code = @code, error_message = @message, state = 'queued', attempts = attempts + 1,
       not_before_at = @notBeforeAt, changed_at = @now
     WHERE sha256 = @sha256 AND side = @side`
  )
  const release = db.prepare<ReplicaKey & { now: number }>(
    `UPDATE replica SET state = 'queued', attempts = attempts + 1, changed_at = @now
     WHERE sha256 = @sha256 AND side = @side AND state = 'uploading'`
  )
  const damaged = db.prepare<ReplicaKey & { code: string; now: number }>(
    `UPDATE replica SET state = 'damaged', error_code = @code, error_message = NULL, must_replace = 1,
       changed_at = @now
     WHERE sha256 = @sha256 AND side = @side AND state = 'stored'`
  )
  const requeue = db.prepare<ReplicaKey & { mustReplace: number; now: number }>(
    `UPDATE replica SET state = 'queued', attempts = max(attempts, 1), not_before_at = 0, changed_at = @now,
       must_replace = max(must_replace, @mustReplace)
     WHERE sha256 = @sha256 AND side = @side AND state IN ('stored', 'damaged', 'queued')`
  )
  const requeueSide = db.prepare<{ side: StoreSide; now: number }>(
    `UPDATE replica SET state = 'queued', attempts = 1, not_before_at = 0, must_replace = 0, upload_id = NULL,
       etag = NULL, version_id = NULL, error_code = NULL, error_message = NULL, changed_at = @now
     WHERE side = @side`
  )
  const dropSideParts = db.prepare<{ side: StoreSide }>('DELETE FROM upload_part WHERE side = @side')
  const addMissing = db.prepare<{ now: number }>(
    `INSERT INTO replica (sha256, side, queued_at, changed_at)
     SELECT sha256, column1, @now, @now FROM blob, (VALUES ('primary'), ('backup'))
     WHERE true ON CONFLICT (sha256, side) DO NOTHING`
  )
  const verified = db.prepare<ReplicaKey & { now: number }>(
    'UPDATE replica SET verified_at = @now WHERE sha256 = @sha256 AND side = @side'
  )
  const inOne = createRelaxed(db)
  return {
    markStored: (facts) =>
      inOne(() => {
        stored.run(facts)
        dropParts.run(facts)
      }),
    markFailed: (facts) => {
      inOne(() => failed.run(facts))
    },
    release: (key, now) => {
      inOne(() => release.run({ ...key, now }))
    },
    markDamaged: (key, code, now) => {
      inOne(() => damaged.run({ ...key, code, now }))
    },
    requeue: (keys, { mustReplace, now }) =>
      inOne(() => {
        for (const { sha256, side } of keys)
          requeue.run({ sha256, side, mustReplace: Number(mustReplace), now })
      }),
    requeueSide: (side, now) =>
      inOne(() => {
        dropSideParts.run({ side })
        requeueSide.run({ side, now })
      }),
    addMissingReplicas: (now) => inOne(() => void addMissing.run({ now })),
    markVerified: (keys, now) =>
      inOne(() => {
        for (const { sha256, side } of keys) verified.run({ sha256, side, now })
      })
  }
}

type ReadQueries = Pick<ReplicaRepository, 'findBlob' | 'states' | 'listCopies' | 'listDamaged' | 'events'>

function createReadQueries(db: Db): ReadQueries {
  const blob = db.prepare<{ sha256: string }, BlobRow>(
    `SELECT ${BLOB_COLUMNS} FROM blob WHERE blob.sha256 = @sha256`
  )
  const states = db.prepare<{ sha256: string }, { side: StoreSide; state: ReplicaState }>(
    'SELECT side, state FROM replica WHERE sha256 = @sha256'
  )
  const copies = db.prepare<{ after: string; limit: number }, CopiesRow>(
    `SELECT ${BLOB_COLUMNS}, p.state AS primary_state, b.state AS backup_state FROM blob
     JOIN replica p ON p.sha256 = blob.sha256 AND p.side = 'primary'
     JOIN replica b ON b.sha256 = blob.sha256 AND b.side = 'backup'
     WHERE blob.object_key > @after ORDER BY blob.object_key LIMIT @limit`
  )
  const damaged = db.prepare<[], BlobRow & { side: StoreSide; error_code: string | null }>(
    `SELECT ${BLOB_COLUMNS}, replica.side, replica.error_code FROM replica JOIN blob USING (sha256)
     WHERE replica.state = 'damaged' ORDER BY blob.sha256, replica.side`
  )
  const events = db.prepare<
    { sha256: string },
    {
      side: StoreSide
      from_state: ReplicaState | null
      to_state: ReplicaState
      code: string | null
      at: number
    }
  >('SELECT side, from_state, to_state, code, at FROM replica_event WHERE sha256 = @sha256 ORDER BY id')
  return {
    findBlob(sha256) {
      const row = blob.get({ sha256 })
      return row === undefined ? null : toBlob(row)
    },
    states(sha256) {
      const found = new Map(states.all({ sha256 }).map(({ side, state }) => [side, state]))
      return { primary: found.get('primary') ?? 'queued', backup: found.get('backup') ?? 'queued' }
    },
    listCopies: (after, limit) =>
      copies.all({ after, limit }).map((row) => ({
        blob: toBlob(row),
        primary: row.primary_state,
        backup: row.backup_state
      })),
    listDamaged: () =>
      damaged
        .all()
        .map((row) => ({ sha256: row.sha256, side: row.side, blob: toBlob(row), code: row.error_code })),
    events: (sha256) =>
      events.all({ sha256 }).map(({ side, from_state, to_state, code, at }) => ({
        side,
        fromState: from_state,
        toState: to_state,
        code,
        at
      }))
  }
}

function toBlob(row: BlobRow): Blob {
  return {
    sha256: row.sha256,
    sizeBytes: row.size_bytes,
    mediaType: row.media_type,
    objectKey: row.object_key,
    createdAt: row.created_at
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
