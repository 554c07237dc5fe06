/**
 * Contents accepted a moment ago, kept in memory until both stores have them, so that neither upload reads the disk
 * again. A budget bounds it; what falls out is read from the local copy.
 */
import type { StoreSide } from '#shared/domain/storage.ts'

export interface RecentContents {
  /** Keeps small contents; the bytes must be the proven content of this hash. */
  add(sha256: string, bytes: Uint8Array): void
  get(sha256: string): Uint8Array | null
  /** This side has it; when both have, the bytes go. */
  done(sha256: string, side: StoreSide): void
}

export const RECENT_LIMIT_BYTES = 4 * 1024 * 1024
const BUDGET_BYTES = 64 * 1024 * 1024

interface Kept {
  readonly bytes: Uint8Array
  readonly waiting: Set<StoreSide>
}

export function createRecentContents(): RecentContents {
  const kept = new Map<string, Kept>()
  let usedBytes = 0

  function drop(sha256: string): void {
    usedBytes -= kept.get(sha256)?.bytes.length ?? 0
    kept.delete(sha256)
  }

  return {
    add(sha256, bytes) {
      if (bytes.length > RECENT_LIMIT_BYTES || kept.has(sha256)) return
      kept.set(sha256, { bytes, waiting: new Set(['primary', 'backup']) })
      usedBytes += bytes.length
      for (const oldest of kept.keys()) {
        if (usedBytes <= BUDGET_BYTES) return
        drop(oldest)
      }
    },
    get: (sha256) => kept.get(sha256)?.bytes ?? null,
    done(sha256, side) {
      const entry = kept.get(sha256)
      entry?.waiting.delete(side)
      if (entry?.waiting.size === 0) drop(sha256)
    }
  }
}
