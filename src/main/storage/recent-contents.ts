/**
 * What is known of contents accepted a moment ago, until both stores have them: small ones are kept in memory, so that
 * neither upload reads the disk again; of large ones the hashes of their parts. A budget bounds it; what falls out is
 * read and hashed from the local copy.
 */
import type { StoreSide } from '#shared/domain/storage.ts'

export interface RecentFacts {
  /** Proven content; null when it was too much to keep. */
  readonly bytes: Uint8Array | null
  /** Hex, in order. */
  readonly partSha256s: readonly string[] | null
}

export interface RecentContents {
  add(sha256: string, facts: RecentFacts): void
  get(sha256: string): Uint8Array | null
  partsOf(sha256: string): readonly string[] | null
  /** This side has it; when both have, it goes. */
  done(sha256: string, side: StoreSide): void
  /** What is on disk is not what was accepted. */
  forget(sha256: string): void
}

export const RECENT_LIMIT_BYTES = 4 * 1024 * 1024
const BUDGET_BYTES = 64 * 1024 * 1024
const KEPT_CONTENTS = 10_000

interface Kept extends RecentFacts {
  readonly waiting: Set<StoreSide>
}

export function createRecentContents(): RecentContents {
  const kept = new Map<string, Kept>()
  let usedBytes = 0

  function forget(sha256: string): void {
    usedBytes -= kept.get(sha256)?.bytes?.length ?? 0
    kept.delete(sha256)
  }

  return {
    add(sha256, { bytes, partSha256s }) {
      const sizeBytes = bytes?.length ?? 0
      if ((bytes === null && partSha256s === null) || sizeBytes > RECENT_LIMIT_BYTES || kept.has(sha256))
        return
      kept.set(sha256, { bytes, partSha256s, waiting: new Set(['primary', 'backup']) })
      usedBytes += sizeBytes
      for (const oldest of kept.keys()) {
        if (usedBytes <= BUDGET_BYTES && kept.size <= KEPT_CONTENTS) return
        forget(oldest)
      }
    },
    get: (sha256) => kept.get(sha256)?.bytes ?? null,
    partsOf: (sha256) => kept.get(sha256)?.partSha256s ?? null,
    done(sha256, side) {
      const entry = kept.get(sha256)
      entry?.waiting.delete(side)
      if (entry?.waiting.size === 0) forget(sha256)
    },
    forget
  }
}
