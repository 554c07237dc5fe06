/** One campaign run: every cell drawn, delivered or explained; kept in the database so that it goes on after a stop. */

import type { ImageResult } from '#shared/domain/provider.ts'
import { type AppError, toAppError } from '#shared/errors.ts'
import { throwIfCancelled } from '../core/cancel.ts'
import type { Clock } from '../core/clock.ts'
import type { JobContext } from '../core/jobs.ts'
import { mapLimited } from '../core/limit.ts'
import { isSameCell, isToDo } from './cell-plan.ts'
import { type CellsAtWork, hasGone, nameOfCell } from './cells-at-work.ts'
import type { Cell, CellKey, CellState, Run, RunRepository } from './run-repository.ts'

export interface CampaignRunDeps {
  readonly runs: RunRepository
  readonly clock: Clock
  readonly atWork: CellsAtWork
  /** Draws and delivers one cell; throws as the drawer and the delivery do. */
  readonly makeImage: (run: Run, cell: Cell, signal: AbortSignal) => Promise<ImageResult>
  /** Called after a cell was delivered, for news. */
  readonly onDelivered: (image: ImageResult) => void
}

/** Cells in flight at once; each provider has its own narrower gate. */
const CELLS_AT_ONCE = 6

/**
 * Works the cells that are planned or failed, or of those only the ones in `only`. Resolves when all are settled; throws
 * CANCELLED at once when cancelled. The run stays open while a cell is left to do.
 */
export async function runCells(
  deps: CampaignRunDeps,
  work: { readonly run: Run; readonly only: readonly CellKey[] | null },
  context: JobContext
): Promise<void> {
  const { run, only } = work
  const cells = inPostOrder(deps.runs.cells(run.id)).filter((cell) => isAmong(only, cell))
  const open = cells.filter((cell) => isToDo(cell.state))
  let done = cells.length - open.length
  const names = open.map((cell) => nameOfCell(run.id, cell))
  for (const name of names) deps.atWork.waiting.add(name)
  deps.runs.enqueue(run.id, open, process.pid)
  context.report(done, cells.length, 'images')
  try {
    await mapLimited(open, CELLS_AT_ONCE, async (cell) => {
      // The rest stays planned: a cancelled run goes on where it stopped.
      if (context.signal.aborted) return
      await runCell(deps, { run, cell }, context.signal)
      done += 1
      context.report(done, cells.length, 'images')
    })
  } finally {
    for (const name of names) deps.atWork.waiting.delete(name)
    deps.runs.dequeue(run.id, process.pid)
  }
  throwIfCancelled(context.signal)
  const isLeft = deps.runs.cells(run.id).some((cell) => isToDo(cell.state))
  if (isLeft) deps.runs.reopen(run.id)
  else deps.runs.close(run.id, deps.clock.now())
}

/** True for a cell of the list; null is every cell. */
export function isAmong(only: readonly CellKey[] | null, cell: CellKey): boolean {
  return only === null || only.some((key) => isSameCell(key, cell))
}

function inPostOrder(cells: readonly Cell[]): readonly Cell[] {
  return cells.toSorted((one, other) => one.post - other.post || one.variant - other.variant)
}

/** Only who has claimed a cell draws it, so that two runs beside each other do not pay for it twice. */
async function runCell(
  deps: CampaignRunDeps,
  { run, cell }: { readonly run: Run; readonly cell: Cell },
  signal: AbortSignal
): Promise<void> {
  const { runs, atWork } = deps
  const name = nameOfCell(run.id, cell)
  const now = deps.clock.now()
  const owner = { processId: process.pid, claimedAt: now, hasGone: hasGone(atWork, name, now) }
  atWork.waiting.delete(name)
  if (!runs.claim(run.id, cell, owner)) return
  atWork.inHand.add(name)
  try {
    await makeCell(deps, { run, cell }, signal)
  } finally {
    atWork.inHand.delete(name)
  }
}

async function makeCell(
  deps: CampaignRunDeps,
  { run, cell }: { readonly run: Run; readonly cell: Cell },
  signal: AbortSignal
): Promise<void> {
  try {
    const image = await deps.makeImage(run, cell, signal)
    deps.runs.setCell(run.id, cell, { state: 'delivered', assetId: image.assetId, code: null, message: null })
    deps.onDelivered(image)
  } catch (thrown) {
    const error = toAppError(thrown)
    const state = stateAfter(error)
    const message =
      state === 'unknown' && error.code === 'CANCELLED'
        ? 'Cancelled while the vendor was drawing. It may have been charged.'
        : error.message
    deps.runs.setCell(run.id, cell, { state, assetId: null, code: error.code, message })
  }
}

function stateAfter(error: AppError): CellState {
  if (error.details?.['isUnknown'] === true) return 'unknown'
  return error.code === 'CANCELLED' ? 'planned' : 'failed'
}
