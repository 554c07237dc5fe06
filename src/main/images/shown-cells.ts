/** The plan grid as a person may see it: what runs made of each square, and truly whether it is being made or waits now. */

import { type CellPlanDeps, isToDo, planCells, toPlan, wordsOf } from './cell-plan.ts'
import { type CellsAtWork, hasGone, nameOfCell } from './cells-at-work.ts'
import type { RunWish } from './generation-input.ts'
import type { Cell, CellKey, CellState, KnownCell, RunPlan } from './run-repository.ts'

/** A cell as it stands now; `waiting` has its turn in a generation of this process. */
export interface ShownCell extends Omit<Cell, 'state'> {
  readonly state: CellState | 'waiting'
}

/** How far the runs of a campaign reach. */
export interface RunExtent {
  /** The grid around every square that any run has; null without runs. */
  readonly held: RunPlan | null
  /** The grid around all that is being made or waits now; null when nothing does. */
  readonly atWork: RunPlan | null
}

export interface ShownCells {
  planCells(input: RunWish): readonly ShownCell[]
  extentOf(campaignId: string): RunExtent
}

export interface ShownCellsDeps extends Pick<CellPlanDeps, 'runs' | 'settings'> {
  readonly clock: { now(): number }
  readonly atWork: CellsAtWork
}

export function createShownCells({ runs, settings, clock, atWork }: ShownCellsDeps): ShownCells {
  function known(campaignId: string): readonly ShownCell[] {
    const now = clock.now()
    const states = runs.everyCell(campaignId).map((cell) => ({ ...cell, state: stateNow(atWork, cell, now) }))
    return [...Map.groupBy(states, placeOf).values()].flatMap(
      (cells) => cells.find(isAtWork) ?? cells.slice(-1)
    )
  }
  return {
    planCells(input) {
      const byPlace = new Map(known(input.campaign.id).map((cell) => [placeOf(cell), cell]))
      const fresh = planCells(input.campaign, toPlan(input), wordsOf(settings.get(), input))
      return fresh.map((cell) => {
        const { platform, post, variant } = cell
        const last = byPlace.get(placeOf(cell))
        if (last === undefined) return cell
        const { state, assetId, code, message } = last
        // What is still to be made shows the words it will be made from.
        const isOpen = state !== 'waiting' && state !== 'running' && isToDo(state)
        const { prompt, negativePrompt } = isOpen ? cell : last
        return { platform, post, variant, state, prompt, negativePrompt, assetId, code, message }
      })
    },
    extentOf(campaignId) {
      const cells = known(campaignId)
      return { held: gridAround(cells), atWork: gridAround(cells.filter(isAtWork)) }
    }
  }
}

function gridAround(cells: readonly CellKey[]): RunPlan | null {
  if (cells.length === 0) return null
  return {
    platforms: [...new Set(cells.map(({ platform }) => platform))],
    posts: highest(cells.map(({ post }) => post)),
    variants: highest(cells.map(({ variant }) => variant))
  }
}

const highest = (numbers: readonly number[]): number =>
  numbers.reduce((one, other) => Math.max(one, other), 0)
const placeOf = ({ platform, post, variant }: CellKey): string => `${platform}|${post}|${variant}`
const isAtWork = ({ state }: ShownCell): boolean => state === 'running' || state === 'waiting'

/** A square that a process left as it ended is to be made; which squares wait only their own process knows. */
function stateNow(atWork: CellsAtWork, cell: KnownCell, now: number): ShownCell['state'] {
  const name = nameOfCell(cell.runId, cell)
  if (atWork.waiting.has(name)) return 'waiting'
  if (cell.state !== 'running') return cell.state
  return cell.owner === null || hasGone(atWork, name, now)(cell.owner) ? 'planned' : 'running'
}
