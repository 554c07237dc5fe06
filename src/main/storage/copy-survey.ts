/** What both stores hold, summed over every content a page at a time, so that nothing else waits for the sum. */
import { setImmediate } from 'node:timers/promises'
import type { StoreSide } from '#shared/domain/storage.ts'
import type { Db } from '../db/database.ts'
import { IS_LIVE } from './figures-repository.ts'

export interface StoredFigures {
  readonly objects: number
  readonly bytes: number
}

export interface CopyFigures {
  /** Bytes of distinct contents that live assets use. */
  readonly liveBytes: number
  /** What each store holds of everything that is kept. */
  readonly stored: Readonly<Record<StoreSide, StoredFigures>>
  /** Contents of live assets that were safe within the time or had that long to become so. */
  readonly decided: number
  readonly inTime: number
}

export interface CopySurvey {
  /** Disk only. Contents that change meanwhile are counted as they were before or after. */
  take(limits: { readonly safeWithinMs: number; readonly now: number }): Promise<CopyFigures>
}

/** Some milliseconds of work. */
const PAGE_ROWS = 1_000

interface PageRow {
  last: string | null
  live_bytes: number
  primary_objects: number
  primary_bytes: number
  backup_objects: number
  backup_bytes: number
  decided: number
  in_time: number
}

export function createCopySurvey(db: Db): CopySurvey {
  const page = db.prepare<{ after: string; limitMs: number; now: number; rows: number }, PageRow>(
    `SELECT max(sha256) AS last, total(is_live * bytes) AS live_bytes,
       total(on_primary) AS primary_objects, total(on_primary * bytes) AS primary_bytes,
       total(on_backup) AS backup_objects, total(on_backup * bytes) AS backup_bytes,
       total(is_live AND is_known AND (is_safe OR took_ms > @limitMs)) AS decided,
       total(is_live AND is_safe AND took_ms <= @limitMs) AS in_time
     FROM (
       SELECT blob.sha256, blob.size_bytes AS bytes,
         ${IS_LIVE} AS is_live,
         coalesce(one.state = 'stored', 0) AS on_primary, coalesce(other.state = 'stored', 0) AS on_backup,
         one.sha256 IS NOT NULL OR other.sha256 IS NOT NULL AS is_known,
         one.first_stored_at IS NOT NULL AND other.first_stored_at IS NOT NULL AS is_safe,
         coalesce(max(one.first_stored_at, other.first_stored_at), @now) - blob.created_at AS took_ms
       FROM blob
       LEFT JOIN replica AS one ON one.sha256 = blob.sha256 AND one.side = 'primary'
       LEFT JOIN replica AS other ON other.sha256 = blob.sha256 AND other.side = 'backup'
       WHERE blob.sha256 > @after ORDER BY blob.sha256 LIMIT @rows
     )`
  )
  return {
    async take({ safeWithinMs, now }) {
      let sum: CopyFigures = NOTHING
      for (let after = ''; ; ) {
        const row = page.get({ after, limitMs: safeWithinMs, now, rows: PAGE_ROWS })
        if (row?.last == null) return sum
        sum = add(sum, row)
        after = row.last
        await setImmediate()
      }
    }
  }
}

const NOTHING: CopyFigures = {
  liveBytes: 0,
  stored: { primary: { objects: 0, bytes: 0 }, backup: { objects: 0, bytes: 0 } },
  decided: 0,
  inTime: 0
}

function add({ liveBytes, stored, decided, inTime }: CopyFigures, row: PageRow): CopyFigures {
  const { primary, backup } = stored
  return {
    liveBytes: liveBytes + row.live_bytes,
    stored: {
      primary: { objects: primary.objects + row.primary_objects, bytes: primary.bytes + row.primary_bytes },
      backup: { objects: backup.objects + row.backup_objects, bytes: backup.bytes + row.backup_bytes }
    },
    decided: decided + row.decided,
    inTime: inTime + row.in_time
  }
}
