// Measures what the cascade adds to one call: ledger, price, budget, cooldown, request and answer checks, the kept picture,
// over a bare fetch to the same fake vendor. Both alternate in one run, one call at a time and 16 at once.
// node bench/cascade.ts [--calls 1000] [--picture 64] [--keep-disk FOLDER]
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import path from 'node:path'
import { performance } from 'node:perf_hooks'
import { parseArgs } from 'node:util'
import { createSystemClock } from '#main/core/clock.ts'
import { download } from '#main/core/download.ts'
import { createHttp } from '#main/core/http.ts'
import { createSilentLog } from '#main/core/log.ts'
import { openDatabase } from '#main/db/database.ts'
import { createAttemptRepository } from '#main/images/attempt-repository.ts'
import { createImageDrawer, type ImageTask } from '#main/images/draw-image.ts'
import { createDrawnStore } from '#main/images/drawn-store.ts'
import type { ImageProvider } from '#main/images/image-provider.ts'
import { PRICE_TABLE } from '#main/images/price-table-data.ts'
import { createProviderHealth } from '#main/images/provider-health.ts'
import { createProviderRegistry } from '#main/images/provider-registry.ts'
import { settingsSchema } from '#shared/domain/settings.ts'

const { values: options } = parseArgs({
  options: {
    calls: { type: 'string', default: '1000' },
    picture: { type: 'string', default: '64' }
  }
})
const callCount = Number(options.calls)
const WARM_UP_CALLS = 50
const ROUND_CALLS = 100

interface Lane {
  readonly name: string
  readonly call: () => Promise<void>
  readonly times: number[]
  cpuMs: number
}

function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}

async function timed(lane: Lane): Promise<void> {
  const startedAt = performance.now()
  await lane.call()
  lane.times.push(performance.now() - startedAt)
}

/** One round of a lane with `width` calls in flight. */
async function runRound(lane: Lane, width: number, calls: number): Promise<void> {
  const cpu = process.cpuUsage()
  let left = calls
  const worker = async (): Promise<void> => {
    while (left > 0) {
      left -= 1
      await timed(lane)
    }
  }
  await Promise.all(Array.from({ length: width }, worker))
  const { user, system } = process.cpuUsage(cpu)
  lane.cpuMs += (user + system) / 1000
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

function createDrawer(folder: string, baseUrl: string) {
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
  const drawer = createImageDrawer({
    registry: { ...registry, get: (id) => withoutGate(registry.get(id)) },
    attempts: createAttemptRepository(db),
    health: createProviderHealth(),
    drawn: createDrawnStore(path.join(folder, 'drawn')),
    settings: { get: () => parsed },
    clock,
    log: createSilentLog()
  })
  return { drawer, db }
}

/** The vendor's own gate of a few calls at once is not what is measured. */
function withoutGate(provider: ImageProvider): ImageProvider {
  return { ...provider, facts: { ...provider.facts, maxConcurrent: 64 } }
}

async function main(): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'campaignforge-bench-'))
  const vendor = fork(path.join(import.meta.dirname, 'cascade-vendor.ts'), [options.picture])
  const [baseUrl] = (await once(vendor, 'message')) as [string]
  const { drawer, db } = createDrawer(folder, baseUrl)
  const task = aTask()
  const { signal } = new AbortController()
  const body = JSON.stringify({
    model: 'black-forest-labs/FLUX.1-schnell',
    prompt: task.request.prompt,
    width: 1024,
    height: 1024,
    n: 1,
    response_format: 'base64',
    output_format: 'jpeg',
    steps: 4
  })
  const makeLanes = (): readonly Lane[] => [
    {
      name: 'bare fetch',
      times: [],
      cpuMs: 0,
      call: async () => {
        const answer = await fetch(`${baseUrl}/images/generations`, {
          method: 'POST',
          headers: { authorization: 'Bearer a-key-of-no-one', 'content-type': 'application/json' },
          body
        })
        await answer.arrayBuffer()
      }
    },
    { name: 'cascade', times: [], cpuMs: 0, call: async () => void (await drawer.draw(task, signal)) }
  ]
  console.log(
    `${callCount} calls each, picture ${options.picture} px, ${cpus().length} × ${cpus()[0]?.model ?? ''}, Node ${process.version}`
  )
  for (const width of [1, 16]) {
    const warm = makeLanes()
    for (const lane of warm) await runRound(lane, width, WARM_UP_CALLS)
    const lanes = makeLanes()
    for (let done = 0; done < callCount; done += ROUND_CALLS) {
      for (const lane of lanes) await runRound(lane, width, ROUND_CALLS)
    }
    report(width, lanes)
  }
  db.close()
  vendor.kill()
  rmSync(folder, { recursive: true, force: true })
}

function report(width: number, lanes: readonly Lane[]): void {
  const rows = lanes.map((lane) => {
    const sorted = lane.times.toSorted((one, other) => one - other)
    return {
      name: lane.name,
      cpu: lane.cpuMs / lane.times.length,
      p50: percentile(sorted, 0.5),
      p99: percentile(sorted, 0.99)
    }
  })
  for (const row of rows) {
    console.log(
      `${width} at once  ${row.name.padEnd(10)}  p50 ${row.p50.toFixed(2)} ms  p99 ${row.p99.toFixed(2)} ms  CPU ${row.cpu.toFixed(2)} ms`
    )
  }
  const [bare, cascade] = rows
  if (bare === undefined || cascade === undefined) return
  console.log(
    `${width} at once  overhead    p50 ${(cascade.p50 - bare.p50).toFixed(2)} ms  p99 ${(cascade.p99 - bare.p99).toFixed(2)} ms, per call of ${width}: p50 ${((cascade.p50 - bare.p50) / width).toFixed(2)} ms  p99 ${((cascade.p99 - bare.p99) / width).toFixed(2)} ms`
  )
}

await main()
