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
import type { KeptPicture } from './generation-input.ts'
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
    earlier,
    kept
  }: {
    readonly run: Run
    readonly only: readonly CellKey[] | null
    readonly earlier: ReadonlySet<string>
    readonly kept: readonly KeptPicture[]
  },
  made: ReadonlyMap<string, ImageResult>
): GenerationResult {
  const cells = deps.runs.cells(run.id).filter((cell) => isAmong(only, cell))
  const attempts = deps.attempts.listOfRun(run.id).filter((attempt) => !earlier.has(attempt.id))
  const delivered = cells.filter((cell) => cell.state === 'delivered')
  const images = delivered.map(
    (cell) => made.get(cell.assetId ?? '') ?? toImage(deps, cell, { assetId: cell.assetId ?? '', kept })
  )
  // Pictures taken over from earlier runs were paid there and save nothing here.
  const paidHere = new Set(attempts.map((attempt) => attempt.assetId))
  const savedOn = images.filter((image) => paidHere.has(image.assetId)).length
  const totalCostMicroUsd = addMicroUsd(attempts.map((attempt) => attempt.costMicroUsd))
  const { referencePriceMicroUsd } = deps.settings.get().savings
  return {
    campaignId: run.campaignId,
    images,
    madeCount: made.size,
    failures: cells.flatMap(toFailure),
    attempts: [...attempts],
    totalCostMicroUsd,
    estimateMicroUsd: run.estimateMicroUsd,
    ...planSavings(savedOn, totalCostMicroUsd, referencePriceMicroUsd)
  }
}

/** An image of an earlier sitting, from its ledger row, else from what the library says of it. */
export function toImage(
  deps: Pick<ResultDeps, 'attempts'>,
  cell: CellKey,
  known: { readonly assetId: string; readonly kept: readonly KeptPicture[] }
): ImageResult {
  const { assetId } = known
  const attempt = deps.attempts.findByAsset(assetId)
  const picture = known.kept.find((each) => each.assetId === assetId)
  const { platform, post, variant } = cell
  const { widthPx, heightPx } = PLATFORMS[platform]
  return {
    assetId,
    platform,
    post,
    variant,
    // Rows and assets hold the ids of this app; one of an older app that is gone reads as the composer.
    provider: imageProviderIdSchema.catch('composer').parse(attempt?.provider ?? picture?.provider),
    model: attempt?.model ?? picture?.model ?? '',
    costMicroUsd: attempt?.costMicroUsd ?? picture?.costMicroUsd ?? 0,
    widthPx,
    heightPx,
    durationMs: attempt?.durationMs ?? 0,
    missingCharacters: []
  }
}

function toFailure(cell: Cell): readonly CellFailure[] {
  const { platform, post, variant } = cell
  const at = { platform, post, variant }
  switch (cell.state) {
    case 'delivered':
      return []
    case 'unknown':
    case 'failed':
      return [{ ...at, code: cell.code ?? 'INTERNAL', message: cell.message ?? '' }]
    case 'planned':
      return [{ ...at, code: 'CANCELLED', message: 'Not done yet.' }]
    case 'running':
      return [
        { ...at, code: 'CONFLICT', message: 'Another run makes this post now. Look again when it has ended.' }
      ]
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
    madeCount: one.madeCount + other.madeCount,
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
