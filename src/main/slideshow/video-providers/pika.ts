/** Pika through fal.ai's queue: ordered under an id, asked after, the result read, the clip fetched. */
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
  type VideoVendorDeps
} from '../video-vendor-call.ts'

/** fal's model page and client 1.10.1, 2026-05: $0.20 for 5 seconds in 720p; the picture decides the shape. */
const FACTS: VideoProviderFacts = {
  id: 'pika',
  label: 'Pika',
  keyName: 'FAL_KEY',
  defaultBaseUrl: 'https://queue.fal.run',
  model: 'fal-ai/pika/v2.2/image-to-video',
  clipSeconds: [5, 10],
  priceMicroUsdPerSecond: 40_000,
  priceSource: 'fal.ai/models/fal-ai/pika/v2.2/image-to-video',
  priceSeenOn: '2026-05-01',
  maxPromptChars: 2000,
  pollIntervalMs: 3000,
  canCancel: true,
  discontinuedOn: null
}
/** Sub-paths of a model belong into the order's address, not into those of its request. */
const QUEUE_PATH = '/fal-ai/pika/requests'

const acceptedSchema = z.object({ request_id: z.string().min(1) })
const statusSchema = z.object({ status: z.string() })
const resultSchema = z.object({ video: z.object({ url: z.string().min(1) }) })
const errorSchema = z.object({
  detail: z.union([z.string(), z.array(z.object({ type: z.string().nullish() }))]).nullish()
})

/** Refused content and an empty account hide behind 422 and 403. */
function refine({ status, body }: VendorAnswer): ErrorCode | null {
  const detail = errorSchema.safeParse(body).data?.detail
  const words = Array.isArray(detail) ? detail.map((each) => each.type).join(' ') : (detail ?? '')
  if (status === 422 && /content_policy|nsfw/i.test(words)) return 'CONTENT_BLOCKED'
  if (status === 403 && /balance|locked/i.test(words)) return 'NO_CREDIT'
  return null
}

async function headers(deps: VideoVendorDeps): Promise<Record<string, string>> {
  return { authorization: `Key ${await requireKey(FACTS, deps)}`, 'x-fal-no-retry': '1' }
}

async function submit(deps: VideoVendorDeps, order: ClipOrder): Promise<string> {
  const body = await callVideoVendor(FACTS, deps, {
    method: 'POST',
    path: `/${FACTS.model}`,
    headers: await headers(deps),
    body: {
      image_url: toDataUri(order.image),
      prompt: order.prompt.slice(0, FACTS.maxPromptChars),
      resolution: '720p',
      duration: String(order.seconds)
    },
    signal: order.signal,
    refine
  })
  return parseVideoAnswer(FACTS, body, acceptedSchema).request_id
}

async function poll(deps: VideoVendorDeps, taskId: string, signal: AbortSignal): Promise<ClipState> {
  const path = `${QUEUE_PATH}/${encodeURIComponent(taskId)}`
  const request = { method: 'GET', headers: await headers(deps), signal, refine } as const
  const answer = await callVideoVendor(FACTS, deps, { ...request, path: `${path}/status` })
  const { status } = parseVideoAnswer(FACTS, answer, statusSchema)
  if (status !== 'COMPLETED') return { state: 'waiting', progress: null }
  const result = await callVideoVendor(FACTS, deps, { ...request, path })
  return { state: 'ready', url: parseVideoAnswer(FACTS, result, resultSchema).video.url, costMicroUsd: null }
}

async function cancel(deps: VideoVendorDeps, taskId: string, signal: AbortSignal): Promise<void> {
  const path = `${QUEUE_PATH}/${encodeURIComponent(taskId)}/cancel`
  await callVideoVendor(FACTS, deps, { method: 'PUT', path, headers: await headers(deps), signal }).catch(
    (cause: { code?: string }) => {
      // Work that runs or is complete cannot be cancelled and answers 400; one that is gone 404.
      if (cause.code !== 'VENDOR_REJECTED' && cause.code !== 'INVALID_INPUT') throw cause
    }
  )
}

/** fal has no free check on its queue; the status of a request that cannot exist tells a bad key from a good one. */
async function check(deps: VideoVendorDeps, signal: AbortSignal) {
  const path = `${QUEUE_PATH}/00000000-0000-0000-0000-000000000000/status`
  await callVideoVendor(FACTS, deps, {
    method: 'GET',
    path,
    headers: await headers(deps),
    signal,
    refine
  }).catch((cause: { code?: string }) => {
    if (cause.code !== 'VENDOR_REJECTED' && cause.code !== 'INVALID_INPUT') throw cause
  })
  return { balanceMicroUsd: null }
}

export function createPika(deps: VideoVendorDeps): VideoProvider {
  return {
    facts: FACTS,
    submit: (order) => submit(deps, order),
    poll: (taskId, signal) => poll(deps, taskId, signal),
    fetch: (url, signal) => fetchClip(FACTS, deps, { url, signal }),
    cancel: (taskId, signal) => cancel(deps, taskId, signal),
    check: (signal) => check(deps, signal)
  }
}
