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

const server = createServer((request, response) => {
  request.resume()
  request.on('end', () => {
    response.writeHead(200, {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(answer)
    })
    response.end(answer)
  })
})
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo
  process.send?.(`http://127.0.0.1:${port}/v1`)
})
process.on('disconnect', () => process.exit(0))
