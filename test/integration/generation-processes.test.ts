/** Two processes of the app on one data folder: every picture is drawn and paid once, whoever of them lives. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { unwatched } from '#main/core/jobs.ts'
import { openNodeServices } from '#main/node-services.ts'
import { type CommandResult, runCommand } from '#test/harness/command-line.ts'
import { bodyOf, type FakeVendor, startFakeVendor } from '#test/harness/fake-vendors/fake-vendor.ts'
import { vendorPrice } from '#test/harness/fake-vendors/prices.ts'
import { VENDOR_SCRIPTS } from '#test/harness/fake-vendors/vendor-scripts.ts'

const POSTS = 10
let folder = ''
let vendor: FakeVendor
let campaignId = ''
let gate = Promise.withResolvers<void>()
/** So many more drawings are answered before the gate opens. */
let passes = 0

const run = (args: readonly string[], killAfter?: Promise<unknown>): Promise<CommandResult> =>
  runCommand(args, {
    dataFolder: path.join(folder, 'data'),
    environment: { TOGETHER_API_KEY: vendor.key },
    ...(killAfter === undefined ? {} : { killAfter })
  })
const generate = (killAfter?: Promise<unknown>): Promise<CommandResult> =>
  run(
    [
      'generate',
      '--campaign',
      campaignId,
      '--platform',
      'instagram',
      '--posts',
      String(POSTS),
      '--provider',
      'together'
    ],
    killAfter
  )

/** The most that this vendor is asked for at once. */
const AT_ONCE = 4

const resultSchema = z.object({
  madeCount: z.int(),
  images: z.array(z.object({ post: z.int() })),
  failures: z.array(z.object({ post: z.int(), code: z.string() })),
  /** The ledger of the whole run, whichever process wrote it. */
  attempts: z.array(z.object({ costUsd: z.number(), possiblyBilledUsd: z.number() }))
})
/** In whole micro-dollars. */
const sumOf = (dollars: readonly number[]): number =>
  dollars.reduce((sum, one) => sum + Math.round(one * 1e6), 0)
const promptsDrawn = (): readonly string[] => vendor.draws.map((call) => String(bodyOf(call)['prompt']))

describe('two processes on one data folder', { timeout: 120_000 }, () => {
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'campaignforge-processes-'))
    gate = Promise.withResolvers()
    passes = 0
    const script = VENDOR_SCRIPTS.find(({ id }) => id === 'together')
    if (script === undefined) throw new Error('There is no script of this vendor.')
    vendor = await startFakeVendor(script, {
      priceOf: vendorPrice('together'),
      beforeDraw: async () => {
        passes -= 1
        if (passes < 0) await gate.promise
      }
    })
    await run(['settings', 'set', 'providers.together.baseUrl', vendor.baseUrl])
    const { json } = await run(['campaign', 'create', '--name', 'Two', '--product', 'Kettle'])
    campaignId = z.object({ id: z.string() }).parse(json).id
  })
  afterEach(async () => {
    gate.resolve()
    await vendor.close()
    await rm(folder, { recursive: true, force: true })
  })

  test('that generate the same plan draw every post once, and the bill is the ledger', async () => {
    const both = [generate(), generate()]
    // Both are at work before the first answer.
    await vendor.until(() => vendor.draws.length >= 2)
    gate.resolve()
    const results = (await Promise.all(both)).map(({ json }) => resultSchema.parse(json))
    expect(promptsDrawn()).toHaveLength(POSTS)
    expect(new Set(promptsDrawn()).size).toBe(POSTS)
    const made = results.flatMap(({ images }) => images.map(({ post }) => post))
    expect(new Set(made).size).toBe(POSTS)
    const again = resultSchema.parse((await generate()).json)
    expect([again.failures, vendor.draws.length]).toEqual([[], POSTS])
    expect(sumOf(again.attempts.map(({ costUsd }) => costUsd))).toBe(vendor.billedMicroUsd)
    const report = await run(['cost', 'report', '--campaign', campaignId])
    expect(report.json).toMatchObject({ totalCostUsd: vendor.billedMicroUsd / 1e6 })
  })

  test('of which one is killed: the other takes its posts over, and what was sent is not paid again', async () => {
    const drawing = vendor.until(() => vendor.draws.length === AT_ONCE)
    const killed = await generate(drawing)
    expect(killed.signal).toBe('SIGKILL')
    gate.resolve()
    const result = resultSchema.parse((await generate()).json)
    // What the vendor had been asked for may be charged: it is told, not asked for again.
    expect(result.failures.map(({ code }) => code)).toEqual(Array(AT_ONCE).fill('NETWORK'))
    expect(result.images).toHaveLength(POSTS - AT_ONCE)
    expect(promptsDrawn()).toHaveLength(POSTS)
    expect(new Set(promptsDrawn()).size).toBe(POSTS)
    const certain = sumOf(result.attempts.map(({ costUsd }) => costUsd))
    const possible = sumOf(result.attempts.map(({ possiblyBilledUsd }) => possiblyBilledUsd))
    expect(certain + possible).toBe(vendor.billedMicroUsd)
  })

  test('of which one is killed beside one that stays open: the open one takes over without paying again', async () => {
    const services = await openNodeServices({
      dataFolder: path.join(folder, 'data'),
      environment: { PATH: process.env['PATH'], TOGETHER_API_KEY: vendor.key }
    })
    try {
      await generate(vendor.until(() => vendor.draws.length === AT_ONCE))
      gate.resolve()
      const { images, failures } = await services.generation.generateCampaign(
        {
          ...{ campaignId, platforms: ['instagram'], posts: POSTS, providers: ['together'] },
          ...{ budgetMicroUsd: null, maxPriceMicroUsd: null, allowEmergency: false }
        },
        unwatched()
      )
      expect([images.length, failures.length]).toEqual([POSTS - AT_ONCE, AT_ONCE])
      expect(new Set(promptsDrawn()).size).toBe(vendor.draws.length)
    } finally {
      await services.close()
    }
  })

  test('are seen by the window: what is drawn, what waits and how far the other is; nothing of a dead one', async () => {
    const services = await openNodeServices({
      dataFolder: path.join(folder, 'data'),
      environment: { PATH: process.env['PATH'] }
    })
    const { generation } = services
    const statesNow = async () => {
      const cells = await generation.plan(campaignId, { platforms: ['instagram'], posts: POSTS })
      return Object.fromEntries(
        [...Map.groupBy(cells, ({ state }) => state)].map(([state, { length }]) => [state, length])
      )
    }
    try {
      passes = 3
      const killing = Promise.withResolvers<void>()
      const killed = generate(killing.promise)
      await vi.waitFor(
        () => expect(generation.elsewhere(campaignId)).toEqual({ done: 3, total: POSTS }),
        20_000
      )
      // Six are in hand at once, four of them at the vendor.
      expect(await statesNow()).toEqual({ delivered: 3, running: 6, waiting: 1 })
      killing.resolve()
      expect((await killed).signal).toBe('SIGKILL')
      expect(generation.elsewhere(campaignId)).toBeNull()
      expect(await statesNow()).toEqual({ delivered: 3, planned: 7 })
      gate.resolve()
      await generate()
      expect(generation.elsewhere(campaignId)).toBeNull()
      expect((await statesNow())['waiting']).toBeUndefined()
    } finally {
      await services.close()
    }
  })
})
