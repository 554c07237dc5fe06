/** Campaign runs as people use them: variants, single posts again, own prompts, what is missing, what is in the file. */
import sharp from 'sharp'
import { afterEach, describe, expect, it } from 'vitest'
import { generationAnswer } from '#main/cli/verbs/generate.ts'
import { PLATFORM_IDS, PLATFORMS } from '#shared/domain/platform.ts'
import { bodyOf } from '#test/harness/fake-vendors/fake-vendor.ts'
import { aContext, FREE_RULES, type GenerationBench, openGeneration } from '#test/harness/generation.ts'

let bench: GenerationBench
afterEach(() => bench.close())

const aRun = (changes: Record<string, unknown> = {}) => ({
  ...FREE_RULES,
  campaign: bench.campaign,
  platforms: ['instagram'] as const,
  posts: 2,
  ...changes
})
const promptsSent = () => bench.fake('together').draws.map((call) => String(bodyOf(call)['prompt']))

describe('a campaign', () => {
  it('is delivered at exactly the platforms’ pixels, marked with its origin, without any key', async () => {
    bench = await openGeneration({ vendors: ['together'] })
    const { images } = await bench.service.generateCampaign(
      aRun({ platforms: PLATFORM_IDS, posts: 1 }),
      aContext()
    )
    expect(images.length).toBe(4)
    for (const { bytes, facts } of bench.images) {
      const { width, height, xmpAsString = '' } = await sharp(bytes).metadata()
      const platform = PLATFORMS[facts.platform ?? 'instagram']
      expect([width, height]).toEqual([platform.widthPx, platform.heightPx])
      expect(xmpAsString).toContain('trainedAlgorithmicMedia')
      expect(xmpAsString).toContain('Test Kettle')
      expect(Buffer.from(bytes).includes(bench.fake('together').key)).toBe(false)
    }
  })

  it('composed words that no font here can write are told with the picture, and once in the command line', async () => {
    const noLetter = '\u{10fffd}'
    bench = await openGeneration({ vendors: [] })
    const brief = { ...bench.campaign.brief, productName: `Kettle ${noLetter}` }
    const campaign = { ...bench.campaign, brief }
    const result = await bench.service.generateCampaign(aRun({ campaign }), aContext())
    expect(result.images.map((image) => image.missingCharacters)).toEqual([[noLetter], [noLetter]])
    expect(generationAnswer(result).text.split(noLetter)).toHaveLength(2)
  })

  it('every post and every variant has a prompt of its own', async () => {
    bench = await openGeneration({ vendors: ['together'] })
    const result = await bench.service.generateCampaign(aRun({ posts: 3, variants: 2 }), aContext())
    expect(result.images.length).toBe(6)
    expect(new Set(promptsSent()).size).toBe(6)
  })

  it('uses the template, style and exclusions of the settings', async () => {
    const prompts = { template: 'Only {product}\n{style}', style: 'ink', negative: 'people' }
    bench = await openGeneration({ vendors: ['together'], settings: { prompts } })
    await bench.service.generateCampaign(aRun({ posts: 1 }), aContext())
    expect(promptsSent()).toEqual(['Only Test Kettle\nink'])
    expect(String(bodyOf(bench.fake('together').draws[0] ?? raise())['negative_prompt'])).toContain('people')
  })

  it('one post is drawn again, and only that', async () => {
    bench = await openGeneration({ vendors: ['together'] })
    await bench.service.generateCampaign(aRun(), aContext())
    const again = await bench.service.retryCells(
      { ...FREE_RULES, campaign: bench.campaign, cells: [{ platform: 'instagram', post: 2, variant: 1 }] },
      aContext()
    )
    expect(again.images.map((image) => image.post)).toEqual([2])
    expect(again.attempts.length).toBe(1)
    expect(bench.fake('together').draws.length).toBe(3)
  })

  it('one post can be the first to be drawn, and the grid then pays only for the others', async () => {
    bench = await openGeneration({ vendors: ['together'] })
    const cells = [{ platform: 'instagram', post: 2, variant: 1 }] as const
    const first = await bench.service.retryCells(
      { ...FREE_RULES, campaign: bench.campaign, cells, begin: true },
      aContext()
    )
    expect(first.images.map((image) => image.post)).toEqual([2])
    const rest = await bench.service.generateCampaign(aRun({ posts: 3 }), aContext())
    expect([rest.madeCount, bench.fake('together').draws.length]).toEqual([2, 3])
  })

  it('posts that were never generated cannot be drawn again', async () => {
    bench = await openGeneration({ vendors: ['together'] })
    const cells = [{ platform: 'instagram', post: 9, variant: 1 }] as const
    await expect(
      bench.service.retryCells({ ...FREE_RULES, campaign: bench.campaign, cells }, aContext())
    ).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it('a finished plan is not paid again: there is nothing to do, and the pictures are told', async () => {
    bench = await openGeneration({ vendors: ['together'] })
    const first = await bench.service.generateCampaign(aRun(), aContext())
    bench.setKey('together', null)
    const second = await bench.service.generateCampaign(aRun(), aContext())
    expect([first.madeCount, second.madeCount, second.failures]).toEqual([2, 0, []])
    expect(second.images.map((image) => image.assetId)).toEqual(first.images.map((image) => image.assetId))
    expect((await bench.service.estimate(aRun())).images).toBe(0)
    expect(bench.fake('together').draws.length).toBe(2)
  })

  it('every post is made anew, and paid again, when that is asked for', async () => {
    bench = await openGeneration({ vendors: ['together'] })
    await bench.service.generateCampaign(aRun(), aContext())
    expect((await bench.service.estimate(aRun({ again: true }))).images).toBe(2)
    const again = await bench.service.generateCampaign(aRun({ again: true }), aContext())
    expect([again.madeCount, bench.fake('together').draws.length]).toEqual([2, 4])
  })

  it('a wider plan pays only for what it adds', async () => {
    bench = await openGeneration({ vendors: ['together'] })
    await bench.service.generateCampaign(aRun(), aContext())
    const wider = aRun({ posts: 3, variants: 2, platforms: ['facebook', 'instagram'] })
    const { images: estimated } = await bench.service.estimate(wider)
    const result = await bench.service.generateCampaign(wider, aContext())
    expect([estimated, result.madeCount, result.images.length]).toEqual([10, 10, 12])
    expect(bench.fake('together').draws.length).toBe(12)
  })

  it('a picture that was thrown away is made again, the others are not', async () => {
    bench = await openGeneration({ vendors: ['together'] })
    const { images } = await bench.service.generateCampaign(aRun(), aContext())
    const kept = images.slice(1).map(({ assetId, platform, post, provider, model, costMicroUsd }) => ({
      ...{ assetId, platform, post, provider, model, costMicroUsd }
    }))
    expect((await bench.service.estimate(aRun({ kept }))).images).toBe(1)
    const again = await bench.service.generateCampaign(aRun({ kept }), aContext())
    expect([again.madeCount, again.images.length, bench.fake('together').draws.length]).toEqual([1, 2, 3])
  })

  it('pictures the library has without a ledger row, as after a rebuild, count as made', async () => {
    bench = await openGeneration({ vendors: ['together'] })
    const kept = [
      {
        ...{ assetId: 'rebuilt-1', platform: 'instagram', post: 2 },
        ...{ provider: 'fal', model: 'schnell', costMicroUsd: 3_000 }
      }
    ]
    const result = await bench.service.generateCampaign(aRun({ kept }), aContext())
    expect(result.images.map((image) => [image.post, image.provider])).toEqual([
      [1, 'together'],
      [2, 'fal']
    ])
    expect(bench.fake('together').draws.length).toBe(1)
  })

  it('a failed post is drawn from today’s brief, not from the words that failed', async () => {
    bench = await openGeneration({ vendors: ['together'] })
    bench.fake('together').script({ kind: 'status', status: 422, isModeration: true })
    await bench.service.generateCampaign(aRun({ posts: 1 }), aContext())
    const brief = { ...bench.campaign.brief, productName: 'Gentle Kettle' }
    await bench.service.generateCampaign(
      aRun({ posts: 1, campaign: { ...bench.campaign, brief } }),
      aContext()
    )
    expect(promptsSent().at(-1)).toContain('Gentle Kettle')
  })

  it('two runs of one plan beside each other pay for every post once', async () => {
    bench = await openGeneration({ vendors: ['together'] })
    const { service } = bench
    const [one, two] = await Promise.all([
      service.generateCampaign(aRun({ posts: 6 }), aContext()),
      Promise.resolve().then(() => service.generateCampaign(aRun({ posts: 6 }), aContext()))
    ])
    expect(bench.fake('together').draws.length).toBe(6)
    expect(one.madeCount + two.madeCount).toBe(6)
    expect([...one.failures, ...two.failures].every((failure) => failure.code === 'CONFLICT')).toBe(true)
  })

  it('a post has its own provider where one is named', async () => {
    bench = await openGeneration({ vendors: ['together', 'replicate', 'fal'] })
    const postProviders = [
      { platform: null, post: 1, providers: ['replicate'] },
      { platform: 'facebook', post: 1, providers: ['fal'] }
    ]
    const input = aRun({ platforms: ['instagram', 'facebook'], postProviders })
    const { totalCostMicroUsd } = await bench.service.estimate(input)
    const result = await bench.service.generateCampaign(input, aContext())
    expect(
      Object.fromEntries(result.images.map((each) => [`${each.platform} ${each.post}`, each.provider]))
    ).toEqual({
      'instagram 1': 'replicate',
      'facebook 1': 'fal',
      'instagram 2': 'together',
      'facebook 2': 'together'
    })
    expect(result.totalCostMicroUsd).toBe(totalCostMicroUsd)
  })

  it('one post is drawn again from edited words by a named provider', async () => {
    bench = await openGeneration({ vendors: ['together', 'replicate'] })
    await bench.service.generateCampaign(aRun(), aContext())
    const cells = [{ platform: 'instagram', post: 2, variant: 1 }] as const
    const words = { prompt: 'A red kettle', negativePrompt: 'steam', providers: ['replicate'] as const }
    const again = await bench.service.retryCells(
      { ...FREE_RULES, ...words, campaign: bench.campaign, cells },
      aContext()
    )
    expect(again.images.map((image) => [image.provider, image.post])).toEqual([['replicate', 2]])
    expect(JSON.stringify(bodyOf(bench.fake('replicate').draws[0] ?? raise()))).toContain('A red kettle')
    expect(bench.images.at(-1)?.facts).toMatchObject({ prompt: 'A red kettle', negativePrompt: 'steam' })
  })

  it('a post with planned words is drawn from them, differently for each variant', async () => {
    bench = await openGeneration({ vendors: ['together'] })
    const posts = [{ platform: 'instagram', post: 1, prompt: 'A kettle on a cliff' }] as const
    await bench.service.generateCampaign(
      aRun({ posts: 1, variants: 2, campaign: { ...bench.campaign, posts } }),
      aContext()
    )
    expect(promptsSent().every((prompt) => prompt.startsWith('A kettle on a cliff'))).toBe(true)
    expect(new Set(promptsSent()).size).toBe(2)
  })

  it('the campaign’s own words go before the settings’, the brand kit’s follow', async () => {
    bench = await openGeneration({
      vendors: ['together'],
      settings: {
        prompts: { style: 'ink', negative: 'people' },
        brand: { style: 'never used', colours: ['#123456'], negative: 'alcohol' }
      }
    })
    const campaign = {
      ...bench.campaign,
      prompts: { template: '{product} {style} {colours}', style: 'oil', negative: null }
    }
    const preview = bench.service.previewPrompt({ campaign, platform: 'instagram', post: 1, variant: 1 })
    await bench.service.generateCampaign(aRun({ posts: 1, campaign }), aContext())
    expect(promptsSent()).toEqual(['Test Kettle oil #123456'])
    expect(preview.prompt).toBe(promptsSent()[0])
    expect(preview.negativePrompt).toMatch(/, alcohol, people$/)
  })

  it('a run with failures is continued: only those are drawn again', async () => {
    bench = await openGeneration({ vendors: ['together'] })
    bench.fake('together').script({ kind: 'status', status: 422 })
    const first = await bench.service.generateCampaign(aRun(), aContext())
    const second = await bench.service.generateCampaign(aRun(), aContext())
    expect([first.images.length, second.images.length]).toEqual([1, 2])
    expect(bench.fake('together').draws.length).toBe(3)
  })

  it('the grid shows each post’s state before, during and after', async () => {
    bench = await openGeneration({ vendors: ['together'] })
    const states = async () => (await bench.service.planCells(aRun({ posts: 3 }))).map((cell) => cell.state)
    const before = await states()
    bench.fake('together').script(null, { kind: 'status', status: 422 })
    await bench.service.generateCampaign(aRun(), aContext())
    expect([before, await states()]).toEqual([
      ['planned', 'planned', 'planned'],
      ['delivered', 'failed', 'planned']
    ])
  })

  it('providers named for a run are tried in the order they were named', async () => {
    bench = await openGeneration({ vendors: ['together', 'replicate'] })
    const { images } = await bench.service.generateCampaign(
      aRun({ posts: 1, providers: ['replicate', 'together'] }),
      aContext()
    )
    expect(images[0]?.provider).toBe('replicate')
  })

  it('the offline composer draws the campaign without any network', async () => {
    bench = await openGeneration({
      vendors: ['together'],
      settings: { providers: { together: { enabled: false } } }
    })
    const result = await bench.service.generateCampaign(aRun({ platforms: ['facebook'] }), aContext())
    expect(result).toMatchObject({ totalCostMicroUsd: 0, savingsPercent: 100, failures: [] })
    expect(bench.fake('together').calls).toEqual([])
    const { xmpAsString } = await sharp(bench.images[0]?.bytes).metadata()
    expect(xmpAsString).toContain('digitalCreation')
  })
})

function raise(): never {
  throw new Error('nothing was drawn')
}
