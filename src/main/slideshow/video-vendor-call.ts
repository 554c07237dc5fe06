/** One call to a video vendor: key, address, deadline, and statuses turned into the product's codes. */

import type { z } from 'zod'
import { download } from '#main/core/download.ts'
import type { Http, HttpRequest } from '#main/core/http.ts'
import type { SecretName } from '#shared/domain/settings.ts'
import { AppError, type ErrorCode } from '#shared/errors.ts'
import type { FetchedClip, VideoProviderFacts } from './video-provider.ts'

export interface VideoVendorDeps {
  readonly http: Http
  readonly readKey: (name: SecretName) => Promise<string | null>
  /** The setting's address or null for the vendor's own. */
  readonly baseUrl: () => string | null
}

export interface VendorRequest {
  readonly method: HttpRequest['method']
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: unknown
  readonly signal: AbortSignal
}

export interface VendorAnswer {
  readonly status: number
  readonly body: unknown
}

const CALL_TIMEOUT_MS = 60_000
const MAX_ANSWER_BYTES = 4 * 1024 * 1024
const MAX_CLIP_BYTES = 500 * 1024 * 1024
const CLIP_TIMEOUT_MS = 10 * 60_000

const CODES: Readonly<Record<number, ErrorCode>> = {
  400: 'INVALID_INPUT',
  401: 'UNAUTHORIZED',
  402: 'NO_CREDIT',
  403: 'UNAUTHORIZED',
  408: 'VENDOR_UNAVAILABLE',
  413: 'INVALID_INPUT',
  422: 'INVALID_INPUT',
  429: 'RATE_LIMITED'
}

const TEXTS: Readonly<Partial<Record<ErrorCode, string>>> = {
  INVALID_INPUT: 'did not accept the order. Change the words or the picture.',
  UNAUTHORIZED: 'did not accept the key. Enter a valid key in Settings.',
  NO_CREDIT: 'has no credit left. Add credit at the vendor.',
  CONTENT_BLOCKED: 'refused this content. Change the words or the picture.',
  VENDOR_REJECTED: 'refused the order. Check the address in Settings.',
  RATE_LIMITED: 'is asking for a pause.',
  VENDOR_UNAVAILABLE: 'is not available at the moment.',
  BAD_RESPONSE: 'gave an answer that cannot be used.'
}

/** The error to throw; holds nothing of the vendor's own text. */
export function videoError(facts: VideoProviderFacts, code: ErrorCode, reason: string): AppError {
  return new AppError(code, `${facts.label} ${TEXTS[code] ?? 'failed.'}`, { details: { reason } })
}

/** The user's key. Throws UNAUTHORIZED when there is none. */
export async function requireKey(facts: VideoProviderFacts, deps: VideoVendorDeps): Promise<string> {
  const key = facts.keyName === null ? null : await deps.readKey(facts.keyName)
  if (key !== null) return key
  throw new AppError('UNAUTHORIZED', `No key for ${facts.label}. Enter one in Settings.`, {
    details: { reason: 'no_key' }
  })
}

export function addressOf(facts: VideoProviderFacts, deps: VideoVendorDeps): string {
  return (deps.baseUrl() ?? facts.defaultBaseUrl ?? '').replace(/\/+$/, '')
}

/**
 * A 2xx answer as parsed JSON. Other statuses become codes: NO_CREDIT, UNAUTHORIZED, RATE_LIMITED {retryAfterMs},
 * INVALID_INPUT, VENDOR_REJECTED, VENDOR_UNAVAILABLE, BAD_RESPONSE; `refine` may know better from the body.
 */
export async function callVideoVendor(
  facts: VideoProviderFacts,
  deps: VideoVendorDeps,
  request: VendorRequest & { readonly refine?: (answer: VendorAnswer) => ErrorCode | null }
): Promise<unknown> {
  const { method, path, headers, body, signal, refine } = request
  const response = await deps.http.send({
    method,
    url: `${addressOf(facts, deps)}${path}`,
    headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    timeoutMs: CALL_TIMEOUT_MS,
    maxBytes: MAX_ANSWER_BYTES,
    signal
  })
  const answer = { status: response.status, body: parseJson(response.bytes) }
  const refined = refine?.(answer) ?? null
  if (refined !== null) throw videoError(facts, refined, `status_${response.status}`)
  if (response.status >= 200 && response.status < 300) return answer.body
  throw statusError(facts, response.status, response.headers.get('retry-after'))
}

function statusError(facts: VideoProviderFacts, status: number, retryAfter: string | null): AppError {
  const code = CODES[status] ?? codeOfRange(status)
  const seconds = Number(retryAfter)
  const details = {
    reason: `status_${status}`,
    ...(code === 'RATE_LIMITED' && Number.isFinite(seconds) && seconds > 0
      ? { retryAfterMs: seconds * 1000 }
      : {})
  }
  return new AppError(code, `${facts.label} ${TEXTS[code] ?? 'failed.'}`, { details })
}

function codeOfRange(status: number): ErrorCode {
  if (status >= 500) return 'VENDOR_UNAVAILABLE'
  return status >= 400 ? 'VENDOR_REJECTED' : 'BAD_RESPONSE'
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return bytes.length === 0 ? null : JSON.parse(Buffer.from(bytes).toString('utf8'))
  } catch {
    return undefined
  }
}

/** The answer in its schema, or BAD_RESPONSE. */
export function parseVideoAnswer<T extends z.ZodType>(
  facts: VideoProviderFacts,
  body: unknown,
  schema: T
): z.output<T> {
  const parsed = schema.safeParse(body)
  if (parsed.success) return parsed.data
  throw videoError(facts, 'BAD_RESPONSE', 'unexpected_answer')
}

/** Bytes of a finished clip from an address out of an answer; it must be a video and on the public network. */
export async function fetchClip(
  facts: VideoProviderFacts,
  deps: VideoVendorDeps,
  { url, signal }: { readonly url: string; readonly signal: AbortSignal }
): Promise<FetchedClip> {
  const base = deps.baseUrl()
  const trustedOrigin = base === null ? null : new URL(base).origin
  const { bytes } = await download({
    url,
    trustedOrigin,
    timeoutMs: CLIP_TIMEOUT_MS,
    maxBytes: MAX_CLIP_BYTES,
    signal
  })
  const isMp4 = Buffer.from(bytes.subarray(4, 8)).toString('latin1') === 'ftyp'
  if (!isMp4) throw videoError(facts, 'BAD_RESPONSE', 'not_a_video')
  return { bytes, mediaType: 'video/mp4' }
}

/** The picture as vendors take it inside JSON. */
export function toDataUri(image: { readonly bytes: Uint8Array; readonly mediaType: string }): string {
  return `data:${image.mediaType};base64,${Buffer.from(image.bytes).toString('base64')}`
}
