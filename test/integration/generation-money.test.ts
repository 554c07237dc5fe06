/** Budgets, price guards, order, estimates and savings, over vendors that keep their own bills. */
import { utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import type { ImageProviderId } from '#shared/domain/provider.ts'
import { aContext, FREE_RULES, type GenerationBench, openGeneration } from '#test/harness/generation.ts'

const A_LINE = {
  provider: 'together',
  model: 'black-forest-labs/FLUX.1-schnell',
  quality: null,
  unit: 'image',
  source: 'own contract',
  seenOn: '2026-11-20'
}

let bench: GenerationBench
afterEach(() => bench.close())

const aRun = (posts: number, changes: Record<string, unknown> = {}) => ({
  ...FREE_RULES,
  campaign: bench.campaign,
  platforms: ['instagram'] as const,
  posts,
  ...changes
})
const aPrompt = (changes: Record<string, unknown> = {}) => ({
  prompt: 'A kettle',
  negativePrompt: '',
  style: '',
  platform: 'instagram' as const,
  campaign: null,
  providers: [] as readonly ImageProviderId[],
  maxPriceMicroUsd: null,
  allowEmergency: false,
  ...changes
})
const nextTurn = () => new Promise<void>((resolve) => setImmediate(resolve))

describe('budgets', () => {
  it('two runs at once cannot spend more than the month allows together', async () => {
    bench = await openGeneration({
      vendors: ['together'],
      beforeDraw: nextTurn,
      settings: { budget: { monthlyUsd: 0.0135 } }
    })
    const other = bench.restart()
    const [one, two] = await Promise.all([
      bench.service.generateCampaign(aRun(6), aContext()),
      other.generateCampaign(aRun(7), aContext())
    ])
    expect(bench.fake('together').draws.length).toBe(5)
    expect(one.images.length + two.images.length).toBe(5)
    expect(new Set([...one.failures, ...two.failures].map((failure) => failure.code))).toEqual(
      new Set(['BUDGET_EXCEEDED'])
    )
  })

  it.each([
    ['campaign', { budget: { perCampaignUsd: 0.006 } }, {}],
    ['provider', { budget: { perProviderUsd: { together: 0.006 } } }, {}],
    ['run', {}, { budgetMicroUsd: 6_000 }]
  ])('a %s budget of two images stops the third before it is sent', async (_name, settings, changes) => {
    bench = await openGeneration({ vendors: ['together'], settings })
    const result = await bench.service.generateCampaign(aRun(4, changes), aContext())
    expect({ images: result.images.length, codes: result.failures.map((failure) => failure.code) }).toEqual({
      images: 2,
      codes: ['BUDGET_EXCEEDED', 'BUDGET_EXCEEDED']
    })
    expect(bench.fake('together').draws.length).toBe(2)
  })

  it('an unanswered call counts against the budget, because it may have been charged', async () => {
    bench = await openGeneration({
      vendors: ['together'],
      maxTimeoutMs: 300,
      settings: { budget: { monthlyUsd: 0.003 } }
    })
    bench.fake('together').script({ kind: 'hang' })
    await bench.service.generateCampaign(aRun(1), aContext())
    await expect(bench.service.generateOne(aPrompt(), aContext())).rejects.toMatchObject({
      code: 'BUDGET_EXCEEDED'
    })
  })

  it('the estimate says what the budgets still allow', async () => {
    bench = await openGeneration({ vendors: ['together'], settings: { budget: { monthlyUsd: 0.01 } } })
    await bench.service.generateCampaign(aRun(1), aContext())
    const estimate = await bench.service.estimate(aRun(2))
    expect(estimate.budgetLeftMicroUsd).toBe(7_300)
  })
})

describe('order and guards', () => {
  it('the cheapest provider for the size draws, and the estimate names it', async () => {
    bench = await openGeneration({ vendors: ['openai', 'replicate', 'together', 'stability'] })
    const estimate = await bench.service.estimate(aRun(2))
    const result = await bench.service.generateCampaign(aRun(2), aContext())
    expect(new Set(result.images.map((image) => image.provider))).toEqual(new Set(['together']))
    expect(estimate.cheapest).toBe('together')
    expect(result.totalCostMicroUsd).toBe(estimate.totalCostMicroUsd)
    expect(result.estimateMicroUsd).toBe(bench.billedMicroUsd())
  })

  it('the user’s order goes before price', async () => {
    bench = await openGeneration({
      vendors: ['replicate', 'together'],
      settings: { providers: { order: ['replicate'] } }
    })
    const result = await bench.service.generateOne(aPrompt(), aContext())
    expect(result.images[0]?.provider).toBe('replicate')
  })

  it('a provider above the highest price is not used', async () => {
    bench = await openGeneration({ vendors: ['stability'] })
    await expect(
      bench.service.generateOne(aPrompt({ maxPriceMicroUsd: 10_000 }), aContext())
    ).rejects.toMatchObject({ code: 'BUDGET_EXCEEDED' })
    expect(bench.fake('stability').draws).toEqual([])
  })

  it('the emergency provider goes beyond the highest price only when allowed', async () => {
    bench = await openGeneration({ vendors: ['openai'] })
    const dear = { maxPriceMicroUsd: 1_000 }
    await expect(bench.service.generateOne(aPrompt(dear), aContext())).rejects.toMatchObject({
      code: 'BUDGET_EXCEEDED'
    })
    const allowed = await bench.service.generateOne(aPrompt({ ...dear, allowEmergency: true }), aContext())
    expect(allowed.images[0]?.provider).toBe('openai')
  })

  it('the emergency provider comes last although it is cheaper than some', async () => {
    bench = await openGeneration({ vendors: ['openai', 'stability'] })
    const result = await bench.service.generateOne(aPrompt(), aContext())
    expect(result.images[0]?.provider).toBe('stability')
  })

  it('refused content is not shown to another vendor', async () => {
    bench = await openGeneration({ vendors: ['together', 'replicate'] })
    bench.fake('together').script({ kind: 'status', status: 422, isModeration: true })
    await expect(bench.service.generateOne(aPrompt(), aContext())).rejects.toMatchObject({
      code: 'CONTENT_BLOCKED'
    })
    expect(bench.fake('replicate').draws).toEqual([])
  })

  it('when all fail the error holds every attempt', async () => {
    bench = await openGeneration({ vendors: ['together', 'replicate'] })
    for (const id of ['together', 'replicate'] as const)
      bench.fake(id).scriptAll(() => ({ kind: 'status', status: 402 }))
    await expect(bench.service.generateOne(aPrompt(), aContext())).rejects.toMatchObject({
      code: 'ALL_PROVIDERS_FAILED',
      details: {
        attempts: [
          { provider: 'together', code: 'NO_CREDIT' },
          { provider: 'replicate', code: 'NO_CREDIT' }
        ]
      }
    })
  })

  it('a failed first provider still shows in the ledger of the delivered image', async () => {
    bench = await openGeneration({ vendors: ['together', 'replicate'] })
    bench.fake('together').script({ kind: 'status', status: 402 })
    const result = await bench.service.generateOne(aPrompt(), aContext())
    expect(result.attempts.map((attempt) => [attempt.provider, attempt.outcome])).toEqual([
      ['together', 'failed'],
      ['replicate', 'succeeded']
    ])
  })

  it('without any key the composer draws; with one it stays out of the way', async () => {
    bench = await openGeneration({ vendors: ['together'] })
    bench.setKey('together', null)
    const without = await bench.service.generateOne(aPrompt(), aContext())
    bench.setKey('together', bench.fake('together').key)
    bench.fake('together').scriptAll(() => ({ kind: 'status', status: 402 }))
    expect(without.images[0]?.provider).toBe('composer')
    await expect(bench.service.generateOne(aPrompt(), aContext())).rejects.toMatchObject({
      code: 'ALL_PROVIDERS_FAILED'
    })
  })

  it('a provider named without its key is said to be missing', async () => {
    bench = await openGeneration({ vendors: [] })
    await expect(
      bench.service.generateOne(aPrompt({ providers: ['fal'] }), aContext())
    ).rejects.toMatchObject({ code: 'NO_PROVIDER_CONFIGURED' })
  })

  it('a vendor gets no more calls at once than it takes', async () => {
    let inFlight = 0
    let most = 0
    bench = await openGeneration({
      vendors: ['replicate'],
      beforeDraw: async () => {
        inFlight += 1
        most = Math.max(most, inFlight)
        for (let turn = 0; turn < 20; turn += 1) await nextTurn()
        inFlight -= 1
      }
    })
    await bench.service.generateCampaign(aRun(10), aContext())
    expect(most).toBe(2)
  })
})

describe('figures', () => {
  it('the cost report counts images, waste and savings against the labelled reference', async () => {
    bench = await openGeneration({ vendors: ['together', 'replicate'] })
    bench.fake('together').script({ kind: 'not-an-image' })
    await bench.service.generateCampaign(aRun(2), aContext())
    const report = bench.service.costReport(bench.campaign.id)
    expect(report).toMatchObject({
      images: 2,
      totalCostMicroUsd: bench.billedMicroUsd(),
      dalleCostMicroUsd: 80_000,
      savingsMicroUsd: 80_000 - bench.billedMicroUsd(),
      referenceLabel: 'DALL-E 3 (historic)'
    })
  })

  it('OpenAI’s cost comes from its usage figures, and the ledger keeps the estimate beside it', async () => {
    bench = await openGeneration({ vendors: ['openai'] })
    const result = await bench.service.generateOne(aPrompt(), aContext())
    expect(result.totalCostMicroUsd).toBe(bench.fake('openai').billedMicroUsd)
    expect(result.attempts[0]?.estimateMicroUsd).toBe(6_000)
  })

  it('a price file of the user replaces the shipped price and is read again when it changes', async () => {
    bench = await openGeneration({ vendors: ['together'] })
    await writeFile(join(bench.folder, 'prices.json'), JSON.stringify([{ ...A_LINE, priceMicroUsd: 900 }]))
    const together = (await bench.service.listProviders()).find((each) => each.id === 'together')
    expect(together).toMatchObject({ priceMicroUsd: 900, priceSource: 'own contract', priceStale: false })
  })

  it.each([
    ['emptied', ''],
    ['cut off', '[{"provider":"toge'],
    ['priced at nothing', JSON.stringify([{ ...A_LINE, priceMicroUsd: 0 }])]
  ])('a price file that was %s changes no price, and the log says so', async (_name, text) => {
    bench = await openGeneration({ vendors: ['together'] })
    const price = async () =>
      (await bench.service.listProviders()).find((each) => each.id === 'together')?.priceMicroUsd
    const file = join(bench.folder, 'prices.json')
    await writeFile(file, JSON.stringify([{ ...A_LINE, priceMicroUsd: 900 }]))
    const before = await price()
    await writeFile(file, text)
    await utimes(file, 1, 1)
    expect([before, await price()]).toEqual([900, 900])
    expect(bench.logLines.some((line) => line.startsWith('own prices not usable'))).toBe(true)
  })

  it('old prices are marked stale', async () => {
    bench = await openGeneration({ vendors: [] })
    const stale = (await bench.service.listProviders())
      .filter((each) => each.priceStale)
      .map((each) => each.id)
    expect(stale).toEqual(['together', 'fal'])
  })

  it('a provider check gives the balance where the vendor has one', async () => {
    bench = await openGeneration({ vendors: ['stability', 'fal', 'openai'] })
    const { signal } = new AbortController()
    const checks = await Promise.all(
      (['stability', 'fal', 'openai'] as const).map((id) => bench.service.testProvider(id, signal))
    )
    expect(checks.map((check) => [check.ok, check.balanceMicroUsd])).toEqual([
      [true, 425_000],
      [true, 12_500_000],
      [true, null]
    ])
    expect(bench.billedMicroUsd()).toBe(0)
  })

  it('a check with a wrong key answers UNAUTHORIZED', async () => {
    bench = await openGeneration({ vendors: ['stability'] })
    bench.setKey('stability', 'wrong-key-0123456789')
    const check = await bench.service.testProvider('stability', new AbortController().signal)
    expect(check).toMatchObject({ ok: false, code: 'UNAUTHORIZED' })
  })
})
