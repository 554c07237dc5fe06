/** Gathers outcomes in memory, writes them seldom, and turns them into the figures on screen. */

import type { Clock } from '#main/core/clock.ts'
import type { Safety, StorageStats, StoreSide } from '#shared/domain/storage.ts'
import type { CopyFigures, CopySurvey } from './copy-survey.ts'
import type { CallCounts, FiguresRepository, ReadFact } from './figures-repository.ts'
import { isStoreTrouble } from './store-errors.ts'
import type { StoreOutcome } from './with-health.ts'

export interface StorageFigures {
  noteCall(side: StoreSide, outcome: StoreOutcome): void
  noteRead(read: Omit<ReadFact, 'at'>): void
  /** Writes what was gathered; also happens by itself now and then. */
  flush(): void
  /** Disk only; sums over every content a page at a time. */
  stats(): Promise<StorageStats>
  safety(unreachable: readonly StoreSide[]): Safety
  /** Response times in milliseconds, as the upper end of a power-of-two bucket; null without calls. */
  responseMs(side: StoreSide): { readonly p50: number | null; readonly p99: number | null }
}

const FLUSH_AFTER = 200
const DAY_MS = 24 * 60 * 60 * 1000
const UPTIME_DAYS = 30
const SHOWN_FAILOVERS = 20
/** The promise "safe within" on screen; S3 Replication Time Control makes the same one. */
const SAFE_WITHIN_MS = 15 * 60 * 1000

export function createStorageFigures(
  repository: FiguresRepository,
  survey: CopySurvey,
  clock: Pick<Clock, 'now'>
): StorageFigures {
  let calls: CallCounts[] = []
  let reads: ReadFact[] = []

  /** Best effort: a full or busy disk costs some figures, never the work they are about. */
  function flush(): void {
    const [countedCalls, countedReads] = [calls, reads]
    calls = []
    reads = []
    try {
      if (countedCalls.length > 0) repository.addCalls(sumCalls(countedCalls))
      if (countedReads.length > 0) repository.addReads(countedReads)
    } catch {
      // The upload or read itself reports the disk; figures are not worth a second report.
    }
  }

  const flushWhenFull = (): void => {
    if (calls.length + reads.length >= FLUSH_AFTER) flush()
  }

  return {
    noteCall(side, outcome) {
      calls.push(toCounts(side, outcome, clock.now()))
      flushWhenFull()
    },
    noteRead(read) {
      reads.push({ ...read, at: clock.now() })
      if (read.isFailover) flush()
      flushWhenFull()
    },
    flush,
    async stats() {
      flush()
      const now = clock.now()
      return toStats(repository, await survey.take({ safeWithinMs: SAFE_WITHIN_MS, now }), now)
    },
    safety: (unreachable) => toSafety(repository, unreachable, clock.now()),
    responseMs(side) {
      flush()
      const timings = repository.timings(side)
      return { p50: percentile(timings, 0.5), p99: percentile(timings, 0.99) }
    }
  }
}

function toCounts(side: StoreSide, outcome: StoreOutcome, now: number): CallCounts {
  const isFailed = outcome.error !== null && isStoreTrouble(outcome.error)
  return {
    side,
    operation: outcome.operation,
    upToMs: 2 ** Math.ceil(Math.log2(Math.max(1, outcome.durationMs))),
    okCount: isFailed ? 0 : 1,
    failedCount: isFailed ? 1 : 0,
    day: toDay(now)
  }
}

function sumCalls(calls: readonly CallCounts[]): readonly CallCounts[] {
  const sums = new Map<string, CallCounts>()
  for (const call of calls) {
    const name = [call.side, call.operation, call.upToMs, call.day].join(' ')
    const before = sums.get(name)
    sums.set(name, {
      ...call,
      okCount: call.okCount + (before?.okCount ?? 0),
      failedCount: call.failedCount + (before?.failedCount ?? 0)
    })
  }
  return [...sums.values()]
}

function toStats(repository: FiguresRepository, copies: CopyFigures, now: number): StorageStats {
  const byStatus = repository.countByStatus()
  const { reads, failovers, lastFailoverAt } = repository.reads()
  const sinceDay = toDay(now - UPTIME_DAYS * DAY_MS)
  return {
    totalAssets: Object.values(byStatus).reduce((sum, count) => sum + count, 0),
    totalBytes: copies.liveBytes,
    byStatus,
    failovers,
    reads,
    failoverRate: reads === 0 ? 0 : failovers / reads,
    lastFailoverAt,
    recentFailovers: [...repository.recentFailovers(SHOWN_FAILOVERS)],
    stores: {
      primary: { ...copies.stored.primary, ...toTimings(repository, 'primary') },
      backup: { ...copies.stored.backup, ...toTimings(repository, 'backup') }
    },
    uptimePercent: {
      primary: repository.uptimePercent('primary', sinceDay),
      backup: repository.uptimePercent('backup', sinceDay)
    },
    oldestUnsafeAgeMs: toAge(repository.oldestUnsafeAt(), now),
    safeWithin15MinutesRatio: copies.decided === 0 ? null : copies.inTime / copies.decided
  }
}

function toTimings(repository: FiguresRepository, side: StoreSide) {
  const timings = repository.timings(side)
  return { p50Ms: percentile(timings, 0.5), p99Ms: percentile(timings, 0.99) }
}

function toSafety(repository: FiguresRepository, unreachable: readonly StoreSide[], now: number): Safety {
  const byStatus = repository.countByStatus()
  const totalAssets = Object.values(byStatus).reduce((sum, count) => sum + count, 0)
  return {
    totalAssets,
    safeAssets: byStatus.fully_synced,
    waitingAssets: totalAssets - byStatus.fully_synced,
    oldestUnsafeAgeMs: toAge(repository.oldestUnsafeAt(), now),
    unreachable: [...unreachable]
  }
}

function toAge(at: number | null, now: number): number | null {
  return at === null ? null : Math.max(0, now - at)
}

function toDay(at: number): string {
  return new Date(at).toISOString().slice(0, 10)
}

function percentile(
  timings: readonly { readonly upToMs: number; readonly calls: number }[],
  share: number
): number | null {
  const total = timings.reduce((sum, { calls }) => sum + calls, 0)
  let seen = 0
  for (const { upToMs, calls } of timings) {
    seen += calls
    if (seen >= total * share) return upToMs
  }
  return null
}
