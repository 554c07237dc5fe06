/** What a strict S3 server checks before it believes a request: signature, clock, digests. Own reading of AWS's rules. */
import { createHash, createHmac } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { crc32 } from 'node:zlib'

export class S3Fault extends Error {
  readonly status: number
  readonly code: string
  constructor(status: number, code: string, message = code) {
    super(message)
    this.status = status
    this.code = code
  }
}

export interface AuthRules {
  /** Secret by key id. */
  readonly keys: Readonly<Record<string, string>>
  readonly now: () => number
}

const SKEW_LIMIT_MS = 15 * 60 * 1000

const hmac = (key: string | Buffer, data: string): Buffer => createHmac('sha256', key).update(data).digest()
const sha256 = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex')

/** Percent-encoding as AWS signs it. */
export function awsEncode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`
  )
}

interface Claim {
  readonly keyId: string
  readonly scope: readonly string[]
  readonly signedHeaders: readonly string[]
  readonly signature: string
  readonly date: string
  readonly payload: string
  readonly expiresSeconds: number | null
}

/** The declared payload hash when the signature is right; throws S3Fault otherwise. */
export function checkSignature(request: IncomingMessage, url: URL, rules: AuthRules): string {
  const claim = url.searchParams.has('X-Amz-Signature') ? presignedClaim(request, url) : headerClaim(request)
  const secret = rules.keys[claim.keyId]
  if (secret === undefined) throw new S3Fault(403, 'InvalidAccessKeyId')
  checkTime(claim, rules.now())
  if (!claim.signedHeaders.includes('host')) throw new S3Fault(403, 'AccessDenied')
  if (sign(claim, canonicalRequest(request, url, claim), secret) !== claim.signature) {
    throw new S3Fault(403, 'SignatureDoesNotMatch')
  }
  return claim.payload
}

function headerClaim(request: IncomingMessage): Claim {
  const pattern = /^AWS4-HMAC-SHA256 Credential=([^/]+)\/([^,]+), ?SignedHeaders=([^,]+), ?Signature=(\w+)$/
  const match = pattern.exec(request.headers.authorization ?? '')
  if (match === null) throw new S3Fault(403, 'AccessDenied')
  const [, keyId = '', scope = '', signed = '', signature = ''] = match
  const payload = single(request.headers['x-amz-content-sha256'])
  if (payload === '') throw new S3Fault(400, 'MissingSecurityHeader')
  const date = single(request.headers['x-amz-date'])
  const parts = { keyId, scope: scope.split('/'), signedHeaders: signed.split(';') }
  return { ...parts, signature, date, payload, expiresSeconds: null }
}

function presignedClaim(request: IncomingMessage, url: URL): Claim {
  const get = (name: string): string => url.searchParams.get(`X-Amz-${name}`) ?? ''
  const [keyId = '', ...scope] = get('Credential').split('/')
  const expiresSeconds = Number(get('Expires'))
  if (!(expiresSeconds >= 1 && expiresSeconds <= 604_800))
    throw new S3Fault(400, 'AuthorizationQueryParametersError')
  return {
    keyId,
    scope,
    signedHeaders: get('SignedHeaders').split(';'),
    signature: get('Signature'),
    date: get('Date'),
    payload: single(request.headers['x-amz-content-sha256']) || 'UNSIGNED-PAYLOAD',
    expiresSeconds
  }
}

function checkTime(claim: Claim, now: number): void {
  const iso = claim.date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z')
  const signedAt = Date.parse(iso)
  if (Number.isNaN(signedAt)) throw new S3Fault(403, 'AccessDenied')
  if (claim.expiresSeconds === null && Math.abs(now - signedAt) > SKEW_LIMIT_MS) {
    throw new S3Fault(403, 'RequestTimeTooSkewed')
  }
  if (claim.expiresSeconds !== null && now > signedAt + claim.expiresSeconds * 1000) {
    throw new S3Fault(403, 'AccessDenied', 'Request has expired')
  }
}

function canonicalRequest(request: IncomingMessage, url: URL, claim: Claim): string {
  const query = [...url.searchParams]
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => `${awsEncode(name)}=${awsEncode(value)}`)
    .sort()
    .join('&')
  const rawPath = (request.url ?? '').split('?')[0] ?? ''
  const path = rawPath
    .split('/')
    .map((segment) => awsEncode(decodeURIComponent(segment)))
    .join('/')
  const headers = claim.signedHeaders.map(
    (name) => `${name}:${single(request.headers[name]).trim().replace(/ +/g, ' ')}`
  )
  const signed = claim.signedHeaders.join(';')
  return [request.method, path, query, ...headers, '', signed, claim.payload].join('\n')
}

function sign(claim: Claim, canonical: string, secret: string): string {
  const [day = '', region = '', service = ''] = claim.scope
  const key = hmac(hmac(hmac(hmac(`AWS4${secret}`, day), region), service), 'aws4_request')
  return hmac(
    key,
    ['AWS4-HMAC-SHA256', claim.date, claim.scope.join('/'), sha256(canonical)].join('\n')
  ).toString('hex')
}

export function single(value: string | string[] | undefined): string {
  return Array.isArray(value) ? value.join(',') : (value ?? '')
}

export interface BodyRules {
  /** Status and code for requests in aws-chunked framing, or null to accept them. */
  readonly chunkedFault: readonly [number, string] | null
  /** The same for x-amz-checksum-* headers. */
  readonly checksumFault: readonly [number, string] | null
}

/** The body's real bytes when every declared digest is right; throws S3Fault otherwise. */
export function checkBody(
  request: IncomingMessage,
  raw: Buffer,
  check: { payload: string; rules: BodyRules }
): Buffer {
  const { payload, rules } = check
  const isChunked = payload.startsWith('STREAMING-')
  if (isChunked && rules.chunkedFault !== null) throw new S3Fault(...rules.chunkedFault)
  const { body, trailers } = isChunked
    ? unchunk(request, raw)
    : { body: raw, trailers: new Map<string, string>() }
  if (!isChunked && payload !== 'UNSIGNED-PAYLOAD' && sha256(body) !== payload) {
    throw new S3Fault(400, 'XAmzContentSHA256Mismatch')
  }
  const md5 = single(request.headers['content-md5'])
  if (md5 !== '' && !/^[A-Za-z0-9+/]{22}==$/.test(md5)) throw new S3Fault(400, 'InvalidDigest')
  if (md5 !== '' && md5 !== createHash('md5').update(body).digest('base64'))
    throw new S3Fault(400, 'BadDigest')
  for (const [name, compute] of CHECKSUMS) {
    const value = single(request.headers[name]) || trailers.get(name)
    if (value === undefined || value === '') continue
    if (rules.checksumFault !== null) throw new S3Fault(...rules.checksumFault)
    if (value !== compute(body)) throw new S3Fault(400, 'BadDigest')
  }
  return body
}

const CHECKSUMS: readonly (readonly [string, (body: Buffer) => string])[] = [
  ['x-amz-checksum-crc32', (body) => fourBytes(crc32(body))],
  ['x-amz-checksum-sha256', (body) => createHash('sha256').update(body).digest('base64')]
]

function fourBytes(value: number): string {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes.toString('base64')
}

function unchunk(request: IncomingMessage, raw: Buffer): { body: Buffer; trailers: Map<string, string> } {
  const pieces: Buffer[] = []
  let at = 0
  for (;;) {
    const lineEnd = raw.indexOf('\r\n', at)
    if (lineEnd < 0) throw new S3Fault(400, 'IncompleteBody')
    const length = Number.parseInt(raw.toString('latin1', at, lineEnd).split(';')[0] ?? '', 16)
    at = lineEnd + 2
    if (!(length > 0)) break
    pieces.push(raw.subarray(at, at + length))
    at += length + 2
  }
  const trailers = new Map<string, string>()
  for (const line of raw.toString('latin1', at).split(/\r?\n/)) {
    const match = /^([^:]+):(.*)$/.exec(line)
    if (match !== null) trailers.set((match[1] ?? '').toLowerCase(), (match[2] ?? '').trim())
  }
  const body = Buffer.concat(pieces)
  if (Number(single(request.headers['x-amz-decoded-content-length'])) !== body.length) {
    throw new S3Fault(400, 'IncompleteBody')
  }
  return { body, trailers }
}
