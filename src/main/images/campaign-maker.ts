/** Campaign generation as the service offers it: plan, run or continue a run, draw cells again, sum it up. */
import { PLATFORMS, type PlatformId } from '#shared/domain/platform.ts'
import type { CellFailure, GenerationResult, ImageResult } from '#shared/domain/provider.ts'
import { imageProviderIdSchema } from '#shared/domain/provider.ts'
import type { Settings } from '#shared/domain/settings.ts'
import { AppError, assertNever } from '#shared/errors.ts'
import { addMicroUsd } from '#shared/money.ts'
import type { JobContext } from '../core/jobs.ts'
import { type CampaignRunDeps, planCells, runCells } from './campaign-run.ts'
import { type DeliveryDeps, deliverImage } from './delivery.ts'
import type { ImageDrawer } from './draw-image.ts'
import { planEstimate } from './estimate.ts'
import {
  type CampaignInput,
  type CellRetry,
  type GenerationRules,
  isLeftOut,
  type PhotoSource,
  type RunCampaign,
  toRules
} from './generation-input.ts'
import { type CampaignPhoto, toPostTask } from './post-task.ts'
import type { ProviderRegistry } from './provider-registry.ts'
import { deliverLeftover } from './recovery.ts'
import type { Cell, CellState, Run, RunPlan, RunRepository } from './run-repository.ts'
import { planSavings } from './savings.ts'

/** One square of the plan grid. */
export interface PlannedCell {
  readonly platform: PlatformId
  readonly post: number
  readonly variant: number
  readonly state: CellState
  readonly prompt: string
  readonly assetId: string | null
  readonly code: string | null
  readonly message: string | null
}

export interface CampaignMaker {
  generateCampaign(input: CampaignInput, context: JobContext): Promise<GenerationResult>
  retryCells(input: CellRetry, context: JobContext): Promise<GenerationResult>
  planCells(
    input: Pick<CampaignInput, 'campaign' | 'platforms' | 'posts' | 'variants' | 'template'>
  ): readonly PlannedCell[]
}

export interface CampaignMakerDeps extends DeliveryDeps {
  readonly registry: ProviderRegistry
  readonly runs: RunRepository
  readonly drawer: ImageDrawer
  readonly settings: { get(): Settings }
  readonly photos: PhotoSource
}

export function createCampaignMaker(deps: CampaignMakerDeps): CampaignMaker {
  const { runs, clock } = deps
  return {
    async generateCampaign(input, context) {
      await requireSomeone(deps, input)
      const plan = toPlan(input)
      const run = runs.findOpen(input.campaign.id, plan) ?? (await createRun(deps, input, plan))
      return await work(deps, { run, campaign: input.campaign, rules: input }, context)
    },
    async retryCells(input, context) {
      const run = runs.findLatest(input.campaign.id)
      if (run === null) throw new AppError('NOT_FOUND', 'This campaign has no run yet. Generate it first.')
      for (const key of input.cells) {
        runs.setCell(run.id, key, { state: 'planned', assetId: null, code: null, message: null })
      }
      runs.reopen(run.id)
      return await work(deps, { run, campaign: input.campaign, rules: input }, context)
    },
    planCells(input) {
      const plan = toPlan(input)
      const latest = runs.findLatest(input.campaign.id)
      const isSame = latest !== null && JSON.stringify(sorted(latest.plan)) === JSON.stringify(sorted(plan))
      if (isSame) return runs.cells(latest.id).map(({ negativePrompt: _unseen, ...cell }) => cell)
      return planCells(input.campaign.brief, plan, input.template ?? null).map(
        ({ negativePrompt: _unseen, ...cell }) => ({
          ...cell,
          state: 'planned',
          assetId: null,
          code: null,
          message: null
        })
      )
    }
  }

  async function createRun(all: CampaignMakerDeps, input: CampaignInput, plan: RunPlan): Promise<Run> {
    const { maxPriceMicroUsd, allowEmergency, providers } = input
    const { totalCostMicroUsd } = await planEstimate(
      { registry: all.registry, settings: all.settings, now: clock.now },
      {
        ...plan,
        leaveOut: input.leaveOut,
        only: providers,
        maxPriceMicroUsd,
        allowEmergency,
        budgetLeftMicroUsd: null
      }
    )
    const run: Run = { id: clock.newId(), campaignId: input.campaign.id, estimateMicroUsd: totalCostMicroUsd }
    runs.create(
      { ...run, plan, createdAt: clock.now() },
      planCells(input.campaign.brief, plan, input.template ?? null).filter(
        (cell) => !isLeftOut(input.leaveOut, cell)
      )
    )
    return run
  }
}

function toPlan(input: Pick<CampaignInput, 'platforms' | 'posts' | 'variants'>): RunPlan {
  return { platforms: [...new Set(input.platforms)], posts: input.posts, variants: input.variants ?? 1 }
}

const sorted = (plan: RunPlan) => [plan.platforms.toSorted(), plan.posts, plan.variants]

/** Before any row is written: is there anybody who could draw. Throws NO_PROVIDER_CONFIGURED. */
async function requireSomeone(deps: CampaignMakerDeps, rules: GenerationRules): Promise<void> {
  const { candidates, unavailable } = await deps.registry.candidates(
    { widthPx: 1024, heightPx: 1024 },
    rules.providers
  )
  if (candidates.length > 0) return
  throw new AppError(
    'NO_PROVIDER_CONFIGURED',
    'None of these providers is set up. Enter a key in Settings.',
    { details: { unavailable } }
  )
}

interface Work {
  readonly run: Run
  readonly campaign: RunCampaign
  readonly rules: GenerationRules & { readonly budgetMicroUsd: number | null }
}

async function work(
  deps: CampaignMakerDeps,
  { run, campaign, rules }: Work,
  context: JobContext
): Promise<GenerationResult> {
  const photos = await deps.photos.photosOf(campaign.id)
  const made = new Map<string, ImageResult>()
  const runDeps: CampaignRunDeps = {
    runs: deps.runs,
    clock: deps.clock,
    makeImage: (_run, cell, signal) => makeCell(deps, { run, campaign, rules, cell, photos }, signal),
    onDelivered: (image) => {
      made.set(image.assetId, image)
    }
  }
  await runCells(runDeps, run, context)
  return sumUp(deps, run, made)
}

interface CellWork extends Work {
  readonly cell: Cell
  readonly photos: readonly CampaignPhoto[]
}

async function makeCell(deps: CampaignMakerDeps, input: CellWork, signal: AbortSignal): Promise<ImageResult> {
  const { run, campaign, cell, photos } = input
  const kept = await findKept(deps, input)
  if (kept !== null) {
    const assetId = await deliverLeftover(deps, kept, signal)
    return toImage(deps, cell, assetId)
  }
  const startedAt = deps.clock.now()
  const place = {
    campaignId: campaign.id,
    runId: run.id,
    platform: cell.platform,
    post: cell.post,
    variant: cell.variant
  }
  const { prompt, negativePrompt } = cell
  const task = toPostTask({
    place,
    brief: campaign.brief,
    prompt,
    negativePrompt,
    photos,
    rules: toRules(input.rules)
  })
  const drawn = await deps.drawer.draw(task, signal)
  const title = task.composition.copy.headline
  const hasPhoto = task.composition.photo !== null
  return await deliverImage(deps, { drawn, place, request: task.request, title, hasPhoto, startedAt }, signal)
}

/** A picture of this cell that was paid and could not be stored: delivered now, not drawn again. */
async function findKept(deps: CampaignMakerDeps, { run, cell }: CellWork) {
  const left = deps.attempts
    .listOpen()
    .find(
      (attempt) =>
        attempt.outcome === 'succeeded' &&
        attempt.runId === run.id &&
        attempt.platform === cell.platform &&
        attempt.post === cell.post &&
        attempt.variant === cell.variant
    )
  if (left === undefined) return null
  const image = await deps.drawn.find(left.id)
  return image === null ? null : { attempt: left, image }
}

function sumUp(deps: CampaignMakerDeps, run: Run, made: ReadonlyMap<string, ImageResult>): GenerationResult {
  const cells = deps.runs.cells(run.id)
  const attempts = deps.attempts.listOfRun(run.id)
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
function toImage(deps: CampaignMakerDeps, cell: Cell, assetId: string): ImageResult {
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
