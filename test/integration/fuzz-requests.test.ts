/** Whatever the window sends, main answers with data or a code a caller can act on; never INTERNAL, never a throw. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createSystemClock } from '#main/core/clock.ts'
import { createSilentLog } from '#main/core/log.ts'
import { forkParser } from '#main/documents/fork-parser.ts'
import type { RequestContext } from '#main/ipc/desktop.ts'
import { createHandlers } from '#main/ipc/handlers.ts'
import { createRouter, type Dispatch } from '#main/ipc/router.ts'
import { RESOURCES_FOLDER } from '#main/node-services.ts'
import { createMemorySecrets } from '#main/secrets/stores/memory-secrets.ts'
import { openServices, type Services } from '#main/services.ts'
import { type JobId, jobIdSchema } from '#shared/domain/job.ts'
import { settingsSchema } from '#shared/domain/settings.ts'
import { type RouteName, routes } from '#shared/ipc/contract.ts'
import { bentInputs, fittingInputs, type Overrides, strangeValues } from '#test/harness/schema-inputs.ts'

const CANARY = 'sk-canary-0123456789abcdefghij'
const SEED = Number(process.env['CAMPAIGNFORGE_FUZZ_SEED'] ?? 20_261_122)
const LONGEST_ROUTE_MS = Number(process.env['CAMPAIGNFORGE_FUZZ_MS'] ?? 8000)
const limits = (numRuns: number): fc.Parameters<unknown> => ({
  seed: SEED,
  numRuns: process.env['CAMPAIGNFORGE_FUZZ_MS'] === undefined ? numRuns : 100_000,
  // The limit bounds a slow machine's time; a run cut short by it has still tried something.
  interruptAfterTimeLimit: LONGEST_ROUTE_MS,
  markInterruptAsFailure: false
})

let folder: string
let services: Services
let dispatch: Dispatch<RequestContext>
let overrides: Overrides
/** What failures were made of, for the message of a failed run. */
let lastFailure: unknown

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'campaignforge-fuzz-'))
  services = await openServices({
    dataFolder: path.join(folder, 'data'),
    resourcesFolder: RESOURCES_FOLDER,
    environment: { PATH: process.env['PATH'] },
    clock: createSystemClock(),
    log: createSilentLog(),
    secretStore: createMemorySecrets(),
    forkParser,
    fetch: async () => {
      throw new TypeError('fetch failed')
    },
    packagedFfmpegPath: null,
    emit: () => undefined,
    damagedCatalog: 'refuse'
  })
  const desktop = {
    openPath: async () => true,
    takeOpenedFiles: () => [],
    chooseSavePath: async (name: string) => path.join(folder, 'saved', path.basename(name)),
    chooseFolder: async () => null,
    showInFolder: () => undefined,
    startDrag: () => true,
    quit: () => undefined,
    sampleFolder: path.join(RESOURCES_FOLDER, 'sample'),
    about: () => ({ version: '0', logFolder: folder })
  }
  dispatch = createRouter(routes, createHandlers(services, desktop), {
    onFailure: (_route, error) => {
      lastFailure = error.cause ?? error
    }
  })
  overrides = await makeOverrides()
}, 60_000)

afterAll(async () => {
  await services.close()
  await rm(folder, { recursive: true, force: true })
})

/** Ids that exist, paths below the temporary folder, and work small enough to be done many times. */
async function makeOverrides(): Promise<Overrides> {
  const picture = path.join(folder, 'picture.png')
  const text = path.join(folder, 'brief.txt')
  await sharp({ create: { width: 64, height: 64, channels: 3, background: '#884422' } })
    .png()
    .toFile(picture)
  await writeFile(text, 'Product: Lantern\nBenefits:\n- Burns for hours\nAudience: readers\n')
  const campaign = await services.campaigns.create({ name: 'Fuzz', briefPaths: [text], patch: {} })
  const context = { signal: new AbortController().signal, report: () => undefined }
  await services.imports.importPaths({ paths: [picture, text], campaignId: campaign.id, tags: [] }, context)
  await services.secrets.set('OPENAI_API_KEY', CANARY)
  const { items } = await services.catalog.list({}, { limit: 10, cursor: null })
  const anyText = fc.string({ minLength: 1, maxLength: 60, unit: 'binary' })
  const assetId = fc.oneof(fc.constantFrom(...items.map((item) => item.id)), anyText)
  const campaignId = fc.oneof(fc.constant(campaign.id), anyText)
  const inside = anyText.filter((name) => !name.includes('..')).map((name) => path.join(folder, 'made', name))
  const place = fc.oneof(fc.constantFrom(picture, text, folder), inside)
  const places = fc.array(place, { minLength: 1, maxLength: 3 })
  const settingPaths = Object.entries(settingsSchema.parse({})).flatMap(([area, values]) => [
    area,
    ...Object.keys(values).map((key) => `${area}.${key}`)
  ])
  return {
    ids: fc.array(assetId, { minLength: 1, maxLength: 4 }),
    assetId,
    campaignId: fc.oneof(campaignId, fc.constant(null)),
    id: fc.oneof(assetId, campaignId),
    paths: places,
    briefPaths: fc.oneof(fc.constant([]), places),
    intoFolder: place,
    path: fc.oneof(place, fc.constantFrom(...settingPaths), anyText),
    musicPath: place,
    voicePath: place,
    endpoint: fc.oneof(
      fc.constantFrom('', 'http://127.0.0.1:9', 'http://127.0.0.1:9/a?b#c', 'ftp://x'),
      anyText
    ),
    'posts:integer': fc.integer({ min: 1, max: 2 }),
    slides: fc.array(fc.record({ assetId, seconds: fc.constant(0.1) }), { minLength: 1, maxLength: 2 }),
    preset: fc.constant('square'),
    framesPerSecond: fc.integer({ min: 1, max: 5 })
  }
}

/** The answer's code, after a job it started has ended; null when all went well. */
async function codeOf(name: string, input: unknown): Promise<string | null> {
  lastFailure = undefined
  const reply = await dispatch(name, input, { windowId: 1 })
  expect(JSON.stringify(reply)).not.toContain(CANARY)
  if (!reply.ok) return reply.error.code
  const job = jobIdOf(name, reply.data)
  if (job === null) return null
  const ended = await services.jobs.finished(job)
  lastFailure = ended.error
  return ended.error?.code ?? null
}

function jobIdOf(name: string, data: unknown): JobId | null {
  const parsed = jobIdSchema.safeParse(data)
  return parsed.success && name !== 'job.list' ? parsed.data : null
}

function expectCoded(name: string, input: unknown, code: string | null): void {
  if (code !== 'INTERNAL') return
  const cause = lastFailure instanceof Error ? lastFailure.stack : JSON.stringify(lastFailure)
  throw new Error(`${name} ${fc.stringify(input)} ended as INTERNAL: ${cause}`)
}

/** These change which stores and settings there are, so they come last. */
const CHANGES_ALL: readonly RouteName[] = ['settings.set', 'store.set']
/** Each run of these does seconds of work; a few runs are all that the time allows. */
const SLOW_ROUTES: readonly RouteName[] = [
  'store.test',
  'campaign.openSample',
  'asset.import',
  'slideshow.render'
]
const routeNames = Object.keys(routes) as readonly RouteName[]
const inOrder = [...routeNames.filter((name) => !CHANGES_ALL.includes(name)), ...CHANGES_ALL]

describe('requests made by chance', () => {
  test('a name that is no route is ROUTE_NOT_FOUND', async () => {
    const names = fc.oneof(
      fc.string(),
      fc.constantFrom('__proto__', 'toString', 'constructor', 'asset.list ')
    )
    await fc.assert(
      fc.asyncProperty(names, strangeValues(), async (name, input) => {
        fc.pre(!Object.hasOwn(routes, name))
        expect(await codeOf(name, input)).toBe('ROUTE_NOT_FOUND')
      }),
      limits(100)
    )
  })

  test.each(inOrder)('%s: an input that fits never ends as INTERNAL', async (name) => {
    const inputs = fittingInputs(routes[name].input, overrides)
    await fc.assert(
      fc.asyncProperty(inputs, async (input) => expectCoded(name, input, await codeOf(name, input))),
      limits(SLOW_ROUTES.includes(name) ? 3 : 15)
    )
  })

  test.each(inOrder)('%s: an input that does not fit is INVALID_INPUT', async (name) => {
    const schema = routes[name].input
    const inputs = fc.oneof(bentInputs(fittingInputs(schema, overrides)), strangeValues())
    await fc.assert(
      fc.asyncProperty(inputs, async (input) => {
        fc.pre(!schema.safeParse(input).success)
        expect(await codeOf(name, input)).toBe('INVALID_INPUT')
      }),
      limits(30)
    )
  })
})
