/** One image through the cascade: tries providers in turn, writes every try into the ledger, gives the drawn picture. */
import type { PlatformId } from '#shared/domain/platform.ts'
import type { ImageProviderId } from '#shared/domain/provider.ts'
import type { Settings } from '#shared/domain/settings.ts'
import { AppError, toAppError } from '#shared/errors.ts'
import type { MicroUsd } from '#shared/money.ts'
import { throwIfCancelled } from '../core/cancel.ts'
import type { Clock } from '../core/clock.ts'
import { createLimit, type Limit } from '../core/limit.ts'
import type { Log } from '../core/log.ts'
import type { Place, StoredRequest } from './attempt.ts'
import type { AttemptRepository } from './attempt-repository.ts'
import { planLimits } from './budget.ts'
import { type Candidate, decideNext, planOrder, type Tried } from './cascade.ts'
import { createTrail, type LeftOut } from './draw-trail.ts'
import type { DrawnStore } from './drawn-store.ts'
import type { Composition, DrawnImage, DrawRequest, ImageProvider } from './image-provider.ts'
import type { ProviderHealth } from './provider-health.ts'
import type { Candidates, ProviderRegistry } from './provider-registry.ts'
import { settleFailure, toTried } from './settlement.ts'

/** What is to be drawn, for which place, under which limits. */
export interface ImageTask {
  readonly place: Place
  readonly request: StoredRequest
  readonly platform: PlatformId | null
  readonly seed: number | null
  readonly composition: Composition
  /** Only these providers; empty for all that are set up. */
  readonly only: readonly ImageProviderId[]
  readonly maxPriceMicroUsd: MicroUsd | null
  readonly allowEmergency: boolean
  readonly runBudgetMicroUsd: MicroUsd | null
}

export interface Drawn {
  /** The call that gave the picture. */
  readonly attemptId: string
  /** Every call made for it, the last included. */
  readonly attemptIds: readonly string[]
  readonly provider: ImageProvider
  readonly image: DrawnImage
}

export interface DrawDeps {
  readonly registry: ProviderRegistry
  readonly attempts: AttemptRepository
  readonly health: ProviderHealth
  readonly drawn: DrawnStore
  readonly settings: { get(): Settings }
  readonly clock: Clock
  readonly log: Log
}

export interface ImageDrawer {
  /**
   * A picture at the lowest allowed price. Network and money.
   * Throws NO_PROVIDER_CONFIGURED, BUDGET_EXCEEDED, CONTENT_BLOCKED, INVALID_INPUT, CANCELLED, DISK_FULL, or
   * ALL_PROVIDERS_FAILED; details.attempts holds the ledger rows, details.isUnknown a call without an answer or
   * cancelled on its way, which may have been billed.
   */
  draw(task: ImageTask, signal: AbortSignal): Promise<Drawn>
}

const RESUME_WAITS_MS: readonly number[] = [1_000, 4_000]

export function createImageDrawer(deps: DrawDeps): ImageDrawer {
  const gates = new Map<ImageProviderId, Limit>()
  const gateOf = (provider: ImageProvider): Limit => {
    const known = gates.get(provider.facts.id) ?? createLimit(provider.facts.maxConcurrent)
    gates.set(provider.facts.id, known)
    return known
  }
  return {
    async draw(task, signal) {
      const found = await deps.registry.candidates(task.request, task.only)
      const { order, skipped } = await planCandidates(deps, task, found)
      const trail = createTrail(deps.attempts, { found, skipped })
      let pool = order
      for (;;) {
        const now = deps.clock.now()
        const step = decideNext({
          order: pool,
          tried: trail.tried(),
          restingUntil: deps.health.restingUntil(now),
          now,
          random: deps.clock.random()
        })
        // Before the look at the signal: a call that was under way may have been billed, and that must be told.
        if (step.kind !== 'try') throw trail.finalError(step.kind === 'stop')
        throwIfCancelled(signal)
        if (step.waitMs > 0) await deps.clock.wait(step.waitMs, signal)
        const provider = deps.registry.get(step.provider)
        const result = await gateOf(provider)(() => tryOnce(deps, { task, provider, signal }))
        if (result.kind === 'drawn')
          return { ...result.drawn, attemptIds: [...trail.attemptIds(), result.drawn.attemptId] }
        if (result.kind === 'over-budget') {
          pool = pool.filter((candidate) => candidate.provider !== step.provider)
          trail.overBudget(result.error)
        }
        if (result.kind === 'failed') trail.failed(result)
      }
    }
  }
}

async function planCandidates(deps: DrawDeps, task: ImageTask, found: Candidates) {
  const settings = deps.settings.get().providers
  const awake: Candidate[] = []
  const skipped: LeftOut[] = [...found.unavailable]
  for (const candidate of found.candidates) {
    const provider = deps.registry.get(candidate.provider)
    const reason = deps.health.disabledReason(candidate.provider, await deps.registry.fingerprint(provider))
    if (reason === null) awake.push(candidate)
    else skipped.push({ provider: candidate.provider, reason })
  }
  const rules = {
    // Providers named for this image are tried in the order they were named.
    order: task.only.length > 0 ? task.only : settings.order,
    maxPriceMicroUsd: task.maxPriceMicroUsd ?? settings.maxPriceMicroUsd,
    allowEmergency: task.allowEmergency
  }
  const planned = planOrder(awake, rules)
  return { order: planned.order, skipped: [...skipped, ...planned.skipped] }
}

type TryResult =
  | { readonly kind: 'drawn'; readonly drawn: Omit<Drawn, 'attemptIds'> }
  | { readonly kind: 'failed'; readonly attemptId: string; readonly tried: Tried; readonly error: AppError }
  | { readonly kind: 'over-budget'; readonly error: AppError }
  /** Another image's failure put the provider to rest while this one waited for its turn. */
  | { readonly kind: 'resting' }

interface OneTry {
  readonly task: ImageTask
  readonly provider: ImageProvider
  readonly signal: AbortSignal
}

async function tryOnce(deps: DrawDeps, one: OneTry): Promise<TryResult> {
  throwIfCancelled(one.signal)
  const { facts } = one.provider
  if (deps.health.restingUntil(deps.clock.now()).has(facts.id)) return { kind: 'resting' }
  const quote = deps.registry.quote(one.provider, one.task.request)
  const attemptId = deps.clock.newId()
  const startedAt = deps.clock.now()
  try {
    const { place, request } = one.task
    const row = {
      ...place,
      id: attemptId,
      provider: facts.id,
      model: one.provider.model(),
      request,
      startedAt,
      processId: process.pid
    }
    const price = {
      estimateMicroUsd: quote.priceMicroUsd,
      priceSource: quote.source,
      priceSeenOn: quote.seenOn
    }
    await deps.attempts.start(
      { ...row, ...price },
      planLimits(deps.settings.get().budget, {
        provider: facts.id,
        runMicroUsd: one.task.runBudgetMicroUsd,
        now: startedAt
      })
    )
  } catch (thrown) {
    const error = toAppError(thrown)
    if (error.code === 'BUDGET_EXCEEDED') return { kind: 'over-budget', error }
    throw error
  }
  return await callProvider(deps, { ...one, attemptId, startedAt, estimateMicroUsd: quote.priceMicroUsd })
}

interface StartedTry extends OneTry {
  readonly attemptId: string
  readonly startedAt: number
  readonly estimateMicroUsd: MicroUsd
}

async function callProvider(deps: DrawDeps, one: StartedTry): Promise<TryResult> {
  const { provider, attemptId } = one
  const id = provider.facts.id
  try {
    const image = await drawOrResume(deps, one)
    keepPaid(deps, attemptId, image)
    const durationMs = deps.clock.now() - one.startedAt
    const paid = { costMicroUsd: image.costMicroUsd, possiblyBilledMicroUsd: 0 }
    deps.attempts.settle(attemptId, { outcome: 'succeeded', code: null, message: null, ...paid, durationMs })
    deps.health.succeeded(id)
    return { kind: 'drawn', drawn: { attemptId, provider, image } }
  } catch (thrown) {
    const error = toAppError(thrown)
    const settlement = settleFailure(error, one.estimateMicroUsd)
    deps.attempts.settle(attemptId, { ...settlement, durationMs: deps.clock.now() - one.startedAt })
    const fingerprint = await deps.registry.fingerprint(provider)
    deps.health.failed(id, { error, now: deps.clock.now(), fingerprint })
    deps.log.warn('provider call failed', {
      provider: id,
      code: error.code,
      outcome: settlement.outcome,
      details: error.details
    })
    return { kind: 'failed', attemptId, error, tried: toTried(id, error, settlement) }
  }
}

/** A paid picture is on disk before the ledger calls it delivered, so that no crash and no full store loses it. */
function keepPaid(deps: DrawDeps, attemptId: string, image: DrawnImage): void {
  if (image.costMicroUsd === 0) return
  try {
    deps.drawn.save(attemptId, image)
  } catch (thrown) {
    const error = toAppError(thrown)
    throw new AppError(error.code, error.message, {
      details: { billedMicroUsd: image.costMicroUsd },
      cause: thrown
    })
  }
}

/** Where the vendor gave an id, an answer that got lost is fetched again by it, which costs nothing. */
async function drawOrResume(deps: DrawDeps, one: StartedTry): Promise<DrawnImage> {
  let vendorRequestId: string | null = null
  const request = toDrawRequest(one.task, one.signal, (accepted) => {
    vendorRequestId = accepted
    deps.attempts.setVendorRequest(one.attemptId, accepted)
  })
  const { resume } = one.provider
  for (let tries = 0; ; tries += 1) {
    try {
      if (vendorRequestId === null || resume === undefined) return await one.provider.draw(request)
      return await resume(vendorRequestId, request)
    } catch (thrown) {
      const waitMs = RESUME_WAITS_MS[tries]
      const isLost = settleFailure(toAppError(thrown), one.estimateMicroUsd).outcome === 'unknown'
      if (!isLost || vendorRequestId === null || resume === undefined || waitMs === undefined) throw thrown
      await deps.clock.wait(waitMs, one.signal)
    }
  }
}

/** The adapter's view of a task. */
export function toDrawRequest(
  task: Pick<ImageTask, 'request' | 'platform' | 'seed' | 'composition'>,
  signal: AbortSignal,
  onAccepted: DrawRequest['onAccepted']
): DrawRequest {
  const { prompt, negativePrompt, widthPx, heightPx } = task.request
  const { platform, seed, composition } = task
  return {
    prompt,
    negativePrompt,
    platform,
    seed,
    composition,
    size: { widthPx, heightPx },
    signal,
    onAccepted
  }
}
