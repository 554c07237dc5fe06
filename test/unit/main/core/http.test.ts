import { afterEach, describe, expect, test } from 'vitest'
import { createHttp } from '#main/core/http.ts'
import { AppError } from '#shared/errors.ts'
import { type LoopbackServer, type Respond, startLoopbackServer } from '#test/harness/loopback-server.ts'

let server: LoopbackServer | undefined
afterEach(async () => await server?.close())

async function send(
  respond: Respond,
  options: { timeoutMs?: number; maxBytes?: number; signal?: AbortSignal } = {}
) {
  server = await startLoopbackServer(respond)
  return await createHttp().send({
    method: 'POST',
    url: `${server.url}/x?key=secret`,
    body: 'hi',
    timeoutMs: 5000,
    maxBytes: 1000,
    ...options
  })
}

describe('http', () => {
  test('a status of any kind is an answer with its body', async () => {
    const answer = await send(
      (_request, response) => void response.writeHead(402, { 'x-id': '7' }).end('no credit')
    )
    expect({
      status: answer.status,
      id: answer.headers.get('x-id'),
      text: Buffer.from(answer.bytes).toString()
    }).toEqual({
      status: 402,
      id: '7',
      text: 'no credit'
    })
  })

  test('a redirect is not followed, so no key travels to another host', async () => {
    const answer = await send(
      (_request, response) => void response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end()
    )
    expect(answer.status).toBe(302)
  })

  test('an answer over the cap is refused, declared or not', async () => {
    const declared = send((_request, response) => void response.end(Buffer.alloc(2000)))
    await expect(declared).rejects.toMatchObject({ code: 'BAD_RESPONSE', retryable: false })
    await server?.close()
    const streamed = send((_request, response) => {
      response.write(Buffer.alloc(900))
      response.end(Buffer.alloc(900))
    })
    await expect(streamed).rejects.toMatchObject({ code: 'BAD_RESPONSE' })
  })

  test('silence after the request was sent is TIMEOUT and may have been billed', async () => {
    await expect(send(() => undefined, { timeoutMs: 150 })).rejects.toMatchObject({
      code: 'TIMEOUT',
      details: { requestSent: true }
    })
  })

  test('a body that stops half-way is TIMEOUT too', async () => {
    const half: Respond = (_request, response) =>
      void response.writeHead(200, { 'content-length': '500' }).write('half')
    await expect(send(half, { timeoutMs: 150 })).rejects.toMatchObject({ code: 'TIMEOUT' })
  })

  test('a cut connection is NETWORK and may have been billed', async () => {
    const thrown = await send((request) => void request.socket.destroy()).catch((e: unknown) => e)
    expect(thrown).toMatchObject({ code: 'NETWORK', details: { requestSent: true } })
    expect(String(thrown)).not.toContain('secret')
  })

  test('a refused connection is NETWORK and was surely not sent', async () => {
    server = await startLoopbackServer(() => undefined)
    const { url } = server
    await server.close()
    const call = createHttp().send({ method: 'GET', url, timeoutMs: 2000, maxBytes: 10 })
    await expect(call).rejects.toMatchObject({ code: 'NETWORK', details: { requestSent: false } })
  })

  test.each([undefined, new AppError('CANCELLED', 'Quit.'), new Error('whatever')])(
    'cancel ends the call as CANCELLED and says that it was sent, whatever the reason: %s',
    async (reason) => {
      const controller = new AbortController()
      const call = send(() => controller.abort(reason), { signal: controller.signal })
      await expect(call).rejects.toMatchObject({ code: 'CANCELLED', details: { requestSent: true } })
    }
  )
})
