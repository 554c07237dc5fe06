/** The image settings at work in the real import: what is kept, in which format, with which link to the original. */
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import sharp from 'sharp'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createSystemClock } from '#main/core/clock.ts'
import { createSilentLog } from '#main/core/log.ts'
import { forkParser } from '#main/documents/fork-parser.ts'
import { RESOURCES_FOLDER } from '#main/node-services.ts'
import { createMemorySecrets } from '#main/secrets/stores/memory-secrets.ts'
import { openServices, type Services } from '#main/services.ts'
import type { Asset } from '#shared/domain/asset.ts'
import { NO_JOB } from '#test/harness/storage-bench.ts'

let folder: string
let services: Services

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'campaignforge-optimise-'))
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
  await mkdir(path.join(folder, 'inbox'))
})
afterEach(async () => {
  await services.close()
  await rm(folder, { recursive: true })
})

const inbox = (name: string): string => path.join(folder, 'inbox', name)
const noise = { type: 'gaussian', mean: 128, sigma: 30 } as const
const photo = () => sharp({ create: { width: 900, height: 600, channels: 3, background: '#886644', noise } })

async function wish(images: Readonly<Record<string, unknown>>): Promise<void> {
  for (const [name, value] of Object.entries(images)) await services.settings.setAt(`images.${name}`, value)
}

async function importOne(filePath: string) {
  const { items } = await services.imports.importPaths(
    { paths: [filePath], campaignId: null, tags: [] },
    NO_JOB
  )
  return items[0]
}

const all = async (): Promise<readonly Asset[]> =>
  (await services.catalog.list({}, { limit: 50, cursor: null })).items

async function keptBytes(asset: Asset): Promise<Buffer> {
  const copy = await services.catalog.openCopy(asset.id)
  try {
    return await readFile(copy.path)
  } finally {
    await copy.release()
  }
}

describe('imported pictures', () => {
  test('stay as they are until the user asks for less', async () => {
    await photo().png().toFile(inbox('photo.png'))
    await importOne(inbox('photo.png'))
    const [kept] = await all()
    expect(kept).toMatchObject({ widthPx: 900, mediaType: 'image/png' })
    expect(kept === undefined ? null : await keptBytes(kept)).toEqual(await readFile(inbox('photo.png')))
  })

  test('with the original kept, the smaller one names it as its parent and both are stored', async () => {
    await wish({ optimise: true, maxSidePx: 300, format: 'webp', quality: 70 })
    await photo().png().toFile(inbox('photo.png'))
    const item = await importOne(inbox('photo.png'))
    const smaller = services.catalog.get(item?.assetId ?? '')
    const [original] = services.library.versionsOf(smaller.id).filter(({ id }) => id !== smaller.id)
    if (original === undefined) throw new Error('the original is not linked')
    expect(smaller).toMatchObject({
      widthPx: 300,
      heightPx: 200,
      mediaType: 'image/webp',
      name: 'photo.webp'
    })
    expect(original).toMatchObject({ widthPx: 900, mediaType: 'image/png' })
    expect((await sharp(await keptBytes(smaller)).metadata()).format).toBe('webp')
    expect(await keptBytes(original)).toEqual(await readFile(inbox('photo.png')))
    await services.storage.drain()
    expect((await services.storage.stats()).byStatus.fully_synced).toBe(2)
    expect((await importOne(inbox('photo.png')))?.outcome).toBe('duplicate')
  })

  test('without the original only the smaller one is kept, and the same file again is a duplicate', async () => {
    await wish({ optimise: true, keepOriginal: false, maxSidePx: 300, format: 'jpeg', quality: 70 })
    await photo().png().toFile(inbox('photo.png'))
    const item = await importOne(inbox('photo.png'))
    expect(await all()).toMatchObject([{ id: item?.assetId, widthPx: 300 }])
    expect(await importOne(inbox('photo.png'))).toMatchObject({
      outcome: 'duplicate',
      assetId: item?.assetId
    })
    expect(await readdir(path.join(folder, 'data', 'temp'))).toEqual([])
  })

  test('transparency and colour profile survive', async () => {
    await wish({ optimise: true, keepOriginal: false, maxSidePx: 300, format: 'jpeg' })
    const clear = sharp({ create: { width: 900, height: 600, channels: 4, background: '#88664480', noise } })
    await clear.png().toFile(inbox('clear.png'))
    await photo().jpeg({ quality: 100 }).withIccProfile('p3').toFile(inbox('wide.jpg'))
    const [clearItem, wideItem] = [await importOne(inbox('clear.png')), await importOne(inbox('wide.jpg'))]
    const metadataOf = async (id: string | null | undefined) =>
      await sharp(await keptBytes(services.catalog.get(id ?? ''))).metadata()
    expect(await metadataOf(clearItem?.assetId)).toMatchObject({ format: 'png', hasAlpha: true, width: 300 })
    const { icc } = await sharp(inbox('wide.jpg')).metadata()
    expect((await metadataOf(wideItem?.assetId)).icc).toEqual(icc)
  })

  test('one that would not become smaller stays as it is', async () => {
    await wish({ optimise: true, quality: 100 })
    await photo().resize(60, 40).jpeg({ quality: 5 }).toFile(inbox('tiny.jpg'))
    await importOne(inbox('tiny.jpg'))
    expect(await all()).toMatchObject([{ widthPx: 60, mediaType: 'image/jpeg' }])
  })
})

test('generated pictures keep exactly the pixels of their platform', async () => {
  await wish({ optimise: true, maxSidePx: 256, format: 'jpeg', quality: 20 })
  const { id } = await services.campaigns.create({
    name: 'Lamp',
    briefPaths: [],
    patch: { productName: 'Lamp', benefits: ['Bright'] }
  })
  const { images } = await services.generation.generateCampaign(
    {
      campaignId: id,
      platforms: ['linkedin'],
      posts: 1,
      providers: ['composer'],
      budgetMicroUsd: null,
      maxPriceMicroUsd: null,
      allowEmergency: false
    },
    NO_JOB
  )
  const made = services.catalog.get(images[0]?.assetId ?? '')
  const { width, height } = await sharp(await keptBytes(made)).metadata()
  expect([made.widthPx, made.heightPx, width, height]).toEqual([1200, 627, 1200, 627])
})
