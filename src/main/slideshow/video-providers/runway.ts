/** Runway: a task is ordered, asked after, and its output fetched from an address that expires. */

import { z } from 'zod'
import type { SlideshowPreset } from '#shared/domain/slideshow.ts'
import type { ClipOrder, ClipState, VideoProvider, VideoProviderFacts } from '../video-provider.ts'
import {
  callVideoVendor,
  fetchClip,
  parseVideoAnswer,
  requireKey,
  toDataUri,
  type VideoVendorDeps,
  videoError
} from '../video-vendor-call.ts'

/** Vendor's API document and SDK 4.20.1, 2026-09; gen4_turbo 5 credits a second, a credit is $0.01. */
const FACTS: VideoProviderFacts = {
  id: 'runway',
  label: 'Runway',
  keyName: 'RUNWAYML_API_SECRET',
  defaultBaseUrl: 'https://api.dev.runwayml.com',
  model: 'gen4_turbo',
  clipSeconds: [5, 10],
  priceMicroUsdPerSecond: 50_000,
  priceSource: 'docs.dev.runwayml.com/guides/pricing',
  priceSeenOn: '2026-09-23',
  maxPromptChars: 1000,
  pollIntervalMs: 6000,
  canCancel: true,
  discontinuedOn: null
}
const VERSION = '2024-11-06'
const CREDIT_MICRO_USD = 10_000

const RATIOS: Readonly<Record<SlideshowPreset, string>> = {
  landscape: '1280:720',
  portrait: '720:1280',
  square: '960:960',
  feed: '832:1104'
}

const createdSchema = z.object({ id: z.string().min(1) })
const taskSchema = z.object({
  status: z.string(),
  progress: z.number().nullish(),
  output: z.array(z.string()).nullish(),
  failureCode: z.string().nullish(),
  cost: z.object({ credits: z.number() }).nullish()
})
const organizationSchema = z.object({ creditBalance: z.number() })

async function headers(deps: VideoVendorDeps): Promise<Record<string, string>> {
  return { authorization: `Bearer ${await requireKey(FACTS, deps)}`, 'x-runway-version': VERSION }
}

async function submit(deps: VideoVendorDeps, order: ClipOrder): Promise<string> {
  const body = await callVideoVendor(FACTS, deps, {
    method: 'POST',
    path: '/v1/image_to_video',
    headers: await headers(deps),
    body: {
      model: FACTS.model,
      promptImage: toDataUri(order.image),
      promptText: order.prompt.slice(0, FACTS.maxPromptChars),
      ratio: RATIOS[order.preset],
      duration: order.seconds
    },
    signal: order.signal
  })
  return parseVideoAnswer(FACTS, body, createdSchema).id
}

async function poll(deps: VideoVendorDeps, taskId: string, signal: AbortSignal): Promise<ClipState> {
  const path = `/v1/tasks/${encodeURIComponent(taskId)}`
  const body = await callVideoVendor(FACTS, deps, {
    method: 'GET',
    path,
    headers: await headers(deps),
    signal
  })
  const task = parseVideoAnswer(FACTS, body, taskSchema)
  switch (task.status) {
    case 'SUCCEEDED': {
      const url = task.output?.[0]
      if (url === undefined) throw videoError(FACTS, 'BAD_RESPONSE', 'no_output')
      return {
        state: 'ready',
        url,
        costMicroUsd: task.cost ? Math.round(task.cost.credits * CREDIT_MICRO_USD) : null
      }
    }
    case 'FAILED': {
      const isRefused = task.failureCode?.startsWith('SAFETY') === true
      throw videoError(FACTS, isRefused ? 'CONTENT_BLOCKED' : 'VENDOR_REJECTED', 'task_failed')
    }
    case 'CANCELLED':
    case 'CANCELED':
      throw videoError(FACTS, 'VENDOR_REJECTED', 'task_cancelled')
    default:
      return { state: 'waiting', progress: task.progress ?? null }
  }
}

async function cancel(deps: VideoVendorDeps, taskId: string, signal: AbortSignal): Promise<void> {
  const path = `/v1/tasks/${encodeURIComponent(taskId)}`
  await callVideoVendor(FACTS, deps, {
    method: 'DELETE',
    path,
    headers: await headers(deps),
    signal
  }).catch((cause: { code?: string }) => {
    // A task that is gone already answers 404.
    if (cause.code !== 'VENDOR_REJECTED') throw cause
  })
}

async function check(deps: VideoVendorDeps, signal: AbortSignal) {
  const request = { method: 'GET', path: '/v1/organization', headers: await headers(deps), signal } as const
  const { creditBalance } = parseVideoAnswer(
    FACTS,
    await callVideoVendor(FACTS, deps, request),
    organizationSchema
  )
  return { balanceMicroUsd: Math.round(creditBalance * CREDIT_MICRO_USD) }
}

export function createRunway(deps: VideoVendorDeps): VideoProvider {
  return {
    facts: FACTS,
    submit: (order) => submit(deps, order),
    poll: (taskId, signal) => poll(deps, taskId, signal),
    fetch: (url, signal) => fetchClip(FACTS, deps, { url, signal }),
    cancel: (taskId, signal) => cancel(deps, taskId, signal),
    check: (signal) => check(deps, signal)
  }
}
