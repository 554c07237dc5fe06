/** Replicate: a prediction is accepted under an id, polled until it ends, and its picture fetched at once. */
import { z } from 'zod'
import type { HttpRequest } from '../../core/http.ts'
import { fetchResult, poll, tryStop, whileAccepted, withStop } from '../accepted-work.ts'
import type { CheckResult, DrawnImage, DrawRequest, ImageProvider, ProviderFacts } from '../image-provider.ts'
import { planSize } from '../size-plan.ts'
import {
  bearerHeaders,
  callVendor,
  fitPrompt,
  MAX_ANSWER_BYTES,
  parseAnswer,
  type ReadFailure,
  toDrawnImage,
  type VendorAnswer,
  type VendorDeps
} from '../vendor-call.ts'
import { vendorError } from '../vendor-errors.ts'

/** Replicate's OpenAPI document, 2026-04-09; flux-schnell's inputs from its model page, 2026. */
const FACTS: ProviderFacts = {
  id: 'replicate',
  label: 'Replicate',
  keyName: 'REPLICATE_API_TOKEN',
  defaultBaseUrl: 'https://api.replicate.com/v1',
  defaultModel: 'black-forest-labs/flux-schnell',
  sizing: {
    kind: 'ratio',
    ratios: ['1:1', '16:9', '9:16', '4:3', '3:4', '3:2', '2:3', '5:4', '4:5', '21:9', '9:21'],
    pixels: 1_048_576
  },
  hasNegativePrompt: false,
  hasSeed: true,
  isOffline: false,
  isLocal: false,
  isEmergency: false,
  composesCopy: false,
  maxConcurrent: 2,
  maxPromptChars: 10_000
}
const CALL_TIMEOUT_MS = 30_000
const POLL_INTERVAL_MS = 750
const DEADLINE_MS = 5 * 60_000
/** Replicate itself ends a run that takes longer, so that an app that went away is not billed without end. */
const CANCEL_AFTER = '5m'
/**
 * flux-schnell is drawn in about a second, so the first answer mostly holds the picture and nothing is polled. Longer
 * waiting would keep back the id, by which a lost answer is fetched again.
 */
const PREFER = 'wait=3'

const predictionSchema = z.object({
  id: z.string().min(1),
  status: z.string(),
  output: z.union([z.string(), z.array(z.string())]).nullish(),
  error: z.unknown().optional()
})
type Prediction = z.output<typeof predictionSchema>
const accountSchema = z.object({ username: z.string() })
const errorSchema = z.object({ detail: z.string().nullish() })
const FLAGGED = /nsfw|safety|sensitive|flagged/i

const readFailure: ReadFailure = ({ body, response }) => {
  const parsed = errorSchema.safeParse(body)
  // The pause stands in the sentence when Retry-After is missing: "resets in ~30s".
  const seconds = /resets in ~?(\d+)s/.exec(parsed.success ? (parsed.data.detail ?? '') : '')?.[1]
  if (response.status !== 429 || seconds === undefined || response.headers.has('retry-after')) return null
  return { code: 'RATE_LIMITED', reason: 'rate_limit', retryAfterMs: Number(seconds) * 1000 }
}

async function call(
  deps: VendorDeps,
  request: Pick<HttpRequest, 'method' | 'body' | 'signal'> & {
    readonly path: string
    readonly billedMicroUsd: number
    readonly headers?: Record<string, string>
  }
): Promise<VendorAnswer> {
  const { method, body, signal, path, billedMicroUsd } = request
  return await callVendor(FACTS, deps, {
    request: {
      method,
      url: `${deps.baseUrl()}${path}`,
      headers: { ...(await bearerHeaders(FACTS, deps)), ...request.headers },
      ...(body === undefined ? {} : { body }),
      timeoutMs: CALL_TIMEOUT_MS,
      maxBytes: MAX_ANSWER_BYTES,
      signal
    },
    readFailure,
    billedMicroUsd
  })
}

function toInput(request: DrawRequest): Record<string, unknown> {
  return {
    prompt: fitPrompt(FACTS, request.prompt),
    aspect_ratio: planSize(FACTS.sizing, request.size).ratio,
    num_outputs: 1,
    output_format: 'jpg',
    output_quality: 95,
    ...(request.seed === null ? {} : { seed: request.seed })
  }
}

async function draw(deps: VendorDeps, request: DrawRequest): Promise<DrawnImage> {
  const costMicroUsd = priceFor(deps, request)
  const model = deps.model()
  const answer = await call(deps, {
    method: 'POST',
    path: '/predictions',
    body: JSON.stringify({ version: model, input: toInput(request) }),
    headers: { 'cancel-after': CANCEL_AFTER, prefer: PREFER },
    signal: request.signal,
    billedMicroUsd: costMicroUsd
  })
  const prediction = parseAnswer(FACTS, answer, { schema: predictionSchema, billedMicroUsd: costMicroUsd })
  request.onAccepted(prediction.id)
  return await finish(deps, request, prediction)
}

async function resume(deps: VendorDeps, id: string, request: DrawRequest): Promise<DrawnImage> {
  return await finish(deps, request, { id, status: 'starting' })
}

async function finish(deps: VendorDeps, request: DrawRequest, first: Prediction): Promise<DrawnImage> {
  const path = `/predictions/${encodeURIComponent(first.id)}`
  const { signal } = request
  const stop = async () =>
    await tryStop(deps, {
      method: 'POST',
      url: `${deps.baseUrl()}${path}/cancel`,
      headers: await bearerHeaders(FACTS, deps)
    })
  let seen: Prediction | null = first
  const step = async (): Promise<string | null> => {
    const prediction: Prediction = seen ?? (await ask(deps, path, signal))
    seen = null
    return outputOf(prediction, priceFor(deps, request))
  }
  return await withStop(signal, stop, () =>
    whileAccepted(async () => {
      const polling = { intervalMs: POLL_INTERVAL_MS, deadlineMs: DEADLINE_MS, signal, step }
      const url = await poll(deps, FACTS, polling)
      const costMicroUsd = priceFor(deps, request)
      const bytes = await fetchResult(FACTS, deps, { url, billedMicroUsd: costMicroUsd, signal })
      const { seed } = request
      return await toDrawnImage(FACTS, deps, {
        bytes,
        costMicroUsd,
        seed,
        vendorRequestId: first.id,
        model: deps.model()
      })
    })
  )
}

async function ask(deps: VendorDeps, path: string, signal: AbortSignal): Promise<Prediction> {
  const answer = await call(deps, { method: 'GET', path, signal, billedMicroUsd: 0 })
  const parsed = predictionSchema.safeParse(answer.body)
  if (parsed.success) return parsed.data
  // A garbled look at running work says nothing about the work; it stays open and is asked about again.
  throw vendorError(
    FACTS.label,
    { code: 'NETWORK', reason: 'wrong_shape', status: answer.response.status },
    parsed.error
  )
}

/** The picture's address, or null while it runs. A prediction that ended without one is final. */
function outputOf({ status, output, error }: Prediction, priceMicroUsd: number): string | null {
  const url = typeof output === 'string' ? output : output?.[0]
  // An answer that waited may come as still processing although its output is there (vendor's clients, 2025-11).
  if ((status === 'succeeded' || status === 'processing') && url !== undefined) return url
  if (status === 'succeeded') throw ended('BAD_RESPONSE', 'no_output', priceMicroUsd)
  // Failed and aborted predictions of per-image models are not charged.
  if (status === 'failed' && FLAGGED.test(String(error))) throw ended('CONTENT_BLOCKED', 'moderation', 0)
  if (status === 'failed') throw ended('VENDOR_UNAVAILABLE', 'prediction_failed', 0)
  if (status === 'canceled' || status === 'aborted')
    throw ended('VENDOR_UNAVAILABLE', `prediction_${status}`, 0)
  return null
}

function ended(
  code: 'BAD_RESPONSE' | 'CONTENT_BLOCKED' | 'VENDOR_UNAVAILABLE',
  reason: string,
  billedMicroUsd: number
) {
  return vendorError(FACTS.label, { code, reason, status: 200, billedMicroUsd })
}

function priceFor(deps: VendorDeps, request: DrawRequest): number {
  return deps.priceOf(planSize(FACTS.sizing, request.size))
}

async function check(deps: VendorDeps, signal: AbortSignal): Promise<CheckResult> {
  const answer = await call(deps, { method: 'GET', path: '/account', signal, billedMicroUsd: 0 })
  parseAnswer(FACTS, answer, { schema: accountSchema, billedMicroUsd: 0 })
  return { balanceMicroUsd: null, warning: null }
}

export function createReplicate(deps: VendorDeps): ImageProvider {
  return {
    facts: FACTS,
    model: deps.model,
    draw: (request) => draw(deps, request),
    resume: (id, request) => resume(deps, id, request),
    check: (signal) => check(deps, signal)
  }
}
