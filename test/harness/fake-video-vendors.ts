/** Loopback fakes of the video vendors: they keep tasks, count what they charge, and fail on demand. */
import { type LoopbackServer, startLoopbackServer } from './loopback-server.ts'

export interface SeenRequest {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: unknown
}

export interface FakeVideoVendor extends LoopbackServer {
  readonly requests: readonly SeenRequest[]
  /** Orders taken, so many were billed. */
  orders(): number
  cancelled(): readonly string[]
  /** Answers before a task is ready. */
  workFor(polls: number): void
  /** The next answers to orders or questions have this status, or end without an answer. */
  failNext(kind: 'order' | 'poll', how: number | 'cut', count?: number): void
  /** Tasks end refused, or fail at the vendor. */
  endTasks(how: 'refused' | 'failed' | 'ready'): void
  /** The clip's address points elsewhere, or holds something that is no video. */
  spoilClip(how: 'foreign' | 'text' | 'none'): void
  /** What is fetched instead of a few bytes that only look like a video. */
  serveClip(bytes: Uint8Array): void
}

export type VendorKind = 'runway' | 'pika' | 'minimax'

const CLIP = Buffer.concat([Buffer.from([0, 0, 0, 16]), Buffer.from('ftypisom0000'), Buffer.alloc(2000, 7)])

/** What each vendor says, in its own words; answers as in the vendors' documents of 2026. */
interface Dialect {
  isOrder(method: string, path: string): boolean
  isCancel(method: string, path: string): boolean
  readonly key: { readonly header: string; readonly value: string }
  accepted(id: string): unknown
  /** Null where the path is not a question. */
  answer(
    path: string,
    task: { readonly id: string; readonly state: string; readonly clipUrl: string }
  ): unknown
}

export const TEST_KEY = 'test-key-0123456789'

const runway: Dialect = {
  isOrder: (method, path) => method === 'POST' && path === '/v1/image_to_video',
  isCancel: (method, path) => method === 'DELETE' && path.startsWith('/v1/tasks/'),
  key: { header: 'authorization', value: `Bearer ${TEST_KEY}` },
  accepted: (id) => ({ id, estimatedCost: { credits: 25 } }),
  answer(path, { id, state, clipUrl }) {
    if (path === '/v1/organization') return { creditBalance: 1234, tier: {}, usage: {} }
    if (state === 'waiting') return { id, status: 'RUNNING', progress: 0.4 }
    if (state === 'refused') return { id, status: 'FAILED', failure: 'x', failureCode: 'SAFETY.INPUT.IMAGE' }
    if (state === 'failed') return { id, status: 'FAILED', failure: 'x', failureCode: 'INTERNAL' }
    return { id, status: 'SUCCEEDED', output: [clipUrl], cost: { credits: 25 } }
  }
}

const pika: Dialect = {
  isOrder: (method, path) => method === 'POST' && path === '/fal-ai/pika/v2.2/image-to-video',
  isCancel: (method, path) => method === 'PUT' && path.endsWith('/cancel'),
  key: { header: 'authorization', value: `Key ${TEST_KEY}` },
  accepted: (id) => ({ request_id: id, status_url: 'https://elsewhere.invalid/status' }),
  answer(path, { state, clipUrl }) {
    const isStatus = path.endsWith('/status')
    if (isStatus) return { status: state === 'waiting' ? 'IN_PROGRESS' : 'COMPLETED' }
    if (state === 'refused')
      return { $status: 422, detail: [{ loc: ['body'], msg: 'x', type: 'content_policy_violation' }] }
    if (state === 'failed') return { $status: 404, detail: 'gone' }
    return { video: { url: clipUrl, content_type: 'video/mp4', file_size: CLIP.length } }
  }
}

const minimax: Dialect = {
  isOrder: (method, path) => method === 'POST' && path === '/v1/video_generation',
  isCancel: () => false,
  key: { header: 'authorization', value: `Bearer ${TEST_KEY}` },
  accepted: (id) => ({ task_id: id, base_resp: { status_code: 0, status_msg: 'success' } }),
  answer(path, { state, clipUrl }) {
    const base_resp = { status_code: 0, status_msg: 'success' }
    if (path.startsWith('/v1/files/retrieve')) return { file: { download_url: clipUrl }, base_resp }
    if (state === 'waiting') return { status: 'Processing', base_resp }
    if (state === 'refused') return { status: '', base_resp: { status_code: 1027, status_msg: 'sensitive' } }
    if (state === 'failed') return { status: 'Fail', base_resp }
    return { status: 'Success', file_id: 42, base_resp }
  }
}

const DIALECTS: Readonly<Record<VendorKind, Dialect>> = { runway, pika, minimax }

export async function startFakeVideoVendor(kind: VendorKind): Promise<FakeVideoVendor> {
  const dialect = DIALECTS[kind]
  const requests: SeenRequest[] = []
  const cancelled: string[] = []
  const faults: { kind: 'order' | 'poll'; how: number | 'cut' }[] = []
  let orders = 0
  let polls = 0
  let pollsNeeded = 1
  let ending: 'refused' | 'failed' | 'ready' = 'ready'
  let clip: Uint8Array = CLIP
  let spoiled: 'foreign' | 'text' | 'none' = 'none'

  const server: LoopbackServer = await startLoopbackServer((request, response, body) => {
    const { method = '', url: path = '', headers } = request
    const send = (status: number, content: unknown): void => {
      response.writeHead(status, { 'content-type': 'application/json' })
      response.end(JSON.stringify(content))
    }
    if (path.startsWith('/clips/')) {
      requests.push({ method, path, headers, body: null })
      response.writeHead(200, { 'content-type': 'video/mp4' })
      response.end(spoiled === 'text' ? '<html>not a video</html>' : clip)
      return
    }
    requests.push({ method, path, headers, body: body.length === 0 ? null : JSON.parse(String(body)) })
    const isOrder = dialect.isOrder(method, path)
    const at = faults.findIndex((fault) => fault.kind === (isOrder ? 'order' : 'poll'))
    const fault = at < 0 ? undefined : faults.splice(at, 1)[0]
    if (fault?.how === 'cut') {
      if (isOrder) orders++
      request.socket.destroy()
      return
    }
    if (fault !== undefined) return send(Number(fault.how), { error: 'x', detail: 'x' })
    if (headers[dialect.key.header] !== dialect.key.value) {
      // MiniMax answers 200 and says it inside.
      if (kind === 'minimax') return send(200, { base_resp: { status_code: 1004, status_msg: 'auth' } })
      return send(401, { error: 'bad key' })
    }
    if (isOrder) {
      orders++
      polls = 0
      return send(200, dialect.accepted(`task-${orders}`))
    }
    if (dialect.isCancel(method, path)) {
      cancelled.push(path)
      return send(200, null)
    }
    const id = `task-${orders}`
    const isFinished = polls >= pollsNeeded
    if (!/\/v1\/files|\/v1\/organization/.test(path) && (kind !== 'pika' || path.endsWith('/status'))) polls++
    const clipUrl = spoiled === 'foreign' ? 'http://10.0.0.7/clip.mp4' : `${server.url}/clips/${id}.mp4`
    const answer = dialect.answer(path, { id, state: isFinished ? ending : 'waiting', clipUrl })
    const status =
      typeof answer === 'object' && answer !== null && '$status' in answer ? Number(answer.$status) : 200
    send(status, answer)
  })

  return {
    ...server,
    requests,
    orders: () => orders,
    cancelled: () => cancelled,
    workFor: (count) => {
      pollsNeeded = count
    },
    failNext: (faultKind, how, count = 1) => {
      for (let each = 0; each < count; each++) faults.push({ kind: faultKind, how })
    },
    endTasks: (how) => {
      ending = how
    },
    spoilClip: (how) => {
      spoiled = how
    },
    serveClip: (bytes) => {
      clip = bytes
    }
  }
}
