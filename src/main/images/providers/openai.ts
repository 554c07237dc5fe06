/** OpenAI: the GPT image models, answered in one call as base64. The dearest, so it is the emergency provider. */
import { z } from 'zod'
import { AppError } from '#shared/errors.ts'
import type { CheckResult, DrawnImage, DrawRequest, ImageProvider, ProviderFacts } from '../image-provider.ts'
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

/** OpenAI's SDK 7.57.0, 2026-11-13: sides divisible by 16, ratio 1:3 to 3:1, up to 3840 × 2160. */
const FACTS: ProviderFacts = {
  id: 'openai',
  label: 'OpenAI',
  keyName: 'OPENAI_API_KEY',
  defaultBaseUrl: 'https://api.openai.com/v1',
  defaultModel: 'gpt-image-2.5-flare',
  sizing: {
    kind: 'step',
    stepPx: 16,
    minSidePx: 512,
    maxSidePx: 2560,
    minPixels: 655_360,
    maxPixels: 3_686_400
  },
  hasNegativePrompt: false,
  hasSeed: false,
  isOffline: false,
  isLocal: false,
  isEmergency: true,
  composesCopy: false,
  maxConcurrent: 2,
  maxPromptChars: 32_000
}
const QUALITY = 'low'
/** Images take from seconds to two minutes (vendor's guide, 2026-11). */
const DRAW_TIMEOUT_MS = 180_000
const CHECK_TIMEOUT_MS = 15_000
/** Micro-dollars per token: text in $5, image in $8, image out $30 per million (pydantic genai-prices, 2026-07-22). */
const TOKEN_MICROUSD = { textIn: 5, imageIn: 8, out: 30 } as const

/** Last days of models (OpenAI's SDK 7.57.0 and deprecations page, 2026-11); a retired model is not even asked. */
const ENDS_ON: Readonly<Record<string, string>> = {
  'dall-e-2': '2026-05-12',
  'dall-e-3': '2026-05-12',
  'gpt-image-1': '2026-10-23',
  'gpt-image-1-mini': '2026-12-01',
  'gpt-image-1.5': '2026-12-01',
  'chatgpt-image-latest': '2026-12-01'
}

const usageSchema = z.object({
  input_tokens: z.number(),
  output_tokens: z.number(),
  input_tokens_details: z
    .object({ text_tokens: z.number().nullish(), image_tokens: z.number().nullish() })
    .nullish()
})
const imageAnswerSchema = z.object({
  data: z.array(z.object({ b64_json: z.string().min(1) })).min(1),
  usage: usageSchema.nullish()
})
const errorSchema = z.object({ error: z.object({ code: z.string().nullish(), type: z.string().nullish() }) })
const modelSchema = z.object({ id: z.string(), shutdown_date: z.union([z.string(), z.number()]).nullish() })

const FAILURES: Readonly<Record<string, ReturnType<ReadFailure>>> = {
  moderation_blocked: { code: 'CONTENT_BLOCKED', reason: 'moderation' },
  content_policy_violation: { code: 'CONTENT_BLOCKED', reason: 'moderation' },
  billing_hard_limit_reached: { code: 'NO_CREDIT', reason: 'billing_limit' },
  insufficient_quota: { code: 'NO_CREDIT', reason: 'no_quota' },
  invalid_api_key: { code: 'UNAUTHORIZED', reason: 'bad_key' },
  model_not_found: { code: 'VENDOR_REJECTED', reason: 'model_not_found' }
}

const readFailure: ReadFailure = ({ body, response }) => {
  const parsed = errorSchema.safeParse(body)
  const error = parsed.success ? parsed.data.error : {}
  const known = FAILURES[error.code ?? ''] ?? FAILURES[error.type ?? '']
  if (known !== undefined) return known
  // An organisation that is not verified may not use image models; its key is sound.
  return response.status === 403 ? { code: 'VENDOR_REJECTED', reason: 'not_verified' } : null
}

/** Cost from the usage figures; null when the answer has none. */
export function costOfUsage(usage: z.output<typeof usageSchema> | null | undefined): number | null {
  if (usage === null || usage === undefined) return null
  const imageIn = usage.input_tokens_details?.image_tokens ?? 0
  const textIn = usage.input_tokens - imageIn
  return Math.round(
    textIn * TOKEN_MICROUSD.textIn +
      imageIn * TOKEN_MICROUSD.imageIn +
      usage.output_tokens * TOKEN_MICROUSD.out
  )
}

/** VENDOR_REJECTED for a model whose time is over, without any network. */
function requireLiving(model: string, now: number): void {
  const endsOn = ENDS_ON[model]
  if (endsOn === undefined || Date.parse(endsOn) > now) return
  throw new AppError(
    'VENDOR_REJECTED',
    `OpenAI ended the model ${model} on ${endsOn}. Choose another in Settings.`,
    {
      details: { reason: 'model_retired', endsOn }
    }
  )
}

async function draw(deps: VendorDeps, request: DrawRequest): Promise<DrawnImage> {
  const model = deps.model()
  requireLiving(model, deps.clock.now())
  const asked = planSize(FACTS.sizing, request.size)
  const priceMicroUsd = deps.priceOf(asked)
  const answer = await callVendor(FACTS, deps, {
    request: {
      method: 'POST',
      url: `${deps.baseUrl()}/images/generations`,
      headers: await bearerHeaders(FACTS, deps),
      body: JSON.stringify({
        model,
        prompt: fitPrompt(FACTS, request.prompt),
        n: 1,
        size: `${asked.widthPx}x${asked.heightPx}`,
        quality: QUALITY,
        output_format: 'jpeg',
        output_compression: 95
      }),
      timeoutMs: DRAW_TIMEOUT_MS,
      maxBytes: MAX_ANSWER_BYTES,
      signal: request.signal
    },
    readFailure,
    billedMicroUsd: priceMicroUsd
  })
  const parsed = parseAnswer(FACTS, answer, { schema: imageAnswerSchema, billedMicroUsd: priceMicroUsd })
  const costMicroUsd = costOfUsage(parsed.usage) ?? priceMicroUsd
  const bytes = fromBase64(parsed.data[0]?.b64_json ?? '')
  const vendorRequestId = answer.response.headers.get('x-request-id')
  return toDrawnImage(FACTS, deps, { bytes, costMicroUsd, seed: null, vendorRequestId, model })
}

async function check(deps: VendorDeps, signal: AbortSignal): Promise<CheckResult> {
  requireLiving(deps.model(), deps.clock.now())
  const answer = await callVendor(FACTS, deps, {
    request: {
      method: 'GET',
      url: `${deps.baseUrl()}/models/${encodeURIComponent(deps.model())}`,
      headers: await bearerHeaders(FACTS, deps),
      timeoutMs: CHECK_TIMEOUT_MS,
      maxBytes: MAX_ANSWER_BYTES,
      signal
    },
    readFailure,
    billedMicroUsd: 0
  })
  const model = parseAnswer(FACTS, answer, { schema: modelSchema, billedMicroUsd: 0 })
  return {
    balanceMicroUsd: null,
    warning: shutdownWarning(model.id, model.shutdown_date ?? ENDS_ON[model.id] ?? null)
  }
}

export function createOpenAi(deps: VendorDeps): ImageProvider {
  return {
    facts: FACTS,
    model: deps.model,
    draw: (request) => draw(deps, request),
    check: (signal) => check(deps, signal)
  }
}

/** OpenAI gives the end of a model's life with the model; a date or epoch seconds. */
function shutdownWarning(model: string, shutdown: string | number | null): string | null {
  if (shutdown === null) return null
  const date = typeof shutdown === 'number' ? new Date(shutdown * 1000) : new Date(shutdown)
  if (Number.isNaN(date.getTime())) return null
  return `OpenAI ends the model ${model} on ${date.toISOString().slice(0, 10)}. Choose another in Settings before then.`
}
