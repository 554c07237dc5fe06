/**
 * Calls over the network: one deadline for the whole exchange, a cap on the answer's size, no automatic redirects.
 * Statuses are answers, not errors; adapters give them meaning.
 */
import { AppError, toAppError } from '#shared/errors.ts'
import { anySignal, throwIfCancelled } from './cancel.ts'
import { systemCode } from './files.ts'

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array | FormData
  /** Deadline from the call to the last byte of the answer. */
  readonly timeoutMs: number
  /** Largest answer accepted. */
  readonly maxBytes: number
  readonly signal?: AbortSignal | undefined
}

export interface HttpResponse {
  readonly status: number
  /** Lower-case names. */
  readonly headers: Headers
  readonly bytes: Uint8Array
}

export interface Http {
  /**
   * One exchange over the network. Redirects are answers with their 3xx status, never followed.
   * Throws CANCELLED, TIMEOUT, NETWORK (details.requestSent tells whether the vendor may have received it)
   * and BAD_RESPONSE for an answer over maxBytes. Messages never hold headers, bodies or query strings.
   */
  send(request: HttpRequest): Promise<HttpResponse>
}

/** The fetch the product uses; tests may pass one bound to a fake's address. */
export type Fetch = typeof globalThis.fetch

/** Failures before any byte of the request left: nothing can have been billed. */
const NOT_SENT_CODES = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'ERR_INVALID_URL',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID'
])

export function createHttp(fetch: Fetch = globalThis.fetch): Http {
  return {
    async send(request) {
      throwIfCancelled(request.signal)
      const deadline = AbortSignal.timeout(request.timeoutMs)
      const signal = anySignal(request.signal, deadline)
      try {
        const response = await fetch(request.url, {
          method: request.method,
          redirect: 'manual',
          signal,
          ...(request.headers === undefined ? {} : { headers: { ...request.headers } }),
          ...(request.body === undefined ? {} : { body: toBody(request.body) })
        })
        const bytes = await readCapped(response, request.maxBytes)
        return { status: response.status, headers: response.headers, bytes }
      } catch (thrown) {
        throw toNetworkError(thrown, request, deadline)
      }
    }
  }
}

function toBody(body: string | Uint8Array | FormData): string | FormData | Uint8Array<ArrayBuffer> {
  return body instanceof Uint8Array ? new Uint8Array(body) : body
}

/** Host only: paths and queries may hold ids and signatures. */
export function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : 'an unusable address'
}

async function readCapped(response: Response, maxBytes: number): Promise<Uint8Array> {
  const declared = Number(response.headers.get('content-length') ?? 0)
  const tooLarge = (): AppError =>
    new AppError('BAD_RESPONSE', 'The answer is larger than allowed.', {
      retryable: false,
      details: { maxBytes }
    })
  if (declared > maxBytes) {
    await response.body?.cancel()
    throw tooLarge()
  }
  const chunks: Uint8Array[] = []
  let sizeBytes = 0
  for await (const chunk of response.body ?? []) {
    sizeBytes += chunk.byteLength
    if (sizeBytes > maxBytes) throw tooLarge()
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function toNetworkError(thrown: unknown, request: HttpRequest, deadline: AbortSignal): AppError {
  // fetch rejects with the signal's own reason, which knows nothing of what was sent.
  if (thrown instanceof AppError && thrown !== request.signal?.reason) return thrown
  if (request.signal?.aborted === true) {
    return new AppError('CANCELLED', 'Cancelled.', { cause: thrown, details: { requestSent: true } })
  }
  const host = hostOf(request.url)
  if (deadline.aborted) {
    return new AppError(
      'TIMEOUT',
      `No answer from ${host} within ${Math.round(request.timeoutMs / 1000)} seconds.`,
      {
        cause: thrown,
        details: { requestSent: true }
      }
    )
  }
  const code = deepestCode(thrown)
  if (code === null && !(thrown instanceof TypeError)) return toAppError(thrown)
  return new AppError('NETWORK', `No connection to ${host}. Check the address and the network.`, {
    cause: thrown,
    details: { requestSent: code === null || !NOT_SENT_CODES.has(code), reason: code ?? 'unknown' }
  })
}

/** fetch wraps the socket's error as `cause`, sometimes twice. */
function deepestCode(thrown: unknown): string | null {
  let current = thrown
  let code = systemCode(current)
  while (current instanceof Error && current.cause !== undefined) {
    current = current.cause
    code = systemCode(current) ?? code
  }
  return code
}
