/** The vendors' shapes. Sources and dates: the specs named beside each, and the facts collected until 2026-11-22. */
import {
  bodyOf,
  type Call,
  json,
  type Reply,
  type Size,
  type VendorScript,
  type Work
} from './fake-vendor.ts'

const bearer = (key: string) => ['authorization', `Bearer ${key}`] as const
const number = (value: unknown): number => (typeof value === 'number' ? value : 0)

/** Pixels of about one megapixel for a ratio, as ratio-only vendors answer. */
function sizeOfRatio(ratio: string): Size {
  const [across = 1, down = 1] = ratio.split(':').map(Number)
  const unit = Math.sqrt(1_048_576 / (across * down))
  const step = (side: number): number => Math.max(64, Math.round(side / 32) * 32)
  return { widthPx: step(across * unit), heightPx: step(down * unit) }
}

function pictureReply(call: Call, works: ReadonlyMap<string, Work>): Reply | null {
  const id = /^\/pictures\/([\w-]+)/.exec(call.path)?.[1]
  const work = id === undefined ? undefined : works.get(id)
  return work === undefined
    ? null
    : { status: 200, headers: { 'content-type': 'image/jpeg' }, body: work.picture }
}

const resultUrl = (work: Work, url: string): string =>
  work.fault?.kind === 'private-result'
    ? `https://10.0.0.7/pictures/${work.id}`
    : `${url}/pictures/${work.id}`

/** True while the work does not answer to looks. */
function isDeaf(work: Work): boolean {
  work.polls += 1
  return work.fault?.kind === 'deaf' && work.polls <= work.fault.polls
}

/** OpenAI's specification of 2026-08-21 and SDK 7.57.0 of 2026-11-13. */
export const openAiScript: VendorScript = {
  id: 'openai',
  basePath: '/v1',
  keyHeader: bearer,
  isCharged: true,
  draw: /^\/v1\/images\/generations$/,
  format: 'jpeg',
  sizeOf: (call) => {
    const [widthPx = 1024, heightPx = 1024] = String(bodyOf(call)['size']).split('x').map(Number)
    return { widthPx, heightPx }
  },
  answer: (work) =>
    json(
      200,
      {
        created: 1_795_000_000,
        output_format: 'jpeg',
        quality: 'low',
        size: `${work.size.widthPx}x${work.size.heightPx}`,
        data: [{ b64_json: work.picture.toString('base64') }],
        usage: openAiUsage(work.size)
      },
      { 'x-request-id': `req_${work.id}` }
    ),
  isRefusalCharged: false,
  filtered: null,
  errorBody: (status, kind) => ({
    error: {
      message: 'see code',
      type: kind === 'moderation' ? 'image_generation_user_error' : 'invalid_request_error',
      param: null,
      code: kind === 'moderation' ? 'moderation_blocked' : (OPENAI_CODES[status] ?? null)
    }
  }),
  other: (call) => {
    const model = /^\/v1\/models\/(.+)$/.exec(call.path)?.[1]
    return model === undefined
      ? null
      : json(200, { id: model, object: 'model', created: 1, owned_by: 'openai', shutdown_date: null })
  }
}
const OPENAI_CODES: Readonly<Record<number, string>> = {
  401: 'invalid_api_key',
  402: 'billing_hard_limit_reached',
  429: 'rate_limit_exceeded'
}

export function openAiUsage(size: Size) {
  const output = Math.round((196 * size.widthPx * size.heightPx) / 1_048_576)
  return {
    input_tokens: 40,
    input_tokens_details: { text_tokens: 40, image_tokens: 0 },
    output_tokens: output,
    total_tokens: 40 + output
  }
}

/** What OpenAI charges for that usage: $5 and $30 a million tokens. */
export const openAiPrice = (size: Size): number => 40 * 5 + openAiUsage(size).output_tokens * 30

/** Together's OpenAPI document of 2026-04-28. */
export const togetherScript: VendorScript = {
  id: 'together',
  basePath: '/v1',
  keyHeader: bearer,
  isCharged: true,
  draw: /^\/v1\/images\/generations$/,
  format: 'jpeg',
  sizeOf: (call) => ({ widthPx: number(bodyOf(call)['width']), heightPx: number(bodyOf(call)['height']) }),
  answer: (work) =>
    json(200, {
      id: work.id,
      model: 'black-forest-labs/FLUX.1-schnell',
      object: 'list',
      data: [{ index: 0, b64_json: work.picture.toString('base64'), type: 'b64_json' }]
    }),
  isRefusalCharged: false,
  filtered: null,
  errorBody: (_status, kind) => ({
    error: {
      message: 'see type',
      type: kind === 'moderation' ? 'nsfw_content' : 'invalid_request_error',
      param: null,
      code: null
    }
  }),
  other: (call) =>
    call.path === '/v1/models'
      ? json(200, [{ id: 'black-forest-labs/FLUX.1-schnell', type: 'image', pricing: { base: 0.0027 } }])
      : null
}

/** Stability's v2beta document of 2026-09-22. */
export const stabilityScript: VendorScript = {
  id: 'stability',
  basePath: '',
  keyHeader: bearer,
  isCharged: true,
  draw: /^\/(?:v2beta\/stable-image\/generate|v1\/generation)\//,
  format: 'jpeg',
  sizeOf: (call) => {
    if (call.path.startsWith('/v1/')) {
      const body = bodyOf(call)
      return { widthPx: number(body['width']), heightPx: number(body['height']) }
    }
    return sizeOfRatio(formFields(call)['aspect_ratio'] ?? '1:1')
  },
  answer: (work, { path }) => {
    const base64 = work.picture.toString('base64')
    return path.startsWith('/v1/')
      ? json(200, { artifacts: [{ base64, seed: 7, finishReason: 'SUCCESS' }] })
      : {
          ...json(200, { image: base64, finish_reason: 'SUCCESS', seed: 7 }),
          headers: { 'content-type': 'application/json; type=image/jpeg', 'x-request-id': work.id }
        }
  },
  isRefusalCharged: true,
  filtered: () =>
    json(200, {
      image: Buffer.from('blurred').toString('base64'),
      finish_reason: 'CONTENT_FILTERED',
      seed: 7
    }),
  errorBody: (status, kind) => ({
    id: 'a',
    name: kind === 'moderation' ? 'content_moderation' : (STABILITY_NAMES[status] ?? 'internal_error'),
    errors: ['see name']
  }),
  other: (call) => {
    if (call.path === '/v1/user/balance') return json(200, { credits: 42.5 })
    return call.path === '/v1/engines/list'
      ? json(200, [{ id: 'stable-diffusion-xl-1024-v1-0', name: 'SDXL', type: 'PICTURE' }])
      : null
  }
}
const STABILITY_NAMES: Readonly<Record<number, string>> = {
  400: 'bad_request',
  401: 'unauthorized',
  402: 'payment_required',
  404: 'not_found',
  422: 'invalid_language',
  429: 'rate_limit_exceeded'
}

/** Fields of a multipart body by name; values of the client under test hold no line breaks besides the prompt's. */
export function formFields(call: Call): Readonly<Record<string, string>> {
  const boundary = /boundary=(.+)$/.exec(call.headers['content-type'] ?? '')?.[1] ?? ''
  const parts = call.body.toString('utf8').split(`--${boundary}`)
  const fields: Record<string, string> = {}
  for (const part of parts) {
    const match = /name="([^"]+)"\r\n\r\n([\s\S]*)\r\n$/.exec(part)
    if (match?.[1] !== undefined && match[2] !== undefined) fields[match[1]] = match[2]
  }
  return fields
}

const SLOW: ReadonlySet<string> = new Set(['deaf', 'ends-as', 'slow'])

/** Replicate's OpenAPI document of 2026-04-09. */
export const replicateScript: VendorScript = {
  id: 'replicate',
  basePath: '/v1',
  keyHeader: bearer,
  isCharged: true,
  isCancelFree: true,
  draw: /^\/v1\/predictions$/,
  format: 'jpeg',
  sizeOf: (call) => {
    const input = Object(bodyOf(call)['input'])
    return sizeOfRatio(String(input['aspect_ratio']))
  },
  answer: (work, { url, headers }) => {
    // Asked to wait, it answers with the picture; work that takes longer is told about as it is.
    const isDone = /^wait/.test(String(headers['prefer'])) && !SLOW.has(work.fault?.kind ?? '')
    return json(201, prediction(work, isDone ? 'succeeded' : 'starting', url))
  },
  isRefusalCharged: false,
  filtered: null,
  errorBody: (status) => ({
    title: 'Error',
    detail: status === 429 ? 'Request was throttled. Your rate limit resets in ~30s.' : 'see status',
    status
  }),
  other: (call, { works, url }) => {
    if (call.path === '/v1/account')
      return json(200, { type: 'user', username: 'someone', name: 'Someone', github_url: '' })
    const match = /^\/v1\/predictions\/([\w-]+)(\/cancel)?$/.exec(call.path)
    const work = works.get(match?.[1] ?? '')
    if (work === undefined) return pictureReply(call, works)
    if (match?.[2] !== undefined) work.isCancelled = true
    if (isDeaf(work) && match?.[2] === undefined) return json(503, { detail: 'busy' })
    if (work.isCancelled) return json(200, prediction(work, 'canceled', url))
    if (work.polls === 1) return json(200, prediction(work, 'processing', url))
    return json(200, prediction(work, work.fault?.kind === 'ends-as' ? work.fault.status : 'succeeded', url))
  }
}

function prediction(work: Work, status: string, url: string) {
  const error =
    work.fault?.kind === 'ends-as' && status !== 'starting' && status !== 'processing'
      ? (work.fault.error ?? null)
      : null
  return {
    id: work.id,
    model: 'black-forest-labs/flux-schnell',
    version: 'hidden',
    input: {},
    status,
    output: status === 'succeeded' ? [resultUrl(work, url)] : null,
    error,
    created_at: '2026-11-22T10:00:00Z',
    urls: { get: `${url}/v1/predictions/${work.id}`, cancel: `${url}/v1/predictions/${work.id}/cancel` }
  }
}

/** fal's client 1.10.1 and queue guide, 2026-05. */
export const falScript: VendorScript = {
  id: 'fal',
  basePath: '',
  keyHeader: (key) => ['authorization', `Key ${key}`],
  isCharged: true,
  draw: /^\/fal-ai\/flux\/schnell$/,
  format: 'jpeg',
  sizeOf: (call) => {
    const size = Object(bodyOf(call)['image_size'])
    return { widthPx: number(size['width']), heightPx: number(size['height']) }
  },
  answer: (work, { url }) => {
    const at = `${url}/fal-ai/flux/requests/${work.id}`
    return json(200, {
      request_id: work.id,
      status_url: `${at}/status`,
      response_url: at,
      cancel_url: `${at}/cancel`,
      queue_position: 0
    })
  },
  isRefusalCharged: true,
  filtered: null,
  errorBody: (status, kind) => {
    if (kind === 'moderation')
      return { detail: [{ loc: ['body', 'prompt'], msg: 'flagged', type: 'content_policy_violation' }] }
    return status === 422
      ? { detail: [{ loc: ['body'], msg: 'wrong', type: 'value_error' }] }
      : { detail: 'see status' }
  },
  other: (call, { works, url }) => {
    if (call.path.startsWith('/v1/account/billing'))
      return json(200, { username: 'someone', credits: { current_balance: 12.5, currency: 'USD' } })
    const match = /^\/fal-ai\/flux\/requests\/([\w-]+)(\/status|\/cancel)?$/.exec(call.path)
    const work = works.get(match?.[1] ?? '')
    if (work === undefined) return pictureReply(call, works)
    if (match?.[2] === '/cancel') {
      work.isCancelled = true
      return json(202, { status: 'CANCELLATION_REQUESTED' })
    }
    if (match?.[2] === '/status') {
      if (isDeaf(work)) return json(503, { detail: 'busy' })
      return json(200, { status: work.polls === 1 ? 'IN_PROGRESS' : 'COMPLETED', request_id: work.id })
    }
    return json(200, falResult(work, url))
  }
}

function falResult(work: Work, url: string) {
  const { widthPx, heightPx } = work.size
  return {
    images: [{ url: resultUrl(work, url), width: widthPx, height: heightPx, content_type: 'image/jpeg' }],
    seed: 7,
    has_nsfw_concepts: [work.fault?.kind === 'filtered'],
    prompt: 'as asked',
    timings: {}
  }
}

/** Google's SDK 3.1.0. */
export const geminiScript: VendorScript = {
  id: 'gemini',
  basePath: '/v1beta',
  keyHeader: (key) => ['x-goog-api-key', key],
  isCharged: true,
  draw: /^\/v1beta\/models\/[^/]+:generateContent$/,
  format: 'png',
  sizeOf: (call) =>
    sizeOfRatio(String(Object(Object(bodyOf(call)['generationConfig'])['imageConfig'])['aspectRatio'])),
  answer: (work) =>
    json(200, {
      candidates: [
        {
          content: {
            role: 'model',
            parts: [{ inlineData: { mimeType: 'image/png', data: work.picture.toString('base64') } }]
          },
          finishReason: 'STOP'
        }
      ],
      responseId: work.id
    }),
  isRefusalCharged: false,
  filtered: () => json(200, { candidates: [{ finishReason: 'IMAGE_SAFETY' }] }),
  errorBody: (status) => ({
    error: { code: status, message: 'see status', status: GOOGLE_STATUSES[status] ?? 'INTERNAL' }
  }),
  other: (call) => {
    const model = /^\/v1beta\/models\/([^/:]+)$/.exec(call.path)?.[1]
    return model === undefined ? null : json(200, { name: `models/${model}` })
  }
}
const GOOGLE_STATUSES: Readonly<Record<number, string>> = {
  400: 'INVALID_ARGUMENT',
  401: 'UNAUTHENTICATED',
  403: 'PERMISSION_DENIED',
  404: 'NOT_FOUND',
  429: 'RESOURCE_EXHAUSTED'
}

/** Forge's sources of 2025-06. */
export const a1111Script: VendorScript = {
  id: 'a1111',
  basePath: '',
  keyHeader: null,
  isCharged: false,
  draw: /^\/sdapi\/v1\/txt2img$/,
  format: 'png',
  sizeOf: (call) => ({ widthPx: number(bodyOf(call)['width']), heightPx: number(bodyOf(call)['height']) }),
  answer: (work) =>
    json(200, {
      images: [work.picture.toString('base64')],
      parameters: {},
      info: JSON.stringify({ seed: 7, sd_model_name: 'some-model' })
    }),
  isRefusalCharged: false,
  filtered: null,
  errorBody: () => ({ detail: 'see status' }),
  other: (call) => {
    if (call.path === '/sdapi/v1/sd-models')
      return json(200, [{ title: 'some-model.safetensors', model_name: 'some-model' }])
    return call.path === '/sdapi/v1/interrupt' ? json(200, {}) : null
  }
}

/** ComfyUI's server routes, 2026. */
export const comfyUiScript: VendorScript = {
  id: 'comfyui',
  basePath: '',
  keyHeader: null,
  isCharged: false,
  draw: /^\/prompt$/,
  format: 'png',
  sizeOf: (call) => {
    const inputs = Object(Object(Object(bodyOf(call)['prompt'])['4'])['inputs'])
    return { widthPx: number(inputs['width']), heightPx: number(inputs['height']) }
  },
  answer: (work) => json(200, { prompt_id: work.id, number: 1, node_errors: {} }),
  isRefusalCharged: false,
  filtered: null,
  errorBody: () => ({ error: { type: 'see status', message: 'see status' }, node_errors: {} }),
  other: (call, { works }) => {
    if (call.path === '/system_stats') return json(200, { system: {}, devices: [] })
    if (call.path.startsWith('/object_info')) {
      return json(200, {
        CheckpointLoaderSimple: { input: { required: { ckpt_name: [['some-model.safetensors'], {}] } } }
      })
    }
    if (call.path === '/queue' || call.path === '/interrupt') {
      for (const work of works.values()) work.isCancelled = true
      return json(200, {})
    }
    const url = new URL(call.path, 'http://fake')
    const work = works.get(
      /^\/history\/([\w-]+)$/.exec(url.pathname)?.[1] ??
        url.searchParams.get('filename')?.replace('.png', '') ??
        ''
    )
    if (work === undefined) return null
    if (url.pathname === '/view')
      return { status: 200, headers: { 'content-type': 'image/png' }, body: work.picture }
    if (isDeaf(work)) return json(503, {})
    if (work.polls === 1) return json(200, {})
    return json(200, {
      [work.id]: {
        status: { status_str: 'success', completed: true },
        outputs:
          work.fault?.kind === 'ends-as'
            ? {}
            : { '7': { images: [{ filename: `${work.id}.png`, subfolder: '', type: 'output' }] } }
      }
    })
  }
}

export const VENDOR_SCRIPTS: readonly VendorScript[] = [
  openAiScript,
  togetherScript,
  stabilityScript,
  replicateScript,
  falScript,
  geminiScript,
  a1111Script,
  comfyUiScript
]
