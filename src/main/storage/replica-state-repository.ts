/** The SQL that notes how copies fare. The tables' triggers journal every change. */
import type { Db } from '#main/db/connection.ts'
import type { StoreSide } from '#shared/domain/storage.ts'
import { createRelaxed } from './relaxed-commit.ts'
import type { FailedFacts, ReplicaKey, ReplicaRepository, StoredFacts } from './replica.ts'

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

export function createStateQueries(db: Db): StateQueries {
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
