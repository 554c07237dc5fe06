/** The only SQL about figures: how many copies are where, how stores answered, what reads were served from. */

import type { Db } from '#main/db/connection.ts'
import type { AssetStatus, ServedFrom } from '#shared/domain/asset.ts'
import type { StoreSide } from '#shared/domain/storage.ts'
import type { StoreOperation } from './with-health.ts'

export interface CallCounts {
  readonly side: StoreSide
  readonly operation: StoreOperation
  /** Upper end of the time bucket, a power of two. */
  readonly upToMs: number
  readonly okCount: number
  readonly failedCount: number
  /** UTC day, yyyy-mm-dd. */
  readonly day: string
}

export interface ReadFact {
  readonly sha256: string
  readonly servedFrom: ServedFrom
  readonly isFailover: boolean
  readonly at: number
}

export interface FiguresRepository {
  addCalls(counts: readonly CallCounts[]): void
  addReads(reads: readonly ReadFact[]): void
  /** Live assets per status. */
  countByStatus(): Readonly<Record<AssetStatus, number>>
  reads(): { readonly reads: number; readonly failovers: number; readonly lastFailoverAt: number | null }
  /** Newest first: contents by the name of an asset that has them. */
  recentFailovers(limit: number): readonly { readonly at: number; readonly name: string }[]
  /** Percent of calls since the day that the store answered; null without calls. */
  uptimePercent(side: StoreSide, sinceDay: string): number | null
  /** When the oldest content that is not in both places was accepted; null when all are. */
  oldestUnsafeAt(): number | null
  timings(side: StoreSide): readonly { readonly upToMs: number; readonly calls: number }[]
}

/** True for the row of `blob` whose content a live asset uses. */
export const IS_LIVE =
  'EXISTS (SELECT 1 FROM asset WHERE asset.sha256 = blob.sha256 AND asset.deleted_at IS NULL)'

export function createFiguresRepository(db: Db): FiguresRepository {
  return { ...createCounters(db), ...createCopyFigures(db), ...createCallFigures(db) }
}

function createCounters(db: Db): Pick<FiguresRepository, 'addCalls' | 'addReads'> {
  const timing = db.prepare(
    `INSERT INTO store_timing (side, operation, up_to_ms, calls) VALUES (@side, @operation, @upToMs, @calls)
     ON CONFLICT (side, operation, up_to_ms) DO UPDATE SET calls = calls + excluded.calls`
  )
  const day = db.prepare(
    `INSERT INTO store_day (side, day, ok_count, failed_count) VALUES (@side, @day, @okCount, @failedCount)
     ON CONFLICT (side, day) DO UPDATE SET ok_count = ok_count + excluded.ok_count,
       failed_count = failed_count + excluded.failed_count`
  )
  const served = db.prepare(
    `INSERT INTO read_figure (served_from, reads, failovers) VALUES (@servedFrom, 1, @failovers)
     ON CONFLICT (served_from) DO UPDATE SET reads = reads + 1, failovers = failovers + excluded.failovers`
  )
  const access = db.prepare(
    `INSERT INTO blob_access (sha256, reads, failovers, last_read_at, last_failover_at)
     VALUES (@sha256, 1, @failovers, @at, @failoverAt)
     ON CONFLICT (sha256) DO UPDATE SET reads = reads + 1, failovers = failovers + excluded.failovers,
       last_read_at = excluded.last_read_at, last_failover_at = coalesce(excluded.last_failover_at, last_failover_at)`
  )
  return {
    addCalls: (counts) =>
      db
        .transaction(() => {
          for (const { side, operation, upToMs, okCount, failedCount, day: date } of counts) {
            if (okCount > 0) timing.run({ side, operation, upToMs, calls: okCount })
            day.run({ side, day: date, okCount, failedCount })
          }
        })
        .immediate(),
    addReads: (reads) =>
      db
        .transaction(() => {
          for (const { sha256, servedFrom, isFailover, at } of reads) {
            const failovers = Number(isFailover)
            served.run({ servedFrom, failovers })
            access.run({ sha256, failovers, at, failoverAt: isFailover ? at : null })
          }
        })
        .immediate()
  }
}

function createCopyFigures(db: Db): Pick<FiguresRepository, 'countByStatus' | 'oldestUnsafeAt'> {
  // Nearly all contents are in both places: only the others are looked at one by one.
  const live = db.prepare<[], number>('SELECT count(*) FROM asset WHERE deleted_at IS NULL').pluck()
  const unsafe = db.prepare<[], { status: AssetStatus; count: number }>(
    `SELECT blob_status.status, count(*) AS count FROM asset JOIN blob_status USING (sha256)
     WHERE asset.deleted_at IS NULL AND asset.sha256 IN (SELECT sha256 FROM replica WHERE state <> 'stored')
     GROUP BY blob_status.status`
  )
  const oldest = db
    .prepare<[], number | null>(
      `SELECT min(replica.queued_at) FROM replica JOIN blob USING (sha256)
       WHERE replica.state <> 'stored' AND ${IS_LIVE}`
    )
    .pluck()
  return {
    countByStatus() {
      const counts = { pending: 0, uploading: 0, fully_synced: 0, primary_only: 0, backup_only: 0, failed: 0 }
      for (const { status, count } of unsafe.all()) counts[status] = count
      const waiting = Object.values(counts).reduce((sum, count) => sum + count, 0)
      return { ...counts, fully_synced: (live.get() ?? 0) - waiting }
    },
    oldestUnsafeAt: () => oldest.get() ?? null
  }
}

type CallFigures = Pick<FiguresRepository, 'reads' | 'recentFailovers' | 'uptimePercent' | 'timings'>

function createCallFigures(db: Db): CallFigures {
  const reads = db.prepare<[], { reads: number | null; failovers: number | null }>(
    'SELECT sum(reads) AS reads, sum(failovers) AS failovers FROM read_figure'
  )
  const lastFailover = db.prepare<[], number | null>('SELECT max(last_failover_at) FROM blob_access').pluck()
  const failovers = db.prepare<{ limit: number }, { at: number; name: string | null }>(
    `SELECT last_failover_at AS at, (SELECT coalesce(asset.title, asset.name) FROM asset
       WHERE asset.sha256 = blob_access.sha256 ORDER BY asset.created_at LIMIT 1) AS name
     FROM blob_access WHERE last_failover_at IS NOT NULL ORDER BY last_failover_at DESC LIMIT @limit`
  )
  const uptime = db.prepare<
    { side: StoreSide; sinceDay: string },
    { ok: number | null; failed: number | null }
  >(
    `SELECT sum(ok_count) AS ok, sum(failed_count) AS failed FROM store_day
     WHERE side = @side AND day >= @sinceDay`
  )
  const timings = db.prepare<{ side: StoreSide }, { up_to_ms: number; calls: number }>(
    `SELECT up_to_ms, sum(calls) AS calls FROM store_timing WHERE side = @side GROUP BY up_to_ms ORDER BY up_to_ms`
  )
  return {
    reads() {
      const row = reads.get()
      const lastFailoverAt = lastFailover.get() ?? null
      return { reads: row?.reads ?? 0, failovers: row?.failovers ?? 0, lastFailoverAt }
    },
    recentFailovers: (limit) =>
      failovers.all({ limit }).map(({ at, name }) => ({ at, name: name ?? 'deleted since' })),
    uptimePercent(side, sinceDay) {
      const row = uptime.get({ side, sinceDay })
      const calls = (row?.ok ?? 0) + (row?.failed ?? 0)
      return calls === 0 ? null : ((row?.ok ?? 0) / calls) * 100
    },
    timings: (side) => timings.all({ side }).map((row) => ({ upToMs: row.up_to_ms, calls: row.calls }))
  }
}
