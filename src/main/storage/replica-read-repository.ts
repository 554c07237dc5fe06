/** The SQL that reads contents and their copies. */
import type { Db } from '#main/db/connection.ts'
import type { StoreSide } from '#shared/domain/storage.ts'
import { BLOB_COLUMNS, type BlobRow, toBlob } from './blob-row-repository.ts'
import type { ReplicaRepository, ReplicaState, ScrubCandidate } from './replica.ts'

interface CopiesRow extends BlobRow {
  readonly primary_state: ReplicaState
  readonly backup_state: ReplicaState
}

const COPIES_A_PAGE = 500

type ReadQueries = Pick<
  ReplicaRepository,
  | 'eachCopies'
  | 'scrubCandidates'
  | 'uploadIds'
  | 'findBlob'
  | 'states'
  | 'listCopies'
  | 'listDamaged'
  | 'events'
>

export function createReadQueries(db: Db): ReadQueries {
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
  const scrub = db.prepare<{ side: StoreSide }, ScrubCandidate>(
    `SELECT blob.sha256, blob.object_key AS objectKey, blob.size_bytes AS sizeBytes,
       coalesce(replica.verified_at, 0) AS verifiedAt
     FROM replica JOIN blob USING (sha256) WHERE replica.side = @side AND replica.state = 'stored'`
  )
  const uploads = db
    .prepare<{ side: StoreSide }, string>(
      'SELECT upload_id FROM replica WHERE side = @side AND upload_id IS NOT NULL'
    )
    .pluck()
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
  const listCopies: ReplicaRepository['listCopies'] = (after, limit) =>
    copies.all({ after, limit }).map((row) => ({
      blob: toBlob(row),
      primary: row.primary_state,
      backup: row.backup_state
    }))
  return {
    *eachCopies() {
      for (let after = ''; ; ) {
        const page = listCopies(after, COPIES_A_PAGE)
        yield* page
        const last = page.at(-1)
        if (last === undefined) return
        after = last.blob.objectKey
      }
    },
    findBlob(sha256) {
      const row = blob.get({ sha256 })
      return row === undefined ? null : toBlob(row)
    },
    states(sha256) {
      const found = new Map(states.all({ sha256 }).map(({ side, state }) => [side, state]))
      return { primary: found.get('primary') ?? 'queued', backup: found.get('backup') ?? 'queued' }
    },
    listCopies,
    scrubCandidates: (side) => scrub.all({ side }),
    uploadIds: (side) => uploads.all({ side }),
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
