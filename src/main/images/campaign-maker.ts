/** Campaign generation as the service offers it: plan, run or continue a run, draw cells again, sum it up. */
import type { Brief } from '#shared/domain/campaign.ts'
import type { PlatformId } from '#shared/domain/platform.ts'
import type { BrandKit } from '#shared/domain/prompt.ts'
import type { GenerationResult, ImageResult } from '#shared/domain/provider.ts'
import { AppError } from '#shared/errors.ts'
import type { JobContext } from '../core/jobs.ts'
import { type CampaignRunDeps, isAmong, runCells } from './campaign-run.ts'
import {
  type CellPlanDeps,
  isSameCell,
  isToDo,
  type PlannedWork,
  planCells,
  planWork,
  wordsOf
} from './cell-plan.ts'
import { groupByRun, planAgain, standOfCell, untouchedCells } from './cell-retry.ts'
import { createCellsAtWork } from './cells-at-work.ts'
import { type DeliveryDeps, deliverImage } from './delivery.ts'
import type { ImageDrawer } from './draw-image.ts'
import { type EstimateDeps, planEstimate, toWanted } from './estimate.ts'
import {
  type CampaignInput,
  type CellRetry,
  type GenerationRules,
  type KeptPicture,
  type PhotoSource,
  type PostProviders,
  providersFor,
  type RunCampaign,
  type RunWish,
  toRules
} from './generation-input.ts'
import { type CampaignPhoto, photoShownIn, toPostTask } from './post-task.ts'
import type { PromptText } from './prompt.ts'
import type { ProviderRegistry } from './provider-registry.ts'
import { deliverLeftover, settleBefore } from './recovery.ts'
import type { Cell, CellKey, Run, RunRepository } from './run-repository.ts'
import { joinResults, sumUp, toImage } from './run-result.ts'
import { createShownCells, type ShownCells } from './shown-cells.ts'

export interface CampaignMaker extends ShownCells {
  generateCampaign(input: CampaignInput, context: JobContext): Promise<GenerationResult>
  retryCells(input: CellRetry, context: JobContext): Promise<GenerationResult>
  /**
   * How each cell stands, as texts that differ as soon as anybody has worked on it: for a retry to find out, after the
   * app has ended, which of its cells it had not begun. In the order asked.
   */
  standOf(campaignId: string, cells: readonly CellKey[]): readonly string[]
  previewPrompt(input: PreviewInput): PromptText
}

/** A square whose prompt is asked for. */
export interface PreviewInput extends Pick<RunWish, 'campaign' | 'template'> {
  readonly platform: PlatformId
  readonly post: number
  readonly variant: number
}

export interface CampaignMakerDeps extends DeliveryDeps, CellPlanDeps, EstimateDeps {
  readonly registry: ProviderRegistry
  readonly runs: RunRepository
  readonly drawer: ImageDrawer
  readonly photos: PhotoSource
}

export function createCampaignMaker(deps: CampaignMakerDeps): CampaignMaker {
  const { runs } = deps
  const atWork = createCellsAtWork()
  return {
    async generateCampaign(input, context) {
      await settleBefore(deps, input.campaign.id, context.signal)
      const run = await findRun(deps, input)
      input.onPlanned?.()
      return await work({ ...deps, atWork }, { ...input, run, rules: input, only: null }, context)
    },
    async retryCells(input, context) {
      const results: GenerationResult[] = []
      // A picture that the vendor still has under an id is fetched, not paid again.
      if (input.resume === true) await settleBefore(deps, input.campaign.id, context.signal)
      const untouched = untouchedCells(runs, input)
      if (input.begin === true) await planUnknown(deps, input)
      for (const [run, only] of groupByRun(runs, input)) {
        for (const key of only.filter((cell) => isAmong(untouched, cell)))
          planAgain(runs, { run, key, input })
        results.push(await work({ ...deps, atWork }, { ...input, run, rules: input, only }, context))
      }
      const [first, ...rest] = results
      if (first === undefined) throw new AppError('NOT_FOUND', 'These posts have not been generated yet.')
      return rest.reduce(joinResults, first)
    },
    ...createShownCells({ ...deps, atWork }),
    standOf: (campaignId, cells) => cells.map((cell) => standOfCell(runs, campaignId, cell)),
    previewPrompt({ platform, post, variant, ...wish }) {
      const plan = { platforms: [platform], posts: post, variants: variant }
      const cells = planCells(wish.campaign, plan, wordsOf(deps.settings.get(), wish))
      const { prompt, negativePrompt } = cells.find((cell) =>
        isSameCell(cell, { platform, post, variant })
      ) ?? {
        prompt: '',
        negativePrompt: ''
      }
      return { prompt, negativePrompt }
    }
  }
}

/** The run that goes on, or a new one. Of two that begin the same plan at once, one joins the other's run. */
async function findRun(deps: CampaignMakerDeps, input: CampaignInput): Promise<Run> {
  for (;;) {
    const planned = planWork(deps, input.resume === true ? { ...input, again: false } : input)
    if (input.resume === true) requireRest(planned)
    if (planned.cells.some((cell) => isToDo(cell.state))) await requireSomeone(deps, input)
    if (planned.run !== null) return applyPlan(deps, planned.run, planned)
    const run = await createRun(deps, input, planned)
    if (run !== null) return run
  }
}

/** After a restart; a run that got through in the last moment is not begun again. Throws NOT_FOUND. */
function requireRest({ run, cells, newest }: PlannedWork): void {
  // Cut off before its run was written: nothing was asked of anybody yet.
  if (newest === null) return
  if (run !== null && cells.some((cell) => isToDo(cell.state))) return
  throw new AppError('NOT_FOUND', 'Nothing of this generation was left to do.')
}

async function createRun(
  deps: CampaignMakerDeps,
  input: CampaignInput,
  planned: PlannedWork
): Promise<Run | null> {
  const { maxPriceMicroUsd, allowEmergency } = input
  const { totalCostMicroUsd } = await planEstimate(deps, {
    wanted: toWanted(planned.cells, input),
    only: input.providers,
    maxPriceMicroUsd,
    allowEmergency,
    budgetLeftMicroUsd: null
  })
  const run: Run = {
    id: deps.clock.newId(),
    campaignId: input.campaign.id,
    estimateMicroUsd: totalCostMicroUsd
  }
  const { plan, cells, newest } = planned
  return deps.runs.create({ ...run, plan, createdAt: deps.clock.now() }, cells, newest) ? run : null
}

/**
 * The kept run's cells as they were planned now: made again, or with other words. Cells in work are left alone, and so
 * are those that another process worked on since: they would be paid twice.
 */
function applyPlan(deps: CampaignMakerDeps, run: Run, planned: PlannedWork): Run {
  for (const cell of planned.cells) {
    const seen = planned.seen.find((each) => isSameCell(each, cell))
    if (seen === undefined || seen.state === 'running' || isAsSeen(seen, cell)) continue
    deps.runs.replan(run.id, seen, cell)
  }
  return run
}

function isAsSeen(seen: Cell, cell: Cell): boolean {
  return (
    seen.state === cell.state && seen.prompt === cell.prompt && seen.negativePrompt === cell.negativePrompt
  )
}

/** A post that no run has gets one of its own; the other posts of the grid are left for later. */
async function planUnknown(deps: CampaignMakerDeps, input: CellRetry): Promise<void> {
  for (const key of input.cells) {
    if (deps.runs.findLatestWith(input.campaign.id, key) !== null) continue
    const wish = { ...input, platforms: [key.platform], posts: key.post, variants: key.variant }
    await requireSomeone(deps, input)
    const planned = planWork(deps, wish)
    const cells = planned.cells.filter((cell) => isSameCell(cell, key))
    await createRun(deps, wish, { ...planned, run: null, cells })
  }
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
  readonly rules: GenerationRules & {
    readonly budgetMicroUsd: number | null
    readonly postProviders?: readonly PostProviders[] | undefined
  }
  /** Null for every cell that is to do. */
  readonly only: readonly CellKey[] | null
  readonly kept?: readonly KeptPicture[] | undefined
}

async function work(
  deps: CampaignMakerDeps & Pick<CampaignRunDeps, 'atWork'>,
  { run, campaign, rules, only, kept = [] }: Work,
  context: JobContext
): Promise<GenerationResult> {
  const photos = await deps.photos.photosOf(campaign.id)
  const made = new Map<string, ImageResult>()
  const runDeps: CampaignRunDeps = {
    runs: deps.runs,
    clock: deps.clock,
    atWork: deps.atWork,
    makeImage: (_run, cell, signal) => makeCell(deps, { run, campaign, rules, only, cell, photos }, signal),
    onDelivered: (image) => {
      made.set(image.assetId, image)
    }
  }
  // Single posts answer for the calls made for them now; a run answers for all of its calls.
  const earlier = only === null ? [] : deps.attempts.listOfRun(run.id).map((attempt) => attempt.id)
  await runCells(runDeps, { run, only }, context)
  return sumUp(deps, { run, only, earlier: new Set(earlier), kept }, made)
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
    return toImage(deps, cell, { assetId, kept: [] })
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
    brief: withBrandColours(campaign.brief, deps.settings.get().brand),
    prompt,
    negativePrompt,
    photos,
    rules: { ...toRules(input.rules), only: providersFor(input.rules, cell) }
  })
  const drawn = await deps.drawer.draw(task, signal)
  const title = task.composition.copy.headline
  const photoAssetId = photoShownIn(task.composition)
  const delivery = { drawn, place, request: task.request, title, photoAssetId, startedAt }
  return await deliverImage(deps, delivery, signal)
}

/** Compositions are painted in the brief's colours, else in the brand's. */
function withBrandColours(brief: Brief, brand: BrandKit): Brief {
  return brief.brandColours.length > 0 ? brief : { ...brief, brandColours: [...brand.colours] }
}

/** A picture of this square that was paid, in whatever run, and not delivered: delivered now, not drawn again. */
async function findKept(deps: CampaignMakerDeps, { campaign, cell }: CellWork) {
  const left = deps.attempts
    .listOpen()
    .find(
      (attempt) =>
        attempt.outcome === 'succeeded' &&
        attempt.campaignId === campaign.id &&
        attempt.platform === cell.platform &&
        attempt.post === cell.post &&
        attempt.variant === cell.variant
    )
  if (left === undefined) return null
  const image = await deps.drawn.find(left.id)
  return image === null ? null : { attempt: left, image }
}
