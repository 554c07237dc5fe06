/** What a plan shows while pictures are made: true of a window that was reloaded, and after a process that ended. */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join, resolve } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { createSystemClock } from '#main/core/clock.ts'
import { AppError } from '#shared/errors.ts'
import { aContext, FREE_RULES, type GenerationBench, openGeneration } from '#test/harness/generation.ts'

let bench: GenerationBench
let gate = Promise.withResolvers<void>()
afterEach(() => bench.close())

const POSTS = 8
const plan = (posts = POSTS) =>
  ({ ...FREE_RULES, campaign: bench.campaign, platforms: ['instagram'], posts }) as const
const states = async (posts = POSTS) => (await bench.service.planCells(plan(posts))).map(({ state }) => state)
const countOf = async (state: string, posts = POSTS) =>
  (await states(posts)).filter((each) => each === state).length

async function openGated(): Promise<void> {
  gate = Promise.withResolvers()
  bench = await openGeneration({
    vendors: ['together'],
    clock: createSystemClock(),
    beforeDraw: () => gate.promise
  })
}
const drawing = (count: number): Promise<void> =>
  bench.fake('together').until(() => bench.fake('together').draws.length >= count)

describe('the plan while pictures are made', { timeout: 60_000 }, () => {
  it('tells what is being made from what waits, and how far the work reaches', async () => {
    await openGated()
    const running = bench.service.generateCampaign(plan(), aContext())
    await drawing(1)
    expect([await countOf('running'), await countOf('waiting')]).toEqual([6, 2])
    // A window that shows fewer posts learns of the others.
    const grid = { platforms: ['instagram'], posts: POSTS, variants: 1 }
    expect(bench.service.extentOf(bench.campaign.id)).toEqual({ held: grid, atWork: grid })
    gate.resolve()
    await running
    expect(await countOf('delivered')).toBe(POSTS)
    expect(bench.service.extentOf(bench.campaign.id)).toEqual({ held: grid, atWork: null })
  })

  it('after Cancel nothing waits any more', async () => {
    await openGated()
    const stopping = new AbortController()
    const running = bench.service.generateCampaign(plan(), aContext(stopping.signal))
    await drawing(1)
    stopping.abort(new AppError('CANCELLED', 'Cancelled.'))
    await expect(running).rejects.toMatchObject({ code: 'CANCELLED' })
    expect([await countOf('waiting'), await countOf('running')]).toEqual([0, 0])
    expect(bench.service.extentOf(bench.campaign.id).atWork).toBeNull()
    gate.resolve()
  })

  it('shows the work of an older run that goes on, though a newer run has the same posts', async () => {
    await openGated()
    gate.resolve()
    await bench.service.generateCampaign(plan(2), aContext())
    await bench.service.generateCampaign(plan(3), aContext())
    gate = Promise.withResolvers()
    // Post 1 went to the trash, so the first plan goes on in its own run.
    const kept = {
      assetId: 'asset-2',
      platform: 'instagram',
      post: 2,
      provider: null,
      model: null,
      costMicroUsd: 0
    } as const
    const running = bench.service.generateCampaign({ ...plan(2), kept: [kept] }, aContext())
    await drawing(4)
    expect(await states(3)).toEqual(['running', 'delivered', 'delivered'])
    gate.resolve()
    await running
  })

  it('a square that another process works on is being made; when the process dies, it is to be made', async () => {
    await openGated()
    const together = bench.fake('together')
    const input = {
      databasePath: join(bench.folder, 'catalog.db'),
      folder: bench.folder,
      provider: 'together',
      baseUrl: together.baseUrl,
      key: together.key
    }
    const script = resolve(import.meta.dirname, '../harness/generation-child.ts')
    const child = fork(script, [JSON.stringify(input)], { execArgv: [], stdio: 'ignore' })
    const ended = once(child, 'exit')
    await Promise.race([drawing(1), ended])
    expect(await states(1)).toEqual(['running'])
    child.kill('SIGKILL')
    await ended
    expect(await states(1)).toEqual(['planned'])
    gate.resolve()
  })
})
