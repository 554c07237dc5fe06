import { afterEach, describe, expect, test } from 'vitest'
import { download, isPublicAddress } from '#main/core/download.ts'
import { type LoopbackServer, type Respond, startLoopbackServer } from '#test/harness/loopback-server.ts'

const servers: LoopbackServer[] = []
afterEach(async () => await Promise.all(servers.splice(0).map((server) => server.close())))

async function serve(respond: Respond): Promise<LoopbackServer> {
  const server = await startLoopbackServer(respond)
  servers.push(server)
  return server
}

const limits = { timeoutMs: 2000, maxBytes: 1000 }

describe('download', () => {
  test('the configured server in the own network may be private', async () => {
    const { url } = await serve(
      (_request, response) => void response.setHeader('content-type', 'image/png').end('picture')
    )
    const got = await download({ url: `${url}/a.png`, trustedOrigin: url, ...limits })
    expect({ ...got, bytes: Buffer.from(got.bytes).toString() }).toEqual({
      bytes: 'picture',
      mediaType: 'image/png'
    })
  })

  test.each([
    'http://example.com/a.png',
    'https://127.0.0.1/a.png',
    'https://[::1]/a.png',
    'https://[::ffff:10.0.0.1]/a.png',
    'https://169.254.169.254/latest/meta-data',
    'https://192.168.0.1/',
    'https://2130706433/',
    'https://0x7f.1/',
    'https://user:pass@203.0.113.9/',
    'https://localhost/a.png',
    'file:///etc/passwd',
    'data:image/png;base64,AAAA',
    'not an address'
  ])('%s is refused', async (url) => {
    await expect(download({ url, trustedOrigin: null, ...limits })).rejects.toMatchObject({
      code: 'BAD_RESPONSE',
      retryable: false
    })
  })

  test('a redirect to a private address is refused even from a trusted server', async () => {
    const hidden = await serve((_request, response) => void response.end('secret'))
    const { url } = await serve(
      (_request, response) => void response.writeHead(302, { location: hidden.url }).end()
    )
    await expect(download({ url, trustedOrigin: url, ...limits })).rejects.toMatchObject({
      code: 'BAD_RESPONSE'
    })
  })

  test('endless redirects end', async () => {
    const { url } = await serve(
      (request, response) => void response.writeHead(302, { location: `${request.url}x` }).end()
    )
    await expect(download({ url, trustedOrigin: url, ...limits })).rejects.toMatchObject({
      code: 'BAD_RESPONSE'
    })
  })

  test('too many bytes, a cut body and a bad status are told apart from success', async () => {
    const big = await serve((_request, response) => void response.end(Buffer.alloc(5000)))
    await expect(download({ url: big.url, trustedOrigin: big.url, ...limits })).rejects.toMatchObject({
      code: 'BAD_RESPONSE'
    })
    const gone = await serve((_request, response) => void response.writeHead(404).end())
    await expect(download({ url: gone.url, trustedOrigin: gone.url, ...limits })).rejects.toMatchObject({
      details: { status: 404 }
    })
    const cut = await serve((request, response) => {
      response.writeHead(200, { 'content-length': '100' })
      response.write('half', () => request.socket.destroy())
    })
    await expect(download({ url: cut.url, trustedOrigin: cut.url, ...limits })).rejects.toMatchObject({
      retryable: true
    })
  })

  test('silence ends in TIMEOUT, cancel in CANCELLED', async () => {
    const { url } = await serve(() => undefined)
    await expect(download({ url, trustedOrigin: url, ...limits, timeoutMs: 100 })).rejects.toMatchObject({
      code: 'TIMEOUT'
    })
    const signal = AbortSignal.abort()
    await expect(download({ url, trustedOrigin: url, ...limits, signal })).rejects.toMatchObject({
      code: 'CANCELLED'
    })
  })
})

test.each([
  ['8.8.8.8', true],
  ['2606:4700::1111', true],
  ['10.1.2.3', false],
  ['100.64.0.1', false],
  ['::ffff:192.168.1.1', false],
  ['fe80::1', false],
  ['0.0.0.0', false],
  ['nonsense', false]
])('%s is public: %s', (address, isPublic) => {
  expect(isPublicAddress(address)).toBe(isPublic)
})
