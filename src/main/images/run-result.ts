/** A run's cells and ledger rows as the result people and programs get. */
import { PLATFORMS } from '#shared/domain/platform.ts'
import {
  type CellFailure,
  type GenerationResult,
  type ImageResult,
  imageProviderIdSchema
} from '#shared/domain/provider.ts'
import type { Settings } from '#shared/domain/settings.ts'
import { assertNever } from '#shared/errors.ts'
import { addMicroUsd } from '#shared/money.ts'
import type { AttemptRepository } from './attempt-repository.ts'
import { isAmong } from './campaign-run.ts'
import type { Cell, CellKey, Run, RunRepository } from './run-repository.ts'
import { planSavings } from './savings.ts'

export interface ResultDeps {
  readonly runs: RunRepository
  readonly attempts: AttemptRepository
  readonly settings: { get(): Settings }
}

/** The whole run, or some of its cells; calls in `earlier` are left out. */
export function sumUp(
  deps: ResultDeps,
  {
    run,
    only,
    earlier
  }: { readonly run: Run; readonly only: readonly CellKey[] | null; readonly earlier: ReadonlySet<string> },
  made: ReadonlyMap<string, ImageResult>
): GenerationResult {
  const cells = deps.runs.cells(run.id).filter((cell) => isAmong(only, cell))
  const attempts = deps.attempts.listOfRun(run.id).filter((attempt) => !earlier.has(attempt.id))
  const delivered = cells.filter((cell) => cell.state === 'delivered')
  const images = delivered.map(
    (cell) => made.get(cell.assetId ?? '') ?? toImage(deps, cell, cell.assetId ?? '')
  )
  const totalCostMicroUsd = addMicroUsd(attempts.map((attempt) => attempt.costMicroUsd))
  const { referencePriceMicroUsd } = deps.settings.get().savings
  return {
    campaignId: run.campaignId,
    images,
    failures: cells.flatMap(toFailure),
    attempts: [...attempts],
    totalCostMicroUsd,
    estimateMicroUsd: run.estimateMicroUsd,
    ...planSavings(images.length, totalCostMicroUsd, referencePriceMicroUsd)
  }
}

/** An image of an earlier sitting, from its ledger row. */
export function toImage(deps: ResultDeps, cell: Cell, assetId: string): ImageResult {
  const attempt = deps.attempts.findByAsset(assetId)
  const provider = imageProviderIdSchema.catch('composer').parse(attempt?.provider)
  const { platform, post } = cell
  const size = PLATFORMS[platform]
  return {
    assetId,
    platform,
    post,
    provider,
    model: attempt?.model ?? '',
    costMicroUsd: attempt?.costMicroUsd ?? 0,
    widthPx: size.widthPx,
    heightPx: size.heightPx,
    durationMs: attempt?.durationMs ?? 0
  }
}

function toFailure(cell: Cell): readonly CellFailure[] {
  const { platform, post } = cell
  switch (cell.state) {
    case 'delivered':
      return []
    case 'unknown':
    case 'failed':
      return [{ platform, post, code: cell.code ?? 'INTERNAL', message: cell.message ?? '' }]
    case 'planned':
    case 'running':
      return [{ platform, post, code: 'CANCELLED', message: 'Not done yet.' }]
    default:
      return assertNever(cell.state)
  }
}

/** Two results as one; the first one's campaign. */
export function joinResults(one: GenerationResult, other: GenerationResult): GenerationResult {
  const dalleCostMicroUsd = one.dalleCostMicroUsd + other.dalleCostMicroUsd
  const savingsMicroUsd = one.savingsMicroUsd + other.savingsMicroUsd
  return {
    campaignId: one.campaignId,
    images: [...one.images, ...other.images],
    failures: [...one.failures, ...other.failures],
    attempts: [...one.attempts, ...other.attempts],
    totalCostMicroUsd: one.totalCostMicroUsd + other.totalCostMicroUsd,
    estimateMicroUsd: one.estimateMicroUsd + other.estimateMicroUsd,
    dalleCostMicroUsd,
    savingsMicroUsd,
    savingsPercent:
      dalleCostMicroUsd === 0 ? 0 : Math.round((savingsMicroUsd / dalleCostMicroUsd) * 1000) / 10
  }
}
