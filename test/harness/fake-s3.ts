/**
 * A strict S3 server in this process: refuses wrong signatures, clocks, digests, part sizes and full buckets, as real
 * ones do. It keeps everything in memory, tells what it was asked, and can be told to misbehave.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import { checkBody, checkSignature, S3Fault, single } from './fake-s3-auth.ts'
import {
  createFakeBucket,
  DIALECTS,
  type DialectName,
  type FakeBucket,
  type FakeObject
} from './fake-s3-bucket.ts'
import { elements, errorXml, parseParts, toXml } from './fake-s3-xml.ts'

export interface FakeS3Options {
  /** Secret by key id. */
  readonly keys?: Readonly<Record<string, string>>
  readonly buckets?: readonly string[]
  readonly dialect?: DialectName
  readonly capacityBytes?: number
  /** The server's clock. */
  readonly now?: () => number
  readonly port?: number
  /** Time that passes before a request is looked at, as on a far line. */
  readonly latencyMs?: number
}

/** What the hook may do instead of serving: answer an error, cut the connection, or say nothing for ever. */
export type Misbehaviour =
  | { readonly status: number; readonly code: string; readonly headers?: Readonly<Record<string, string>> }
  | 'reset'
  | 'hang'

export interface FakeS3 {
  readonly url: string
  readonly port: number
  /** Every request that arrived, with method and path. */
  readonly requests: { readonly method: string; readonly path: string }[]
  bucket(name: string): FakeBucket
  /** Asked for every request; null serves it. */
  setHook(hook: ((request: IncomingMessage) => Misbehaviour | null) | null): void
  /** Replaces a stored object behind everybody's back, as rot does. */
  tamper(bucket: string, key: string, change: (data: Buffer) => Buffer): void
  close(): Promise<void>
}

export const FAKE_KEYS = { 'test-key': 'test-secret' } as const

export async function startFakeS3(options: FakeS3Options = {}): Promise<FakeS3> {
  const now = options.now ?? Date.now
  const dialect = DIALECTS[options.dialect ?? 'aws']
  const capacityBytes = options.capacityBytes ?? Number.POSITIVE_INFINITY
  const buckets = new Map(
    (options.buckets ?? ['bucket']).map((name) => [name, createFakeBucket({ dialect, now, capacityBytes })])
  )
  const requests: { method: string; path: string }[] = []
  let hook: ((request: IncomingMessage) => Misbehaviour | null) | null = null

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    requests.push({ method: request.method ?? '', path: request.url ?? '' })
    if (options.latencyMs !== undefined) await setTimeout(options.latencyMs)
    const misbehaviour = hook?.(request) ?? null
    if (misbehaviour === 'hang') {
      request.resume()
      return
    }
    if (misbehaviour === 'reset') {
      request.socket.resetAndDestroy()
      return
    }
    try {
      const raw = await readBody(request)
      if (misbehaviour !== null) throw new S3Fault(misbehaviour.status, misbehaviour.code)
      const url = new URL(request.url ?? '/', 'http://fake')
      const payload = checkSignature(request, url, { keys: options.keys ?? FAKE_KEYS, now })
      const body = checkBody(request, raw, { payload, rules: dialect })
      const answer = serve({ request, url, body, ...locate(request, buckets), dialect })
      send(request, response, {
        ...answer,
        headers: { date: new Date(now()).toUTCString(), ...answer.headers }
      })
    } catch (thrown) {
      const isFault = thrown instanceof S3Fault
      if (!isFault && request.destroyed) return
      const fault = isFault ? thrown : new S3Fault(500, 'InternalError', String(thrown))
      const headers = misbehaviour !== null && typeof misbehaviour === 'object' ? misbehaviour.headers : {}
      const date = new Date(now()).toUTCString()
      const xml = { date, 'content-type': 'application/xml', ...headers }
      send(request, response, {
        status: fault.status,
        body: errorXml(fault.code, fault.message),
        headers: xml
      })
    }
  }

  const server = createServer(
    { keepAliveTimeout: 30_000 },
    (request, response) => void handle(request, response)
  )
  server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => {
    response.writeContinue()
    void handle(request, response)
  })
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  server.once('error', reject).listen(options.port ?? 0, '127.0.0.1', resolve)
  await promise
  const { port } = server.address() as AddressInfo // A TCP server that listens has an address of this form.
  const bucketOf = (name: string): FakeBucket => {
    const bucket = buckets.get(name)
    if (bucket === undefined) throw new Error(`no bucket ${name}`)
    return bucket
  }
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    requests,
    bucket: bucketOf,
    setHook: (next) => {
      hook = next
    },
    tamper(bucket, key, change) {
      const object = bucketOf(bucket).find(key)
      if (object === null) throw new Error(`no object ${key}`)
      Object.assign(object, { data: change(Buffer.from(object.data)) })
    },
    async close() {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    }
  }
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks)
}

interface Located {
  readonly bucket: FakeBucket
  readonly bucketName: string
  readonly key: string
}

function locate(request: IncomingMessage, buckets: ReadonlyMap<string, FakeBucket>): Located {
  const [, name = '', ...rest] = ((request.url ?? '').split('?')[0] ?? '').split('/')
  const bucketName = decodeURIComponent(name)
  const bucket = buckets.get(bucketName)
  if (bucket === undefined) throw new S3Fault(404, 'NoSuchBucket')
  return { bucket, bucketName, key: decodeURIComponent(rest.join('/')) }
}

interface Call extends Located {
  readonly request: IncomingMessage
  readonly url: URL
  readonly body: Buffer
  readonly dialect: (typeof DIALECTS)[DialectName]
}

interface Answer {
  readonly status: number
  readonly body?: string | Buffer
  readonly headers?: Readonly<Record<string, string>>
}

function serve(call: Call): Answer {
  const { request, key, url } = call
  const query = url.searchParams
  const name = `${request.method} ${key === '' ? 'bucket' : 'object'}`
  if (name === 'HEAD bucket') return { status: 200 }
  if (name === 'GET bucket' && query.has('uploads')) return listUploads(call)
  if (name === 'GET bucket' && query.has('versions')) return listVersions(call)
  if (name === 'GET bucket') return listObjects(call)
  if (name === 'POST object' && query.has('uploads')) return startUpload(call)
  if (query.has('uploadId')) return serveUpload(call, query.get('uploadId') ?? '')
  if (name === 'PUT object') return putObject(call)
  if (name === 'DELETE object') return deleteObject(call)
  if (name === 'GET object' || name === 'HEAD object') return getObject(call)
  throw new S3Fault(405, 'MethodNotAllowed')
}

function putObject(call: Call): Answer {
  const stored = call.bucket.put(call.key, call.body, keptHeaders(call))
  return { status: 200, headers: { etag: `"${stored.etag}"`, ...versionHeader(stored.versionId) } }
}

function deleteObject(call: Call): Answer {
  const gone = call.bucket.remove(call.key, call.url.searchParams.get('versionId'))
  const mark: Record<string, string> = gone.isDeleteMark ? { 'x-amz-delete-marker': 'true' } : {}
  return { status: 204, headers: { ...versionHeader(gone.versionId), ...mark } }
}

function getObject(call: Call): Answer {
  const object = call.bucket.find(call.key, call.url.searchParams.get('versionId'))
  if (object === null) throw new S3Fault(404, 'NoSuchKey')
  const headers = {
    'content-type': 'binary/octet-stream',
    etag: `"${object.etag}"`,
    'last-modified': new Date(object.modifiedAt).toUTCString(),
    'accept-ranges': 'bytes',
    ...object.headers,
    ...versionHeader(object.versionId)
  }
  const span = rangeOf(call.request, object)
  if (span === null) return { status: 200, body: object.data, headers }
  const { start, end } = span
  const range = `bytes ${start}-${end - 1}/${object.data.length}`
  const body = object.data.subarray(start, end)
  return { status: 206, body, headers: { ...headers, 'content-range': range } }
}

function rangeOf(request: IncomingMessage, object: FakeObject): { start: number; end: number } | null {
  const match = /^bytes=(\d*)-(\d*)$/.exec(single(request.headers.range))
  if (match === null || (match[1] === '' && match[2] === '')) return null
  const total = object.data.length
  const start = match[1] === '' ? Math.max(0, total - Number(match[2])) : Number(match[1])
  const end = match[1] === '' || match[2] === '' ? total : Math.min(total, Number(match[2]) + 1)
  if (start >= end) throw new S3Fault(416, 'InvalidRange')
  return { start, end }
}

const KEPT = [
  'content-type',
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'expires'
]

function keptHeaders({ request, dialect }: Call): Record<string, string> {
  const kept: Record<string, string> = {}
  let metadataBytes = 0
  for (const [name, raw] of Object.entries(request.headers)) {
    const value = single(raw)
    if (name.startsWith('x-amz-meta-')) metadataBytes += name.length - 11 + value.length
    if (name.startsWith('x-amz-meta-') || KEPT.includes(name)) kept[name] = value
  }
  if (metadataBytes > dialect.metadataLimitBytes) throw new S3Fault(400, 'MetadataTooLarge')
  return kept
}

function startUpload(call: Call): Answer {
  const uploadId = call.bucket.startUpload(call.key, keptHeaders(call))
  const { bucketName: Bucket, key: Key } = call
  return xml('InitiateMultipartUploadResult', elements({ Bucket, Key, UploadId: uploadId }))
}

function serveUpload(call: Call, uploadId: string): Answer {
  const { request, bucket, bucketName, key, body } = call
  if (request.method === 'PUT') {
    const number = Number(call.url.searchParams.get('partNumber'))
    return { status: 200, headers: { etag: `"${bucket.putPart(uploadId, key, { number, body })}"` } }
  }
  if (request.method === 'DELETE') {
    bucket.abort(uploadId)
    return { status: 204 }
  }
  if (request.method !== 'POST') throw new S3Fault(405, 'MethodNotAllowed')
  const stored = bucket.complete(uploadId, key, parseParts(body.toString()))
  const inner = elements({ Bucket: bucketName, Key: key, ETag: `"${stored.etag}"` })
  return xml('CompleteMultipartUploadResult', inner, versionHeader(stored.versionId))
}

function listObjects(call: Call): Answer {
  const query = call.url.searchParams
  const prefix = query.get('prefix') ?? ''
  const limit = Math.min(1000, Number(query.get('max-keys') ?? 1000))
  const token = query.get('continuation-token')
  const after = token === null ? Buffer.alloc(0) : Buffer.from(token, 'base64url')
  const keys = call.bucket
    .keys()
    .filter((key) => key.startsWith(prefix) && Buffer.compare(Buffer.from(key), after) > 0)
  const page = keys.slice(0, limit)
  const isTruncated = keys.length > limit
  const contents = page.map((key) => {
    const object = call.bucket.find(key)
    const LastModified = new Date(object?.modifiedAt ?? 0).toISOString()
    const facts = { Key: key, LastModified, ETag: `"${object?.etag}"`, Size: object?.data.length ?? 0 }
    return `<Contents>${elements(facts)}</Contents>`
  })
  const next = isTruncated ? Buffer.from(page.at(-1) ?? '').toString('base64url') : null
  const facts = { Name: call.bucketName, Prefix: prefix, KeyCount: page.length, MaxKeys: limit }
  return xml(
    'ListBucketResult',
    elements({ ...facts, IsTruncated: isTruncated, NextContinuationToken: next }) + contents.join('')
  )
}

function listVersions(call: Call): Answer {
  const prefix = call.url.searchParams.get('prefix') ?? ''
  const entries = call.bucket.versions().filter(({ key }) => key.startsWith(prefix))
  const inner = entries.map(({ key, version, isLatest }) => {
    const LastModified = new Date(version.modifiedAt).toISOString()
    const facts = { Key: key, VersionId: version.versionId, IsLatest: isLatest, LastModified }
    return version.isDeleteMark
      ? `<DeleteMarker>${elements(facts)}</DeleteMarker>`
      : `<Version>${elements({ ...facts, Size: version.data.length })}</Version>`
  })
  return xml('ListVersionsResult', elements({ IsTruncated: false }) + inner.join(''))
}

function listUploads(call: Call): Answer {
  const inner = call.bucket.uploads().map(({ uploadId, key, startedAt }) => {
    const facts = { Key: key, UploadId: uploadId, Initiated: new Date(startedAt).toISOString() }
    return `<Upload>${elements(facts)}</Upload>`
  })
  return xml('ListMultipartUploadsResult', elements({ IsTruncated: false }) + inner.join(''))
}

function versionHeader(versionId: string | null): Record<string, string> {
  return versionId === null ? {} : { 'x-amz-version-id': versionId }
}

function xml(root: string, inner: string, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status: 200, body: toXml(root, inner), headers: { 'content-type': 'application/xml', ...headers } }
}

function send(request: IncomingMessage, response: ServerResponse, answer: Answer): void {
  const bytes = typeof answer.body === 'string' ? Buffer.from(answer.body) : (answer.body ?? Buffer.alloc(0))
  response.writeHead(answer.status, { 'content-length': bytes.length, ...answer.headers })
  response.end(request.method === 'HEAD' ? undefined : bytes)
}
