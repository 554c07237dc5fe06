/** A small HTTP server on loopback whose answers a test scripts; also how fakes of vendors listen. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface LoopbackServer {
  /** http://127.0.0.1:port without a final slash. */
  readonly url: string
  readonly port: number
  close(): Promise<void>
}

export type Respond = (
  request: IncomingMessage,
  response: ServerResponse,
  body: Buffer
) => void | Promise<void>

/** Listens on a free port; the handler gets the whole request body. */
export async function startLoopbackServer(respond: Respond): Promise<LoopbackServer> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('error', () => undefined)
    request.on('end', () => {
      Promise.resolve(respond(request, response, Buffer.concat(chunks))).catch(() => response.destroy())
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  // listen() on a TCP port always gives an AddressInfo; string addresses are for pipes.
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    }
  }
}
