/** The only SQL about deleting contents for good: what may go, what went, and where objects still have to be removed. */

import type { Db } from '#main/db/connection.ts'
import type { StoreSide } from '#shared/domain/storage.ts'

export interface Expired {
  readonly sha256: string
  readonly objectKey: string
}

export interface TrashRepository {
  /** Contents whose every asset was put into the trash before the time, and that no store is receiving now. */
  expired(beforeAt: number): readonly Expired[]
  countBlobs(): number
  /**
   * Removes assets and content and leaves a tombstone, in one transaction that checks again whether it may. False when
   * an asset came back, an upload is under way, or something still refers to it.
   */
  bury(sha256: string, beforeAt: number, now: number): boolean
  /** Buried contents whose objects may still lie in the side's store. */
  pending(side: StoreSide, limit: number): readonly Expired[]
  markGone(sha256: string, side: StoreSide): void
}

const EXPIRED = `EXISTS (SELECT 1 FROM asset WHERE asset.sha256 = blob.sha256)
  AND NOT EXISTS (SELECT 1 FROM asset WHERE asset.sha256 = blob.sha256
    AND (asset.deleted_at IS NULL OR asset.deleted_at > @beforeAt))
  AND NOT EXISTS (SELECT 1 FROM replica WHERE replica.sha256 = blob.sha256 AND replica.state = 'uploading')`

export function createTrashRepository(db: Db): TrashRepository {
  const expired = db.prepare<{ beforeAt: number }, Expired>(
    `SELECT blob.sha256, blob.object_key AS objectKey FROM blob WHERE ${EXPIRED} ORDER BY blob.sha256`
  )
  const blobs = db.prepare<[], number>('SELECT count(*) FROM blob').pluck()
  const gone = {
    primary: db.prepare<{ sha256: string }>('UPDATE tombstone SET primary_gone = 1 WHERE sha256 = @sha256'),
    backup: db.prepare<{ sha256: string }>('UPDATE tombstone SET backup_gone = 1 WHERE sha256 = @sha256')
  }
  const pending = {
    primary: db.prepare<{ limit: number }, Expired>(
      'SELECT sha256, object_key AS objectKey FROM tombstone WHERE primary_gone = 0 LIMIT @limit'
    ),
    backup: db.prepare<{ limit: number }, Expired>(
      'SELECT sha256, object_key AS objectKey FROM tombstone WHERE backup_gone = 0 LIMIT @limit'
    )
  }
  return {
    expired: (beforeAt) => expired.all({ beforeAt }),
    countBlobs: () => blobs.get() ?? 0,
    bury: createBurial(db),
    pending: (side, limit) => pending[side].all({ limit }),
    markGone: (sha256, side) => {
      gone[side].run({ sha256 })
    }
  }
}

function createBurial(db: Db): TrashRepository['bury'] {
  const mayGo = db.prepare<{ sha256: string; beforeAt: number }, number>(
    `SELECT 1 FROM blob WHERE blob.sha256 = @sha256 AND ${EXPIRED}`
  )
  const one = (sql: string) => db.prepare<{ sha256: string }>(sql)
  const steps = [
    'DELETE FROM asset_tag WHERE asset_id IN (SELECT id FROM asset WHERE sha256 = @sha256)',
    'UPDATE asset SET parent_id = NULL WHERE parent_id IN (SELECT id FROM asset WHERE sha256 = @sha256)',
    'DELETE FROM asset WHERE sha256 = @sha256',
    'DELETE FROM upload_part WHERE sha256 = @sha256',
    'DELETE FROM replica WHERE sha256 = @sha256',
    'DELETE FROM blob_access WHERE sha256 = @sha256',
    'DELETE FROM blob WHERE sha256 = @sha256'
  ].map(one)
  const entomb = db.prepare<{ sha256: string; now: number }>(
    `INSERT INTO tombstone (sha256, object_key, deleted_at)
     SELECT sha256, object_key, @now FROM blob WHERE sha256 = @sha256
     ON CONFLICT (sha256) DO UPDATE SET object_key = excluded.object_key, deleted_at = excluded.deleted_at,
       primary_gone = 0, backup_gone = 0`
  )
  return (sha256, beforeAt, now) => {
    const run = (): boolean => {
      if (mayGo.get({ sha256, beforeAt }) === undefined) return false
      entomb.run({ sha256, now })
      for (const step of steps) step.run({ sha256 })
      return true
    }
    try {
      return db.transaction(run).immediate()
    } catch (cause) {
      // Something of another feature refers to the asset: it is in use and stays.
      if (cause instanceof Error && 'code' in cause && cause.code === 'SQLITE_CONSTRAINT_FOREIGNKEY')
        return false
      throw cause
    }
  }
}
