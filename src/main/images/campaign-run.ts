/** One campaign run: every cell drawn, delivered or explained; kept in the database so that it goes on after a stop. */

import type { Brief } from '#shared/domain/campaign.ts'
import { PLATFORMS, type PlatformId } from '#shared/domain/platform.ts'
import type { ImageResult } from '#shared/domain/provider.ts'
import { type AppError, toAppError } from '#shared/errors.ts'
import { throwIfCancelled } from '../core/cancel.ts'
import type { Clock } from '../core/clock.ts'
import type { JobContext } from '../core/jobs.ts'
import { mapLimited } from '../core/limit.ts'
import { buildPrompt } from './prompt.ts'
import type { Cell, CellKey, CellState, Run, RunPlan, RunRepository } from './run-repository.ts'

/** The user's wishes for all prompts of a run. */
export interface PromptWishes {
  readonly template: string | null
  readonly style: string
  readonly negative: string
}

export interface CampaignRunDeps {
  readonly runs: RunRepository
  readonly clock: Clock
  /** Draws and delivers one cell; throws as the drawer and the delivery do. */
  readonly makeImage: (run: Run, cell: Cell, signal: AbortSignal) => Promise<ImageResult>
  /** Called after a cell was delivered, for news. */
  readonly onDelivered: (image: ImageResult) => void
}

/** Cells in flight at once; each provider has its own narrower gate. */
const CELLS_AT_ONCE = 6

/** Every cell of the plan with its prompt, posts first so that early results span the platforms. Pure. */
export function planCells(
  brief: Brief,
  plan: RunPlan,
  own: PromptWishes
): readonly (CellKey & { readonly prompt: string; readonly negativePrompt: string })[] {
  const cells: (CellKey & { prompt: string; negativePrompt: string })[] = []
  for (let post = 1; post <= plan.posts; post += 1) {
    for (let variant = 1; variant <= plan.variants; variant += 1) {
      const withText = (platform: PlatformId) => ({
        platform,
        post,
        variant,
        ...buildPrompt({ brief, platform: PLATFORMS[platform], post, variant, ...own })
      })
      cells.push(...plan.platforms.map(withText))
    }
  }
  return cells
}

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
  context.report(done, cells.length, 'images')
  await mapLimited(open, CELLS_AT_ONCE, async (cell) => {
    // The rest stays planned: a cancelled run goes on where it stopped.
    if (context.signal.aborted) return
    await runCell(deps, { run, cell }, context.signal)
    done += 1
    context.report(done, cells.length, 'images')
  })
  throwIfCancelled(context.signal)
  const isLeft = deps.runs.cells(run.id).some((cell) => isToDo(cell.state))
  if (isLeft) deps.runs.reopen(run.id)
  else deps.runs.close(run.id, deps.clock.now())
}

/** True for a cell of the list; null is every cell. */
export function isAmong(only: readonly CellKey[] | null, cell: CellKey): boolean {
  return only === null || only.some((key) => isSameCell(key, cell))
}

/** The same square of the grid. */
export function isSameCell(one: CellKey, other: CellKey): boolean {
  return one.platform === other.platform && one.post === other.post && one.variant === other.variant
}

const isToDo = (state: CellState): boolean => state === 'planned' || state === 'failed' || state === 'running'

function inPostOrder(cells: readonly Cell[]): readonly Cell[] {
  return cells.toSorted((one, other) => one.post - other.post || one.variant - other.variant)
}

async function runCell(
  deps: CampaignRunDeps,
  { run, cell }: { readonly run: Run; readonly cell: Cell },
  signal: AbortSignal
): Promise<void> {
  deps.runs.setCell(run.id, cell, { state: 'running', assetId: null, code: null, message: null })
  try {
    const image = await deps.makeImage(run, cell, signal)
    deps.runs.setCell(run.id, cell, { state: 'delivered', assetId: image.assetId, code: null, message: null })
    deps.onDelivered(image)
  } catch (thrown) {
    const error = toAppError(thrown)
    deps.runs.setCell(run.id, cell, {
      state: stateAfter(error),
      assetId: null,
      code: error.code,
      message: error.message
    })
  }
}

function stateAfter(error: AppError): CellState {
  if (error.details?.['isUnknown'] === true) return 'unknown'
  return error.code === 'CANCELLED' ? 'planned' : 'failed'
}
