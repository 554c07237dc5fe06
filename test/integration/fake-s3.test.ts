/** The strict fake itself: it must refuse what real services refuse, or tests against it prove nothing. */
import { createHash, createHmac, randomBytes } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { afterEach, describe, expect, test } from 'vitest'
import { type FakeS3, type FakeS3Options, startFakeS3 } from '#test/harness/fake-s3.ts'
import { awsEncode } from '#test/harness/fake-s3-auth.ts'

const sha256 = (data: string | Uint8Array) => createHash('sha256').update(data).digest('hex')
const hmac = (key: string | Buffer, data: string) => createHmac('sha256', key).update(data).digest()

interface Ask {
  readonly method?: string
  readonly path: string
  readonly query?: Readonly<Record<string, string>>
  readonly body?: Buffer | string
  readonly headers?: Readonly<Record<string, string>>
  readonly secret?: string
  readonly keyId?: string
  readonly signedAt?: number
  /** Sent in place of the signed body. */
  readonly swapBody?: Buffer
}

/** Signs by AWS's published rules, apart from the SDK. */
async function ask(
  fake: FakeS3,
  { method = 'GET', path, query = {}, body = '', ...more }: Ask
): Promise<Response> {
  const date = new Date(more.signedAt ?? Date.now()).toISOString().replace(/[-:]|\.\d+/g, '')
  const headers: Record<string, string> = {
    host: new URL(fake.url).host,
    'x-amz-content-sha256': sha256(body),
    'x-amz-date': date,
    ...more.headers
  }
  const names = Object.keys(headers).sort()
  const text = Object.entries(query)
    .map(([name, value]) => `${awsEncode(name)}=${awsEncode(value)}`)
    .sort()
    .join('&')
  const lines = names.map((name) => `${name}:${headers[name]}`)
  const canonical = [method, path, text, ...lines, '', names.join(';'), headers['x-amz-content-sha256']].join(
    '\n'
  )
  const scope = `${date.slice(0, 8)}/us-east-1/s3/aws4_request`
  const key = hmac(
    hmac(hmac(hmac(`AWS4${more.secret ?? 'test-secret'}`, date.slice(0, 8)), 'us-east-1'), 's3'),
    'aws4_request'
  )
  const signature = hmac(key, ['AWS4-HMAC-SHA256', date, scope, sha256(canonical)].join('\n')).toString('hex')
  const credential = `Credential=${more.keyId ?? 'test-key'}/${scope}`
  const { host: _host, ...sent } = headers
  return await fetch(`${fake.url}${path}${text === '' ? '' : `?${text}`}`, {
    method,
    headers: {
      ...sent,
      authorization: `AWS4-HMAC-SHA256 ${credential}, SignedHeaders=${names.join(';')}, Signature=${signature}`
    },
    ...(method === 'GET' || method === 'HEAD' || method === 'DELETE'
      ? {}
      : { body: new Uint8Array(Buffer.from(more.swapBody ?? body)) })
  })
}

async function codeOf(response: Response): Promise<string> {
  return /<Code>(\w+)<\/Code>/.exec(await response.text())?.[1] ?? String(response.status)
}

const open: FakeS3[] = []
async function start(options: FakeS3Options = {}): Promise<FakeS3> {
  const fake = await startFakeS3(options)
  open.push(fake)
  return fake
}
afterEach(async () => {
  for (const fake of open.splice(0)) await fake.close()
})

const put = (path: string, body: Buffer | string, more: Partial<Ask> = {}): Ask => ({
  method: 'PUT',
  path,
  body,
  ...more
})

describe('the fake refuses', () => {
  test('wrong secrets, unknown keys, missing signatures and clocks that are off', async () => {
    const fake = await start()
    const path = '/bucket/a'
    expect((await ask(fake, put(path, 'x'))).status).toBe(200)
    expect(await codeOf(await ask(fake, { path, secret: 'wrong' }))).toBe('SignatureDoesNotMatch')
    expect(await codeOf(await ask(fake, { path, keyId: 'other' }))).toBe('InvalidAccessKeyId')
    expect(await codeOf(await fetch(`${fake.url}${path}`))).toBe('AccessDenied')
    expect(await codeOf(await ask(fake, { path, signedAt: Date.now() - 16 * 60_000 }))).toBe(
      'RequestTimeTooSkewed'
    )
    expect((await ask(fake, { path, signedAt: Date.now() - 14 * 60_000 })).status).toBe(200)
  })

  test('a body other than the signed one and every wrong digest', async () => {
    const fake = await start()
    const swapped = put('/bucket/a', 'right', { swapBody: Buffer.from('wrong') })
    expect(await codeOf(await ask(fake, swapped))).toBe('XAmzContentSHA256Mismatch')
    const md5 = createHash('md5').update('other').digest('base64')
    expect(await codeOf(await ask(fake, put('/bucket/a', 'x', { headers: { 'content-md5': md5 } })))).toBe(
      'BadDigest'
    )
    const crc = Buffer.alloc(4)
    crc.writeUInt32BE((crc32('x') ^ 1) >>> 0)
    const headers = { 'x-amz-checksum-crc32': crc.toString('base64') }
    expect(await codeOf(await ask(fake, put('/bucket/a', 'x', { headers })))).toBe('BadDigest')
    expect(fake.bucket('bucket').keys()).toEqual([])
  })

  test('buckets that are not there and objects beyond its capacity', async () => {
    const fake = await start({ capacityBytes: 100 })
    expect(await codeOf(await ask(fake, { path: '/nobucket/a' }))).toBe('NoSuchBucket')
    expect(await codeOf(await ask(fake, { path: '/bucket/a' }))).toBe('NoSuchKey')
    expect((await ask(fake, put('/bucket/a', Buffer.alloc(80)))).status).toBe(200)
    expect(await codeOf(await ask(fake, put('/bucket/b', Buffer.alloc(80))))).toBe('QuotaExceeded')
    expect((await ask(fake, { method: 'DELETE', path: '/bucket/a' })).status).toBe(204)
    expect((await ask(fake, put('/bucket/b', Buffer.alloc(80)))).status).toBe(200)
  })

  test('metadata above the dialect’s limit', async () => {
    const headers = { 'x-amz-meta-note': 'x'.repeat(3000) }
    const aws = await start()
    expect(await codeOf(await ask(aws, put('/bucket/a', 'x', { headers })))).toBe('MetadataTooLarge')
    const r2 = await start({ dialect: 'r2' })
    expect((await ask(r2, put('/bucket/a', 'x', { headers }))).status).toBe(200)
  })
})

async function upload(fake: FakeS3, sizes: readonly number[]): Promise<string> {
  const started = await ask(fake, { method: 'POST', path: '/bucket/big', query: { uploads: '' } })
  const uploadId = /<UploadId>(\w+)/.exec(await started.text())?.[1] ?? ''
  const parts: string[] = []
  for (const [index, size] of sizes.entries()) {
    const query = { partNumber: String(index + 1), uploadId }
    const answer = await ask(fake, put('/bucket/big', randomBytes(size), { query }))
    parts.push(`<Part><PartNumber>${index + 1}</PartNumber><ETag>${answer.headers.get('etag')}</ETag></Part>`)
  }
  const body = `<CompleteMultipartUpload>${parts.join('')}</CompleteMultipartUpload>`
  return await codeOf(await ask(fake, { method: 'POST', path: '/bucket/big', query: { uploadId }, body }))
}

const MB = 1024 * 1024

describe('the dialects', () => {
  test('aws takes uneven parts, r2 wants all but the last equal, both want 5 MB', async () => {
    const aws = await start()
    let now = Date.now()
    const r2 = await start({ dialect: 'r2', now: () => now })
    expect(await upload(aws, [5 * MB, 6 * MB, 1])).toBe('200')
    expect(await upload(r2, [5 * MB, 6 * MB, 1])).toBe('InvalidPart')
    now += 1000
    expect(await upload(r2, [5 * MB, 5 * MB, 1])).toBe('200')
    expect(await upload(aws, [4 * MB, 5 * MB])).toBe('EntityTooSmall')
  })

  test('r2 takes one write a second to a key', async () => {
    let now = Date.now()
    const fake = await start({ dialect: 'r2', now: () => now })
    expect((await ask(fake, put('/bucket/a', '1'))).status).toBe(200)
    expect(await codeOf(await ask(fake, put('/bucket/a', '2')))).toBe('TooManyRequests')
    expect((await ask(fake, put('/bucket/b', '2'))).status).toBe(200)
    now += 1000
    expect((await ask(fake, put('/bucket/a', '2'))).status).toBe(200)
  })

  test('b2 refuses checksum headers, keeps versions, and only hides what is deleted without one', async () => {
    const fake = await start({ dialect: 'b2' })
    const headers = { 'x-amz-checksum-crc32': 'AAAAAA==' }
    expect(await codeOf(await ask(fake, put('/bucket/a', 'x', { headers })))).toBe('InvalidArgument')
    const first = await ask(fake, put('/bucket/a', 'one'))
    await ask(fake, put('/bucket/a', 'two'))
    await ask(fake, { method: 'DELETE', path: '/bucket/a' })
    expect((await ask(fake, { path: '/bucket/a' })).status).toBe(404)
    const query = { versionId: first.headers.get('x-amz-version-id') ?? '' }
    expect(await (await ask(fake, { path: '/bucket/a', query })).text()).toBe('one')
    expect(fake.bucket('bucket').usedBytes()).toBe(6)
    await ask(fake, { method: 'DELETE', path: '/bucket/a', query })
    expect(fake.bucket('bucket').usedBytes()).toBe(3)
  })
})

test('the hook decides single requests, and every request is in the log', async () => {
  const fake = await start()
  fake.setHook(({ method }) => (method === 'PUT' ? { status: 503, code: 'SlowDown' } : null))
  expect(await codeOf(await ask(fake, put('/bucket/a', 'x')))).toBe('SlowDown')
  fake.setHook(null)
  expect((await ask(fake, put('/bucket/a', 'x'))).status).toBe(200)
  expect(fake.requests.map(({ method }) => method)).toEqual(['PUT', 'PUT'])
})
