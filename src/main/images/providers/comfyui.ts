/** ComfyUI on this computer or in the own network: a workflow, ours or the user's, is queued, polled and fetched. No cost. */
import { z } from 'zod'
import type { HttpRequest } from '../../core/http.ts'
import { poll, tryStop, whileAccepted, withStop } from '../accepted-work.ts'
import type { CheckResult, DrawnImage, DrawRequest, ImageProvider, ProviderFacts } from '../image-provider.ts'
import { planSize } from '../size-plan.ts'
import {
  callVendor,
  fitPrompt,
  MAX_ANSWER_BYTES,
  parseAnswer,
  type ReadFailure,
  toDrawnImage,
  type VendorAnswer,
  type VendorDeps
} from '../vendor-call.ts'
import { vendorError } from '../vendor-errors.ts'
import { fillWorkflow, plainWorkflow, readWorkflow } from './comfyui-workflow.ts'

/** ComfyUI's server routes, 2026: sizes in multiples of 8. */
const FACTS: ProviderFacts = {
  id: 'comfyui',
  label: 'ComfyUI',
  keyName: null,
  defaultBaseUrl: 'http://127.0.0.1:8188',
  defaultModel: 'workflow',
  sizing: {
    kind: 'step',
    stepPx: 8,
    minSidePx: 256,
    maxSidePx: 2048,
    minPixels: 250_000,
    maxPixels: 1_600_000
  },
  hasNegativePrompt: true,
  hasSeed: true,
  isOffline: false,
  isLocal: true,
  isEmergency: false,
  composesCopy: false,
  maxConcurrent: 1,
  maxPromptChars: 10_000
}
const CALL_TIMEOUT_MS = 30_000
const POLL_INTERVAL_MS = 1_000
const DEADLINE_MS = 10 * 60_000
/** What provenance calls the model of a workflow that is not ours. */
const OWN_WORKFLOW = 'own workflow'
const MAX_SEED = 2 ** 32 - 1

const acceptedSchema = z.object({ prompt_id: z.string().min(1) })
const imageFileSchema = z.object({ filename: z.string().min(1), subfolder: z.string(), type: z.string() })
const historySchema = z.record(
  z.string(),
  z.object({
    status: z.object({ status_str: z.string().nullish() }).nullish(),
    outputs: z.record(z.string(), z.object({ images: z.array(imageFileSchema).nullish() })).nullish()
  })
)
type ImageFile = z.output<typeof imageFileSchema>
const loaderSchema = z.object({
  CheckpointLoaderSimple: z.object({
    input: z.object({ required: z.object({ ckpt_name: z.tuple([z.array(z.string())]).rest(z.unknown()) }) })
  })
})

/** Without an account there is no moderation and no credit; the status says all. */
const readFailure: ReadFailure = () => null

async function call(
  deps: VendorDeps,
  request: Pick<HttpRequest, 'method' | 'body' | 'signal'> & { readonly path: string }
): Promise<VendorAnswer> {
  const { method, body, signal, path } = request
  return await callVendor(FACTS, deps, {
    request: {
      method,
      url: `${deps.baseUrl()}${path}`,
      headers: { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body }),
      timeoutMs: CALL_TIMEOUT_MS,
      maxBytes: MAX_ANSWER_BYTES,
      signal
    },
    readFailure,
    billedMicroUsd: 0
  })
}

/** The checkpoint of the setting, else the server's first. VENDOR_REJECTED when it has none. */
async function findCheckpoint(deps: VendorDeps, signal: AbortSignal): Promise<string> {
  if (deps.model() !== FACTS.defaultModel) return deps.model()
  const answer = await call(deps, { method: 'GET', path: '/object_info/CheckpointLoaderSimple', signal })
  const parsed = parseAnswer(FACTS, answer, { schema: loaderSchema, billedMicroUsd: 0 })
  const name = parsed.CheckpointLoaderSimple.input.required.ckpt_name[0][0]
  if (name !== undefined) return name
  throw vendorError(FACTS.label, { code: 'VENDOR_REJECTED', reason: 'no_checkpoint', status: 200 })
}

async function draw(deps: VendorDeps, request: DrawRequest): Promise<DrawnImage> {
  const seed = request.seed ?? Math.floor(deps.clock.random() * MAX_SEED)
  const asked = planSize(FACTS.sizing, request.size)
  const prompt = fitPrompt(FACTS, request.prompt)
  const values = { ...asked, prompt, negative: request.negativePrompt, seed }
  const own = deps.workflow?.() ?? null
  const model = own === null ? await findCheckpoint(deps, request.signal) : OWN_WORKFLOW
  const nodes = own === null ? plainWorkflow(model, values) : fillWorkflow(await readWorkflow(own), values)
  const body = JSON.stringify({ prompt: nodes, client_id: deps.clock.newId() })
  const answer = await call(deps, { method: 'POST', path: '/prompt', body, signal: request.signal })
  const { prompt_id: id } = parseAnswer(FACTS, answer, { schema: acceptedSchema, billedMicroUsd: 0 })
  request.onAccepted(id)
  return await finish(deps, { id, seed, model }, request)
}

interface QueuedWork {
  readonly id: string
  readonly seed: number | null
  readonly model: string
}

async function finish(deps: VendorDeps, work: QueuedWork, { signal }: DrawRequest): Promise<DrawnImage> {
  const stop = async () => {
    await tryStop(deps, {
      method: 'POST',
      url: `${deps.baseUrl()}/queue`,
      body: JSON.stringify({ delete: [work.id] })
    })
    await tryStop(deps, { method: 'POST', url: `${deps.baseUrl()}/interrupt` })
  }
  const step = async (): Promise<ImageFile | null> => {
    const answer = await call(deps, {
      method: 'GET',
      path: `/history/${encodeURIComponent(work.id)}`,
      signal
    })
    return fileOf(parseAnswer(FACTS, answer, { schema: historySchema, billedMicroUsd: 0 }), work.id)
  }
  return await withStop(signal, stop, () =>
    whileAccepted(async () => {
      const file = await poll(deps, FACTS, {
        intervalMs: POLL_INTERVAL_MS,
        deadlineMs: DEADLINE_MS,
        signal,
        step
      })
      const query = new URLSearchParams({
        filename: file.filename,
        subfolder: file.subfolder,
        type: file.type
      })
      const answer = await call(deps, { method: 'GET', path: `/view?${query}`, signal })
      const made = { costMicroUsd: 0, seed: work.seed, vendorRequestId: work.id, model: work.model }
      return await toDrawnImage(FACTS, deps, { bytes: answer.response.bytes, ...made })
    })
  )
}

/** The first saved picture, else the first preview; null while the run is not in the history. */
function fileOf(history: z.output<typeof historySchema>, id: string): ImageFile | null {
  const entry = history[id]
  if (entry === undefined) return null
  const files = Object.values(entry.outputs ?? {}).flatMap((output) => output.images ?? [])
  const file = files.find((each) => each.type === 'output') ?? files[0]
  if (file !== undefined) return file
  throw vendorError(FACTS.label, {
    code: 'VENDOR_UNAVAILABLE',
    reason: 'run_failed',
    status: 200,
    billedMicroUsd: 0
  })
}

async function check(deps: VendorDeps, signal: AbortSignal): Promise<CheckResult> {
  const own = deps.workflow?.() ?? null
  if (own !== null) await readWorkflow(own)
  await call(deps, { method: 'GET', path: '/system_stats', signal })
  return { balanceMicroUsd: 0, warning: null }
}

export function createComfyUi(deps: VendorDeps): ImageProvider {
  return {
    facts: FACTS,
    model: deps.model,
    draw: (request) => draw(deps, request),
    resume: (id, request) => finish(deps, { id, seed: null, model: deps.model() }, request),
    check: (signal) => check(deps, signal)
  }
}
