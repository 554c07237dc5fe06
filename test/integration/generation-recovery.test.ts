/** What a crash, a lost answer or a full disk may cost: never a second payment, never a lost picture. */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { readdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { createSystemClock } from '#main/core/clock.ts'
import { createAttemptRepository } from '#main/images/attempt-repository.ts'
import { createDrawnStore } from '#main/images/drawn-store.ts'
import { AppError } from '#shared/errors.ts'
import type { Fault } from '#test/harness/fake-vendors/fault.ts'
import { makePicture } from '#test/harness/fake-vendors/picture.ts'
import { aContext, FREE_RULES, type GenerationBench, openGeneration } from '#test/harness/generation.ts'

let bench: GenerationBench
afterEach(() => bench.close())

const onePost = () =>
  ({ ...FREE_RULES, campaign: bench.campaign, platforms: ['instagram'], posts: 1 }) as const

const ledger = () => bench.service.ledger({ campaignId: bench.campaign.id, limit: 100 })
const certain = () => ledger().reduce((sum, attempt) => sum + attempt.costMicroUsd, 0)
const possible = () => ledger().reduce((sum, attempt) => sum + attempt.possiblyBilledMicroUsd, 0)

/** Starts the run in a process of its own. */
function startChild(provider: 'together' | 'replicate') {
  const fake = bench.fake(provider)
  const input = {
    databasePath: join(bench.folder, 'catalog.db'),
    folder: bench.folder,
    provider,
    baseUrl: fake.baseUrl,
    key: fake.key
  }
  const child = fork(
    resolve(import.meta.dirname, '../harness/generation-child.ts'),
    [JSON.stringify(input)],
    {
      execArgv: [],
      stdio: 'ignore'
    }
  )
  return { child, ended: once(child, 'exit') }
}

/** Kills the process as soon as `isDue`. */
async function killDuring(provider: 'together' | 'replicate', isDue: () => boolean): Promise<void> {
  const { child, ended } = startChild(provider)
  await Promise.race([bench.fake(provider).until(isDue), ended])
  child.kill('SIGKILL')
  await ended
}

describe('a process killed while a vendor works', { timeout: 60_000 }, () => {
  it('leaves a call without an id unknown, counts it as possibly billed, and never pays it again', async () => {
    bench = await openGeneration({ vendors: ['together'], clock: createSystemClock() })
    const together = bench.fake('together')
    together.script({ kind: 'hang' })
    await killDuring('together', () => together.draws.length > 0)

    const recovered = await bench.service.recover(new AbortController().signal)
    expect(recovered).toEqual({ delivered: 0, unknown: 1 })
    expect({ certain: certain(), possible: possible() }).toEqual({
      certain: 0,
      possible: together.billedMicroUsd
    })

    const continued = await bench.service.generateCampaign(
      { ...onePost(), providers: ['together'] },
      aContext()
    )
    expect(continued.failures.map((failure) => failure.code)).toEqual(['NETWORK'])
    expect(together.draws.length).toBe(1)
  })

  it('resumes work that has an id: the picture is delivered and paid once', async () => {
    bench = await openGeneration({ vendors: ['replicate'], clock: createSystemClock() })
    const replicate = bench.fake('replicate')
    replicate.script({ kind: 'deaf', polls: 1000 })
    const polls = () => replicate.calls.filter((call) => call.method === 'GET').length
    await killDuring('replicate', () => polls() > 0)
    replicate.endDeafness()

    expect(await bench.service.recover(new AbortController().signal)).toEqual({ delivered: 1, unknown: 0 })
    expect(replicate.draws.length).toBe(1)
    expect({ certain: certain(), possible: possible() }).toEqual({
      certain: replicate.billedMicroUsd,
      possible: 0
    })
    expect(bench.images.length).toBe(1)
  })
})

describe('a process that still runs', { timeout: 60_000 }, () => {
  it('keeps its calls: another one’s start does not settle them', async () => {
    bench = await openGeneration({ vendors: ['together'], clock: createSystemClock() })
    bench.fake('together').script({ kind: 'hang' })
    const fake = bench.fake('together')
    const other = startChild('together')
    await fake.until(() => fake.draws.length > 0)
    const recovered = await bench.service.recover(new AbortController().signal)
    other.child.kill('SIGKILL')
    await other.ended
    expect(recovered).toEqual({ delivered: 0, unknown: 0 })
    expect(await bench.service.recover(new AbortController().signal)).toEqual({ delivered: 0, unknown: 1 })
  })
})

describe('an answer that got lost', () => {
  it('is fetched by id while the run goes on', async () => {
    bench = await openGeneration({ vendors: ['replicate'] })
    bench.fake('replicate').script({ kind: 'deaf', polls: 2 })
    const result = await bench.service.generateCampaign(onePost(), aContext())
    expect(result.images.length).toBe(1)
    expect(bench.fake('replicate').draws.length).toBe(1)
    expect(result.totalCostMicroUsd).toBe(bench.fake('replicate').billedMicroUsd)
  })

  it('leaves the cell unknown, which a continued run does not pay again and a retry of the cell does', async () => {
    bench = await openGeneration({ vendors: ['together'], maxTimeoutMs: 3_000 })
    const together = bench.fake('together')
    together.script({ kind: 'hang' })
    const input = { ...onePost(), platforms: ['instagram', 'facebook'] } as const
    const first = await bench.service.generateCampaign(input, aContext())
    expect(first.failures.map((failure) => failure.code)).toEqual(['TIMEOUT'])
    expect(first.images.length).toBe(1)

    const cell = (await bench.service.planCells(input)).find((each) => each.state === 'unknown')
    if (cell === undefined) throw new Error('one cell should be unknown')
    await bench.service.retryCells({ ...FREE_RULES, campaign: bench.campaign, cells: [cell] }, aContext())
    expect(together.draws.length).toBe(3)
    expect((await bench.service.planCells(input)).map((each) => each.state)).toEqual([
      'delivered',
      'delivered'
    ])
    expect(certain() + possible()).toBe(together.billedMicroUsd)
  })
})

describe('the next start', () => {
  it('fetches work that stayed unanswered, without another drawing', async () => {
    bench = await openGeneration({ vendors: ['replicate'] })
    const replicate = bench.fake('replicate')
    replicate.script({ kind: 'deaf', polls: 1000 })
    const first = await bench.service.generateCampaign(onePost(), aContext())
    expect([first.failures[0]?.code, possible()]).toEqual(['VENDOR_UNAVAILABLE', replicate.billedMicroUsd])

    replicate.endDeafness()
    expect(await bench.restart().recover(new AbortController().signal)).toEqual({ delivered: 1, unknown: 0 })
    expect({ certain: certain(), possible: possible(), draws: replicate.draws.length }).toEqual({
      certain: replicate.billedMicroUsd,
      possible: 0,
      draws: 1
    })
    expect((await bench.service.planCells(onePost())).map((cell) => cell.state)).toEqual(['delivered'])
  })

  it('delivers a picture that was kept a moment before the process died', async () => {
    bench = await openGeneration({ vendors: ['together'] })
    const picture = await makePicture({ widthPx: 1024, heightPx: 1024 })
    const attempts = createAttemptRepository(bench.db)
    await attempts.start(anOpenAttempt('attempt-1'), NO_LIMITS)
    const facts = {
      mediaType: 'image/jpeg',
      widthPx: 1024,
      heightPx: 1024,
      costMicroUsd: 2_700,
      seed: null,
      vendorRequestId: null,
      model: 'some-model'
    }
    createDrawnStore(join(bench.folder, 'drawn')).save('attempt-1', { bytes: picture, ...facts })

    expect(await bench.service.recover(new AbortController().signal)).toEqual({ delivered: 1, unknown: 0 })
    expect(ledger()).toMatchObject([{ outcome: 'succeeded', costMicroUsd: 2_700, assetId: 'asset-1' }])
    expect(await readdir(join(bench.folder, 'drawn'))).toEqual([])
  })
})

describe('a picture that cannot be stored', () => {
  it('is kept and delivered by the next run without another drawing', async () => {
    bench = await openGeneration({ vendors: ['together'] })
    bench.breakSink(1, new AppError('DISK_FULL', 'The disk is full.'))
    const failed = await bench.service.generateCampaign(onePost(), aContext())
    expect(failed.failures.map((failure) => failure.code)).toEqual(['DISK_FULL'])

    const second = await bench.restart().generateCampaign(onePost(), aContext())
    expect(second.images.length).toBe(1)
    expect(bench.fake('together').draws.length).toBe(1)
    expect(second.totalCostMicroUsd).toBe(bench.fake('together').billedMicroUsd)
  })

  it('is delivered by recovery after a restart', async () => {
    bench = await openGeneration({ vendors: ['together'] })
    bench.breakSink(1, new AppError('DISK_FULL', 'The disk is full.'))
    await bench.service.generateCampaign(onePost(), aContext())
    expect(await bench.restart().recover(new AbortController().signal)).toEqual({ delivered: 1, unknown: 0 })
    expect((await bench.service.planCells(onePost())).map((cell) => cell.state)).toEqual(['delivered'])
  })
})

describe('a cancelled run', () => {
  it('stops at once, keeps what is done, and goes on where it stopped', async () => {
    const controller = new AbortController()
    let drawn = 0
    bench = await openGeneration({
      vendors: ['together'],
      beforeDraw: async () => {
        drawn += 1
        if (drawn === 4) controller.abort()
      }
    })
    const input = { ...onePost(), posts: 8 }
    await expect(bench.service.generateCampaign(input, aContext(controller.signal))).rejects.toMatchObject({
      code: 'CANCELLED'
    })
    const kept = bench.images.length
    expect(kept).toBeLessThan(8)

    // Those that were being drawn may have been charged: they are not paid again unasked.
    const continued = await bench.service.generateCampaign(input, aContext())
    const codes = new Set(continued.failures.map((failure) => failure.code))
    expect([continued.images.length + continued.failures.length, codes]).toEqual([8, new Set(['CANCELLED'])])
    expect(certain() + possible()).toBe(bench.billedMicroUsd())
    const draws = bench.fake('together').draws.length
    expect(draws).toBe(8)

    const asked = await bench.service.generateCampaign({ ...input, retryUnknown: true }, aContext())
    expect([asked.images.length, bench.fake('together').draws.length]).toEqual([
      8,
      draws + continued.failures.length
    ])
    expect(certain() + possible()).toBe(bench.billedMicroUsd())
  })

  it('fetches by id what was accepted before it was cancelled, and pays nothing for it', async () => {
    const controller = new AbortController()
    bench = await openGeneration({ vendors: ['fal'], clock: createSystemClock() })
    const fal = bench.fake('fal')
    fal.script({ kind: 'deaf', polls: 1000 })
    const running = bench.service.generateCampaign(onePost(), aContext(controller.signal))
    await fal.until(() => fal.calls.length >= 2)
    controller.abort()
    await expect(running).rejects.toMatchObject({ code: 'CANCELLED' })
    expect((await bench.service.planCells(onePost())).map((cell) => cell.state)).toEqual(['unknown'])

    fal.endDeafness()
    const continued = await bench.service.generateCampaign(onePost(), aContext())
    expect([continued.images.length, fal.draws.length, certain(), possible()]).toEqual([
      1,
      1,
      fal.billedMicroUsd,
      0
    ])
  })

  it('draws a post anew when the vendor says that the cancelled work was ended unpaid', async () => {
    const controller = new AbortController()
    bench = await openGeneration({ vendors: ['replicate'], clock: createSystemClock() })
    const replicate = bench.fake('replicate')
    replicate.script({ kind: 'deaf', polls: 1000 })
    const running = bench.service.generateCampaign(onePost(), aContext(controller.signal))
    await replicate.until(() => replicate.calls.length >= 2)
    controller.abort()
    await expect(running).rejects.toMatchObject({ code: 'CANCELLED' })
    replicate.endDeafness()
    const continued = await bench.service.generateCampaign(onePost(), aContext())
    expect([continued.images.length, replicate.draws.length, possible()]).toEqual([1, 2, 0])
    expect(certain()).toBe(replicate.billedMicroUsd)
  })

  it('asks the vendor to stop accepted work', async () => {
    const controller = new AbortController()
    bench = await openGeneration({ vendors: ['replicate'], clock: createSystemClock() })
    const replicate = bench.fake('replicate')
    replicate.script({ kind: 'deaf', polls: 1000 })
    const running = bench.service.generateCampaign(onePost(), aContext(controller.signal))
    await replicate.until(() => replicate.calls.length >= 2)
    controller.abort()
    await expect(running).rejects.toMatchObject({ code: 'CANCELLED' })
    expect(replicate.cancelledWorks()).toBe(1)
  })
})

describe('a large campaign over failing vendors', () => {
  it.each([7, 21, 1984])(
    'of seed %i ends with every cell delivered or explained, and a ledger that equals the bills',
    async (seed) => {
      bench = await openGeneration({ vendors: ['together', 'replicate', 'fal'], maxTimeoutMs: 2_000 })
      const faults: readonly Fault[] = [
        { kind: 'status', status: 500 },
        { kind: 'status', status: 429, retryAfterSeconds: 3 },
        { kind: 'not-an-image' },
        { kind: 'truncated' },
        { kind: 'wrong-size' },
        { kind: 'reset' },
        { kind: 'hang' },
        { kind: 'slow' },
        { kind: 'deaf', polls: 1 }
      ]
      const random = aRandom(seed)
      for (const id of ['together', 'replicate', 'fal'] as const) {
        bench
          .fake(id)
          .scriptAll(() => (random() < 0.1 ? (faults[Math.floor(random() * faults.length)] ?? null) : null))
      }
      const input = {
        ...FREE_RULES,
        campaign: bench.campaign,
        platforms: ['instagram', 'facebook', 'tiktok', 'linkedin'],
        posts: 25
      } as const
      const result = await bench.service.generateCampaign(input, aContext())
      expect(result.images.length + result.failures.length).toBe(100)
      expect(result.failures.filter((failure) => failure.code === '' || failure.message === '')).toEqual([])
      expect(result.images.length).toBeGreaterThan(90)
      const unanswered = result.attempts.reduce((sum, attempt) => sum + attempt.possiblyBilledMicroUsd, 0)
      expect(result.totalCostMicroUsd + unanswered).toBe(bench.billedMicroUsd())
    },
    120_000
  )
})

const NO_LIMITS = {
  monthMicroUsd: null,
  monthStartedAt: 0,
  campaignMicroUsd: null,
  providerMicroUsd: null,
  runMicroUsd: null
}

/** A row as a call leaves it that has not ended. */
function anOpenAttempt(id: string) {
  return {
    id,
    provider: 'together',
    model: 'some-model',
    estimateMicroUsd: 2_700,
    priceSource: 'contract',
    priceSeenOn: '2026-11-01',
    startedAt: bench.clock.now(),
    request: { prompt: 'A kettle', negativePrompt: '', style: '', widthPx: 1024, heightPx: 1024 },
    processId: process.pid,
    campaignId: bench.campaign.id,
    runId: null,
    platform: 'instagram',
    post: null,
    variant: null
  } as const
}

/** A fixed sequence of numbers in [0, 1), so that a failure can be seen again. */
function aRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296
    return state / 4_294_967_296
  }
}
