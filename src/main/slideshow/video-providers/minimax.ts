/** MiniMax (Hailuo): ordered, asked after, its file looked up and fetched. Errors come with status 200. */

import { z } from 'zod'
import type { ErrorCode } from '#shared/errors.ts'
import type { ClipOrder, ClipState, VideoProvider, VideoProviderFacts } from '../video-provider.ts'
import {
  callVideoVendor,
  fetchClip,
  parseVideoAnswer,
  requireKey,
  toDataUri,
  type VendorAnswer,
  type VideoVendorDeps,
  videoError
} from '../video-vendor-call.ts'

/** Vendor's guide v1 and its own tool server, 2026; about $0.28 for 6 seconds in 768P (resellers, 2026-10). */
const FACTS: VideoProviderFacts = {
  id: 'minimax',
  label: 'MiniMax',
  keyName: 'MINIMAX_API_KEY',
  defaultBaseUrl: 'https://api.minimax.io',
  model: 'MiniMax-Hailuo-02',
  clipSeconds: [6, 10],
  priceMicroUsdPerSecond: 46_667,
  priceSource: 'resellers of Hailuo-02',
  priceSeenOn: '2026-10-24',
  maxPromptChars: 2000,
  pollIntervalMs: 10_000,
  canCancel: false,
  discontinuedOn: null
}

/** Codes inside the answer; the numbers beyond 1004 are not in the vendor's stored documents. */
const BODY_CODES: Readonly<Record<number, ErrorCode>> = {
  1002: 'RATE_LIMITED',
  1004: 'UNAUTHORIZED',
  1008: 'NO_CREDIT',
  1026: 'CONTENT_BLOCKED',
  1027: 'CONTENT_BLOCKED',
  2013: 'INVALID_INPUT'
}

const envelopeSchema = z.object({ base_resp: z.object({ status_code: z.int() }) })
const createdSchema = z.object({ task_id: z.string().min(1) })
const taskSchema = z.object({ status: z.string(), file_id: z.coerce.string().nullish() })
const fileSchema = z.object({ file: z.object({ download_url: z.string().min(1) }) })

function refine({ body, status }: VendorAnswer): ErrorCode | null {
  const code = envelopeSchema.safeParse(body).data?.base_resp.status_code ?? 0
  if (code === 0 || status >= 300) return null
  return BODY_CODES[code] ?? 'VENDOR_REJECTED'
}

async function call(
  deps: VideoVendorDeps,
  request: {
    readonly method: 'GET' | 'POST'
    readonly path: string
    readonly body?: unknown
    readonly signal: AbortSignal
  }
): Promise<unknown> {
  const headers = { authorization: `Bearer ${await requireKey(FACTS, deps)}` }
  return await callVideoVendor(FACTS, deps, { ...request, headers, refine })
}

async function submit(deps: VideoVendorDeps, order: ClipOrder): Promise<string> {
  const body = {
    model: FACTS.model,
    prompt: order.prompt.slice(0, FACTS.maxPromptChars),
    first_frame_image: toDataUri(order.image),
    duration: order.seconds,
    resolution: '768P'
  }
  const answer = await call(deps, {
    method: 'POST',
    path: '/v1/video_generation',
    body,
    signal: order.signal
  })
  return parseVideoAnswer(FACTS, answer, createdSchema).task_id
}

async function poll(deps: VideoVendorDeps, taskId: string, signal: AbortSignal): Promise<ClipState> {
  const path = `/v1/query/video_generation?task_id=${encodeURIComponent(taskId)}`
  const task = parseVideoAnswer(FACTS, await call(deps, { method: 'GET', path, signal }), taskSchema)
  if (task.status === 'Fail') throw videoError(FACTS, 'VENDOR_REJECTED', 'task_failed')
  if (task.status !== 'Success') return { state: 'waiting', progress: null }
  const filePath = `/v1/files/retrieve?file_id=${encodeURIComponent(task.file_id ?? '')}`
  const file = parseVideoAnswer(
    FACTS,
    await call(deps, { method: 'GET', path: filePath, signal }),
    fileSchema
  )
  return { state: 'ready', url: file.file.download_url, costMicroUsd: null }
}

/** Asking for a task that cannot exist tells a bad key from a good one and costs nothing. */
async function check(deps: VideoVendorDeps, signal: AbortSignal) {
  await call(deps, { method: 'GET', path: '/v1/query/video_generation?task_id=0', signal }).catch(
    (cause: { code?: string }) => {
      if (cause.code !== 'VENDOR_REJECTED' && cause.code !== 'INVALID_INPUT') throw cause
    }
  )
  return { balanceMicroUsd: null }
}

export function createMinimax(deps: VideoVendorDeps): VideoProvider {
  return {
    facts: FACTS,
    submit: (order) => submit(deps, order),
    poll: (taskId, signal) => poll(deps, taskId, signal),
    fetch: (url, signal) => fetchClip(FACTS, deps, { url, signal }),
    // The vendor has no way to stop a task (guide v1, 2026).
    cancel: async () => undefined,
    check: (signal) => check(deps, signal)
  }
}
