/**
 * The few calls that are made for every object, signed and sent directly: the SDK spends 3 ms of processor time on
 * each call (measured 2026-11), which for small files is more than everything else together.
 */
import { createHash, createHmac, createSecretKey, type KeyObject } from 'node:crypto'
import http, { type IncomingMessage } from 'node:http'
import https from 'node:https'
import type { TransferLimits } from './transfer-limits.ts'

export interface Keys {
  readonly accessKeyId: string
  readonly secretAccessKey: string
}

export interface SignedRequest {
  readonly method: 'HEAD' | 'PUT'
  readonly key: string
  readonly query?: Readonly<Record<string, string>>
  /** Lower-case names. */
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Uint8Array
  /** Hex; signed, so that other bytes are refused. */
  readonly bodySha256?: string
}

export interface SignedAnswer {
  readonly headers: http.IncomingHttpHeaders
}

/**
 * Resolves for success statuses. Throws errors in the SDK's form (Code, $metadata, $response), which toStoreError
 * reads; nothing in them carries the signature.
 */
export type SignedHttp = (request: SignedRequest, signal: AbortSignal) => Promise<SignedAnswer>

export interface SignedHttpOptions {
  readonly endpoint: string
  readonly region: string
  readonly bucket: string
  readonly limits: TransferLimits
  readonly maxSockets: number
  keys(): Promise<Keys>
  now(): number
}

const EMPTY_SHA256 = createHash('sha256').digest('hex')
const MAX_ANSWER_BYTES = 64 * 1024

export function createSignedHttp(options: SignedHttpOptions): SignedHttp {
  const base = new URL(options.endpoint)
  const client = base.protocol === 'http:' ? http : https
  const agent = new client.Agent({ keepAlive: true, maxSockets: options.maxSockets })
  const sign = createSigner(options.region)
  let clockOffsetMs = 0

  return async (request, signal) => {
    const keys = await options.keys()
    const target = toTarget(base, options.bucket, request)
    const headers = sign({ request, target, host: base.host, keys, now: options.now() + clockOffsetMs })
    const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
    const call = client.request(
      {
        agent,
        signal,
        method: request.method,
        host: base.hostname,
        port: base.port,
        path: target.full,
        headers
      },
      resolve
    )
    call.on('error', reject)
    limitSilence(call, options.limits)
    call.end(request.body)
    const answer = await promise
    const text = await readText(answer)
    const status = answer.statusCode ?? 0
    if (status >= 200 && status < 300) return { headers: answer.headers }
    const error = toSdkForm(answer, text)
    if (error.Code === 'RequestTimeTooSkewed') clockOffsetMs = offsetOf(answer, options.now())
    throw error
  }
}

interface Target {
  readonly path: string
  readonly query: string
  readonly full: string
}

function toTarget(base: URL, bucket: string, { key, query = {} }: SignedRequest): Target {
  const root = base.pathname.replace(/\/+$/, '')
  const path = `${root}/${encode(bucket)}/${key.split('/').map(encode).join('/')}`
  const text = Object.entries(query)
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort()
    .join('&')
  return { path, query: text, full: text === '' ? path : `${path}?${text}` }
}

/** Percent-encoding as the signature counts it; a path of dots must not be taken for a folder above. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`
  )
}

interface ToSign {
  readonly request: SignedRequest
  readonly target: Target
  readonly host: string
  readonly keys: Keys
  readonly now: number
}

/** Signature version 4 (docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html, 2026-11). */
function createSigner(region: string): (input: ToSign) => Record<string, string> {
  let cached: { readonly name: string; readonly key: KeyObject } | null = null

  function signingKey(secret: string, day: string): KeyObject {
    const name = `${day} ${secret}`
    if (cached?.name === name) return cached.key
    const key = createSecretKey(hmac(hmac(hmac(hmac(`AWS4${secret}`, day), region), 's3'), 'aws4_request'))
    cached = { name, key }
    return key
  }

  return ({ request, target, host, keys, now }) => {
    const date = new Date(now).toISOString().replace(/[-:]|\.\d+/g, '')
    const day = date.slice(0, 8)
    const payload = request.body === undefined ? EMPTY_SHA256 : (request.bodySha256 ?? sha256(request.body))
    const headers: Record<string, string> = {
      ...request.headers,
      host,
      'content-length': String(request.body?.length ?? 0),
      'x-amz-content-sha256': payload,
      'x-amz-date': date
    }
    if (request.body === undefined) delete headers['content-length']
    const names = Object.keys(headers).sort()
    const lines = names.map((name) => `${name}:${headers[name]}`)
    const signed = names.join(';')
    const canonical = [request.method, target.path, target.query, ...lines, '', signed, payload].join('\n')
    const scope = `${day}/${region}/s3/aws4_request`
    const text = ['AWS4-HMAC-SHA256', date, scope, sha256(canonical)].join('\n')
    const signature = hmac(signingKey(keys.secretAccessKey, day), text).toString('hex')
    const credential = `Credential=${keys.accessKeyId}/${scope}`
    headers['authorization'] =
      `AWS4-HMAC-SHA256 ${credential}, SignedHeaders=${signed}, Signature=${signature}`
    return headers
  }
}

function hmac(key: string | Buffer | KeyObject, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest()
}

function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex')
}

function limitSilence(call: http.ClientRequest, limits: TransferLimits): void {
  const tooSlow = (): void => {
    call.destroy(Object.assign(new Error('no answer'), { name: 'TimeoutError' }))
  }
  call.setTimeout(limits.idleMs, tooSlow)
  call.once('socket', (socket) => {
    if (!socket.connecting) return
    const timer = setTimeout(tooSlow, limits.connectMs)
    socket.once('connect', () => clearTimeout(timer))
    socket.once('close', () => clearTimeout(timer))
  })
}

async function readText(answer: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let sizeBytes = 0
  for await (const chunk of answer) {
    sizeBytes += chunk.length
    if (sizeBytes <= MAX_ANSWER_BYTES) chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

interface SdkFormError extends Error {
  readonly Code: string
}

function toSdkForm(answer: IncomingMessage, text: string): SdkFormError {
  const Code = /<Code>([^<]*)<\/Code>/.exec(text)?.[1] ?? ''
  const response = { statusCode: answer.statusCode, headers: answer.headers }
  const metadata = { httpStatusCode: answer.statusCode }
  return Object.assign(new Error(`refused: ${Code}`), { Code, $metadata: metadata, $response: response })
}

function offsetOf(answer: IncomingMessage, now: number): number {
  const serverTime = Date.parse(answer.headers.date ?? '')
  return Number.isNaN(serverTime) ? 0 : serverTime - now
}
