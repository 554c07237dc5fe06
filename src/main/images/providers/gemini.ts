/** Google Gemini image models, answered in one call as base64. */
import { z } from 'zod'
import type { HttpRequest } from '../../core/http.ts'
import type { CheckResult, DrawnImage, DrawRequest, ImageProvider, ProviderFacts } from '../image-provider.ts'
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

/** Google's SDK 3.1.0: a ratio and an image size by name. */
const FACTS: ProviderFacts = {
  id: 'gemini',
  label: 'Google Gemini',
  keyName: 'GEMINI_API_KEY',
  defaultBaseUrl: 'https://generativelanguage.googleapis.com/v1beta',
  defaultModel: 'gemini-nano-banana-2.1',
  sizing: {
    kind: 'ratio',
    ratios: ['1:1', '16:9', '9:16', '4:3', '3:4', '3:2', '2:3', '5:4', '4:5', '21:9'],
    pixels: 1_048_576
  },
  hasNegativePrompt: false,
  hasSeed: true,
  isOffline: false,
  isLocal: false,
  isEmergency: false,
  composesCopy: false,
  maxConcurrent: 2,
  maxPromptChars: 20_000
}
const DRAW_TIMEOUT_MS = 120_000
const CHECK_TIMEOUT_MS = 15_000
const IMAGE_SIZE = '1K'
const BLOCKED = /SAFETY|PROHIBITED|BLOCKLIST|SPII|RECITATION/

const partSchema = z.object({
  inlineData: z.object({ mimeType: z.string(), data: z.string().min(1) }).nullish()
})
const answerSchema = z.object({
  candidates: z
    .array(
      z.object({
        content: z.object({ parts: z.array(partSchema).nullish() }).nullish(),
        finishReason: z.string().nullish()
      })
    )
    .nullish(),
  promptFeedback: z.object({ blockReason: z.string().nullish() }).nullish(),
  responseId: z.string().nullish()
})
const modelSchema = z.object({ name: z.string() })
const errorSchema = z.object({
  error: z.object({ status: z.string().nullish(), message: z.string().nullish() })
})

const readFailure: ReadFailure = ({ body, response }) => {
  const parsed = errorSchema.safeParse(body)
  const { status = '', message = '' } = parsed.success ? parsed.data.error : {}
  // A wrong key comes as 400 INVALID_ARGUMENT with this sentence.
  if (response.status === 400 && /API key/i.test(message ?? ''))
    return { code: 'UNAUTHORIZED', reason: 'bad_key' }
  if (
    response.status === 429 &&
    /billing|quota exceeded/i.test(message ?? '') &&
    !response.headers.has('retry-after')
  ) {
    return { code: 'NO_CREDIT', reason: 'no_quota' }
  }
  return status === 'FAILED_PRECONDITION' ? { code: 'VENDOR_REJECTED', reason: 'failed_precondition' } : null
}

async function call(
  deps: VendorDeps,
  request: Pick<HttpRequest, 'method' | 'body' | 'signal' | 'timeoutMs'> & {
    readonly path: string
    readonly billedMicroUsd: number
  }
): Promise<VendorAnswer> {
  const { method, body, signal, timeoutMs, path, billedMicroUsd } = request
  return await callVendor(FACTS, deps, {
    request: {
      method,
      url: `${deps.baseUrl()}${path}`,
      headers: { 'x-goog-api-key': await requireKey(FACTS, deps), 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body }),
      timeoutMs,
      maxBytes: MAX_ANSWER_BYTES,
      signal
    },
    readFailure,
    billedMicroUsd
  })
}

async function draw(deps: VendorDeps, request: DrawRequest): Promise<DrawnImage> {
  const model = deps.model()
  const asked = planSize(FACTS.sizing, request.size)
  const costMicroUsd = deps.priceOf(asked)
  const answer = await call(deps, {
    method: 'POST',
    path: `/models/${encodeURIComponent(model)}:generateContent`,
    body: JSON.stringify({
      contents: [{ role: 'user', parts: [{ text: fitPrompt(FACTS, request.prompt) }] }],
      generationConfig: {
        responseModalities: ['IMAGE'],
        candidateCount: 1,
        imageConfig: { aspectRatio: asked.ratio, imageSize: IMAGE_SIZE },
        ...(request.seed === null ? {} : { seed: request.seed })
      }
    }),
    signal: request.signal,
    timeoutMs: DRAW_TIMEOUT_MS,
    billedMicroUsd: costMicroUsd
  })
  const parsed = parseAnswer(FACTS, answer, { schema: answerSchema, billedMicroUsd: costMicroUsd })
  const bytes = fromBase64(pictureOf(parsed, costMicroUsd))
  return await toDrawnImage(FACTS, deps, {
    bytes,
    costMicroUsd,
    seed: request.seed,
    vendorRequestId: parsed.responseId ?? null,
    model
  })
}

/** The base64 of the picture. An answer without one is refused content or useless; it was not charged as an image. */
function pictureOf(answer: z.output<typeof answerSchema>, priceMicroUsd: number): string {
  const candidate = answer.candidates?.[0]
  const data = candidate?.content?.parts?.find((part) => part.inlineData)?.inlineData?.data
  if (data !== undefined) return data
  const reason = answer.promptFeedback?.blockReason ?? candidate?.finishReason ?? ''
  if (BLOCKED.test(reason)) {
    throw vendorError(FACTS.label, {
      code: 'CONTENT_BLOCKED',
      reason: 'moderation',
      status: 200,
      billedMicroUsd: 0
    })
  }
  const billedMicroUsd = reason === '' ? priceMicroUsd : 0
  throw vendorError(FACTS.label, { code: 'BAD_RESPONSE', reason: 'no_image', status: 200, billedMicroUsd })
}

async function check(deps: VendorDeps, signal: AbortSignal): Promise<CheckResult> {
  const answer = await call(deps, {
    method: 'GET',
    path: `/models/${encodeURIComponent(deps.model())}`,
    signal,
    timeoutMs: CHECK_TIMEOUT_MS,
    billedMicroUsd: 0
  })
  parseAnswer(FACTS, answer, { schema: modelSchema, billedMicroUsd: 0 })
  return { balanceMicroUsd: null, warning: null }
}

export function createGemini(deps: VendorDeps): ImageProvider {
  return {
    facts: FACTS,
    model: deps.model,
    draw: (request) => draw(deps, request),
    check: (signal) => check(deps, signal)
  }
}
