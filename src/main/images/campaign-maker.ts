/** Campaign generation as the service offers it: plan, run or continue a run, draw cells again, sum it up. */
import type { PlatformId } from '#shared/domain/platform.ts'
import type { GenerationResult, ImageResult } from '#shared/domain/provider.ts'
import type { Settings } from '#shared/domain/settings.ts'
import { AppError } from '#shared/errors.ts'
import type { JobContext } from '../core/jobs.ts'
import { type CampaignRunDeps, isSameCell, type PromptWishes, planCells, runCells } from './campaign-run.ts'
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
import type { Cell, CellKey, CellState, Run, RunPlan, RunRepository } from './run-repository.ts'
import { joinResults, sumUp, toImage } from './run-result.ts'

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
      const run =
        input.resume === true
          ? getOpenRun(runs, input.campaign.id, plan)
          : (findContinued(deps, input, plan) ?? (await createRun(deps, input, plan)))
      return await work(deps, { run, campaign: input.campaign, rules: input, only: null }, context)
    },
    async retryCells(input, context) {
      const results: GenerationResult[] = []
      for (const [run, only] of groupByRun(runs, input)) {
        for (const key of input.resume === true ? [] : only) {
          runs.setCell(run.id, key, { state: 'planned', assetId: null, code: null, message: null })
        }
        results.push(await work(deps, { run, campaign: input.campaign, rules: input, only }, context))
      }
      const [first, ...rest] = results
      if (first === undefined) throw new AppError('NOT_FOUND', 'These posts have not been generated yet.')
      return rest.reduce(joinResults, first)
    },
    planCells(input) {
      const latest = runs.findLatest(input.campaign.id)
      const known = latest === null ? [] : runs.cells(latest.id)
      return planCells(input.campaign.brief, toPlan(input), wishesOf(deps, input)).map((fresh) => {
        const kept = known.find((cell) => isSameCell(cell, fresh))
        const { negativePrompt: _unseen, ...cell } = kept ?? {
          ...fresh,
          state: 'planned' as const,
          assetId: null,
          code: null,
          message: null
        }
        return cell
      })
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
      planCells(input.campaign.brief, plan, wishesOf(all, input)).filter(
        (cell) => !isLeftOut(input.leaveOut, cell)
      )
    )
    return run
  }
}

function toPlan(input: Pick<CampaignInput, 'platforms' | 'posts' | 'variants'>): RunPlan {
  return { platforms: [...new Set(input.platforms)], posts: input.posts, variants: input.variants ?? 1 }
}

function wishesOf(deps: CampaignMakerDeps, input: Pick<CampaignInput, 'template'>): PromptWishes {
  const { prompts } = deps.settings.get()
  return { ...prompts, template: input.template ?? prompts.template }
}

/** After a restart; a run that got through in the last moment is not begun again. */
function getOpenRun(runs: RunRepository, campaignId: string, plan: RunPlan): Run {
  const run = runs.findOpen(campaignId, plan)
  if (run === null) throw new AppError('NOT_FOUND', 'Nothing of this generation was left to do.')
  return run
}

/**
 * The open run of this very plan, if it has every cell that is wanted now. Where only missing posts are wanted, a cell
 * it delivered whose picture is gone again does not count; null leads to a new run.
 */
function findContinued(deps: CampaignMakerDeps, input: CampaignInput, plan: RunPlan): Run | null {
  const run = deps.runs.findOpen(input.campaign.id, plan)
  if (run === null) return null
  const isOnlyMissing = input.leaveOut !== undefined && input.leaveOut.length > 0
  const known = deps.runs.cells(run.id).filter((cell) => !isOnlyMissing || cell.state !== 'delivered')
  const wanted = planCells(input.campaign.brief, plan, wishesOf(deps, input)).filter(
    (cell) => !isLeftOut(input.leaveOut, cell)
  )
  return wanted.every((cell) => known.some((each) => isSameCell(each, cell))) ? run : null
}

/** The cells by the newest run that has them; cells of no run are left out. */
function groupByRun(runs: RunRepository, input: CellRetry): readonly (readonly [Run, readonly CellKey[]])[] {
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
  /** Null for every cell that is to do. */
  readonly only: readonly CellKey[] | null
}

async function work(
  deps: CampaignMakerDeps,
  { run, campaign, rules, only }: Work,
  context: JobContext
): Promise<GenerationResult> {
  const photos = await deps.photos.photosOf(campaign.id)
  const made = new Map<string, ImageResult>()
  const runDeps: CampaignRunDeps = {
    runs: deps.runs,
    clock: deps.clock,
    makeImage: (_run, cell, signal) => makeCell(deps, { run, campaign, rules, only, cell, photos }, signal),
    onDelivered: (image) => {
      made.set(image.assetId, image)
    }
  }
  // Single posts answer for the calls made for them now; a run answers for all of its calls.
  const earlier = only === null ? [] : deps.attempts.listOfRun(run.id).map((attempt) => attempt.id)
  await runCells(runDeps, { run, only }, context)
  return sumUp(deps, { run, only, earlier: new Set(earlier) }, made)
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
