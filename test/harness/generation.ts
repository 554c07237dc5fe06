/** The image service on a real database and disk, with fakes of the vendors it may use. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Clock } from '#main/core/clock.ts'
import { createHttp, type Http } from '#main/core/http.ts'
import type { Log } from '#main/core/log.ts'
import { type Db, openDatabase } from '#main/db/database.ts'
import type { ImageFacts } from '#main/images/delivery.ts'
import { createImageService, type ImageService, type PhotoSource } from '#main/images/image-service.ts'
import type { Asset } from '#shared/domain/asset.ts'
import { EMPTY_BRIEF } from '#shared/domain/campaign.ts'
import type { ImageProviderId } from '#shared/domain/provider.ts'
import { type SecretName, settingsSchema } from '#shared/domain/settings.ts'
import { type FakeVendor, startFakeVendor } from './fake-vendors/fake-vendor.ts'
import { vendorPrice } from './fake-vendors/prices.ts'
import { VENDOR_SCRIPTS } from './fake-vendors/vendor-scripts.ts'
import { createManualClock } from './manual-clock.ts'

export const FONTS_FOLDER = resolve(import.meta.dirname, '../../resources/fonts')
const KEY_NAMES: Readonly<Record<ImageProviderId, SecretName | undefined>> = {
  composer: undefined,
  a1111: undefined,
  comfyui: undefined,
  together: 'TOGETHER_API_KEY',
  replicate: 'REPLICATE_API_TOKEN',
  fal: 'FAL_KEY',
  stability: 'STABILITY_API_KEY',
  gemini: 'GEMINI_API_KEY',
  openai: 'OPENAI_API_KEY'
}

export interface StoredImage {
  readonly bytes: Uint8Array
  readonly facts: ImageFacts
}

export interface GenerationBench {
  readonly service: ImageService
  readonly db: Db
  readonly clock: Clock
  readonly folder: string
  readonly images: StoredImage[]
  readonly logLines: string[]
  readonly campaign: { readonly id: string; readonly name: string; readonly brief: typeof EMPTY_BRIEF }
  fake(id: ImageProviderId): FakeVendor
  /** What all fakes together would charge. */
  billedMicroUsd(): number
  setSettings(settings: Record<string, unknown>): void
  /** Makes the next `count` hand-overs to the catalog fail. */
  breakSink(count: number, error: Error): void
  /** A second service on the same files, as after a restart of the app. */
  restart(): ImageService
  setKey(provider: ImageProviderId, value: string | null): void
  close(): Promise<void>
}

export interface BenchOptions {
  readonly vendors: readonly ImageProviderId[]
  readonly settings?: Record<string, unknown>
  readonly clock?: Clock
  readonly photos?: PhotoSource
  readonly beforeDraw?: () => Promise<void>
  /** Shortens every deadline, for vendors that never answer. */
  readonly maxTimeoutMs?: number
}

export async function openGeneration(options: BenchOptions): Promise<GenerationBench> {
  const folder = await mkdtemp(join(tmpdir(), 'campaignforge-generation-'))
  const clock = options.clock ?? createManualClock({ autoAdvance: true, startAt: Date.UTC(2026, 10, 22) })
  const fakes = await Promise.all(
    VENDOR_SCRIPTS.filter((script) => options.vendors.includes(script.id)).map((script) =>
      startFakeVendor(script, {
        priceOf: vendorPrice(script.id),
        ...(options.beforeDraw === undefined ? {} : { beforeDraw: options.beforeDraw })
      })
    )
  )
  const db = openDatabase(join(folder, 'catalog.db'))
  const brief = {
    ...EMPTY_BRIEF,
    productName: 'Test Kettle',
    benefits: ['Boils in a minute', 'Keeps warm for hours'],
    callsToAction: ['Order now']
  }
  const campaign = { id: 'campaign-1', name: 'Autumn', brief }
  db.prepare(
    'INSERT INTO campaign (id, name, brief_json, created_at, updated_at) VALUES (?, ?, ?, 1, 1)'
  ).run(campaign.id, campaign.name, JSON.stringify(brief))
  const keys = new Map(
    fakes.flatMap((fake) =>
      KEY_NAMES[fake.id] === undefined ? [] : [[KEY_NAMES[fake.id], fake.key] as const]
    )
  )
  let settings = parseSettings(fakes, options.settings ?? {})
  const images: StoredImage[] = []
  const logLines: string[] = []
  let broken = { count: 0, error: new Error('broken') }
  const sink = {
    addImage: async (bytes: Uint8Array, facts: ImageFacts) => {
      if (broken.count > 0) {
        broken = { ...broken, count: broken.count - 1 }
        throw broken.error
      }
      images.push({ bytes, facts })
      // The service reads nothing of an asset but its id.
      return { id: `asset-${images.length}` } as Asset
    }
  }
  const build = () =>
    createImageService({
      db,
      clock,
      http: withDeadline(createHttp(), options.maxTimeoutMs ?? Number.POSITIVE_INFINITY),
      secrets: { read: async (name) => keys.get(name) ?? null, known: () => [...keys.values()] },
      settings: { get: () => settings },
      sink,
      photos: options.photos ?? { photosOf: async () => [] },
      log: toLines(logLines),
      fontsFolder: FONTS_FOLDER,
      workFolder: folder
    })
  return {
    service: build(),
    db,
    clock,
    folder,
    images,
    logLines,
    campaign,
    fake: (id) => {
      const fake = fakes.find((each) => each.id === id)
      if (fake === undefined) throw new Error(`no fake of ${id}`)
      return fake
    },
    billedMicroUsd: () => fakes.reduce((sum, fake) => sum + fake.billedMicroUsd, 0),
    setSettings: (changed) => {
      settings = parseSettings(fakes, changed)
    },
    breakSink: (count, error) => {
      broken = { count, error }
    },
    restart: build,
    setKey: (provider, value) => {
      const name = KEY_NAMES[provider]
      if (name === undefined) return
      if (value === null) keys.delete(name)
      else keys.set(name, value)
    },
    close: async () => {
      await Promise.all(fakes.map((fake) => fake.close()))
      db.close()
      await rm(folder, { recursive: true, force: true })
    }
  }
}

function withDeadline(http: Http, maxTimeoutMs: number): Http {
  return {
    send: (request) => http.send({ ...request, timeoutMs: Math.min(request.timeoutMs, maxTimeoutMs) })
  }
}

/** The given settings with every fake's address in place of the vendor's. */
function parseSettings(fakes: readonly FakeVendor[], settings: Record<string, unknown>) {
  const providers = Object(settings['providers']) as Record<string, object>
  const addressed = fakes.map((fake) => [fake.id, { baseUrl: fake.baseUrl, ...providers[fake.id] }])
  return settingsSchema.parse({ ...settings, providers: { ...providers, ...Object.fromEntries(addressed) } })
}

function toLines(lines: string[]): Log {
  const write = (message: string, fields: unknown = {}): void => {
    lines.push(`${message} ${JSON.stringify(fields)}`)
  }
  return { debug: write, info: write, warn: write, error: write }
}

/** A job's context for tests: never cancelled, progress kept. */
export function aContext(signal = new AbortController().signal) {
  const reports: string[] = []
  return {
    signal,
    reports,
    report: (done: number, total: number, stage = '') => void reports.push(`${done}/${total} ${stage}`)
  }
}

/** The usual rules of a run: every provider, no limit of its own. */
export const FREE_RULES = {
  providers: [],
  maxPriceMicroUsd: null,
  allowEmergency: true,
  budgetMicroUsd: null
} as const
