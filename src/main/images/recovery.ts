/** After a crash: settles the rows a process left behind, fetches accepted work by id, delivers kept pictures. Pays nothing. */
import { platformIdSchema } from '#shared/domain/platform.ts'
import { imageProviderIdSchema } from '#shared/domain/provider.ts'
import { toAppError } from '#shared/errors.ts'
import { systemCode } from '../core/files.ts'
import type { AttemptRepository, OpenAttempt } from './attempt-repository.ts'
import { type DeliveryDeps, deliverImage } from './delivery.ts'
import type { DrawnImage, DrawRequest, ImageProvider } from './image-provider.ts'
import type { ProviderRegistry } from './provider-registry.ts'
import type { RunRepository } from './run-repository.ts'
import { settleFailure } from './settlement.ts'

export interface RecoveryDeps extends DeliveryDeps {
  readonly registry: ProviderRegistry
  readonly runs: RunRepository
}

export interface Recovered {
  /** Pictures that became assets without another payment. */
  readonly delivered: number
  /** Calls that stay without an answer; they may have been billed. */
  readonly unknown: number
}

/** Vendors keep finished work for an hour (Replicate) to days; older rows are not asked about again. */
const RESUMABLE_FOR_MS = 24 * 3600 * 1000

/** Rows of another process that still runs, such as a command beside the window, are left to it. */
export async function recoverAttempts(deps: RecoveryDeps, signal: AbortSignal): Promise<Recovered> {
  let delivered = 0
  let unknown = 0
  for (const attempt of deps.attempts.listOpen()) {
    if (isOfOther(attempt, deps.clock.now())) continue
    const image = (await deps.drawn.find(attempt.id)) ?? (await resumeAttempt(deps, attempt, signal))
    if (image === null) {
      unknown += attempt.outcome === 'succeeded' ? 0 : 1
      settleCell(deps, attempt, null)
      continue
    }
    settleSucceeded(deps.attempts, attempt, image)
    const assetId = await deliverLeftover(deps, { attempt, image }, signal)
    settleCell(deps, attempt, assetId)
    delivered += 1
  }
  return { delivered, unknown }
}

/** After this long no call can be going on; the process id then belongs to somebody else. */
const LONGEST_CALL_MS = 3600 * 1000

function isOfOther(attempt: OpenAttempt, now: number): boolean {
  const isRecent = now - attempt.startedAt < LONGEST_CALL_MS
  return isRecent && attempt.processId !== process.pid && isAlive(attempt.processId)
}

function isAlive(processId: number): boolean {
  try {
    return process.kill(processId, 0)
  } catch (cause) {
    // Not allowed to ask means that it runs, under another user.
    return systemCode(cause) === 'EPERM'
  }
}

async function resumeAttempt(
  deps: RecoveryDeps,
  attempt: OpenAttempt,
  signal: AbortSignal
): Promise<DrawnImage | null> {
  if (attempt.outcome === 'succeeded') return null
  const provider = findProvider(deps, attempt)
  const isFresh = deps.clock.now() - attempt.startedAt < RESUMABLE_FOR_MS
  if (provider?.resume !== undefined && attempt.vendorRequestId !== null && isFresh) {
    try {
      const image = await provider.resume(attempt.vendorRequestId, toResumeRequest(attempt, signal))
      if (image.costMicroUsd > 0) deps.drawn.save(attempt.id, image)
      return image
    } catch (thrown) {
      const error = toAppError(thrown)
      if (error.code === 'CANCELLED') throw error
      // The vendor's word that the work failed ends the doubt; no word leaves it.
      const isFinal = typeof error.details?.['billedMicroUsd'] === 'number'
      if (isFinal) {
        deps.attempts.settle(attempt.id, { ...settleFailure(error, attempt.estimateMicroUsd), durationMs: 0 })
        return null
      }
    }
  }
  if (attempt.outcome === 'running') settleLost(deps, attempt)
  return null
}

function settleLost(deps: RecoveryDeps, attempt: OpenAttempt): void {
  const isFree = attempt.estimateMicroUsd === 0
  deps.attempts.settle(attempt.id, {
    outcome: isFree ? 'cancelled' : 'unknown',
    code: isFree ? 'CANCELLED' : 'NETWORK',
    message: isFree
      ? 'The app ended before this was done.'
      : 'The app ended before the answer came. The vendor may have charged it.',
    costMicroUsd: 0,
    possiblyBilledMicroUsd: attempt.estimateMicroUsd,
    durationMs: 0
  })
}

function settleSucceeded(attempts: AttemptRepository, attempt: OpenAttempt, image: DrawnImage): void {
  if (attempt.outcome === 'succeeded') return
  const paid = { costMicroUsd: image.costMicroUsd, possiblyBilledMicroUsd: 0 }
  attempts.settle(attempt.id, { outcome: 'succeeded', code: null, message: null, ...paid, durationMs: 0 })
}

/** Hands a kept picture to the catalog under the attempt's own place. */
export async function deliverLeftover(
  deps: DeliveryDeps & { readonly registry: ProviderRegistry },
  left: { readonly attempt: OpenAttempt; readonly image: DrawnImage },
  signal: AbortSignal
): Promise<string> {
  const { attempt, image } = left
  const provider = deps.registry.get(imageProviderIdSchema.parse(attempt.provider))
  const drawn = { attemptId: attempt.id, provider, image }
  const { campaignId, runId, platform, post, variant } = attempt
  const result = await deliverImage(
    deps,
    {
      drawn,
      place: {
        campaignId,
        runId,
        platform: platform === null ? null : platformIdSchema.parse(platform),
        post,
        variant
      },
      request: attempt.request,
      title: '',
      hasPhoto: false,
      startedAt: attempt.startedAt
    },
    signal
  )
  return result.assetId
}

function settleCell(deps: RecoveryDeps, attempt: OpenAttempt, assetId: string | null): void {
  const { runId, platform, post, variant } = attempt
  if (runId === null || platform === null || post === null || variant === null) return
  const key = { platform, post, variant }
  const cell = deps.runs
    .cells(runId)
    .find((each) => each.platform === platform && each.post === post && each.variant === variant)
  if (cell === undefined || cell.state === 'delivered') return
  if (assetId !== null) {
    deps.runs.setCell(runId, key, { state: 'delivered', assetId, code: null, message: null })
    return
  }
  const settled = deps.attempts.find(attempt.id)
  if (settled?.outcome === 'unknown') {
    deps.runs.setCell(runId, key, {
      state: 'unknown',
      assetId: null,
      code: settled.code,
      message: settled.message
    })
  }
}

function findProvider(deps: RecoveryDeps, attempt: OpenAttempt): ImageProvider | null {
  return deps.registry.all.find((provider) => provider.facts.id === attempt.provider) ?? null
}

function toResumeRequest(attempt: OpenAttempt, signal: AbortSignal): DrawRequest {
  const { prompt, negativePrompt, widthPx, heightPx } = attempt.request
  return {
    prompt,
    negativePrompt,
    platform: attempt.platform,
    seed: null,
    size: { widthPx, heightPx },
    composition: {
      copy: { brand: '', headline: '', body: '', callToAction: '', price: '' },
      brandColours: [],
      photo: null,
      colourPhotoPath: null,
      variant: 0
    },
    signal,
    onAccepted: () => undefined
  }
}
