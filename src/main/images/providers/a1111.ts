/** Servers that speak the A1111 interface (A1111, Forge, SD.Next) on this computer or in the own network. No cost. */
import { z } from 'zod'
import type { HttpRequest } from '../../core/http.ts'
import { tryStop, withStop } from '../accepted-work.ts'
import type { CheckResult, DrawnImage, DrawRequest, ImageProvider, ProviderFacts } from '../image-provider.ts'
import { planSize } from '../size-plan.ts'
import {
  callVendor,
  fitPrompt,
  fromBase64,
  MAX_ANSWER_BYTES,
  parseAnswer,
  type ReadFailure,
  toDrawnImage,
  type VendorAnswer,
  type VendorDeps
} from '../vendor-call.ts'

/** Forge's sources, 2025-06: any size, floored to multiples of 8. */
const FACTS: ProviderFacts = {
  id: 'a1111',
  label: 'Stable Diffusion server',
  keyName: null,
  defaultBaseUrl: 'http://127.0.0.1:7860',
  defaultModel: 'server default',
  sizing: {
    kind: 'step',
    stepPx: 8,
    minSidePx: 256,
    maxSidePx: 2048,
    minPixels: 250_000,
    maxPixels: 1_600_000
  },
  hasNegativePrompt: true,
  hasSeed: true,
  isOffline: false,
  isLocal: true,
  isEmergency: false,
  composesCopy: false,
  maxConcurrent: 1,
  maxPromptChars: 10_000
}
/** A home computer may take minutes for an image. */
const DRAW_TIMEOUT_MS = 10 * 60_000
const CHECK_TIMEOUT_MS = 10_000
const STEPS = 25

const imageAnswerSchema = z.object({ images: z.array(z.string().min(1)).min(1), info: z.string().nullish() })
const infoSchema = z.object({ seed: z.number().nullish(), sd_model_name: z.string().nullish() })
const modelsSchema = z.array(z.object({ title: z.string(), model_name: z.string().nullish() }))

/** Without an account there is no moderation and no credit; the status says all. */
const readFailure: ReadFailure = () => null

async function call(
  deps: VendorDeps,
  request: Pick<HttpRequest, 'method' | 'body' | 'signal' | 'timeoutMs'> & { readonly path: string }
): Promise<VendorAnswer> {
  const { method, body, signal, timeoutMs, path } = request
  return await callVendor(FACTS, deps, {
    request: {
      method,
      url: `${deps.baseUrl()}/sdapi/v1${path}`,
      headers: { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body }),
      timeoutMs,
      maxBytes: MAX_ANSWER_BYTES,
      signal
    },
    readFailure,
    billedMicroUsd: 0
  })
}

async function draw(deps: VendorDeps, request: DrawRequest): Promise<DrawnImage> {
  const model = deps.model()
  const asked = planSize(FACTS.sizing, request.size)
  const { signal } = request
  const stop = () => tryStop(deps, { method: 'POST', url: `${deps.baseUrl()}/sdapi/v1/interrupt` })
  const answer = await withStop(signal, stop, () =>
    call(deps, {
      method: 'POST',
      path: '/txt2img',
      body: JSON.stringify({
        prompt: fitPrompt(FACTS, request.prompt),
        negative_prompt: request.negativePrompt,
        width: asked.widthPx,
        height: asked.heightPx,
        steps: STEPS,
        batch_size: 1,
        seed: request.seed ?? -1,
        save_images: false,
        send_images: true,
        ...(model === FACTS.defaultModel ? {} : { override_settings: { sd_model_checkpoint: model } })
      }),
      signal,
      timeoutMs: DRAW_TIMEOUT_MS
    })
  )
  const parsed = parseAnswer(FACTS, answer, { schema: imageAnswerSchema, billedMicroUsd: 0 })
  const info = readInfo(parsed.info ?? null)
  return await toDrawnImage(FACTS, deps, {
    bytes: fromBase64(parsed.images[0] ?? ''),
    costMicroUsd: 0,
    seed: info.seed ?? request.seed,
    vendorRequestId: null,
    model: info.sd_model_name ?? model
  })
}

/** The server's notes are JSON inside a string; without them the picture is still good. */
function readInfo(text: string | null): z.output<typeof infoSchema> {
  if (text === null) return {}
  try {
    return infoSchema.catch({}).parse(JSON.parse(text))
  } catch {
    return {}
  }
}

async function check(deps: VendorDeps, signal: AbortSignal): Promise<CheckResult> {
  const answer = await call(deps, { method: 'GET', path: '/sd-models', signal, timeoutMs: CHECK_TIMEOUT_MS })
  const models = parseAnswer(FACTS, answer, { schema: modelsSchema, billedMicroUsd: 0 })
  return { balanceMicroUsd: 0, warning: models.length === 0 ? 'The server has no model yet.' : null }
}

export function createA1111(deps: VendorDeps): ImageProvider {
  return {
    facts: FACTS,
    model: deps.model,
    draw: (request) => draw(deps, request),
    check: (signal) => check(deps, signal)
  }
}
