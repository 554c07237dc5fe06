/** What the app was generating when it ended goes on at the next start, and no image is paid twice. */
import { afterEach, describe, expect, it } from 'vitest'
import { AppError } from '#shared/errors.ts'
import { aContext, FREE_RULES, type GenerationBench, openGeneration } from '#test/harness/generation.ts'

let bench: GenerationBench
afterEach(() => bench.close())

const PLATFORMS = ['instagram', 'facebook', 'tiktok', 'linkedin'] as const
const plan = () => ({ ...FREE_RULES, campaign: bench.campaign, platforms: PLATFORMS, posts: 3 })
const draws = () => bench.fake('together').draws.length

describe('a generation beside another process', { timeout: 60_000 }, () => {
  it('does not pay again for pictures delivered after its list of kept pictures was read', async () => {
    bench = await openGeneration({ vendors: ['together'] })
    await bench.service.generateCampaign(plan(), aContext())
    await bench.restart().generateCampaign({ ...plan(), kept: [], isGone: () => false }, aContext())
    expect(draws()).toBe(12)
  })
})

describe('a generation resumed after a restart', { timeout: 60_000 }, () => {
  it('draws what was left and nothing twice', async () => {
    bench = await openGeneration({ vendors: ['together'] })
    const stopping = new AbortController()
    const context = {
      signal: stopping.signal,
      report: (done: number) => void (done >= 5 && stopping.abort(new AppError('CANCELLED', 'Quit.')))
    }
    await expect(bench.service.generateCampaign(plan(), context)).rejects.toMatchObject({ code: 'CANCELLED' })
    const before = bench.images.length
    const result = await bench.restart().generateCampaign({ ...plan(), resume: true }, aContext())
    // What was being drawn when the app ended may be paid: it is told, not drawn again.
    const open = result.failures.map((failure) => failure.code)
    expect(open.every((code) => code === 'CANCELLED')).toBe(true)
    expect([before < 12, bench.images.length]).toEqual([true, 12 - open.length])
    // Whether a call that was cut off had reached the vendor, only the vendor knows; nothing reached it twice.
    expect(draws()).toBeGreaterThanOrEqual(bench.images.length)
    expect(draws()).toBeLessThanOrEqual(12)
    const paid = bench.service.ledger({ campaignId: bench.campaign.id, limit: 100 })
    const certain = paid.reduce((sum, attempt) => sum + attempt.costMicroUsd, 0)
    expect(certain).toBe(result.images.reduce((sum, image) => sum + image.costMicroUsd, 0))
    const possible = paid.reduce((sum, attempt) => sum + attempt.possiblyBilledMicroUsd, 0)
    expect(bench.billedMicroUsd()).toBeGreaterThanOrEqual(certain)
    expect(bench.billedMicroUsd()).toBeLessThanOrEqual(certain + possible)
  })

  it('a run that got through in the last moment is not begun again', async () => {
    bench = await openGeneration({ vendors: ['together'] })
    await bench.service.generateCampaign(plan(), aContext())
    const before = draws()
    await expect(
      bench.restart().generateCampaign({ ...plan(), resume: true }, aContext())
    ).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect(draws()).toBe(before)
  })

  it('what was cut off before its run was written begins at the next start', async () => {
    bench = await openGeneration({ vendors: ['together'] })
    const result = await bench.restart().generateCampaign({ ...plan(), resume: true }, aContext())
    expect([result.images.length, draws()]).toEqual([12, 12])
  })

  it('posts asked for once more and drawn before the end stay as they are', async () => {
    bench = await openGeneration({ vendors: ['together'] })
    await bench.service.generateCampaign(plan(), aContext())
    const cells = [{ platform: 'tiktok', post: 2, variant: 1 } as const]
    const request = { ...FREE_RULES, campaign: bench.campaign, cells }
    await bench.service.retryCells(request, aContext())
    const before = draws()
    await bench.restart().retryCells({ ...request, resume: true }, aContext())
    expect(draws()).toBe(before)
  })
})
