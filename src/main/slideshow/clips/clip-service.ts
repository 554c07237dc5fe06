/** Makes a short clip from a picture at a vendor: ordered once, resumed after a restart, its cost in the ledger. */
import { createHash } from 'node:crypto'
import type { Clock } from '#main/core/clock.ts'
import { writeFileAtomic } from '#main/core/files.ts'
import type { JobContext } from '#main/core/jobs.ts'
import type { VideoProviderId } from '#shared/domain/clip.ts'
import { SLIDESHOW_PRESETS, type SlideshowPreset } from '#shared/domain/slideshow.ts'
import { AppError, toAppError } from '#shared/errors.ts'
import type { MicroUsd } from '#shared/money.ts'
import { openImage } from '../image-source.ts'
import type { VideoProvider } from '../video-provider.ts'
import type { ClipLedger } from './clip-ledger.ts'
import type { ClipEnd, ClipRepository, ClipTask } from './clip-repository.ts'

export interface ClipRequest {
  readonly provider: VideoProviderId
  readonly prompt: string
  readonly imagePath: string
  readonly seconds: number
  readonly preset: SlideshowPreset
  readonly campaignId: string | null
  /** The clip's file, an MP4. */
  readonly outPath: string
  /** Orders anew although an earlier order may have been billed without an answer. */
  readonly allowSecondPayment: boolean
  /** Called with the written file before the order counts as done, so that a crash in between loses nothing. */
  readonly deliver?: (clip: Omit<ClipResult, 'isResumed'>) => Promise<void>
}

export interface ClipResult {
  readonly path: string
  readonly provider: VideoProviderId
  readonly model: string
  readonly costMicroUsd: MicroUsd
  /** True when an order of an earlier run was fetched instead of paying again. */
  readonly isResumed: boolean
}

export interface ClipService {
  readonly providers: readonly VideoProvider[]
  /** What an order of this length costs by the price table; 0 for a provider that ended. */
  estimate(provider: VideoProviderId, seconds: number): MicroUsd
  /**
   * Network and money. Cancelling stops the work at the vendor where it can be stopped.
   * Throws the vendor codes, BUDGET_EXCEEDED, CONFLICT when an earlier order may have been billed, NOT_FOUND,
   * FILE_DAMAGED, DISK_FULL and TIMEOUT (the order stays and is resumed by the next call).
   */
  make(request: ClipRequest, context: JobContext): Promise<ClipResult>
  /**
   * For the owner of the data folder, once after start: fetches accepted orders that a crash left behind and settles
   * the others. Pays nothing. Network until the vendors are done or the signal aborts. Gives how many were delivered.
   */
  recover(request: RecoverRequest, context: JobContext): Promise<number>
}

export interface RecoverRequest {
  /** A file for the fetched clip. */
  readonly outPathOf: (taskId: string) => string
  readonly deliver: (
    clip: Omit<ClipResult, 'isResumed'>,
    order: { readonly campaignId: string | null; readonly prompt: string }
  ) => Promise<void>
}

export interface ClipDeps {
  readonly providers: readonly VideoProvider[]
  readonly repository: ClipRepository
  readonly ledger: ClipLedger
  readonly clock: Pick<Clock, 'now' | 'newId' | 'wait'>
  /** False for processes that ended; their orders are leftovers. */
  readonly isRunning: (processId: number) => boolean
}

const DEADLINE_MS = 30 * 60_000
/** Vendors take at most 5 MB inside an order. */
const LONGEST_SIDE_PX = 1920
const STOP_TIMEOUT_MS = 10_000

export function createClipService(deps: ClipDeps): ClipService {
  const providerOf = (id: VideoProviderId): VideoProvider => {
    const provider = deps.providers.find((each) => each.facts.id === id)
    if (provider === undefined) throw new AppError('INVALID_INPUT', `No video provider called ${id}.`)
    return provider
  }
  return {
    providers: deps.providers,
    estimate: (id, seconds) => Math.round(providerOf(id).facts.priceMicroUsdPerSecond * seconds),
    async make(request, context) {
      const provider = providerOf(request.provider)
      const image = await readFirstFrame(request)
      const requestHash = hashOf(provider, request, image)
      const earlier = deps.repository.findOpen(requestHash)
      if (earlier?.vendorTaskId !== undefined && earlier.vendorTaskId !== null) {
        return await finish(deps, { provider, request, task: earlier, isResumed: true }, context)
      }
      if (earlier !== null && !request.allowSecondPayment) throw maybeBilled(provider)
      const task = await order(deps, { provider, request, image, requestHash }, context)
      return await finish(deps, { provider, request, task, isResumed: false }, context)
    },
    async recover(request, context) {
      let delivered = 0
      for (const task of deps.repository.listOpen()) {
        if (task.processId !== process.pid && deps.isRunning(task.processId)) continue
        const provider = deps.providers.find((each) => each.facts.id === task.provider)
        if (task.vendorTaskId === null || provider === undefined) {
          settle(deps, task, { state: 'unknown', code: 'NETWORK', costMicroUsd: 0 })
          continue
        }
        delivered += await finishLeftover(deps, { provider, task, request }, context)
      }
      return delivered
    }
  }
}

/** 1 when the clip was delivered; a failure leaves the order for later or settles it, and is not thrown. */
async function finishLeftover(
  deps: ClipDeps,
  left: { readonly provider: VideoProvider; readonly task: ClipTask; readonly request: RecoverRequest },
  context: JobContext
): Promise<number> {
  const { provider, task, request } = left
  const { campaignId, prompt } = task
  const outPath = request.outPathOf(task.id)
  const deliver: ClipRequest['deliver'] = (clip) => request.deliver(clip, { campaignId, prompt })
  try {
    // Ending the app must not stop work that is paid for.
    await finish(
      deps,
      { provider, request: { outPath, deliver }, task, isResumed: true, keepsOnCancel: true },
      context
    )
    return 1
  } catch (cause) {
    const error = toAppError(cause)
    if (error.code === 'CANCELLED') throw error
    return 0
  }
}

function maybeBilled(provider: VideoProvider): AppError {
  const text = `An earlier order of this clip at ${provider.facts.label} got no answer and may have been billed.`
  return new AppError('CONFLICT', `${text} Allow a second payment to order it again.`, {
    details: { reason: 'possibly_billed' }
  })
}

async function readFirstFrame({ imagePath, preset }: ClipRequest): Promise<Uint8Array> {
  const { widthPx, heightPx } = SLIDESHOW_PRESETS[preset]
  const source = await openImage(imagePath)
  return await source.read((image) =>
    image
      .resize(Math.min(widthPx, LONGEST_SIDE_PX), Math.min(heightPx, LONGEST_SIDE_PX), { fit: 'cover' })
      .flatten({ background: '#ffffff' })
      .jpeg({ quality: 90 })
      .toBuffer()
  )
}

function hashOf({ facts }: VideoProvider, request: ClipRequest, image: Uint8Array): string {
  const { prompt, seconds, preset } = request
  const words = JSON.stringify([facts.id, facts.model, prompt, seconds, preset])
  return createHash('sha256').update(words).update(image).digest('hex')
}

interface OrderRequest {
  readonly provider: VideoProvider
  readonly request: ClipRequest
  readonly image: Uint8Array
  readonly requestHash: string
}

async function order(
  deps: ClipDeps,
  { provider, request, image, requestHash }: OrderRequest,
  context: JobContext
): Promise<ClipTask> {
  const { facts } = provider
  const { prompt, seconds, preset, campaignId } = request
  const id = deps.clock.newId()
  const startedAt = deps.clock.now()
  const estimateMicroUsd = Math.round(facts.priceMicroUsdPerSecond * seconds)
  const shared = { id, model: facts.model, estimateMicroUsd, campaignId, startedAt }
  await deps.ledger.open({
    ...shared,
    prompt,
    provider: facts.id,
    priceSource: facts.priceSource,
    priceSeenOn: facts.priceSeenOn
  })
  const row = { ...shared, provider: facts.id, requestHash, prompt, processId: process.pid }
  deps.repository.insert(row)
  const task = { ...row, costMicroUsd: 0, code: null }
  try {
    const picture = { bytes: image, mediaType: 'image/jpeg' as const }
    const vendorTaskId = await provider.submit({
      prompt,
      image: picture,
      seconds,
      preset,
      signal: context.signal
    })
    deps.repository.accept(id, vendorTaskId)
    return { ...task, state: 'waiting', vendorTaskId }
  } catch (cause) {
    const error = toAppError(cause)
    // Sent without an answer: the vendor may have taken the order.
    const isUnknown = error.details?.['requestSent'] === true
    settle(deps, task, { state: isUnknown ? 'unknown' : endOf(error), code: error.code, costMicroUsd: 0 })
    throw error
  }
}

function endOf(error: AppError): 'failed' | 'cancelled' {
  return error.code === 'CANCELLED' ? 'cancelled' : 'failed'
}

function settle(
  deps: ClipDeps,
  task: Pick<ClipTask, 'id' | 'startedAt'>,
  end: Omit<ClipEnd, 'endedAt'>
): void {
  const endedAt = deps.clock.now()
  deps.repository.end(task.id, { ...end, endedAt })
  const { state, code, costMicroUsd } = end
  const outcome = state === 'done' ? ('succeeded' as const) : state
  deps.ledger.settle(task.id, { outcome, code, costMicroUsd, durationMs: endedAt - task.startedAt })
}

interface FinishRequest {
  readonly provider: VideoProvider
  readonly request: Pick<ClipRequest, 'outPath' | 'deliver'>
  readonly task: ClipTask
  readonly isResumed: boolean
  /** Leaves the order open when cancelled, to be fetched later. */
  readonly keepsOnCancel?: boolean
}

async function finish(
  deps: ClipDeps,
  { provider, request, task, isResumed, keepsOnCancel = false }: FinishRequest,
  context: JobContext
): Promise<ClipResult> {
  const taskId = task.vendorTaskId ?? ''
  try {
    const ready = await waitFor(deps, { provider, taskId }, context)
    const clip = await provider.fetch(ready.url, context.signal)
    await writeFileAtomic(request.outPath, clip.bytes)
    const costMicroUsd = ready.costMicroUsd ?? task.estimateMicroUsd
    const made = { path: request.outPath, provider: provider.facts.id, model: task.model, costMicroUsd }
    await request.deliver?.(made)
    settle(deps, task, { state: 'done', code: null, costMicroUsd })
    return { ...made, isResumed }
  } catch (cause) {
    const error = toAppError(cause)
    if (error.code === 'CANCELLED' && keepsOnCancel) throw error
    if (error.code === 'CANCELLED') {
      await provider.cancel(taskId, AbortSignal.timeout(STOP_TIMEOUT_MS)).catch(() => undefined)
    }
    if (isFinal(error)) {
      const costMicroUsd = error.code === 'CANCELLED' ? task.estimateMicroUsd : 0
      settle(deps, task, { state: endOf(error), code: error.code, costMicroUsd })
    }
    throw error
  }
}

/** Other failures leave the order open: the vendor goes on, and the next call fetches what was paid for. */
function isFinal(error: AppError): boolean {
  return ['CANCELLED', 'CONTENT_BLOCKED', 'VENDOR_REJECTED', 'INVALID_INPUT'].includes(error.code)
}

async function waitFor(
  deps: ClipDeps,
  work: { readonly provider: VideoProvider; readonly taskId: string },
  context: JobContext
) {
  const { provider, taskId } = work
  const deadline = deps.clock.now() + DEADLINE_MS
  for (;;) {
    const seen = await pollOnce(provider, taskId, context.signal)
    if (seen?.state === 'ready') return seen
    context.report(Math.round((seen?.progress ?? 0) * 100), 100, 'percent at the vendor')
    if (deps.clock.now() > deadline) {
      throw new AppError(
        'TIMEOUT',
        `${provider.facts.label} is still working. Try again later; it is not paid again.`
      )
    }
    await deps.clock.wait(provider.facts.pollIntervalMs, context.signal)
  }
}

/** A busy or unreachable vendor is asked again; null then. */
async function pollOnce(provider: VideoProvider, taskId: string, signal: AbortSignal) {
  try {
    return await provider.poll(taskId, signal)
  } catch (cause) {
    const error = toAppError(cause)
    if (error.retryable && error.code !== 'BAD_RESPONSE') return null
    throw error
  }
}
