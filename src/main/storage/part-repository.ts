/** The only SQL about unfinished uploads in parts. */
import type { Db } from '#main/db/connection.ts'
import type { UploadedPart } from './object-store.ts'
import type { PartJournal } from './part-upload.ts'
import type { ReplicaKey } from './replica.ts'

export function createPartJournal(db: Db): PartJournal {
  const setUpload = db.prepare<ReplicaKey & { uploadId: string | null }>(
    'UPDATE replica SET upload_id = @uploadId WHERE sha256 = @sha256 AND side = @side'
  )
  const dropParts = db.prepare<ReplicaKey>('DELETE FROM upload_part WHERE sha256 = @sha256 AND side = @side')
  const addPart = db.prepare<ReplicaKey & UploadedPart>(
    `INSERT INTO upload_part (sha256, side, part_number, etag) VALUES (@sha256, @side, @partNumber, @etag)
     ON CONFLICT (sha256, side, part_number) DO UPDATE SET etag = excluded.etag`
  )
  const parts = db.prepare<ReplicaKey, { part_number: number; etag: string }>(
    'SELECT part_number, etag FROM upload_part WHERE sha256 = @sha256 AND side = @side ORDER BY part_number'
  )
  const restart = db.transaction((key: ReplicaKey, uploadId: string | null) => {
    dropParts.run(toKey(key))
    setUpload.run({ ...toKey(key), uploadId })
  })
  return {
    begin: (key, uploadId) => restart.immediate(key, uploadId),
    addPart: (key, part) => {
      addPart.run({ ...toKey(key), ...part })
    },
    parts: (key) => parts.all(toKey(key)).map((row) => ({ partNumber: row.part_number, etag: row.etag })),
    forget: (key) => restart.immediate(key, null)
  }
}

function toKey({ sha256, side }: ReplicaKey): ReplicaKey {
  return { sha256, side }
}
