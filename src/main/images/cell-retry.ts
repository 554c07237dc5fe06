/** Cells that are asked for once more: which run has them, how they stand, and what a retry that was cut off had begun. */
import { NOTHING_YET } from './cell-plan.ts'
import type { CellRetry } from './generation-input.ts'
import type { CellKey, Run, RunRepository } from './run-repository.ts'

/** Null for all: what is asked for now is planned again, whatever became of it. */
export function untouchedCells(runs: RunRepository, input: CellRetry): readonly CellKey[] | null {
  const { campaign, cells, resume, seen = [] } = input
  if (resume !== true) return null
  return cells.filter((cell, index) => standOfCell(runs, campaign.id, cell) === seen[index])
}

/** The owner changes with every claim, and nothing is sent to a vendor before one; the state with every outcome. */
export function standOfCell(runs: RunRepository, campaignId: string, key: CellKey): string {
  const run = runs.findLatestWith(campaignId, key)
  const cell = run === null ? null : runs.find(run.id, key)
  if (cell === null) return ''
  const { runId, state, assetId, owner } = cell
  return JSON.stringify([runId, state, assetId, owner?.processId ?? null, owner?.claimedAt ?? null])
}

/** Whatever became of it; a cell that is being drawn is left alone. */
export function planAgain(
  runs: RunRepository,
  { run, key, input }: { readonly run: Run; readonly key: CellKey; readonly input: CellRetry }
): void {
  const cell = runs.find(run.id, key)
  if (cell === null || cell.state === 'running') return
  const { prompt = cell.prompt, negativePrompt = cell.negativePrompt } = input
  runs.replan(run.id, cell, { ...cell, ...NOTHING_YET, prompt, negativePrompt })
}

/** The cells by the newest run that has them; cells of no run are left out. */
export function groupByRun(
  runs: RunRepository,
  input: CellRetry
): readonly (readonly [Run, readonly CellKey[]])[] {
  const groups = new Map<string, { readonly run: Run; readonly cells: CellKey[] }>()
  for (const cell of input.cells) {
    const run = runs.findLatestWith(input.campaign.id, cell)
    if (run === null) continue
    const group = groups.get(run.id) ?? { run, cells: [] }
    group.cells.push(cell)
    groups.set(run.id, group)
  }
  return [...groups.values()].map(({ run, cells }) => [run, cells] as const)
}
