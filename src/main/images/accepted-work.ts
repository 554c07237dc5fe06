/** Work a vendor has accepted under an id: waiting for it, fetching its picture, telling it to stop. */
import { AppError, toAppError } from '#shared/errors.ts'
import type { MicroUsd } from '#shared/money.ts'
import type { HttpRequest } from '../core/http.ts'
import type { ProviderFacts } from './image-provider.ts'
import { fromBase64, MAX_ANSWER_BYTES, type VendorDeps } from './vendor-call.ts'
import { vendorError } from './vendor-errors.ts'

const DOWNLOAD_TIMEOUT_MS = 60_000
const STOP_TIMEOUT_MS = 5_000

/**
 * Runs steps after acceptance. A failure that is not the vendor's last word carries details.accepted, because the work
 * goes on there and may be charged; errors with details.billedMicroUsd are final.
 */
export async function whileAccepted<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run()
  } catch (thrown) {
    const error = toAppError(thrown)
    if (error.details?.['billedMicroUsd'] !== undefined) throw error
    const details = { ...error.details, accepted: true, requestSent: true }
    throw new AppError(error.code, error.message, { details, retryable: error.retryable, cause: thrown })
  }
}

export interface Polling<T> {
  readonly intervalMs: number
  readonly deadlineMs: number
  readonly signal: AbortSignal
  /** Null while the work is not done. */
  readonly step: () => Promise<T | null>
}

/** Asks until there is an answer. Throws TIMEOUT after the deadline, CANCELLED, and what the step throws. */
export async function poll<T>(deps: VendorDeps, facts: ProviderFacts, polling: Polling<T>): Promise<T> {
  const endsAt = deps.clock.now() + polling.deadlineMs
  for (;;) {
    const answer = await polling.step()
    if (answer !== null) return answer
    if (deps.clock.now() >= endsAt) {
      throw vendorError(facts.label, { code: 'TIMEOUT', reason: 'not_finished', status: 0 })
    }
    await deps.clock.wait(polling.intervalMs, polling.signal)
  }
}

/** Best effort: asks the vendor to stop the work; whether it did is not reported because nobody waits for it. */
export async function tryStop(
  deps: VendorDeps,
  request: Pick<HttpRequest, 'method' | 'url' | 'headers' | 'body'>
): Promise<void> {
  await deps.http
    .send({ ...request, timeoutMs: STOP_TIMEOUT_MS, maxBytes: MAX_ANSWER_BYTES })
    .catch(() => undefined)
}

/** Runs accepted work and stops it at the vendor when the caller cancels. */
export async function withStop<T>(
  signal: AbortSignal,
  stop: () => Promise<void>,
  run: () => Promise<T>
): Promise<T> {
  try {
    return await run()
  } catch (thrown) {
    if (signal.aborted) await stop()
    throw thrown
  }
}

/**
 * The picture behind an address of an answer, or inside it as a data URL. No key is sent; private addresses and plain
 * http are refused unless they are of the very origin the user configured. A refused address is final and was charged.
 */
export async function fetchResult(
  facts: ProviderFacts,
  deps: VendorDeps,
  result: { readonly url: string; readonly billedMicroUsd: MicroUsd; readonly signal: AbortSignal }
): Promise<Uint8Array> {
  if (result.url.startsWith('data:')) return fromBase64(result.url)
  try {
    const { bytes } = await deps.download({
      url: result.url,
      trustedOrigin: originOf(deps.baseUrl(), facts.defaultBaseUrl),
      timeoutMs: DOWNLOAD_TIMEOUT_MS,
      maxBytes: MAX_ANSWER_BYTES,
      signal: result.signal
    })
    return bytes
  } catch (thrown) {
    const error = toAppError(thrown)
    if (error.code !== 'BAD_RESPONSE') throw error
    const { billedMicroUsd } = result
    throw vendorError(
      facts.label,
      { code: 'BAD_RESPONSE', reason: 'result_refused', status: 200, billedMicroUsd },
      thrown
    )
  }
}

/** The user's own address; the vendor's public one needs no trust. */
function originOf(baseUrl: string, defaultBaseUrl: string | null): string | null {
  return baseUrl === defaultBaseUrl || !URL.canParse(baseUrl) ? null : new URL(baseUrl).origin
}
