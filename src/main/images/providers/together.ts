/** Together AI: FLUX.1-schnell, answered in one call as base64. */
import { z } from 'zod'
import { fetchResult, whileAccepted } from '../accepted-work.ts'
import type {
  CheckResult,
  DrawnImage,
  DrawRequest,
  ImageProvider,
  ProviderFacts,
  Size,
  Sizing
} from '../image-provider.ts'
import { planSize } from '../size-plan.ts'
import {
  bearerHeaders,
  callVendor,
  fitPrompt,
  fromBase64,
  MAX_ANSWER_BYTES,
  parseAnswer,
  type ReadFailure,
  toDrawnImage,
  type VendorDeps
} from '../vendor-call.ts'

/** Together's OpenAPI document, 2026-04-28; sizes in multiples of 8 (vendor's pages, 2026). */
const FACTS: ProviderFacts = {
  id: 'together',
  label: 'Together AI',
  keyName: 'TOGETHER_API_KEY',
  defaultBaseUrl: 'https://api.together.ai/v1',
  defaultModel: 'black-forest-labs/FLUX.1-schnell',
  sizing: {
    kind: 'step',
    stepPx: 16,
    minSidePx: 64,
    maxSidePx: 1792,
    minPixels: 250_000,
    maxPixels: 1_500_000
  },
  hasNegativePrompt: true,
  hasSeed: true,
  isOffline: false,
  isLocal: false,
  isEmergency: false,
  composesCopy: false,
  maxConcurrent: 4,
  maxPromptChars: 4000
}
const DRAW_TIMEOUT_MS = 90_000
const CHECK_TIMEOUT_MS = 15_000
/** Four steps are what the schnell model is made for; more cost more. */
const SCHNELL_STEPS = 4
const SCHNELL_RATIOS: Sizing = {
  kind: 'ratio',
  ratios: ['1:1', '16:9', '9:16', '4:3', '3:4', '3:2', '2:3'],
  pixels: 1_048_576
}

const imageAnswerSchema = z.object({
  id: z.string().nullish(),
  data: z.array(z.object({ b64_json: z.string().min(1).nullish(), url: z.string().min(1).nullish() })).min(1)
})
const errorSchema = z.object({ error: z.object({ type: z.string().nullish(), code: z.string().nullish() }) })
const modelsSchema = z
  .array(z.object({ id: z.string() }))
  .or(z.object({ data: z.array(z.object({ id: z.string() })) }))

const readFailure: ReadFailure = ({ body, response }) => {
  const parsed = errorSchema.safeParse(body)
  const words = parsed.success ? `${parsed.data.error.type ?? ''} ${parsed.data.error.code ?? ''}` : ''
  if (/nsfw|moderation|safety|content_policy/i.test(words))
    return { code: 'CONTENT_BLOCKED', reason: 'moderation' }
  if (response.status === 429 && /credit|billing|quota/i.test(words))
    return { code: 'NO_CREDIT', reason: 'no_credit' }
  return null
}

function toBody(model: string, request: DrawRequest, asked: Size): Record<string, unknown> {
  return {
    model,
    prompt: fitPrompt(FACTS, request.prompt),
    width: asked.widthPx,
    height: asked.heightPx,
    n: 1,
    response_format: 'base64',
    output_format: 'jpeg',
    // The schnell models are sized by ratio, the others by pixels (vendor's pages, 2026); unknown fields pass.
    ...(model.includes('schnell')
      ? { steps: SCHNELL_STEPS, aspect_ratio: planSize(SCHNELL_RATIOS, request.size).ratio }
      : {}),
    ...(request.negativePrompt === '' ? {} : { negative_prompt: request.negativePrompt }),
    ...(request.seed === null ? {} : { seed: request.seed })
  }
}

async function draw(deps: VendorDeps, request: DrawRequest): Promise<DrawnImage> {
  const model = deps.model()
  const asked = planSize(FACTS.sizing, request.size)
  const costMicroUsd = deps.priceOf(asked)
  const answer = await callVendor(FACTS, deps, {
    request: {
      method: 'POST',
      url: `${deps.baseUrl()}/images/generations`,
      headers: await bearerHeaders(FACTS, deps),
      body: JSON.stringify(toBody(model, request, asked)),
      timeoutMs: DRAW_TIMEOUT_MS,
      maxBytes: MAX_ANSWER_BYTES,
      signal: request.signal
    },
    readFailure,
    billedMicroUsd: costMicroUsd
  })
  const parsed = parseAnswer(FACTS, answer, { schema: imageAnswerSchema, billedMicroUsd: costMicroUsd })
  // Base64 is asked for; models that only know addresses answer with one.
  const { b64_json: base64, url } = parsed.data[0] ?? {}
  const bytes =
    typeof url === 'string' && typeof base64 !== 'string'
      ? await whileAccepted(() =>
          fetchResult(FACTS, deps, { url, billedMicroUsd: costMicroUsd, signal: request.signal })
        )
      : fromBase64(base64 ?? '')
  return toDrawnImage(FACTS, deps, {
    bytes,
    costMicroUsd,
    seed: request.seed,
    vendorRequestId: parsed.id ?? null,
    model
  })
}

async function check(deps: VendorDeps, signal: AbortSignal): Promise<CheckResult> {
  const answer = await callVendor(FACTS, deps, {
    request: {
      method: 'GET',
      url: `${deps.baseUrl()}/models`,
      headers: await bearerHeaders(FACTS, deps),
      timeoutMs: CHECK_TIMEOUT_MS,
      maxBytes: MAX_ANSWER_BYTES,
      signal
    },
    readFailure,
    billedMicroUsd: 0
  })
  const parsed = parseAnswer(FACTS, answer, { schema: modelsSchema, billedMicroUsd: 0 })
  const models = Array.isArray(parsed) ? parsed : parsed.data
  const isListed = models.some((each) => each.id === deps.model())
  return {
    balanceMicroUsd: null,
    warning: isListed ? null : `Together AI does not list the model ${deps.model()}.`
  }
}

export function createTogether(deps: VendorDeps): ImageProvider {
  return {
    facts: FACTS,
    model: deps.model,
    draw: (request) => draw(deps, request),
    check: (signal) => check(deps, signal)
  }
}
