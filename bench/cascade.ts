// What the cascade adds to one call: choosing, price, budget, ledger row on disk before the request, error mapping, the
// paid picture kept. Three lanes alternate in one run against one fake vendor, one call at a time and 16 at once:
//   bare fetch    send, read the body
//   proven fetch  the same, plus what every program must do to have a picture: parse, decode, prove it whole
//   cascade       the drawer on a real ledger
// Overhead of the cascade = a call's time less the time inside the provider's adapter in that very call: everything the
// product adds between asking for a picture and having one paid, kept and in the ledger. The differences between lanes'
// quantiles stand beside it; at p99 they compare two bad moments of the machine.
// 16 at once run twice: on a vendor that takes 200 to 300 ms, as quick as none is, and on one that answers at once, where
// 16 loops fill both processors, so the wait for each other is in every figure: there only the time per call counts.
// One call at a time runs once more on a ledger in which the month holds 50,000 calls.
// The flush alone is a line of its own: each paid call waits for one before its request is sent.
// node bench/cascade.ts [--calls 1000] [--picture 64] [--rounds 3]
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, fdatasync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import path from 'node:path'
import { performance } from 'node:perf_hooks'
import { parseArgs, promisify } from 'node:util'
import { createSystemClock } from '#main/core/clock.ts'
import { download } from '#main/core/download.ts'
import { createHttp } from '#main/core/http.ts'
import { createSilentLog } from '#main/core/log.ts'
import { createCheckpoints } from '#main/db/checkpoints.ts'
import { openDatabase } from '#main/db/database.ts'
import { createAttemptRepository } from '#main/images/attempt-repository.ts'
import { createImageDrawer, type ImageTask } from '#main/images/draw-image.ts'
import { createDrawnStore } from '#main/images/drawn-store.ts'
import type { ImageProvider } from '#main/images/image-provider.ts'
import { PRICE_TABLE } from '#main/images/price-table-data.ts'
import { createProviderHealth } from '#main/images/provider-health.ts'
import { createProviderRegistry } from '#main/images/provider-registry.ts'
import { toDrawnImage } from '#main/images/vendor-call.ts'
import { settingsSchema } from '#shared/domain/settings.ts'
import { fillLedger } from './cascade-ledger.ts'
import { record } from './figures.ts'

const { values: options } = parseArgs({
  options: {
    calls: { type: 'string', default: '1000' },
    picture: { type: 'string', default: '64' },
    rounds: { type: 'string', default: '3' }
  }
})
const callCount = Number(options.calls)
const WARM_UP_CALLS = 50
/** Long enough that loops which began together have drifted apart. */
const ROUND_CALLS = 500
const MOST_P99_MS = 5

interface Lane {
  readonly name: string
  /** Resolves to the lane's own time of the call in ms, where it knows. */
  readonly call: () => Promise<number | undefined>
  readonly times: number[]
  readonly ownTimes: number[]
  calls: number
  cpuMs: number
  wallMs: number
}

function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}

async function timed(lane: Lane, isCounted: boolean): Promise<void> {
  const startedAt = performance.now()
  const ownMs = await lane.call()
  if (!isCounted) return
  lane.times.push(performance.now() - startedAt)
  if (ownMs !== undefined) lane.ownTimes.push(ownMs)
}

/**
 * One round of a lane with `width` calls in flight. The first call of each of several loops is not timed: they begin at
 * one moment and wait for each other, which the lane without vendor time shows.
 */
async function runRound(lane: Lane, width: number, calls: number): Promise<void> {
  const cpu = process.cpuUsage()
  const startedAt = performance.now()
  let left = calls
  const worker = async (): Promise<void> => {
    let isCounted = width === 1
    while (left > 0) {
      left -= 1
      await timed(lane, isCounted)
      isCounted = true
    }
  }
  await Promise.all(Array.from({ length: width }, worker))
  const { user, system } = process.cpuUsage(cpu)
  lane.calls += calls
  lane.cpuMs += (user + system) / 1000
  lane.wallMs += performance.now() - startedAt
}

function aTask(): ImageTask {
  return {
    place: { campaignId: null, runId: null, platform: 'instagram', post: null, variant: null },
    request: {
      prompt: 'A kettle on a wooden table',
      negativePrompt: '',
      style: '',
      widthPx: 1024,
      heightPx: 1024
    },
    platform: 'instagram',
    seed: null,
    composition: {
      copy: { brand: '', headline: '', body: '', callToAction: '', price: '' },
      brandColours: [],
      photo: null,
      colourPhotoPath: null,
      variant: 0
    },
    only: ['together'],
    maxPriceMicroUsd: null,
    allowEmergency: false,
    runBudgetMicroUsd: null
  }
}

/** Time inside the provider's adapter, by the signal of the call it belongs to. */
function createStopwatch() {
  const spent = new WeakMap<AbortSignal, number>()
  const watch = (provider: ImageProvider): ImageProvider => ({
    ...provider,
    // The vendor's own gate of a few calls at once is not what is measured.
    facts: { ...provider.facts, maxConcurrent: 64 },
    async draw(request) {
      const startedAt = performance.now()
      try {
        return await provider.draw(request)
      } finally {
        spent.set(request.signal, performance.now() - startedAt)
      }
    }
  })
  return { watch, spentMs: (signal: AbortSignal) => spent.get(signal) ?? 0 }
}

/** With a ledger of its own, so that no measurement begins with the calls of the one before. */
function createDrawer(
  { folder: parent, baseUrl, earlierCalls = 0 }: World,
  watch: (provider: ImageProvider) => ImageProvider
) {
  const folder = mkdtempSync(path.join(parent, 'ledger-'))
  const settings = {
    get: () => settingsSchema.parse({ providers: { together: { baseUrl } }, budget: { monthlyUsd: 1_000 } })
  }
  const parsed = settings.get()
  const clock = createSystemClock()
  const registry = createProviderRegistry({
    http: createHttp(),
    download,
    clock,
    secrets: { read: async () => 'a-key-of-no-one', known: () => [] },
    settings: { get: () => parsed },
    fontsFolder: '',
    prices: () => PRICE_TABLE
  })
  const db = openDatabase(path.join(folder, 'catalog.db'))
  fillLedger(db, earlierCalls)
  const checkpoints = createCheckpoints(db, { onFailure: (cause) => console.error(cause) })
  const drawer = createImageDrawer({
    registry: { ...registry, get: (id) => watch(registry.get(id)) },
    attempts: createAttemptRepository(db),
    health: createProviderHealth(),
    drawn: createDrawnStore(path.join(folder, 'drawn')),
    settings: { get: () => parsed },
    clock,
    log: createSilentLog()
  })
  const close = async (): Promise<void> => {
    await checkpoints.stop()
    db.close()
  }
  return { drawer, close, facts: registry.get('together').facts }
}

const BODY = JSON.stringify({
  model: 'black-forest-labs/FLUX.1-schnell',
  prompt: 'A kettle on a wooden table',
  width: 1024,
  height: 1024,
  n: 1,
  response_format: 'base64',
  output_format: 'jpeg',
  steps: 4
})

async function bareFetch(baseUrl: string): Promise<ArrayBuffer> {
  const answer = await fetch(`${baseUrl}/images/generations`, {
    method: 'POST',
    headers: { authorization: 'Bearer a-key-of-no-one', 'content-type': 'application/json' },
    body: BODY
  })
  return await answer.arrayBuffer()
}

async function provenFetch(baseUrl: string, facts: ImageProvider['facts']): Promise<void> {
  const text = Buffer.from(await bareFetch(baseUrl)).toString('utf8')
  // The fake's answer, written in cascade-vendor.ts.
  const answer = JSON.parse(text) as { readonly data: readonly { readonly b64_json: string }[] }
  const bytes = Buffer.from(answer.data[0]?.b64_json ?? '', 'base64')
  await toDrawnImage(facts, {}, { bytes, costMicroUsd: 0, seed: null, vendorRequestId: null, model: '' })
}

interface World {
  readonly folder: string
  readonly baseUrl: string
  readonly title: string
  readonly width: number
  /** Both processors are busy with this alone: waiting for each other is in the figures. */
  readonly isFull?: boolean
  /** Calls that the month's ledger holds before. */
  readonly earlierCalls?: number
}

function aLane(name: string, call: Lane['call']): Lane {
  return { name, call, times: [], ownTimes: [], calls: 0, cpuMs: 0, wallMs: 0 }
}

/** The lanes in turn, a round of each; a first round of all is thrown away. */
async function measure(world: World): Promise<void> {
  const { baseUrl, title, width, isFull = false } = world
  const stopwatch = createStopwatch()
  const { drawer, close, facts } = createDrawer(world, stopwatch.watch)
  const task = aTask()
  const callCascade = async (): Promise<number> => {
    const { signal } = new AbortController()
    const startedAt = performance.now()
    await drawer.draw(task, signal)
    return performance.now() - startedAt - stopwatch.spentMs(signal)
  }
  const makeLanes = (): readonly Lane[] => [
    aLane('bare fetch', async () => void (await bareFetch(baseUrl))),
    aLane('proven fetch', async () => void (await provenFetch(baseUrl, facts))),
    aLane('cascade', callCascade)
  ]
  for (const lane of makeLanes()) await runRound(lane, width, WARM_UP_CALLS)
  const lanes = makeLanes()
  for (let done = 0; done < callCount; done += ROUND_CALLS) {
    for (const lane of lanes) await runRound(lane, width, ROUND_CALLS)
  }
  await close()
  report({ title, isFull }, lanes)
}

const flush = promisify(fdatasync)

/** A page appended and flushed, as a commit is. */
async function measureFlush(folder: string): Promise<void> {
  const file = openSync(path.join(folder, 'flush'), 'w')
  const times: number[] = []
  for (let done = 0; done < 300; done += 1) {
    writeSync(file, Buffer.alloc(4096, done))
    const startedAt = performance.now()
    await flush(file)
    times.push(performance.now() - startedAt)
  }
  closeSync(file)
  recordQuantiles('flush alone', quantiles(times))
}

function quantiles(times: readonly number[]): { readonly p50: number; readonly p99: number } {
  const sorted = times.toSorted((one, other) => one - other)
  return { p50: percentile(sorted, 0.5), p99: percentile(sorted, 0.99) }
}

function recordQuantiles(name: string, { p50, p99 }: ReturnType<typeof quantiles>, atMost?: number): void {
  record({ name: `${name}, p50`, value: p50, unit: 'ms' })
  record({ name: `${name}, p99`, value: p99, unit: 'ms', ...(atMost === undefined ? {} : { atMost }) })
}

function report({ title, isFull }: Pick<World, 'title' | 'isFull'>, lanes: readonly Lane[]): void {
  for (const { name, times, cpuMs, calls } of lanes) {
    recordQuantiles(`${title}, ${name}`, quantiles(times))
    record({ name: `${title}, ${name}, processor a call`, value: cpuMs / calls, unit: 'ms' })
  }
  const [bare, proven, cascade] = lanes
  if (bare === undefined || proven === undefined || cascade === undefined) return
  const own = quantiles(cascade.ownTimes)
  recordQuantiles(`${title}, overhead of the cascade`, own, isFull ? undefined : MOST_P99_MS)
  const more = quantiles(cascade.times)
  for (const base of [proven, bare]) {
    const less = quantiles(base.times)
    const overhead = { p50: more.p50 - less.p50, p99: more.p99 - less.p99 }
    recordQuantiles(`${title}, ${base.name} to cascade, difference`, overhead)
    const perCall = (cascade.wallMs - base.wallMs) / cascade.calls
    if (isFull)
      record({ name: `${title}, ${base.name} to cascade, difference a call`, value: perCall, unit: 'ms' })
  }
}

async function measureAll(folder: string, url: string): Promise<void> {
  const alone = { folder, baseUrl: `${url}/v1`, width: 1 }
  await measure({ ...alone, title: '1 at once' })
  await measure({ ...alone, title: '1 at once, 50,000 calls in the ledger', earlierCalls: 50_000 })
  await measure({ folder, baseUrl: `${url}/slow/v1`, title: '16 at once', width: 16 })
  const full = { title: '16 at once, no vendor time', width: 16, isFull: true }
  await measure({ folder, baseUrl: `${url}/v1`, ...full })
}

async function main(): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'campaignforge-bench-'))
  const vendor = fork(path.join(import.meta.dirname, 'cascade-vendor.ts'), [options.picture])
  const [url] = (await once(vendor, 'message')) as [string]
  console.log(
    `${callCount} calls each, picture ${options.picture} px, ${cpus().length} × ${cpus()[0]?.model ?? ''}, Node ${process.version}`
  )
  try {
    await measureFlush(folder)
    for (let round = 0; round < Number(options.rounds); round += 1) await measureAll(folder, url)
  } finally {
    vendor.kill()
    rmSync(folder, { recursive: true, force: true })
  }
}

await main()
