/** After a crash: settles the rows a process left behind, fetches accepted work by id, delivers kept pictures. Pays nothing. */
import { imageProviderIdSchema } from '#shared/domain/provider.ts'
import { toAppError } from '#shared/errors.ts'
import type { OpenAttempt } from './attempt.ts'
import type { AttemptRepository } from './attempt-repository.ts'
import { isSameCell } from './cell-plan.ts'
import { type DeliveryDeps, deliverImage } from './delivery.ts'
import type { DrawnImage, DrawRequest, ImageProvider } from './image-provider.ts'
import { isAlive, LONGEST_CALL_MS } from './process-life.ts'
import type { ProviderRegistry } from './provider-registry.ts'
import type { CellState, RunRepository } from './run-repository.ts'
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

/**
 * Settles at once, before the first await, what no living process works on; then asks vendors. Rows of another process
 * that still runs, such as a command beside the window, are left to it. Throws CANCELLED and what delivering throws.
 */
export async function recoverAttempts(deps: RecoveryDeps, signal: AbortSignal): Promise<Recovered> {
  const now = deps.clock.now()
  const open = deps.attempts.listOpen().filter((attempt) => !isOfOther(attempt, now))
  let delivered = 0
  let unknown = 0
  for (const attempt of settleRunning(deps, open)) {
    const image = await findImage(deps, attempt, signal)
    if (image === null) {
      unknown += Number(deps.attempts.find(attempt.id)?.outcome === 'unknown')
      settleEmpty(deps, attempt, ['unknown'])
      continue
    }
    settleSucceeded(deps.attempts, attempt, image)
    settleDelivered(deps, attempt, await deliverLeftover(deps, { attempt, image }, signal))
    delivered += 1
  }
  return { delivered, unknown }
}

/**
 * Before cells of a campaign are drawn: what a dead process left there is settled, and work the vendor knows by id is
 * fetched, so that nothing is paid that is paid already. Fetched pictures are kept, and their cells are to do again:
 * whoever makes them finds the picture. Network, no money. Throws CANCELLED.
 */
export async function settleBefore(
  deps: RecoveryDeps,
  campaignId: string,
  signal: AbortSignal
): Promise<void> {
  const now = deps.clock.now()
  const isLeft = (attempt: OpenAttempt): boolean =>
    attempt.campaignId === campaignId &&
    attempt.outcome !== 'succeeded' &&
    // Rows of this very process are at work.
    (attempt.outcome !== 'running' || attempt.processId !== process.pid) &&
    !isOfOther(attempt, now)
  for (const attempt of settleRunning(deps, deps.attempts.listOpen().filter(isLeft))) {
    const image = await findImage(deps, attempt, signal)
    if (image === null) settleEmpty(deps, attempt, ['unknown'])
    else {
      settleSucceeded(deps.attempts, attempt, image)
      settleCells(deps, attempt, { from: ['unknown'], change: PLANNED })
    }
  }
}

const PLANNED = { state: 'planned', assetId: null, code: null, message: null } as const

/** The rows as they are afterwards; a vendor's id stays with them. */
function settleRunning(deps: RecoveryDeps, open: readonly OpenAttempt[]): readonly OpenAttempt[] {
  return open.map((attempt) => {
    if (attempt.outcome !== 'running') return attempt
    settleLost(deps, attempt)
    settleEmpty(deps, attempt, ['running', 'unknown'])
    return { ...attempt, outcome: 'unknown' as const }
  })
}

async function findImage(
  deps: RecoveryDeps,
  attempt: OpenAttempt,
  signal: AbortSignal
): Promise<DrawnImage | null> {
  return (await deps.drawn.find(attempt.id)) ?? (await resumeAttempt(deps, attempt, signal))
}

function isOfOther(attempt: OpenAttempt, now: number): boolean {
  // A call whose answer is settled is in nobody's hands, a drawn picture may be on its way to the catalog.
  if (attempt.outcome !== 'running' && attempt.outcome !== 'succeeded') return false
  const isRecent = now - attempt.startedAt < LONGEST_CALL_MS
  return isRecent && attempt.processId !== process.pid && isAlive(attempt.processId)
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
      place: { campaignId, runId, platform, post, variant },
      request: attempt.request,
      title: '',
      photoAssetId: null,
      startedAt: attempt.startedAt
    },
    signal
  )
  return result.assetId
}

function settleDelivered(deps: RecoveryDeps, attempt: OpenAttempt, assetId: string): void {
  const change = { state: 'delivered', assetId, code: null, message: null } as const
  settleCells(deps, attempt, { from: ['unknown', 'failed'], change })
}

/** The call's cell, where it is in one of the states `from`, says what became of a call that gave no picture. */
function settleEmpty(deps: RecoveryDeps, attempt: OpenAttempt, from: readonly CellState[]): void {
  const settled = deps.attempts.find(attempt.id)
  if (settled === null || settled.outcome === 'running' || settled.outcome === 'succeeded') return
  const { code, message } = settled
  // The vendor's last word ends the doubt: it charges for no picture, so one may be drawn.
  const state = settled.possiblyBilledMicroUsd > 0 ? 'unknown' : 'failed'
  settleCells(deps, attempt, { from, change: { state, assetId: null, code, message } })
}

function settleCells(
  deps: RecoveryDeps,
  { campaignId, runId, platform, post, variant }: OpenAttempt,
  settled: { readonly from: readonly CellState[]; readonly change: Parameters<RunRepository['setCell']>[2] }
): void {
  if (campaignId === null || runId === null || platform === null || post === null || variant === null) return
  const key = { platform, post, variant }
  const cell = deps.runs.cells(runId).find((each) => isSameCell(each, key))
  if (cell !== undefined && settled.from.includes(cell.state)) deps.runs.setCell(runId, key, settled.change)
  deps.runs.settleUnknown(campaignId, key, settled.change)
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
