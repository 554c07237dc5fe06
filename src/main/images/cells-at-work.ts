/** Which cells this process works on and which wait their turn here, and whether the owner of a cell is still at work. */
import { isAlive, LONGEST_CALL_MS } from './process-life.ts'
import type { CellKey, CellOwner } from './run-repository.ts'

/** Both by `nameOfCell`. What waits is in the catalog too, for other processes. */
export interface CellsAtWork {
  /** Of a generation that goes on here, not yet begun. */
  readonly waiting: Set<string>
  /** Being drawn here now: this process's own rows of an earlier life are not among them. */
  readonly inHand: Set<string>
}

export function createCellsAtWork(): CellsAtWork {
  return { waiting: new Set(), inHand: new Set() }
}

export function nameOfCell(runId: string, { platform, post, variant }: CellKey): string {
  return [runId, platform, post, variant].join('|')
}

/** Says of the cell's owner whether it has let go of the cell without a word. */
export function hasGone({ inHand }: CellsAtWork, name: string, now: number): (owner: CellOwner) => boolean {
  return ({ processId, claimedAt }) => {
    if (processId === process.pid) return !inHand.has(name)
    return now - claimedAt > LONGEST_CALL_MS || !isAlive(processId)
  }
}
