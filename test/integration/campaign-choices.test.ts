/** What a person chose for a campaign: the picture of a post and the shape of the plan, over restarts, exports and losses. */
import { createHash } from 'node:crypto'
import { cp, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { exportBundle } from '#main/composition/export-bundle.ts'
import { unwatched } from '#main/core/jobs.ts'
import { openNodeServices } from '#main/node-services.ts'
import type { Services } from '#main/services.ts'
import type { PlanShape } from '#shared/domain/plan.ts'
import { runCommand } from '#test/harness/command-line.ts'

const POST = { platform: 'instagram' as const, post: 1 }
const RULES = { providers: ['composer' as const], budgetMicroUsd: null, maxPriceMicroUsd: null }
const SHAPE: PlanShape = {
  platforms: ['instagram', 'tiktok'],
  posts: 7,
  variants: 2,
  makers: [{ platform: 'tiktok', post: 7, provider: 'together' }]
}

let folder = ''
let services: Services
const open = (dataFolder: string): Promise<Services> =>
  openNodeServices({ dataFolder, environment: { PATH: process.env['PATH'] } })
const dataFolder = (): string => path.join(folder, 'data')

async function newCampaign(name: string): Promise<string> {
  return (await services.campaigns.create({ name, briefPaths: [], patch: { productName: name } })).id
}

/** Two variants of one post; the ids by variant. */
async function draw(campaignId: string): Promise<readonly [string, string]> {
  await services.generation.generateCampaign(
    { campaignId, platforms: ['instagram'], posts: 1, variants: 2, allowEmergency: false, ...RULES },
    unwatched()
  )
  const pictures = await services.generation.pictures(campaignId, POST)
  const idOf = (wanted: number): string =>
    pictures.find(({ variant }) => variant === wanted)?.asset.id ?? 'none'
  return [idOf(1), idOf(2)]
}

const pickedId = async (campaignId: string): Promise<string | undefined> =>
  (await services.generation.pictures(campaignId, POST)).find(({ isPicked }) => isPicked)?.asset.id

async function exportedHash(campaignId: string): Promise<string> {
  const intoFolder = await mkdtemp(path.join(folder, 'out-'))
  const { catalog, campaigns, clock, generation: pictures } = services
  const request = { campaignId, intoFolder, format: 'folder' as const }
  const { path: bundle } = await exportBundle({ catalog, campaigns, clock, pictures }, request, unwatched())
  const { files } = JSON.parse(await readFile(path.join(bundle, 'manifest.json'), 'utf8'))
  const bytes = await readFile(path.join(bundle, files[0].file))
  return createHash('sha256').update(bytes).digest('hex')
}

describe('choices of a campaign', { timeout: 120_000 }, () => {
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'campaignforge-choices-'))
    services = await open(dataFolder())
  })
  afterAll(async () => {
    await services.close()
    await rm(folder, { recursive: true, force: true })
  })

  test('the picked variant survives a restart and is the file that goes out; taken back, the first is', async () => {
    const campaignId = await newCampaign('Lamp')
    const [first, second] = await draw(campaignId)
    expect(await pickedId(campaignId)).toBe(first)
    await services.generation.pick(campaignId, { ...POST, assetId: second })
    await services.close()
    services = await open(dataFolder())
    expect(await pickedId(campaignId)).toBe(second)
    expect(await exportedHash(campaignId)).toBe(services.catalog.get(second).sha256)
    await services.generation.pick(campaignId, { ...POST, assetId: null })
    expect(await exportedHash(campaignId)).toBe(services.catalog.get(first).sha256)
  })

  test('a picture of another campaign, of another post or of nothing is refused, and the choice stays', async () => {
    const campaignId = await newCampaign('Kettle')
    const [, second] = await draw(campaignId)
    const [foreign] = await draw(await newCampaign('Vase'))
    await services.generation.pick(campaignId, { ...POST, assetId: second })
    for (const assetId of [foreign, 'nothing'])
      await expect(services.generation.pick(campaignId, { ...POST, assetId })).rejects.toMatchObject({
        code: 'NOT_FOUND'
      })
    await expect(
      services.generation.pick(campaignId, { ...POST, post: 2, assetId: second })
    ).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(services.generation.pick('nobody', { ...POST, assetId: second })).rejects.toMatchObject({
      code: 'NOT_FOUND'
    })
    expect(await pickedId(campaignId)).toBe(second)
  })

  test('a picked picture in the trash gives way to the first variant, and is the choice again when restored', async () => {
    const campaignId = await newCampaign('Bowl')
    const [first, second] = await draw(campaignId)
    await services.generation.pick(campaignId, { ...POST, assetId: second })
    services.catalog.trash([second])
    expect(await pickedId(campaignId)).toBe(first)
    expect(await exportedHash(campaignId)).toBe(services.catalog.get(first).sha256)
    services.catalog.restore([second])
    expect(await pickedId(campaignId)).toBe(second)
  })

  test('the shape of the plan survives a restart, and names each platform once', async () => {
    const campaignId = await newCampaign('Clock')
    expect(services.campaigns.shapeOf(campaignId)).toBeNull()
    const twice = { ...SHAPE, platforms: ['tiktok' as const, 'instagram' as const, 'tiktok' as const] }
    expect(services.campaigns.saveShape(campaignId, twice)).toEqual(SHAPE)
    expect(() => services.campaigns.saveShape('nobody', SHAPE)).toThrow(
      expect.objectContaining({ code: 'NOT_FOUND' })
    )
    await services.close()
    services = await open(dataFolder())
    expect(services.campaigns.shapeOf(campaignId)).toEqual(SHAPE)
    const shown = await runCommand(['campaign', 'show', campaignId, '--json'], { dataFolder: dataFolder() })
    expect(shown.json).toMatchObject({ id: campaignId, shape: SHAPE })
  })

  test('a rebuild from one store alone brings the shape back, also one changed after the last whole copy', async () => {
    const campaignId = await newCampaign('Chair')
    services.campaigns.saveShape(campaignId, { ...SHAPE, posts: 2 })
    await draw(campaignId)
    await services.storage.drain()
    services.campaigns.saveShape(campaignId, SHAPE)
    await services.storage.drain()
    await services.close()
    const fresh = path.join(folder, 'fresh')
    await mkdir(fresh)
    await cp(path.join(dataFolder(), 'stores'), path.join(fresh, 'stores'), { recursive: true })
    const rebuilt = await open(fresh)
    try {
      await rebuilt.storage.rebuild('primary', unwatched())
      expect(rebuilt.campaigns.shapeOf(campaignId)).toEqual(SHAPE)
    } finally {
      await rebuilt.close()
      services = await open(dataFolder())
    }
  })
})
