/**
 * A proxy that spoils what passes through it: resets, silence, slowness, wrong answers, flipped bytes, lost answers.
 * Host and headers pass unchanged, so signatures stay valid.
 */
import http, { type IncomingMessage, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { Transform } from 'node:stream'
import { errorXml } from './fake-s3-xml.ts'

/** Answers given without asking the server. */
const CANNED = {
  slowDown: [503, 'SlowDown'],
  unavailable: [503, 'ServiceUnavailable'],
  internal: [500, 'InternalError'],
  badGateway: [502, ''],
  tooMany: [429, 'TooManyRequests'],
  skew: [403, 'RequestTimeTooSkewed'],
  revoked: [403, 'InvalidAccessKeyId'],
  full: [403, 'QuotaExceeded'],
  noBucket: [404, 'NoSuchBucket']
} as const

export type FaultKind =
  | keyof typeof CANNED
  | 'resetNow'
  /** Cut after `afterBytes` of the upload; the server gets nothing whole. */
  | 'resetUpload'
  /** Reads all, never answers. */
  | 'hang'
  /** Stops reading the upload. */
  | 'stall'
  /** Says stored, stores nothing. */
  | 'liePut'
  /** The server has it; the answer never arrives. */
  | 'lostAnswer'
  | 'wrongEtag'
  /** 200 with an error document. */
  | 'okWithError'
  | 'flipUp'
  | 'flipDown'
  | 'truncateDown'
  | 'hangDown'
  | 'slowUp'
  | 'slowDown1k'

export interface Fault {
  readonly kind: FaultKind
  readonly method?: string
  /** Tested against path and query. */
  readonly path?: RegExp
  /** How often; for ever when absent. */
  readonly times?: number
  readonly afterBytes?: number
  /** Chance of each matching request; 1 when absent. */
  readonly share?: number
  readonly headers?: Readonly<Record<string, string>>
}

export interface FaultProxy {
  readonly url: string
  readonly port: number
  /** Replaces all faults. */
  setFaults(faults: readonly Fault[]): void
  setLatency(durationMs: number): void
  /** Requests that arrived, with the fault each met. */
  readonly log: { readonly method: string; readonly path: string; readonly fault: FaultKind | null }[]
  /** Cuts every open connection; new ones are accepted. */
  cut(): void
  /** Connections are refused until `listen`. */
  refuse(): Promise<void>
  /** Takes the same port again; does nothing while it is held. */
  listen(): Promise<void>
  close(): Promise<void>
}

interface Armed extends Fault {
  left: number
}

interface Meeting {
  readonly fault: Fault | null
  readonly request: IncomingMessage
  readonly response: ServerResponse
}

const SLOW_BYTES_PER_SECOND = 1024

/** Below what Linux, macOS and Windows hand out by themselves: nobody else takes the port while it refuses. */
const PORTS = { first: 20_000, count: 12_000 } as const
const PORT_TRIES = 20

/** @param random decides faults with a share; seeded in tests that must repeat. */
export async function startFaultProxy(
  upstream: string,
  options: { readonly random?: () => number; readonly port?: number } = {}
): Promise<FaultProxy> {
  const target = new URL(upstream)
  const random = options.random ?? Math.random
  const agent = new http.Agent({ keepAlive: true, maxSockets: 256 })
  const sockets = new Set<Socket>()
  const log: { method: string; path: string; fault: FaultKind | null }[] = []
  let faults: Armed[] = []
  let latencyMs = 0
  let port = options.port ?? 0

  function pick(request: IncomingMessage): Fault | null {
    for (const fault of faults) {
      const isMeant =
        fault.left > 0 &&
        (fault.method === undefined || fault.method === request.method) &&
        (fault.path === undefined || fault.path.test(request.url ?? '')) &&
        (fault.share === undefined || random() < fault.share)
      if (!isMeant) continue
      fault.left--
      return fault
    }
    return null
  }

  function accept(request: IncomingMessage, response: ServerResponse): void {
    const fault = pick(request)
    log.push({ method: request.method ?? '', path: request.url ?? '', fault: fault?.kind ?? null })
    request.on('error', ignore)
    response.on('error', ignore)
    const go = (): void => meet({ fault, request, response }, { target, agent })
    if (latencyMs > 0) setTimeout(go, latencyMs)
    else go()
  }

  const server = http.createServer({ keepAliveTimeout: 60_000, requestTimeout: 0 }, accept)
  server.on('connection', (socket) => {
    socket.setNoDelay(true)
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', ignore)
  })
  server.on('checkContinue', (request, response) => {
    response.writeContinue()
    accept(request, response)
  })

  async function listen(): Promise<void> {
    if (server.listening) return
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    server.once('error', reject).listen(port, '127.0.0.1', resolve)
    await promise.finally(() => server.off('error', reject))
  }

  async function listenAnywhere(triesLeft = PORT_TRIES): Promise<void> {
    port = PORTS.first + Math.floor(Math.random() * PORTS.count)
    try {
      await listen()
    } catch (error) {
      if (triesLeft === 0) throw error
      await listenAnywhere(triesLeft - 1)
    }
  }

  function cut(): void {
    for (const socket of sockets) socket.destroy()
  }

  async function refuse(): Promise<void> {
    cut()
    if (server.listening) await new Promise((done) => server.close(done))
  }

  await (port === 0 ? listenAnywhere() : listen())
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    log,
    setFaults: (next) => {
      faults = next.map((fault) => ({ ...fault, left: fault.times ?? Number.POSITIVE_INFINITY }))
    },
    setLatency: (durationMs) => {
      latencyMs = durationMs
    },
    cut,
    refuse,
    listen,
    async close() {
      await refuse()
      agent.destroy()
    }
  }
}

function ignore(): void {
  // Cut connections are what this proxy is for.
}

function meet(meeting: Meeting, server: { readonly target: URL; readonly agent: http.Agent }): void {
  const { fault, request, response } = meeting
  const kind = fault?.kind
  if (kind === 'hang') request.resume()
  else if (kind === 'stall') request.pause()
  else if (kind === 'resetNow') request.socket.resetAndDestroy()
  else if (kind === 'resetUpload') resetAfter(request, fault?.afterBytes ?? 1000)
  else if (kind === 'liePut')
    answerAtEnd(meeting, { status: 200, body: '', headers: { etag: `"${'d'.repeat(32)}"` } })
  else if (kind !== undefined && kind in CANNED) {
    const [status, code] = CANNED[kind as keyof typeof CANNED] // Just tested to be one of its names.
    const body = request.method === 'HEAD' || code === '' ? '' : errorXml(code, code)
    answerAtEnd(meeting, { status, body, headers: fault?.headers ?? {} })
  } else forward(meeting, server, response)
}

function resetAfter(request: IncomingMessage, afterBytes: number): void {
  let received = 0
  request.on('data', (chunk: Buffer) => {
    received += chunk.length
    if (received >= afterBytes) request.socket.resetAndDestroy()
  })
  request.on('end', () => request.socket.resetAndDestroy())
}

interface Canned {
  readonly status: number
  readonly body: string
  readonly headers: Readonly<Record<string, string>>
}

function answerAtEnd({ request, response }: Meeting, { status, body, headers }: Canned): void {
  request.resume()
  request.on('end', () => {
    response.writeHead(status, {
      'content-type': 'application/xml',
      'content-length': Buffer.byteLength(body),
      ...headers
    })
    response.end(body)
  })
}

function forward(
  meeting: Meeting,
  { target, agent }: { readonly target: URL; readonly agent: http.Agent },
  response: ServerResponse
): void {
  const { fault, request } = meeting
  const onward = http.request({
    host: target.hostname,
    port: target.port,
    method: request.method,
    path: request.url,
    headers: withoutExpect(request.rawHeaders),
    agent,
    setHost: false
  })
  onward.on('error', () => {
    if (response.headersSent || response.destroyed) request.socket.destroy()
    else response.writeHead(502, { 'content-length': 0 }).end()
  })
  request.on('aborted', () => onward.destroy())
  if (fault?.kind === 'slowUp') request.pipe(createThrottle()).pipe(onward)
  else if (fault?.kind === 'flipUp') request.pipe(createFlip()).pipe(onward)
  else request.pipe(onward)
  onward.on('response', (answer) => passBack(meeting, answer))
}

function withoutExpect(rawHeaders: readonly string[]): string[] {
  return rawHeaders.filter((_, index) => rawHeaders[index & ~1]?.toLowerCase() !== 'expect')
}

function passBack({ fault, request, response }: Meeting, answer: IncomingMessage): void {
  const kind = fault?.kind
  answer.on('error', ignore)
  if (kind === 'lostAnswer') {
    answer.resume().on('end', () => request.socket.resetAndDestroy())
    return
  }
  if (kind === 'okWithError') {
    const body = errorXml('InternalError', 'InternalError')
    answer.resume()
    response.writeHead(200, { 'content-type': 'application/xml', 'content-length': Buffer.byteLength(body) })
    response.end(request.method === 'HEAD' ? undefined : body)
    return
  }
  const headers = kind === 'wrongEtag' ? replaceEtag(answer.rawHeaders) : answer.rawHeaders
  response.writeHead(answer.statusCode ?? 502, headers)
  if (kind === 'truncateDown' || kind === 'hangDown') passSome(answer, response, { fault, request })
  else if (kind === 'slowDown1k') answer.pipe(createThrottle()).pipe(response)
  else if (kind === 'flipDown') answer.pipe(createFlip()).pipe(response)
  else answer.pipe(response)
  answer.on('aborted', () => request.socket.destroy())
}

function replaceEtag(rawHeaders: readonly string[]): string[] {
  return rawHeaders.map((value, index) =>
    index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === 'etag' ? `"${'0'.repeat(32)}"` : value
  )
}

function passSome(
  answer: IncomingMessage,
  response: ServerResponse,
  { fault, request }: Pick<Meeting, 'fault' | 'request'>
): void {
  let left = fault?.afterBytes ?? 1000
  let isCut = false
  answer.on('data', (chunk: Buffer) => {
    if (isCut) return
    const part = chunk.subarray(0, left)
    left -= part.length
    isCut = left <= 0
    const isEnd = isCut && fault?.kind === 'truncateDown'
    response.write(part, () => {
      if (isEnd) request.socket.end()
    })
  })
}

function createThrottle(): Transform {
  const startedAt = performance.now()
  let sent = 0
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      let at = 0
      const next = (): void => {
        if (at >= chunk.length || this.destroyed) {
          done()
          return
        }
        const part = chunk.subarray(at, at + 128)
        at += part.length
        sent += part.length
        this.push(part)
        const dueMs = (sent / SLOW_BYTES_PER_SECOND) * 1000 - (performance.now() - startedAt)
        setTimeout(next, Math.max(0, dueMs))
      }
      next()
    }
  })
}

/** Changes the byte at the end of the first piece. */
function createFlip(): Transform {
  let isFlipped = false
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const copy = Buffer.from(chunk)
      const last = copy.length - 1
      if (!isFlipped && last >= 0) copy[last] = (copy[last] ?? 0) ^ 0x40
      isFlipped = true
      done(null, copy)
    }
  })
}
