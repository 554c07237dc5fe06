/** The one error type of the product and the closed table of its codes. Text for people lives in `message`. */

/** Every code with whether trying the same call again can help. `maybe` codes are decided by the thrower. */
export const ERROR_CODES = {
  INTERNAL: false,
  INVALID_INPUT: false,
  ROUTE_NOT_FOUND: false,
  FORBIDDEN_SENDER: false,
  CANCELLED: false,
  TIMEOUT: true,
  BUDGET_EXCEEDED: false,
  NETWORK: true,
  RATE_LIMITED: true,
  VENDOR_UNAVAILABLE: true,
  BAD_RESPONSE: true,
  UNAUTHORIZED: false,
  NO_CREDIT: false,
  VENDOR_REJECTED: false,
  CONTENT_BLOCKED: false,
  NO_PROVIDER_CONFIGURED: false,
  ALL_PROVIDERS_FAILED: false,
  STORAGE_NOT_CONFIGURED: false,
  OBJECT_MISSING: false,
  OBJECT_CORRUPT: false,
  BOTH_STORES_FAILED: true,
  UNSUPPORTED_FORMAT: false,
  FILE_TOO_LARGE: false,
  FILE_DAMAGED: false,
  FILE_ENCRYPTED: false,
  FFMPEG_MISSING: false,
  FFMPEG_FAILED: false,
  DISK_FULL: false,
  DATABASE_NEWER: false,
  DATABASE_DAMAGED: false,
  KEYCHAIN_UNAVAILABLE: false,
  NOT_FOUND: false,
  CONFLICT: false
} as const satisfies Record<string, boolean>

export type ErrorCode = keyof typeof ERROR_CODES

/** Plain JSON data that may cross to the window: numbers, strings and lists; never secrets or signed addresses. */
export type ErrorDetails = Readonly<Record<string, unknown>>

/** The form an error takes on the wire, in `--json` output and in stored job results. */
export interface SerializedAppError {
  readonly code: ErrorCode
  readonly message: string
  readonly retryable: boolean
  readonly details?: ErrorDetails | undefined
}

export interface AppErrorOptions {
  readonly details?: ErrorDetails
  /** Overrides the table's default for codes where the thrower knows better. */
  readonly retryable?: boolean
  /** Stays in main and goes to the log; never serialized. */
  readonly cause?: unknown
}

/** An error with a code callers branch on. The message says the state and the next step in plain words. */
export class AppError extends Error {
  override readonly name = 'AppError'
  readonly code: ErrorCode
  readonly retryable: boolean
  readonly details: ErrorDetails | undefined

  constructor(code: ErrorCode, message: string, options: AppErrorOptions = {}) {
    super(message, { cause: options.cause })
    this.code = code
    this.retryable = options.retryable ?? ERROR_CODES[code]
    this.details = options.details
  }
}

/** True for a known code; used where data of unknown origin is turned back into an error. */
export function isErrorCode(value: unknown): value is ErrorCode {
  return typeof value === 'string' && Object.hasOwn(ERROR_CODES, value)
}

/** Only code, message, retryable and details; the cause stays behind. */
export function toSerializedError(error: AppError): SerializedAppError {
  const { code, message, retryable, details } = error
  return details === undefined ? { code, message, retryable } : { code, message, retryable, details }
}

/** Rebuilds the error on the other side of a process border. */
export function fromSerializedError(error: SerializedAppError): AppError {
  const options = error.details === undefined ? {} : { details: error.details }
  return new AppError(error.code, error.message, { ...options, retryable: error.retryable })
}

/**
 * Any thrown value as an AppError. Aborts become CANCELLED, a full disk DISK_FULL, everything unknown INTERNAL.
 * The original stays as `cause`.
 */
export function toAppError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown
  const reason = thrown instanceof Error ? thrown : new Error(String(thrown))
  if (reason.cause instanceof AppError && reason.name === 'AbortError') return reason.cause
  if (reason.name === 'AbortError') return new AppError('CANCELLED', 'Cancelled.', { cause: thrown })
  if (reason.name === 'TimeoutError') return new AppError('TIMEOUT', 'No answer in time.', { cause: thrown })
  if ('code' in reason && (reason.code === 'ENOSPC' || reason.code === 'SQLITE_FULL')) {
    return new AppError('DISK_FULL', 'The disk is full. Free some space and try again.', { cause: thrown })
  }
  return new AppError('INTERNAL', `Unexpected error: ${reason.message}`, { cause: thrown })
}

/** Compile-time proof that a union was handled; throws INTERNAL if data got past the types. */
export function assertNever(value: never): never {
  throw new AppError('INTERNAL', `Unhandled case: ${JSON.stringify(value)}`)
}
