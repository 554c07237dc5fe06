/** A campaign with thousands of pictures: its plan, its choices and its photos are those of a small one, and main stays free. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDatabase } from '#main/db/database.ts'
import { openNodeServices } from '#main/node-services.ts'
import type { Services } from '#main/services.ts'
import { PLATFORM_IDS } from '#shared/domain/platform.ts'
import { putRows } from '#test/harness/catalog-rows.ts'

const POSTS = 20
/** Drawn again and again since the other posts were drawn, more often than any list of the newest holds. */
const REDRAWN = 3000

let folder = ''
let services: Services
let campaignId = ''
let photoId = ''

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'campaignforge-large-'))
  const dataFolder = path.join(folder, 'data')
  services = await openNodeServices({ dataFolder, environment: { PATH: process.env['PATH'] } })
  const { id } = await services.campaigns.create({ name: 'Large', briefPaths: [], patch: {} })
  campaignId = id
  const db = openDatabase(path.join(dataFolder, 'catalog.db'))
  const posts = Array.from({ length: POSTS }, (_, index) => index + 1)
  const [photo] = putRows(db, [{ campaignId, origin: 'imported', sizePx: [800, 600] }])
  photoId = photo ?? ''
  putRows(
    db,
    posts.flatMap((post) => PLATFORM_IDS.map((platform) => ({ campaignId, platform, post })))
  )
  putRows(
    db,
    Array.from({ length: REDRAWN }, () => ({ campaignId, platform: 'instagram', post: 1 }))
  )
  db.close()
})
afterAll(async () => {
  await services.close()
  await rm(folder, { recursive: true, force: true })
})

const grid = { platforms: PLATFORM_IDS, posts: POSTS }

test('posts drawn before the newest thousands still have their picture, and a redrawn one its newest', async () => {
  const cells = await services.generation.plan(campaignId, grid)
  expect(new Set(cells.map(({ state }) => state))).toEqual(new Set(['delivered']))
  expect(cells.every(({ isPicked }) => isPicked)).toBe(true)
  const redrawn = cells.find(({ platform, post }) => platform === 'instagram' && post === 1)
  const last = 1 + POSTS * PLATFORM_IDS.length + REDRAWN - 1
  expect(redrawn?.asset?.id).toBe(`row-${String(last).padStart(6, '0')}`)
  expect((await services.generation.extentOf(campaignId)).lastPost).toBe(POSTS)
})

test('a choice among the oldest stands, and every picture of the post is offered, newest first', async () => {
  const at = { platform: 'instagram' as const, post: 1 }
  const all = await services.generation.pictures(campaignId, at)
  expect(all).toHaveLength(REDRAWN + 1)
  const oldest = all.at(-1)?.asset.id ?? ''
  expect(oldest < (all[0]?.asset.id ?? '')).toBe(true)
  await services.generation.pick(campaignId, { ...at, assetId: oldest })
  const [cell] = await services.generation.plan(campaignId, { platforms: ['instagram'], posts: 1 })
  expect([cell?.asset?.id, cell?.isPicked]).toEqual([oldest, true])
  expect((await services.generation.chosen(campaignId)).get('instagram/1')?.id).toBe(oldest)
})

test('nothing that has a picture is estimated again, and photos are found behind the pictures', async () => {
  const rules = { providers: [], budgetMicroUsd: null, maxPriceMicroUsd: null, allowEmergency: false }
  const wish = { campaignId, platforms: [...PLATFORM_IDS], posts: POSTS + 1, ...rules }
  expect((await services.generation.estimate(wish)).images).toBe(PLATFORM_IDS.length)
  expect(services.catalog.photos(campaignId, 10).map(({ id }) => id)).toEqual([photoId])
  const board = {
    secondsPerSlide: 3,
    fadeSeconds: 0,
    transition: 'cut',
    motion: 'none',
    preset: 'square'
  } as const
  const { slides } = await services.slideshows.storyboardOf({ campaignId, ...board })
  expect(slides.flatMap(({ assetId, card }) => (card === undefined ? [assetId] : []))).toEqual([photoId])
})

test('the plan is read in parts: others have their turn meanwhile', async () => {
  let turns = 0
  let isReading = true
  const tick = (): void => {
    turns += 1
    if (isReading) setImmediate(tick)
  }
  setImmediate(tick)
  await services.generation.plan(campaignId, grid)
  isReading = false
  // More pages than turns may be quick ones; a plan read at once gives none.
  expect(turns).toBeGreaterThan(3)
})
