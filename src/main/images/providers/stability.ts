/** Stability AI: the v2beta Stable Image models, and SDXL on v1 where the account still lists it. Answered in one call. */
import { z } from 'zod'
import type { HttpRequest } from '../../core/http.ts'
import type {
  CheckResult,
  DrawnImage,
  DrawRequest,
  ImageProvider,
  ProviderFacts,
  Sizing
} from '../image-provider.ts'
import { planSize } from '../size-plan.ts'
import {
  callVendor,
  fitPrompt,
  fromBase64,
  MAX_ANSWER_BYTES,
  parseAnswer,
  type ReadFailure,
  requireKey,
  toDrawnImage,
  type VendorAnswer,
  type VendorDeps
} from '../vendor-call.ts'
import { vendorError } from '../vendor-errors.ts'

/** The vendor's v2beta document of 2026-09-22: a ratio only; sd3 models answer with about one megapixel. */
const FACTS: ProviderFacts = {
  id: 'stability',
  label: 'Stability AI',
  keyName: 'STABILITY_API_KEY',
  defaultBaseUrl: 'https://api.stability.ai',
  defaultModel: 'sd3.5-flash',
  sizing: {
    kind: 'ratio',
    ratios: ['1:1', '16:9', '9:16', '5:4', '4:5', '3:2', '2:3', '21:9', '9:21'],
    pixels: 1_048_576
  },
  hasNegativePrompt: true,
  hasSeed: true,
  isOffline: false,
  isLocal: false,
  isEmergency: false,
  composesCopy: false,
  maxConcurrent: 3,
  maxPromptChars: 10_000
}
const DRAW_TIMEOUT_MS = 120_000
const CHECK_TIMEOUT_MS = 15_000
/** Beyond 150 requests in 10 s the vendor locks out for 60 s (v2beta document, 2026-09-22); Retry-After is not promised. */
const LOCKOUT_MS = 60_000
const CREDIT_MICROUSD = 10_000
const SDXL = /^stable-diffusion-xl/
/** The nine sizes SDXL takes; any other is refused (vendor's v1 pages, 2025-08). */
const SDXL_SIZES: readonly (readonly [number, number])[] = [
  [1024, 1024],
  [1152, 896],
  [1216, 832],
  [1344, 768],
  [1536, 640],
  [640, 1536],
  [768, 1344],
  [832, 1216],
  [896, 1152]
]
const SDXL_SIZING: Sizing = {
  kind: 'list',
  sizes: SDXL_SIZES.map(([widthPx, heightPx]) => ({ widthPx, heightPx }))
}
const SDXL_MAX_PROMPT_CHARS = 2_000

const imageSchema = z.object({
  image: z.string().min(1),
  finish_reason: z.string(),
  seed: z.number().nullish()
})
const artifactSchema = z.object({
  base64: z.string().min(1),
  finishReason: z.string(),
  seed: z.number().nullish()
})
const artifactsSchema = z.object({ artifacts: z.array(artifactSchema).min(1) })
const balanceSchema = z.object({ credits: z.number() })
const enginesSchema = z.array(z.object({ id: z.string() }))
const errorSchema = z.object({ name: z.string() })

const readFailure: ReadFailure = ({ body, response }) => {
  const parsed = errorSchema.safeParse(body)
  const name = parsed.success ? parsed.data.name : ''
  if (name === 'content_moderation') return { code: 'CONTENT_BLOCKED', reason: 'moderation' }
  if (/insufficient|payment_required|balance/.test(name)) return { code: 'NO_CREDIT', reason: 'no_credit' }
  if (response.status === 429) {
    return response.headers.has('retry-after')
      ? null
      : { code: 'RATE_LIMITED', reason: 'rate_limit', retryAfterMs: LOCKOUT_MS }
  }
  return null
}

/** Without a content type: a form brings its own with the boundary. */
async function keyHeaders(deps: VendorDeps): Promise<Record<string, string>> {
  return { authorization: `Bearer ${await requireKey(FACTS, deps)}`, accept: 'application/json' }
}

function toForm(model: string, request: DrawRequest): FormData {
  const form = new FormData()
  form.set('prompt', fitPrompt(FACTS, request.prompt))
  form.set('aspect_ratio', planSize(FACTS.sizing, request.size).ratio)
  form.set('output_format', 'jpeg')
  if (request.negativePrompt !== '') form.set('negative_prompt', request.negativePrompt)
  if (request.seed !== null) form.set('seed', String(request.seed))
  if (model.startsWith('sd3')) form.set('model', model)
  return form
}

async function draw(deps: VendorDeps, request: DrawRequest): Promise<DrawnImage> {
  const model = deps.model()
  const costMicroUsd = deps.priceOf(planSize(FACTS.sizing, request.size))
  if (SDXL.test(model)) return await drawSdxl(deps, request, { model, costMicroUsd })
  const path = model.startsWith('sd3') ? 'sd3' : model
  const answer = await callVendor(FACTS, deps, {
    request: toPost(deps, request, {
      path: `/v2beta/stable-image/generate/${encodeURIComponent(path)}`,
      headers: await keyHeaders(deps),
      body: toForm(model, request)
    }),
    readFailure,
    billedMicroUsd: costMicroUsd
  })
  const parsed = parseAnswer(FACTS, answer, { schema: imageSchema, billedMicroUsd: costMicroUsd })
  const { image, finish_reason: reason, seed } = parsed
  return await toImage(deps, answer, { base64: image, reason, seed: seed ?? null, model, costMicroUsd })
}

async function drawSdxl(
  deps: VendorDeps,
  request: DrawRequest,
  { model, costMicroUsd }: { readonly model: string; readonly costMicroUsd: number }
): Promise<DrawnImage> {
  await requireEngine(deps, model, request.signal)
  const asked = planSize(SDXL_SIZING, request.size)
  const weighted = (text: string, weight: number) => ({ text: text.slice(0, SDXL_MAX_PROMPT_CHARS), weight })
  const body = {
    text_prompts: [
      weighted(request.prompt, 1),
      ...(request.negativePrompt === '' ? [] : [weighted(request.negativePrompt, -1)])
    ],
    width: asked.widthPx,
    height: asked.heightPx,
    samples: 1,
    steps: 30,
    ...(request.seed === null ? {} : { seed: request.seed })
  }
  const answer = await callVendor(FACTS, deps, {
    request: toPost(deps, request, {
      path: `/v1/generation/${encodeURIComponent(model)}/text-to-image`,
      headers: { ...(await keyHeaders(deps)), 'content-type': 'application/json' },
      body: JSON.stringify(body)
    }),
    readFailure,
    billedMicroUsd: costMicroUsd
  })
  const { artifacts } = parseAnswer(FACTS, answer, { schema: artifactsSchema, billedMicroUsd: costMicroUsd })
  const [first] = artifacts
  const { base64 = '', finishReason = 'ERROR', seed = null } = first ?? {}
  return await toImage(deps, answer, { base64, reason: finishReason, seed, model, costMicroUsd })
}

function toPost(
  deps: VendorDeps,
  { signal }: DrawRequest,
  call: { readonly path: string; readonly headers: Record<string, string>; readonly body: string | FormData }
): HttpRequest {
  const limits = { timeoutMs: DRAW_TIMEOUT_MS, maxBytes: MAX_ANSWER_BYTES, signal }
  return {
    method: 'POST',
    url: `${deps.baseUrl()}${call.path}`,
    headers: call.headers,
    body: call.body,
    ...limits
  }
}

async function toImage(
  deps: VendorDeps,
  answer: VendorAnswer,
  made: {
    readonly base64: string
    readonly reason: string
    readonly seed: number | null
    readonly model: string
    readonly costMicroUsd: number
  }
): Promise<DrawnImage> {
  const { costMicroUsd, seed, model } = made
  // A filtered picture comes as a blurred image with status 200, and is charged (v2beta document, 2026-09-22).
  if (made.reason === 'CONTENT_FILTERED') {
    const failure = {
      code: 'CONTENT_BLOCKED',
      reason: 'filtered',
      status: 200,
      billedMicroUsd: costMicroUsd
    } as const
    throw vendorError(FACTS.label, failure)
  }
  if (made.reason !== 'SUCCESS') {
    const failure = {
      code: 'BAD_RESPONSE',
      reason: 'unfinished',
      status: 200,
      billedMicroUsd: costMicroUsd
    } as const
    throw vendorError(FACTS.label, failure)
  }
  const vendorRequestId = answer.response.headers.get('x-request-id')
  return await toDrawnImage(FACTS, deps, {
    bytes: fromBase64(made.base64),
    costMicroUsd,
    seed,
    vendorRequestId,
    model
  })
}

async function get(deps: VendorDeps, path: string, signal: AbortSignal): Promise<VendorAnswer> {
  return await callVendor(FACTS, deps, {
    request: {
      method: 'GET',
      url: `${deps.baseUrl()}${path}`,
      headers: await keyHeaders(deps),
      timeoutMs: CHECK_TIMEOUT_MS,
      maxBytes: MAX_ANSWER_BYTES,
      signal
    },
    readFailure,
    billedMicroUsd: 0
  })
}

/** SDXL may be gone for this account; asking the list is free, a refused drawing is not sure to be. */
async function requireEngine(deps: VendorDeps, model: string, signal: AbortSignal): Promise<void> {
  const answer = await get(deps, '/v1/engines/list', signal)
  const engines = parseAnswer(FACTS, answer, { schema: enginesSchema, billedMicroUsd: 0 })
  if (engines.some((engine) => engine.id === model)) return
  throw vendorError(FACTS.label, { code: 'VENDOR_REJECTED', reason: 'engine_not_listed', status: 404 })
}

async function check(deps: VendorDeps, signal: AbortSignal): Promise<CheckResult> {
  const answer = await get(deps, '/v1/user/balance', signal)
  const { credits } = parseAnswer(FACTS, answer, { schema: balanceSchema, billedMicroUsd: 0 })
  if (SDXL.test(deps.model())) await requireEngine(deps, deps.model(), signal)
  return { balanceMicroUsd: Math.round(credits * CREDIT_MICROUSD), warning: null }
}

export function createStability(deps: VendorDeps): ImageProvider {
  return {
    facts: FACTS,
    model: deps.model,
    draw: (request) => draw(deps, request),
    check: (signal) => check(deps, signal)
  }
}
