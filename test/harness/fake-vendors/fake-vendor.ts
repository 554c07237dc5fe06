/** A vendor on loopback: true shapes of requests and answers, scripted faults, and a bill of its own. */
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http'
import type { ImageProviderId } from '#shared/domain/provider.ts'
import { startLoopbackServer } from '../loopback-server.ts'
import { type Fault, HUGE_BYTES } from './fault.ts'
import { makePicture } from './picture.ts'

export interface Size {
  readonly widthPx: number
  readonly heightPx: number
}

export interface Call {
  readonly method: string
  /** Path with query, below the server's root. */
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

export interface Reply {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body: string | Buffer
}

/** Work accepted under an id. */
export interface Work {
  readonly id: string
  readonly size: Size
  readonly picture: Buffer
  readonly fault: Fault | null
  polls: number
  isCancelled: boolean
}

/** Providers with a server; the composer has none. */
export type VendorId = Exclude<ImageProviderId, 'composer'>

/** What differs from vendor to vendor. */
export interface VendorScript {
  readonly id: VendorId
  /** Appended to the server's address as the base URL. */
  readonly basePath: string
  /** Null for servers without keys. */
  readonly keyHeader: ((key: string) => readonly [name: string, value: string]) | null
  readonly draw: RegExp
  readonly sizeOf: (call: Call) => Size
  readonly format: 'jpeg' | 'png' | 'webp'
  /** The answer to a drawing: the picture itself, or the acceptance of the work. */
  readonly answer: (
    work: Work,
    at: { readonly url: string; readonly path: string; readonly headers: IncomingHttpHeaders }
  ) => Reply
  /** Status 200 for refused content; null where the vendor has no such answer. */
  readonly filtered: (() => Reply) | null
  /** Whether refused content is charged. */
  readonly isRefusalCharged: boolean
  readonly errorBody: (status: number, kind: 'plain' | 'moderation') => unknown
  /** Everything else: accounts, model lists, looks at work. Null gives 404. */
  readonly other: (
    call: Call,
    world: { readonly works: ReadonlyMap<string, Work>; readonly url: string }
  ) => Reply | null
  readonly isCharged: boolean
  /** Work that was cancelled before its end is not charged. */
  readonly isCancelFree?: true
}

export interface FakeVendor {
  readonly id: VendorId
  readonly baseUrl: string
  readonly key: string
  readonly calls: readonly Call[]
  readonly draws: readonly Call[]
  /** Micro-dollars the vendor would charge for what it did. */
  readonly billedMicroUsd: number
  /** Faults for the next drawings in order; afterwards all is well. */
  script(...faults: readonly (Fault | null)[]): void
  /** A fault or none for every drawing, by its number from 0. */
  scriptAll(choose: (index: number) => Fault | null): void
  /** Resolves as soon as the condition holds; looked at whenever a call has come in. */
  until(isDue: () => boolean): Promise<void>
  cancelledWorks(): number
  /** Lets deaf work answer from now on. */
  endDeafness(): void
  close(): Promise<void>
}

export interface FakeOptions {
  readonly key?: string
  /** The vendor's price of one picture of the size it was asked for. */
  readonly priceOf: (size: Size) => number
  /** Before each answer to a drawing. */
  readonly beforeDraw?: () => Promise<void>
}

/** Answers billed although they are of no use: the work was done. */
const BILLED: ReadonlySet<Fault['kind']> = new Set([
  'hang',
  'reset',
  'truncated',
  'not-an-image',
  'wrong-size',
  'huge',
  'private-result',
  'deaf',
  'slow'
])

export async function startFakeVendor(script: VendorScript, options: FakeOptions): Promise<FakeVendor> {
  const key = options.key ?? `test-key-${script.id}-0123456789abcdef`
  const calls: Call[] = []
  const draws: Call[] = []
  const works = new Map<string, Work>()
  let queue: (Fault | null)[] = []
  let choose: ((index: number) => Fault | null) | null = null
  let billed = 0
  let waiting: readonly { readonly isDue: () => boolean; readonly resolve: () => void }[] = []
  const wake = (): void => {
    for (const each of waiting.filter(({ isDue }) => isDue())) each.resolve()
    waiting = waiting.filter(({ isDue }) => !isDue())
  }
  const pictures = new Map<string, Promise<Buffer>>()
  const pictureOf = (size: Size): Promise<Buffer> => {
    const name = `${size.widthPx}x${size.heightPx}`
    const known = pictures.get(name) ?? makePicture(size, script.format)
    pictures.set(name, known)
    return known
  }
  const server = await startLoopbackServer(async (request, response, body) => {
    const call: Call = {
      method: request.method ?? '',
      path: request.url ?? '',
      headers: request.headers,
      body
    }
    calls.push(call)
    wake()
    if (!isAuthorised(script, call, key)) return send(response, json(401, script.errorBody(401, 'plain')))
    if (call.method !== 'POST' || !script.draw.test(call.path)) {
      return send(
        response,
        script.other(call, { works, url: server.url }) ?? json(404, script.errorBody(404, 'plain'))
      )
    }
    const fault = choose === null ? (queue.shift() ?? null) : choose(draws.length)
    const size = script.sizeOf(call)
    if (isBilled(script, fault)) billed += options.priceOf(size)
    draws.push(call)
    wake()
    await options.beforeDraw?.()
    const work = await toWork(`work-${draws.length}`, { size, fault, pictureOf })
    works.set(work.id, work)
    await respond(script, { request, response, work, key, url: server.url })
  })
  return {
    id: script.id,
    baseUrl: `${server.url}${script.basePath}`,
    key,
    calls,
    draws,
    get billedMicroUsd() {
      const free = script.isCancelFree === true ? [...works.values()].filter((work) => work.isCancelled) : []
      return billed - free.reduce((sum, work) => sum + options.priceOf(work.size), 0)
    },
    script: (...faults) => {
      queue = [...faults]
    },
    scriptAll: (chosen) => {
      choose = chosen
    },
    until: (isDue) =>
      new Promise((resolve) => {
        waiting = [...waiting, { isDue, resolve }]
        wake()
      }),
    endDeafness: () => {
      for (const work of works.values()) work.polls = Number.MAX_SAFE_INTEGER - 1_000_000
    },
    cancelledWorks: () => [...works.values()].filter((work) => work.isCancelled).length,
    close: server.close
  }
}

function isBilled(script: VendorScript, fault: Fault | null): boolean {
  if (!script.isCharged) return false
  if (fault?.kind === 'filtered') return script.isRefusalCharged
  return fault === null || BILLED.has(fault.kind)
}

function isAuthorised(script: VendorScript, call: Call, key: string): boolean {
  if (script.keyHeader === null || call.path.startsWith('/pictures/')) return true
  const [name, value] = script.keyHeader(key)
  return call.headers[name] === value
}

async function toWork(
  id: string,
  made: {
    readonly size: Size
    readonly fault: Fault | null
    readonly pictureOf: (size: Size) => Promise<Buffer>
  }
): Promise<Work> {
  const { size, fault } = made
  const picture = async (): Promise<Buffer> => {
    if (fault?.kind === 'not-an-image') return Buffer.from('<html>sorry</html>')
    if (fault?.kind === 'wrong-size') return await made.pictureOf({ widthPx: 640, heightPx: 480 })
    return await made.pictureOf(size)
  }
  return { id, size, fault, picture: await picture(), polls: 0, isCancelled: false }
}

interface Exchange {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly work: Work
  readonly key: string
  readonly url: string
}

async function respond(script: VendorScript, exchange: Exchange): Promise<void> {
  const { response, work, url } = exchange
  const good = (): Reply =>
    script.answer(work, { url, path: exchange.request.url ?? '', headers: exchange.request.headers })
  const { fault } = work
  switch (fault?.kind) {
    case 'status':
      return send(response, statusReply(script, fault, exchange.key))
    case 'hang':
      return
    case 'reset': {
      const reply = good()
      const body = Buffer.from(reply.body)
      response.writeHead(reply.status, { ...reply.headers, 'content-length': String(body.length) })
      response.write(body.subarray(0, Math.ceil(body.length / 2)))
      setImmediate(() => response.destroy())
      return
    }
    case 'truncated': {
      const reply = good()
      return send(response, { ...reply, body: reply.body.slice(0, Math.ceil(reply.body.length / 2)) })
    }
    case 'huge':
      return await sendHuge(response)
    case 'redirect':
      return send(response, { status: 302, headers: { location: 'http://127.0.0.1:9/inside' }, body: '' })
    case 'filtered':
      return send(response, script.filtered?.() ?? good())
    default:
      return send(response, good())
  }
}

function statusReply(script: VendorScript, fault: Extract<Fault, { kind: 'status' }>, key: string): Reply {
  const body = script.errorBody(fault.status, fault.isModeration === true ? 'moderation' : 'plain')
  const reply = json(
    fault.status,
    fault.echoesKey === true ? { ...Object(body), note: `Incorrect key provided: ${key}` } : body
  )
  if (fault.retryAfterSeconds === undefined) return reply
  return { ...reply, headers: { ...reply.headers, 'retry-after': String(fault.retryAfterSeconds) } }
}

async function sendHuge(response: ServerResponse): Promise<void> {
  response.writeHead(200, { 'content-type': 'application/json' })
  const chunk = Buffer.alloc(1024 * 1024, 'a')
  const closed = new Promise((resolve) => response.once('close', resolve))
  for (let sent = 0; sent < HUGE_BYTES && !response.destroyed; sent += chunk.length) {
    const drained = new Promise((resolve) => response.once('drain', resolve))
    if (!response.write(chunk)) await Promise.race([drained, closed])
    response.removeAllListeners('drain')
  }
  response.end()
}

function send(response: ServerResponse, reply: Reply): void {
  response.writeHead(reply.status, reply.headers)
  response.end(reply.body)
}

/** A JSON reply. */
export function json(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Reply {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) }
}

/** A request's JSON body; a test's fake need not doubt its own client. */
export function bodyOf(call: Call): Record<string, unknown> {
  return JSON.parse(call.body.toString('utf8')) as Record<string, unknown>
}
