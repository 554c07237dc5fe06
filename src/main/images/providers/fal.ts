/** fal.ai: work is queued under an id, polled until it is complete, and its picture fetched. */
import { z } from 'zod'
import type { HttpRequest } from '../../core/http.ts'
import { fetchResult, poll, tryStop, whileAccepted, withStop } from '../accepted-work.ts'
import type { CheckResult, DrawnImage, DrawRequest, ImageProvider, ProviderFacts } from '../image-provider.ts'
import { planSize } from '../size-plan.ts'
import {
  callVendor,
  fitPrompt,
  MAX_ANSWER_BYTES,
  parseAnswer,
  type ReadFailure,
  requireKey,
  toDrawnImage,
  type VendorAnswer,
  type VendorDeps
} from '../vendor-call.ts'
import { vendorError } from '../vendor-errors.ts'

/** fal's client 1.10.1 and model schema, 2026-05: any size as width and height. */
const FACTS: ProviderFacts = {
  id: 'fal',
  label: 'fal.ai',
  keyName: 'FAL_KEY',
  defaultBaseUrl: 'https://queue.fal.run',
  defaultModel: 'fal-ai/flux/schnell',
  sizing: {
    kind: 'step',
    stepPx: 16,
    minSidePx: 256,
    maxSidePx: 2048,
    minPixels: 250_000,
    maxPixels: 2_200_000
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
/** Balance and account live on another host than the queue. */
const ACCOUNT_BASE_URL = 'https://api.fal.ai/v1'

const acceptedSchema = z.object({ request_id: z.string().min(1) })
const statusSchema = z.object({ status: z.string() })
const resultSchema = z.object({
  images: z.array(z.object({ url: z.string().min(1) })).min(1),
  seed: z.number().nullish(),
  has_nsfw_concepts: z.array(z.boolean()).nullish()
})
const billingSchema = z.object({
  credits: z.object({ current_balance: z.number(), currency: z.string() }).nullish()
})
const errorSchema = z.object({
  detail: z.union([z.string(), z.array(z.object({ type: z.string().nullish() }))]).nullish(),
  error: z.object({ type: z.string().nullish() }).nullish()
})

const readFailure: ReadFailure = ({ body, response }) => {
  const parsed = errorSchema.safeParse(body)
  if (!parsed.success) return null
  const { detail, error } = parsed.data
  const words = Array.isArray(detail)
    ? detail.map((each) => each.type).join(' ')
    : `${detail ?? ''} ${error?.type ?? ''}`
  if (/content_policy|nsfw/i.test(words)) return { code: 'CONTENT_BLOCKED', reason: 'moderation' }
  // A locked account answers 403 "User is locked. Reason: Exhausted balance."
  if (response.status === 403 && /balance|locked/i.test(words))
    return { code: 'NO_CREDIT', reason: 'no_credit' }
  return null
}

async function keyHeaders(deps: VendorDeps): Promise<Record<string, string>> {
  return { authorization: `Key ${await requireKey(FACTS, deps)}`, 'content-type': 'application/json' }
}

async function call(
  deps: VendorDeps,
  request: Pick<HttpRequest, 'method' | 'body' | 'signal' | 'url'> & { readonly billedMicroUsd: number }
): Promise<VendorAnswer> {
  const { method, body, signal, url, billedMicroUsd } = request
  return await callVendor(FACTS, deps, {
    request: {
      method,
      url,
      headers: { ...(await keyHeaders(deps)), ...(method === 'POST' ? { 'x-fal-no-retry': '1' } : {}) },
      ...(body === undefined ? {} : { body }),
      timeoutMs: CALL_TIMEOUT_MS,
      maxBytes: MAX_ANSWER_BYTES,
      signal
    },
    readFailure,
    billedMicroUsd
  })
}

function askedSize(request: DrawRequest) {
  return planSize(FACTS.sizing, request.size)
}

async function draw(deps: VendorDeps, request: DrawRequest): Promise<DrawnImage> {
  const asked = askedSize(request)
  const answer = await call(deps, {
    method: 'POST',
    url: `${deps.baseUrl()}/${deps.model()}`,
    body: JSON.stringify({
      prompt: fitPrompt(FACTS, request.prompt),
      image_size: { width: asked.widthPx, height: asked.heightPx },
      num_images: 1,
      output_format: 'jpeg',
      enable_safety_checker: true,
      ...(request.seed === null ? {} : { seed: request.seed })
    }),
    signal: request.signal,
    billedMicroUsd: deps.priceOf(asked)
  })
  const accepted = parseAnswer(FACTS, answer, { schema: acceptedSchema, billedMicroUsd: deps.priceOf(asked) })
  request.onAccepted(accepted.request_id)
  return await finish(deps, accepted.request_id, request)
}

/**
 * The addresses of the queue are built here from the id, not taken from the answer, so that the key never leaves for
 * another host. Sub-paths such as /schnell do not belong into them (vendor's guide, 2026).
 */
function requestUrl(deps: VendorDeps, id: string): string {
  const app = deps.model().split('/').slice(0, 2).join('/')
  return `${deps.baseUrl()}/${app}/requests/${encodeURIComponent(id)}`
}

async function finish(deps: VendorDeps, id: string, request: DrawRequest): Promise<DrawnImage> {
  const url = requestUrl(deps, id)
  const { signal } = request
  const stop = async () =>
    await tryStop(deps, { method: 'PUT', url: `${url}/cancel`, headers: await keyHeaders(deps) })
  const step = async (): Promise<true | null> => {
    const answer = await call(deps, { method: 'GET', url: `${url}/status`, signal, billedMicroUsd: 0 })
    return statusSchema.safeParse(answer.body).data?.status === 'COMPLETED' ? true : null
  }
  return await withStop(signal, stop, () =>
    whileAccepted(async () => {
      await poll(deps, FACTS, { intervalMs: POLL_INTERVAL_MS, deadlineMs: DEADLINE_MS, signal, step })
      return await fetchImage(deps, { id, url }, request)
    })
  )
}

async function fetchImage(
  deps: VendorDeps,
  work: { readonly id: string; readonly url: string },
  request: DrawRequest
): Promise<DrawnImage> {
  const costMicroUsd = deps.priceOf(askedSize(request))
  const { signal } = request
  const answer = await readResult(deps, work.url, signal)
  const result = parseAnswer(FACTS, answer, { schema: resultSchema, billedMicroUsd: costMicroUsd })
  if (result.has_nsfw_concepts?.[0] === true) {
    const failure = {
      code: 'CONTENT_BLOCKED',
      reason: 'filtered',
      status: 200,
      billedMicroUsd: costMicroUsd
    } as const
    throw vendorError(FACTS.label, failure)
  }
  const url = result.images[0]?.url ?? ''
  const bytes = await fetchResult(FACTS, deps, { url, billedMicroUsd: costMicroUsd, signal })
  const seed = result.seed ?? request.seed
  return await toDrawnImage(FACTS, deps, {
    bytes,
    costMicroUsd,
    seed,
    vendorRequestId: work.id,
    model: deps.model()
  })
}

/** A completed request answers with its outcome; a client error there is the vendor's last word and free of charge. */
async function readResult(deps: VendorDeps, url: string, signal: AbortSignal): Promise<VendorAnswer> {
  const response = await deps.http.send({
    method: 'GET',
    url,
    headers: await keyHeaders(deps),
    timeoutMs: CALL_TIMEOUT_MS,
    maxBytes: MAX_ANSWER_BYTES,
    signal
  })
  const answer = { response, body: parseJson(response.bytes) }
  if (response.status === 200) return answer
  const known = readFailure(answer)
  if (known !== null) throw vendorError(FACTS.label, { ...known, status: response.status, billedMicroUsd: 0 })
  if (response.status === 422) {
    throw vendorError(FACTS.label, {
      code: 'INVALID_INPUT',
      reason: 'invalid',
      status: 422,
      billedMicroUsd: 0
    })
  }
  throw vendorError(FACTS.label, {
    code: 'VENDOR_UNAVAILABLE',
    reason: 'result_not_readable',
    status: response.status
  })
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'))
  } catch {
    return undefined
  }
}

async function check(deps: VendorDeps, signal: AbortSignal): Promise<CheckResult> {
  const isOwnServer = deps.baseUrl() !== FACTS.defaultBaseUrl
  const base = isOwnServer ? `${deps.baseUrl()}/v1` : ACCOUNT_BASE_URL
  const answer = await call(deps, {
    method: 'GET',
    url: `${base}/account/billing?expand=credits`,
    signal,
    billedMicroUsd: 0
  })
  const { credits } = parseAnswer(FACTS, answer, { schema: billingSchema, billedMicroUsd: 0 })
  const isUsd = credits?.currency === 'USD'
  return {
    balanceMicroUsd: credits && isUsd ? Math.round(credits.current_balance * 1e6) : null,
    warning: null
  }
}

export function createFal(deps: VendorDeps): ImageProvider {
  return {
    facts: FACTS,
    model: deps.model,
    draw: (request) => draw(deps, request),
    resume: (id, request) => finish(deps, id, request),
    check: (signal) => check(deps, signal)
  }
}
