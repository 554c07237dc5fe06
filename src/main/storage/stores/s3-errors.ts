/** Errors of S3-compatible services in the product's codes: by status and error code, never by text. */
import { systemCode } from '#main/core/files.ts'
import { AppError, type AppErrorOptions, type ErrorCode } from '#shared/errors.ts'
import { objectMissing } from '../store-errors.ts'

interface Meaning {
  readonly code: ErrorCode
  readonly message: string
  readonly reason?: string
  readonly retryable?: boolean
}

const KEYS_REFUSED: Meaning = {
  code: 'UNAUTHORIZED',
  message: 'The store refuses the keys. Check the access keys and what they may do.'
}
const NO_BUCKET: Meaning = {
  code: 'STORAGE_NOT_CONFIGURED',
  message: 'The bucket is not there. Check its name, endpoint and region.'
}
const FULL: Meaning = {
  code: 'NO_CREDIT',
  message: 'The store takes no more: its quota or cap is reached. Raise it with the vendor.'
}
const BUSY: Meaning = { code: 'RATE_LIMITED', message: 'The store asks to go slower.' }
const CUT_OFF: Meaning = { code: 'NETWORK', message: 'The transfer was cut off.' }
const GARBLED: Meaning = { code: 'NETWORK', message: 'The bytes arrived damaged and were refused.' }

/**
 * By the service's error code. AWS's list (docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html), R2's
 * (developers.cloudflare.com/r2/api/error-codes) and B2's S3 pages, read 2026-11.
 */
const BY_CODE: Readonly<Record<string, Meaning>> = {
  NoSuchBucket: NO_BUCKET,
  PermanentRedirect: NO_BUCKET,
  AuthorizationHeaderMalformed: NO_BUCKET,
  QuotaExceeded: FULL,
  StorageCapExceeded: FULL,
  SlowDown: BUSY,
  TooManyRequests: BUSY,
  RequestTimeTooSkewed: {
    code: 'VENDOR_REJECTED',
    message: "This computer's clock is wrong by more than the store accepts. Set the clock.",
    reason: 'clock_skew',
    // The SDK learns the difference from the answer, so the next try may pass.
    retryable: true
  },
  IncompleteBody: CUT_OFF,
  ClientDisconnect: CUT_OFF,
  RequestTimeout: CUT_OFF,
  BadDigest: GARBLED,
  InvalidDigest: GARBLED,
  XAmzContentSHA256Mismatch: GARBLED,
  ServiceUnavailable: { code: 'VENDOR_UNAVAILABLE', message: 'The store is not available now.' }
}

const SOCKET_CODES = [
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EPIPE',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ECONNABORTED',
  'UND_ERR_SOCKET'
]

/** What was thrown by the SDK or by reading a body, as the product's error. */
export function toStoreError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown
  if (thrown instanceof Error && thrown.cause instanceof AppError) return thrown.cause
  const facts = factsOf(thrown)
  const meaning = BY_CODE[facts.name]
  if (meaning !== undefined) return toError(meaning, thrown, facts)
  // The SDK calls a cut connection a TimeoutError too; the system's code tells them apart.
  const isCut = SOCKET_CODES.includes(systemCode(thrown) ?? '')
  if (facts.name === 'TimeoutError' && !isCut)
    return new AppError('TIMEOUT', 'The store does not answer in time.', { cause: thrown })
  return byStatus(facts, thrown)
}

interface Facts {
  readonly name: string
  readonly status: number | null
  readonly retryAfterMs: number | null
}

function factsOf(thrown: unknown): Facts {
  const error = isRecord(thrown) ? thrown : {}
  const metadata = isRecord(error['$metadata']) ? error['$metadata'] : {}
  const response = isRecord(error['$response']) ? error['$response'] : {}
  const headers = isRecord(response['headers']) ? response['headers'] : {}
  const status = metadata['httpStatusCode'] ?? response['statusCode']
  const seconds = Number(headers['retry-after'])
  return {
    name: String(error['Code'] ?? error['name'] ?? ''),
    status: typeof status === 'number' ? status : null,
    retryAfterMs: headers['retry-after'] !== undefined && seconds >= 0 ? seconds * 1000 : null
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}

function byStatus(facts: Facts, thrown: unknown): AppError {
  const { status, name } = facts
  if (status === null) return withoutAnswer(thrown)
  if (status === 404) return objectMissing()
  if (status === 416)
    return new AppError('INVALID_INPUT', 'This range lies outside the object.', { cause: thrown })
  if (status === 401 || status === 403) return toError(KEYS_REFUSED, thrown, facts)
  if (status === 429) return toError(BUSY, thrown, facts)
  if (status >= 500 && status !== 501) {
    return toError({ code: 'VENDOR_UNAVAILABLE', message: 'The store is not available now.' }, thrown, facts)
  }
  if (status < 300)
    return new AppError('BAD_RESPONSE', 'The store answered something unexpected.', { cause: thrown })
  const message = `The store refused the request (${status} ${name}).`
  return new AppError('VENDOR_REJECTED', message, { cause: thrown, details: { reason: name, status } })
}

function withoutAnswer(thrown: unknown): AppError {
  const code = systemCode(thrown) ?? ''
  if (SOCKET_CODES.includes(code) || isRecord(thrown)) {
    return new AppError('NETWORK', 'No connection to the store.', {
      cause: thrown,
      details: { reason: code }
    })
  }
  return new AppError('BAD_RESPONSE', 'The store answered something unexpected.', { cause: thrown })
}

function toError(meaning: Meaning, cause: unknown, facts: Facts): AppError {
  const details = {
    ...(meaning.reason === undefined ? {} : { reason: meaning.reason }),
    ...(facts.retryAfterMs === null ? {} : { retryAfterMs: facts.retryAfterMs })
  }
  const retryable: Pick<AppErrorOptions, 'retryable'> =
    meaning.retryable === undefined ? {} : { retryable: meaning.retryable }
  return new AppError(meaning.code, meaning.message, { cause, details, ...retryable })
}
