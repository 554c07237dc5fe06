/** Compares all pictures with each other in short turns, so that searches in the same thread are not kept waiting. */
import type { Db } from '../db/connection.ts'
import {
  findNearPairs,
  NEAR_DISTANCE,
  type NearPair,
  type PackedHashes,
  packHashes
} from './near-duplicates.ts'
import { createPictureRepository } from './picture-repository.ts'

export interface NearTurn {
  readonly pairs: readonly NearPair[]
  /** Where the next turn starts; null when all pictures were compared. */
  readonly next: number | null
  readonly total: number
}

const STEP = 50

/** Each turn goes on from `from`; 0 reads the pictures anew. */
export function createNearScan(db: Db): (from: number, maxMs: number) => NearTurn {
  const pictures = createPictureRepository(db)
  let packed: PackedHashes | null = null
  return (from, maxMs) => {
    if (from === 0 || packed === null) packed = packHashes(pictures.listHashes())
    const endAt = performance.now() + maxMs
    const total = packed.ids.length
    const pairs: NearPair[] = []
    let at = from
    while (at < total && performance.now() < endAt) {
      pairs.push(...findNearPairs(packed, { maxDistance: NEAR_DISTANCE, from: at, to: at + STEP }))
      at += STEP
    }
    if (at >= total) packed = null
    return { pairs, next: at < total ? at : null, total }
  }
}
