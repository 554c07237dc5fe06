/** A vendor's failure in the product's codes: by status and body code, with texts that hold nothing of the vendor's own. */
import { AppError, type ErrorCode, type ErrorDetails } from '#shared/errors.ts'

/** What an adapter recognised in an answer. */
export interface VendorFailure {
  readonly code: ErrorCode
  /** Short word for logs and tests, such as "moderation"; never text of the vendor. */
  readonly reason: string
  readonly status: number
  readonly retryAfterMs?: number | null
  /** Set when the vendor charges although it gave no usable image. */
  readonly billedMicroUsd?: number
}

const TEXTS: Readonly<Partial<Record<ErrorCode, string>>> = {
  INVALID_INPUT: 'did not accept the request. Change the prompt or the size.',
  UNAUTHORIZED: 'did not accept the key. Enter a valid key in Settings.',
  NO_CREDIT: 'has no credit left. Add credit at the vendor.',
  CONTENT_BLOCKED: 'refused this content. Change the prompt.',
  VENDOR_REJECTED: 'refused the request. Check the model and the address in Settings.',
  RATE_LIMITED: 'is asking for a pause.',
  VENDOR_UNAVAILABLE: 'is not available at the moment.',
  BAD_RESPONSE: 'gave an answer that cannot be used.',
  TIMEOUT: 'did not answer in time.'
}

/** The error to throw; the provider's label starts the sentence. */
export function vendorError(label: string, failure: VendorFailure, cause?: unknown): AppError {
  const details: ErrorDetails = {
    reason: failure.reason,
    status: failure.status,
    ...(failure.retryAfterMs === undefined || failure.retryAfterMs === null
      ? {}
      : { retryAfterMs: failure.retryAfterMs }),
    ...(failure.billedMicroUsd === undefined ? {} : { billedMicroUsd: failure.billedMicroUsd })
  }
  return new AppError(failure.code, `${label} ${TEXTS[failure.code] ?? 'failed.'}`, { details, cause })
}

/** What a plain HTTP status means where the body says nothing more. */
export function failureOfStatus(status: number, retryAfterMs: number | null): VendorFailure {
  const fixed = BY_STATUS[status]
  if (fixed !== undefined)
    return { ...fixed, status, ...(fixed.code === 'RATE_LIMITED' ? { retryAfterMs } : {}) }
  if (status >= 500) return { code: 'VENDOR_UNAVAILABLE', reason: 'server_error', status, retryAfterMs }
  if (status >= 400) return { code: 'VENDOR_REJECTED', reason: 'client_error', status }
  if (status >= 300) return { code: 'BAD_RESPONSE', reason: 'redirect', status }
  return { code: 'BAD_RESPONSE', reason: 'unexpected_status', status }
}

const BY_STATUS: Readonly<Record<number, Pick<VendorFailure, 'code' | 'reason'>>> = {
  400: { code: 'INVALID_INPUT', reason: 'bad_request' },
  401: { code: 'UNAUTHORIZED', reason: 'bad_key' },
  402: { code: 'NO_CREDIT', reason: 'no_credit' },
  403: { code: 'UNAUTHORIZED', reason: 'forbidden' },
  404: { code: 'VENDOR_REJECTED', reason: 'not_found' },
  408: { code: 'VENDOR_UNAVAILABLE', reason: 'request_timeout' },
  413: { code: 'INVALID_INPUT', reason: 'too_large' },
  422: { code: 'INVALID_INPUT', reason: 'invalid' },
  429: { code: 'RATE_LIMITED', reason: 'rate_limit' }
}

/** Retry-After in milliseconds: `retry-after-ms`, seconds, or an HTTP date after `now`. Null when absent or unreadable. */
export function readRetryAfterMs(headers: Headers, now: number): number | null {
  const exact = Number(headers.get('retry-after-ms') ?? Number.NaN)
  if (Number.isFinite(exact) && exact >= 0) return exact
  const text = headers.get('retry-after')
  if (text === null) return null
  const seconds = Number(text)
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000)
  const at = Date.parse(text)
  return Number.isNaN(at) ? null : Math.max(0, at - now)
}
