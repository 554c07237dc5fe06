/** The plan grid as a person may see it: what runs made of each square, and truly whether it is being made or waits now. */
import { joinSizes, type PlanSize } from '#shared/domain/plan.ts'
import { createPause } from '../core/pause.ts'
import { type CellPlanDeps, eachCell, isToDo, toPlan, wordsOf } from './cell-plan.ts'
import { type CellsAtWork, hasGone, nameOfCell } from './cells-at-work.ts'
import type { RunWish } from './generation-input.ts'
import { isAlive } from './process-life.ts'
import type { Cell, CellKey, CellState, KnownCell } from './run-repository.ts'

/** A cell as it stands now; `waiting` has its turn in a generation that goes on, here or in another process. */
export interface ShownCell extends Omit<Cell, 'state'> {
  readonly state: CellState | 'waiting'
}

/** How far the runs of a campaign reach. */
export interface RunExtent {
  /** The grid around every square that any run has; null without runs. */
  readonly held: PlanSize | null
  /** The grid around all that is being made or waits now; null when nothing does. */
  readonly atWork: PlanSize | null
}

/** How far generations of other processes are, in pictures. */
export interface Elsewhere {
  readonly done: number
  readonly total: number
}

export interface ShownCells {
  /** In parts, so that nobody waits long for main. */
  planCells(input: RunWish): Promise<readonly ShownCell[]>
  extentOf(campaignId: string): RunExtent
  /** Null when no other process makes pictures of the campaign now. */
  elsewhere(campaignId: string): Elsewhere | null
}

export interface ShownCellsDeps extends Pick<CellPlanDeps, 'runs' | 'settings'> {
  readonly clock: { now(): number }
  readonly atWork: CellsAtWork
}

export function createShownCells(deps: ShownCellsDeps): ShownCells {
  const { runs, settings } = deps
  return {
    async planCells(input) {
      const { campaign } = input
      const atWork = new Map(cellsAtWork(deps, campaign.id).map((cell) => [placeOf(cell), cell]))
      const latestOf = runs.latestOf(campaign.id)
      const shown: ShownCell[] = []
      const pause = createPause()
      for (const cell of eachCell(campaign, toPlan(input), wordsOf(settings.get(), input))) {
        await pause()
        const latest = atWork.get(placeOf(cell)) ?? atRest(deps, latestOf(cell))
        shown.push(latest === null ? cell : withWords(latest, cell))
      }
      return shown
    },
    extentOf(campaignId) {
      return {
        held: joinSizes(runs.plans(campaignId)),
        atWork: joinSizes(cellsAtWork(deps, campaignId).map(toGrid))
      }
    },
    elsewhere(campaignId) {
      const cells = othersCells(deps, runs.cellsInHand(campaignId))
      if (cells.length === 0) return null
      const open = cells.filter((cell) => cell.state === 'running' || isQueued(cell)).length
      return { done: cells.length - open, total: cells.length }
    }
  }
}

/** What is still to be made shows the words it will be made from. */
function withWords(latest: ShownCell, fresh: Cell): ShownCell {
  const { platform, post, variant } = fresh
  const { state, assetId, code, message } = latest
  const isOpen = state !== 'waiting' && state !== 'running' && isToDo(state)
  const { prompt, negativePrompt } = isOpen ? fresh : latest
  return { platform, post, variant, state, prompt, negativePrompt, assetId, code, message }
}

function cellsAtWork(deps: ShownCellsDeps, campaignId: string): readonly ShownCell[] {
  const { runs, atWork } = deps
  const inHand = runs.cellsInHand(campaignId)
  const others = new Set(othersCells(deps, inHand))
  return inHand.flatMap((cell): ShownCell[] => {
    if (atWork.waiting.has(nameOfCell(cell.runId, cell))) return [{ ...cell, state: 'waiting' }]
    if (cell.state === 'running') return isHeld(deps, cell) ? [{ ...cell, state: 'running' }] : []
    return others.has(cell) && isQueued(cell) ? [{ ...cell, state: 'waiting' }] : []
  })
}

/** A square that a process left as it ended is to be made. */
function atRest(deps: ShownCellsDeps, cell: KnownCell | null): ShownCell | null {
  if (cell === null || cell.state !== 'running' || isHeld(deps, cell)) return cell
  return { ...cell, state: 'planned' }
}

function isHeld({ atWork, clock }: ShownCellsDeps, cell: KnownCell): boolean {
  const name = nameOfCell(cell.runId, cell)
  return cell.owner !== null && !hasGone(atWork, name, clock.now())(cell.owner)
}

/**
 * Cells of generations in other processes, done ones included. Such a process draws one of them at every moment; one that
 * draws none has ended, and its number may belong to somebody else by now.
 */
function othersCells(deps: ShownCellsDeps, inHand: readonly KnownCell[]): readonly KnownCell[] {
  const drawing = new Set(
    inHand
      .filter((cell) => cell.state === 'running' && isHeld(deps, cell))
      .flatMap(({ runId, owner }) => (owner === null ? [] : [`${runId}|${owner.processId}`]))
  )
  return inHand.filter(
    ({ runId, queuedBy }) =>
      queuedBy !== null &&
      queuedBy !== process.pid &&
      drawing.has(`${runId}|${queuedBy}`) &&
      isAlive(queuedBy)
  )
}

/** Not yet taken by the process whose turn it waits for. */
function isQueued({ state, owner, queuedBy }: KnownCell): boolean {
  return (state === 'planned' || state === 'failed') && owner?.processId !== queuedBy
}

const toGrid = ({ platform, post, variant }: CellKey): PlanSize => ({
  platforms: [platform],
  posts: post,
  variants: variant
})
const placeOf = ({ platform, post, variant }: CellKey): string => `${platform}|${post}|${variant}`
