/** A small real BlobStore in one folder, for tests of the catalog alone: same promises, no second copy. */
import { copyFile, mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { BlobStore } from '#main/catalog/blob-store.ts'
import { hashFile, sha256Of, sizeOf } from '#main/core/files.ts'
import type { Db } from '#main/db/connection.ts'

export interface FolderBlobs extends BlobStore {
  readonly folder: string
}

export function createFolderBlobs(db: Db, folder: string): FolderBlobs {
  const pathOf = (sha256: string): string => path.join(folder, sha256)
  const insertBlob = db.prepare(
    `INSERT INTO blob (sha256, size_bytes, media_type, object_key, created_at)
     VALUES (?, ?, ?, ?, 0) ON CONFLICT (sha256) DO NOTHING`
  )
  return {
    folder,
    async ingest(source, facts, record) {
      await mkdir(folder, { recursive: true })
      const { sha256, sizeBytes } =
        'path' in source
          ? await hashFile(source.path, facts.signal)
          : { sha256: sha256Of(source.bytes), sizeBytes: source.bytes.length }
      if ('path' in source) await copyFile(source.path, pathOf(sha256))
      else await writeFile(pathOf(sha256), source.bytes)
      const objectKey = `${facts.kind}s/local/${facts.campaignId ?? 'general'}/${sha256}${facts.extension}`
      const run = db.transaction(() => {
        const isNew = insertBlob.run(sha256, sizeBytes, facts.mediaType, objectKey).changes > 0
        return record({ sha256, sizeBytes, objectKey, isNew })
      })
      return run.immediate()
    },
    async openCopy(sha256) {
      if ((await sizeOf(pathOf(sha256))) === null) throw new Error('the test removed this content')
      return { path: pathOf(sha256), servedFrom: 'local', release: async () => undefined }
    }
  }
}
