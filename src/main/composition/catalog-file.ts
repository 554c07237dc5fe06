/** Opens the catalog's file for the app: how much of it is checked, and what happens when it is damaged. */
import { rmSync } from 'node:fs'
import path from 'node:path'
import { toAppError } from '#shared/errors.ts'
import type { Clock } from '../core/clock.ts'
import type { Log } from '../core/log.ts'
import { createCheckpoints } from '../db/checkpoints.ts'
import type { Db } from '../db/connection.ts'
import { openDatabase, setAsideDamaged } from '../db/database.ts'
import { takeClosingNote, tryLeaveClosingNote } from '../db/soundness.ts'

export interface CatalogFile {
  readonly db: Db
  /** Ends the checkpoints and notes the orderly end, which spares the next opening the full check. */
  close(): Promise<void>
}

export interface CatalogFileDeps {
  readonly clock: Pick<Clock, 'now'>
  readonly log: Log
  /** `set-aside` keeps a damaged file under a new name and starts an empty one. */
  readonly damagedCatalog: 'refuse' | 'set-aside'
  /** See CheckpointOptions. */
  readonly checkpointWorkerPath?: string
}

/**
 * A process that does not own the data folder only probes: the owner, which is running, has checked.
 * Throws DATABASE_NEWER, DATABASE_DAMAGED.
 */
export function openCatalogFile(
  { filePath, isOwner }: { readonly filePath: string; readonly isOwner: boolean },
  deps: CatalogFileDeps
): CatalogFile {
  if (!isOwner) {
    return withCheckpoints(openDatabase(filePath, 'probe'), deps)
  }
  const now = deps.clock.now()
  const { checkedAt } = takeClosingNote(filePath, now)
  const file = withCheckpoints(openOrReplace(filePath, checkedAt === null ? 'full' : 'probe', deps), deps)
  return {
    ...file,
    async close() {
      await file.close()
      tryLeaveClosingNote(filePath, checkedAt ?? now)
    }
  }
}

function withCheckpoints(db: Db, { checkpointWorkerPath, log }: CatalogFileDeps): CatalogFile {
  const checkpoints = createCheckpoints(db, {
    workerPath: checkpointWorkerPath,
    onFailure: (cause) => log.warn('checkpoint failed', { cause })
  })
  return {
    db,
    async close() {
      await checkpoints.stop()
      db.close()
    }
  }
}

function openOrReplace(filePath: string, check: 'full' | 'probe', deps: CatalogFileDeps): Db {
  try {
    return openDatabase(filePath, check)
  } catch (thrown) {
    const error = toAppError(thrown)
    if (error.code !== 'DATABASE_DAMAGED' || deps.damagedCatalog === 'refuse') throw error
    deps.log.warn('damaged catalog set aside', { aside: setAsideDamaged(filePath, deps.clock.now()) })
    forgetSearchIndex(path.dirname(filePath))
    return openDatabase(filePath)
  }
}

/** The index follows the catalog's own change numbers; a new catalog starts them again, and the index is made anew. */
function forgetSearchIndex(dataFolder: string): void {
  for (const suffix of ['', '-wal', '-shm'])
    rmSync(path.join(dataFolder, `search.db${suffix}`), { force: true })
}
