/** One image for a prompt, outside any campaign run. */
import type { GenerationResult } from '#shared/domain/provider.ts'
import type { Settings } from '#shared/domain/settings.ts'
import { addMicroUsd } from '#shared/money.ts'
import type { JobContext } from '../core/jobs.ts'
import { type DeliveryDeps, deliverImage } from './delivery.ts'
import type { ImageDrawer, ImageTask } from './draw-image.ts'
import { type OneImageInput, type PhotoSource, toRules } from './generation-input.ts'
import { photoShownIn, toPromptTask } from './post-task.ts'
import type { ProviderRegistry } from './provider-registry.ts'
import { planSavings } from './savings.ts'

export interface SingleImageDeps extends DeliveryDeps {
  readonly registry: ProviderRegistry
  readonly drawer: ImageDrawer
  readonly settings: { get(): Settings }
  readonly photos: PhotoSource
}

/** Draws and delivers. Network and money; codes as ImageDrawer.draw. */
export async function makeSingleImage(
  deps: SingleImageDeps,
  input: OneImageInput,
  context: JobContext
): Promise<GenerationResult> {
  context.report(0, 1, 'images')
  const startedAt = deps.clock.now()
  const task = await planTask(deps, input)
  const estimateMicroUsd = await firstPrice(deps, task)
  const drawn = await deps.drawer.draw(task, context.signal)
  const delivery = {
    drawn,
    place: task.place,
    request: task.request,
    title: input.prompt,
    photoAssetId: photoShownIn(task.composition),
    startedAt
  }
  const image = await deliverImage(deps, delivery, context.signal)
  context.report(1, 1, 'images')
  const attempts = deps.attempts.findAll(drawn.attemptIds)
  const totalCostMicroUsd = addMicroUsd(attempts.map((attempt) => attempt.costMicroUsd))
  return {
    campaignId: input.campaign?.id ?? null,
    images: [image],
    madeCount: 1,
    failures: [],
    attempts: [...attempts],
    totalCostMicroUsd,
    estimateMicroUsd,
    ...planSavings(1, totalCostMicroUsd, deps.settings.get().savings.referencePriceMicroUsd)
  }
}

async function planTask(deps: SingleImageDeps, input: OneImageInput): Promise<ImageTask> {
  const { campaign, platform, prompt } = input
  const { brand } = deps.settings.get()
  const negativePrompt = [input.negativePrompt, brand.negative].filter((words) => words !== '').join(', ')
  return toPromptTask({
    prompt,
    negativePrompt,
    style: input.style === '' ? brand.style : input.style,
    platform,
    campaignId: campaign?.id ?? null,
    brief: campaign?.brief ?? null,
    photos: campaign === null ? [] : await deps.photos.photosOf(campaign.id),
    rules: toRules(input)
  })
}

async function firstPrice(deps: SingleImageDeps, task: ImageTask): Promise<number> {
  const { candidates } = await deps.registry.candidates(task.request, task.only)
  return candidates.length === 0 ? 0 : Math.min(...candidates.map((candidate) => candidate.priceMicroUsd))
}
