/** The shared edge of vendor adapters: one JSON exchange, images read from answers, nothing repeated. */
import sharp from 'sharp'
import type { z } from 'zod'
import { AppError } from '#shared/errors.ts'
import type { MicroUsd } from '#shared/money.ts'
import type { Clock } from '../core/clock.ts'
import type { download } from '../core/download.ts'
import type { Http, HttpRequest, HttpResponse } from '../core/http.ts'
import type { Limit } from '../core/limit.ts'
import type { DrawnImage, ProviderFacts, Size } from './image-provider.ts'
import { failureOfStatus, readRetryAfterMs, type VendorFailure, vendorError } from './vendor-errors.ts'

/** What every vendor adapter is given. The functions read the current settings at each call. */
export interface VendorDeps {
  readonly http: Http
  readonly download: typeof download
  readonly clock: Clock
  /** The key, or null when there is none. */
  readonly readKey: () => Promise<string | null>
  /** Without a final slash. */
  readonly baseUrl: () => string
  readonly model: () => string
  /** The user's own workflow where the provider takes one: JSON or the path of a file; null for ours. */
  readonly workflow?: () => string | null
  /** Pictures are proven in turn: beside each other they take both processors from the ledger and the window. */
  readonly proving?: Limit
  /** Price of one image of this size in the price table. */
  readonly priceOf: (size: Size) => MicroUsd
}

/** Largest answer accepted; a 3840 × 2160 PNG as base64 stays below. */
export const MAX_ANSWER_BYTES = 48 * 1024 * 1024
const MAX_IMAGE_PIXELS = 40_000_000
const FORMATS: Readonly<Record<string, string>> = {
  jpeg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp'
}

/** The vendor's key; UNAUTHORIZED when there is none, without any network. */
export async function requireKey(facts: ProviderFacts, deps: VendorDeps): Promise<string> {
  const key = await deps.readKey()
  if (key === null || key === '') {
    throw new AppError('UNAUTHORIZED', `${facts.label} has no key. Enter one in Settings.`, {
      details: { reason: 'no_key' }
    })
  }
  return key
}

/** Headers of a JSON call with the key as a bearer token. UNAUTHORIZED when there is no key. */
export async function bearerHeaders(facts: ProviderFacts, deps: VendorDeps): Promise<Record<string, string>> {
  return { authorization: `Bearer ${await requireKey(facts, deps)}`, 'content-type': 'application/json' }
}

export interface VendorAnswer {
  readonly response: HttpResponse
  /** The parsed body, or undefined when it is not JSON. */
  readonly body: unknown
}

/** How an adapter recognises failures by the vendor's own codes; null leaves it to the status. */
export type ReadFailure = (
  answer: VendorAnswer
) => (Pick<VendorFailure, 'code' | 'reason'> & Partial<VendorFailure>) | null

/**
 * Sends and gives the answer of a 2xx status; any other becomes its AppError.
 * Throws TIMEOUT and NETWORK with details.requestSent, CANCELLED, BAD_RESPONSE for an oversized answer.
 */
export async function callVendor(
  facts: ProviderFacts,
  deps: VendorDeps,
  call: {
    readonly request: HttpRequest
    readonly readFailure: ReadFailure
    /** What a finished answer costs, whether usable or not; 0 for free calls. */
    readonly billedMicroUsd: MicroUsd
  }
): Promise<VendorAnswer> {
  const response = await sendOnce(facts, deps, call)
  const answer = { response, body: readJson(response.bytes) }
  if (response.status >= 200 && response.status < 300) return answer
  const retryAfterMs = readRetryAfterMs(response.headers, deps.clock.now())
  const plain = failureOfStatus(response.status, retryAfterMs)
  const known = call.readFailure(answer)
  throw vendorError(facts.label, known === null ? plain : { ...plain, ...known })
}

async function sendOnce(
  facts: ProviderFacts,
  deps: VendorDeps,
  call: { readonly request: HttpRequest; readonly billedMicroUsd: MicroUsd }
): Promise<HttpResponse> {
  try {
    return await deps.http.send(call.request)
  } catch (thrown) {
    // Only an answer above the cap comes out as BAD_RESPONSE here; the vendor has done its work then.
    if (!(thrown instanceof AppError) || thrown.code !== 'BAD_RESPONSE') throw thrown
    const failure = {
      code: 'BAD_RESPONSE',
      reason: 'too_large',
      status: 200,
      billedMicroUsd: call.billedMicroUsd
    } as const
    throw vendorError(facts.label, failure, thrown)
  }
}

/** The body of an answer in the expected shape; BAD_RESPONSE, charged at `billedMicroUsd`, when it has another. */
export function parseAnswer<Schema extends z.ZodType>(
  facts: ProviderFacts,
  answer: VendorAnswer,
  expected: { readonly schema: Schema; readonly billedMicroUsd: MicroUsd }
): z.output<Schema> {
  const parsed = expected.schema.safeParse(answer.body)
  if (parsed.success) return parsed.data
  const reason = answer.body === undefined ? 'not_json' : 'wrong_shape'
  const { billedMicroUsd } = expected
  throw vendorError(
    facts.label,
    { code: 'BAD_RESPONSE', reason, status: answer.response.status, billedMicroUsd },
    parsed.error
  )
}

/** A finished image from its bytes; the size and kind are read, not believed. BAD_RESPONSE when it is no image. */
export async function toDrawnImage(
  facts: ProviderFacts,
  { proving = (run) => run() }: Pick<VendorDeps, 'proving'>,
  result: Pick<DrawnImage, 'bytes' | 'costMicroUsd' | 'seed' | 'vendorRequestId' | 'model'>
): Promise<DrawnImage> {
  try {
    const { bytes } = result
    const read = () => sharp(bytes, { limitInputPixels: MAX_IMAGE_PIXELS }).metadata()
    const [{ format, width, height }] = await proving(() => Promise.all([read(), proveWhole(bytes)]))
    const mediaType = FORMATS[format]
    if (mediaType === undefined) throw new AppError('BAD_RESPONSE', `Unexpected format ${format}.`)
    return { ...result, mediaType, widthPx: width, heightPx: height }
  } catch (cause) {
    throw vendorError(
      facts.label,
      { code: 'BAD_RESPONSE', reason: 'not_an_image', status: 200, billedMicroUsd: result.costMicroUsd },
      cause
    )
  }
}

/** The head of a file that is cut in the middle reads well; decoding does not. Drawn small, which reads it all the same. */
async function proveWhole(bytes: Uint8Array): Promise<void> {
  await sharp(bytes, { limitInputPixels: MAX_IMAGE_PIXELS, failOn: 'error' })
    .resize({ width: 16, height: 16, fit: 'fill', kernel: 'nearest' })
    .raw()
    .toBuffer()
}

/** Base64 of an answer as bytes, with or without a data-URL head; empty for text that is not base64. */
export function fromBase64(text: string): Uint8Array {
  const comma = text.startsWith('data:') ? text.indexOf(',') : -1
  return Buffer.from(text.slice(comma + 1), 'base64')
}

function readJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'))
  } catch {
    return undefined
  }
}

/** Prompts are cut at the vendor's limit rather than refused by it. */
export function fitPrompt(facts: ProviderFacts, prompt: string): string {
  return prompt.length <= facts.maxPromptChars ? prompt : prompt.slice(0, facts.maxPromptChars)
}
