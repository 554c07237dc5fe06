/** The plan that people see after something was generated: whoever asked for it, it holds what was made and loses nothing. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { unwatched } from '#main/core/jobs.ts'
import { openNodeServices } from '#main/node-services.ts'
import type { Services } from '#main/services.ts'
import type { PlanShape } from '#shared/domain/plan.ts'
import type { PlatformId } from '#shared/domain/platform.ts'
import { runCommand } from '#test/harness/command-line.ts'

let folder = ''
let services: Services
let campaignId = ''

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'campaignforge-shape-'))
  services = await openNodeServices({ dataFolder: path.join(folder, 'data'), environment: {} })
  const { id } = await services.campaigns.create({
    name: 'Bakery',
    briefPaths: [],
    patch: { productName: 'Rye bread' }
  })
  campaignId = id
})
afterEach(async () => {
  await services.close()
  await rm(folder, { recursive: true, force: true })
})

async function generate(platforms: PlatformId[], posts: number) {
  const rules = { budgetMicroUsd: null, maxPriceMicroUsd: null, allowEmergency: false }
  await services.generation.generateCampaign(
    { campaignId, platforms, posts, providers: ['composer'], ...rules },
    unwatched()
  )
}
const shape = () => services.campaigns.shapeOf(campaignId)

test('the command line leaves the plan that it generated, for the window to open', {
  timeout: 60_000
}, async () => {
  const args = ['--campaign', campaignId, '--platform', 'tiktok', '--posts', '2', '--provider', 'composer']
  const { json } = await runCommand(['generate', ...args], { dataFolder: path.join(folder, 'data') })
  expect(z.object({ madeCount: z.int() }).parse(json).madeCount).toBe(2)
  expect(shape()).toEqual({ platforms: ['tiktok'], posts: 2, variants: 1, makers: [] })
})

test('a plan made by hand grows where it must and never shrinks', { timeout: 60_000 }, async () => {
  const own: PlanShape = {
    platforms: ['facebook', 'linkedin'],
    posts: 4,
    variants: 2,
    makers: [{ platform: 'linkedin', post: 3, provider: 'fal' }]
  }
  services.campaigns.saveShape(campaignId, own)
  await generate(['linkedin'], 1)
  expect(shape()).toEqual(own)
  await generate(['instagram'], 5)
  expect(shape()).toEqual({ ...own, platforms: ['instagram', 'facebook', 'linkedin'], posts: 5 })
})

test('the first plan holds what the campaign had before: words from a file and earlier pictures', {
  timeout: 60_000
}, async () => {
  const words = { platform: 'linkedin', post: 3, prompt: '', altText: '', scheduledAt: null } as const
  services.campaigns.savePosts(campaignId, [{ ...words, caption: 'On Friday' }])
  await generate(['tiktok'], 1)
  expect(shape()).toEqual({ platforms: ['tiktok', 'linkedin'], posts: 3, variants: 1, makers: [] })
})

test('what was refused before anything was planned leaves no plan behind', async () => {
  const refused = services.generation.generateCampaign(
    {
      ...{ campaignId, platforms: ['tiktok'], posts: 9, providers: ['fal'] },
      ...{ budgetMicroUsd: null, maxPriceMicroUsd: null, allowEmergency: false }
    },
    unwatched()
  )
  await expect(refused).rejects.toMatchObject({ code: 'NO_PROVIDER_CONFIGURED' })
  expect(shape()).toBeNull()
})
