// The fake vendor of the cascade measurement, in a process of its own. Argument: side of its picture in pixels.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import sharp from 'sharp'

const side = Number(process.argv[2] ?? '64')
const picture = await sharp({
  create: {
    width: side,
    height: side,
    channels: 3,
    background: '#456',
    noise: { type: 'gaussian', mean: 120, sigma: 20 }
  }
})
  .jpeg({ quality: 85 })
  .toBuffer()
const answer = JSON.stringify({
  id: 'work',
  model: 'model',
  object: 'list',
  data: [{ index: 0, b64_json: picture.toString('base64'), type: 'b64_json' }]
})

/** Addresses below /slow answer like a vendor that draws, though faster than any: after 200 to 300 ms. */
const delayMs = (url: string): number => (url.startsWith('/slow') ? 200 + Math.random() * 100 : 0)

const server = createServer((request, response) => {
  const send = (): void => {
    response.writeHead(200, {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(answer)
    })
    response.end(answer)
  }
  request.resume()
  request.on('end', () => {
    const waitMs = delayMs(request.url ?? '')
    if (waitMs === 0) send()
    else setTimeout(send, waitMs)
  })
})
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo
  process.send?.(`http://127.0.0.1:${port}`)
})
process.on('disconnect', () => process.exit(0))
