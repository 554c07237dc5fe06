/** Campaign runs as people use them: variants, single posts again, own prompts, what is missing, what is in the file. */
import sharp from 'sharp'
import { afterEach, describe, expect, it } from 'vitest'
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

  it('posts that were never generated cannot be drawn again', async () => {
    bench = await openGeneration({ vendors: ['together'] })
    const cells = [{ platform: 'instagram', post: 9, variant: 1 }] as const
    await expect(
      bench.service.retryCells({ ...FREE_RULES, campaign: bench.campaign, cells }, aContext())
    ).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it('a finished run is not continued: generating again makes new pictures', async () => {
    bench = await openGeneration({ vendors: ['together'] })
    await bench.service.generateCampaign(aRun(), aContext())
    await bench.service.generateCampaign(aRun(), aContext())
    expect(bench.fake('together').draws.length).toBe(4)
  })

  it('a run with failures is continued: only those are drawn again', async () => {
    bench = await openGeneration({ vendors: ['together'] })
    bench.fake('together').script({ kind: 'status', status: 422 })
    const first = await bench.service.generateCampaign(aRun(), aContext())
    const second = await bench.service.generateCampaign(aRun(), aContext())
    expect([first.images.length, second.images.length]).toEqual([1, 2])
    expect(bench.fake('together').draws.length).toBe(3)
  })

  it('asking for all does not continue a run that only made what was missing', async () => {
    bench = await openGeneration({ vendors: ['together'] })
    bench.fake('together').script({ kind: 'status', status: 422 })
    await bench.service.generateCampaign(aRun({ leaveOut: [{ platform: 'instagram', post: 1 }] }), aContext())
    const all = await bench.service.generateCampaign(aRun(), aContext())
    expect(all.images.length).toBe(2)
  })

  it('the grid shows each post’s state before, during and after', async () => {
    bench = await openGeneration({ vendors: ['together'] })
    const states = () => bench.service.planCells(aRun({ posts: 3 })).map((cell) => cell.state)
    const before = states()
    bench.fake('together').script(null, { kind: 'status', status: 422 })
    await bench.service.generateCampaign(aRun(), aContext())
    expect([before, states()]).toEqual([
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
