/** Clips through the whole product: in the library and the ledger, fetched after a restart, and usable as slides. */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import sharp from 'sharp'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openNodeServices } from '#main/node-services.ts'
import type { Services } from '#main/services.ts'
import { storyboardSchema } from '#shared/domain/slideshow.ts'
import { type FakeVideoVendor, startFakeVideoVendor, TEST_KEY } from '#test/harness/fake-video-vendors.ts'
import { hasFfmpeg, probeVideo, quietContext } from '#test/harness/slideshow-lab.ts'

let folder = ''
let fake: FakeVideoVendor
let services: Services

async function openAgain(): Promise<void> {
  services = await openNodeServices({
    dataFolder: path.join(folder, 'data'),
    environment: { PATH: process.env['PATH'], RUNWAYML_API_SECRET: TEST_KEY }
  })
}

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'campaignforge-clips-'))
  fake = await startFakeVideoVendor('runway')
  await openAgain()
  await services.settings.setAt('videoProviders.runway.baseUrl', fake.url)
})
afterEach(async () => {
  await services.close()
  await fake.close()
  await rm(folder, { recursive: true, force: true })
})

/** A real MP4 of one second. */
function tinyMp4(): Buffer {
  const file = path.join(folder, 'tiny.mp4')
  const source = ['-f', 'lavfi', '-i', 'testsrc=size=320x180:rate=24:duration=1']
  execFileSync('ffmpeg', ['-v', 'error', '-y', ...source, '-pix_fmt', 'yuv420p', file])
  return readFileSync(file)
}

async function photo(): Promise<string> {
  const file = path.join(folder, 'photo.jpg')
  await sharp({ create: { width: 400, height: 300, channels: 3, background: '#3377aa' } }).toFile(file)
  return file
}

async function order() {
  const imagePath = await photo()
  return {
    ...{ provider: 'runway' as const, imagePath, prompt: 'Steam rises', seconds: 5 },
    ...{ preset: 'landscape' as const, campaignId: null, allowSecondPayment: false }
  }
}

const ledger = () =>
  services.generation
    .ledger({ campaignId: null, limit: 10 })
    .map(({ provider, outcome, costMicroUsd, possiblyBilledMicroUsd }) => [
      provider,
      outcome,
      costMicroUsd,
      possiblyBilledMicroUsd
    ])

describe.skipIf(!hasFfmpeg)('clips', { timeout: 240_000 }, () => {
  it('become assets with their price in the ledger of images, and slides of a video', async () => {
    fake.serveClip(tinyMp4())
    const clip = await services.clips.make(await order(), quietContext())
    expect(services.catalog.get(clip.assetId)).toMatchObject({
      kind: 'video',
      origin: 'generated',
      provider: 'runway',
      prompt: 'Steam rises',
      costMicroUsd: 250_000
    })
    expect(ledger()).toEqual([['runway', 'succeeded', 250_000, 0]])
    const storyboard = storyboardSchema.parse({
      slides: [{ assetId: clip.assetId, seconds: 1.5 }],
      preset: 'square',
      quality: 'draft'
    })
    const request = { storyboard, campaignId: null, name: 'With a clip' }
    const video = await services.slideshows.renderToLibrary(request, quietContext())
    const copy = await services.catalog.openCopy(video.assetId)
    expect(probeVideo(copy.path).frames).toBe(45)
    await copy.release()
    const frame = { storyboard, frame: 10, maxWidthPx: 200, format: 'png' as const }
    const drawn = await services.slideshows.previews.draw(frame)
    expect(services.slideshows.previews.find(drawn.address.replace('asset://frame/', ''))?.mediaType).toBe(
      'image/png'
    )
  })

  it('that were paid for are fetched by the next start, once', async () => {
    fake.serveClip(tinyMp4())
    fake.failNext('poll', 401)
    await expect(services.clips.make(await order(), quietContext())).rejects.toMatchObject({
      code: 'UNAUTHORIZED'
    })
    expect(ledger()).toEqual([['runway', 'running', 0, 0]])
    await services.close()
    await openAgain()
    await expect.poll(() => ledger(), { timeout: 30_000 }).toEqual([['runway', 'succeeded', 250_000, 0]])
    const { items } = await services.catalog.list({ kind: 'video' }, { limit: 10, cursor: null })
    expect(items.map(({ name }) => name)).toEqual(['Steam rises.mp4'])
    expect(fake.orders()).toBe(1)
  })

  it('are not ordered beyond the budget, and not by images whose budget they used up', async () => {
    await services.settings.setAt('budget.monthlyUsd', 0.2)
    await expect(services.clips.make(await order(), quietContext())).rejects.toMatchObject({
      code: 'BUDGET_EXCEEDED'
    })
    expect(fake.orders()).toBe(0)
    expect(ledger()).toEqual([])
  })

  it('name every provider, with the key that is there and the one that ended', async () => {
    const list = await services.clips.list()
    expect(list.map(({ id, configured, discontinuedOn }) => [id, configured, discontinuedOn])).toEqual([
      ['runway', true, null],
      ['pika', false, null],
      ['minimax', false, null],
      ['stable-video', false, '2025-07-24']
    ])
  })
})
