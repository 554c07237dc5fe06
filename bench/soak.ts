// Measures how long the main process of the shipped bundles works without a pause while it imports, generates and
// renders, and how much memory the window keeps after many changes of page.
// npm run build && node bench/soak.ts [--files 200] [--posts 10] [--switches 50] [--profile] [--all]
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { Page } from '@playwright/test'
import sharp from 'sharp'
import { launchChromium, launchStandIn } from '#test/harness/electron-stand-in/launch.mjs'
import { endWatch, startWatch, type Watched } from './soak-watch.ts'

const { values: options } = parseArgs({
  options: {
    files: { type: 'string', default: '200' },
    posts: { type: 'string', default: '10' },
    switches: { type: 'string', default: '50' },
    /** Names what the thread did in long gaps; the profiler itself takes a few milliseconds of each. */
    profile: { type: 'boolean', default: false },
    /** Names every gap over 30 ms, not only those over the limit. */
    all: { type: 'boolean', default: false }
  }
})
const LIMIT_MS = 50
const root = resolve(import.meta.dirname, '..')
const sample = (name: string): string => join(root, 'resources/sample', name)
const PAGES = ['Campaigns', 'Library', 'Documents', 'Slideshows', 'Costs', 'Storage', 'Settings'] as const

type Invoke = (
  route: string,
  input: unknown
) => Promise<{ ok: boolean; data: never; error?: { code: string } }>

async function makeFiles(folder: string, count: number): Promise<void> {
  const whole = await sharp(sample('gift-set.jpg')).resize(2400).toBuffer()
  for (let index = 0; index < count; index += 1) {
    const size = { width: 1600, height: 1200 }
    const area = { left: (index * 7) % 700, top: (index * 3) % 300, ...size }
    await sharp(whole)
      .extract(area)
      .jpeg({ quality: 85 })
      .toFile(join(folder, `photo-${index}.jpg`))
  }
}

async function ask<Answer>(page: Page, route: string, input: unknown): Promise<Answer> {
  return await page.evaluate(
    async ([name, given]) => {
      const bridge: { invoke: Invoke } = Reflect.get(window, 'campaignforge')
      const reply = await bridge.invoke(String(name), given)
      if (!reply.ok) throw new Error(`${String(name)}: ${reply.error?.code}`)
      return reply.data
    },
    [route, input]
  )
}

async function finish(page: Page, id: string): Promise<void> {
  interface Jobs {
    readonly jobs: readonly { readonly id: string; readonly state: string; readonly error?: unknown }[]
  }
  for (;;) {
    const { jobs } = await ask<Jobs>(page, 'job.list', {})
    const job = jobs.find((one) => one.id === id)
    if (job !== undefined && job.state !== 'running') {
      if (job.state !== 'succeeded') throw new Error(JSON.stringify(job.error))
      return
    }
    await page.waitForTimeout(250)
  }
}

async function work(page: Page, folder: string): Promise<void> {
  const campaign = await ask<{ readonly id: string }>(page, 'campaign.create', {
    name: 'Soak',
    briefPaths: [sample('product-sheet.docx')],
    patch: {}
  })
  const step = async (name: string, route: string, input: unknown): Promise<void> => {
    const startedAt = performance.now()
    await finish(page, await ask<string>(page, route, input))
    console.log(`${name}: ${((performance.now() - startedAt) / 1000).toFixed(1)} s`)
  }
  await step(`import ${options.files} files`, 'asset.import', {
    paths: [folder],
    campaignId: campaign.id,
    tags: ['soak']
  })
  await step(`generate ${Number(options.posts) * 4} images`, 'campaign.generate', {
    campaignId: campaign.id,
    platforms: ['instagram', 'facebook', 'tiktok', 'linkedin'],
    posts: Number(options.posts),
    providers: [],
    budgetMicroUsd: null,
    maxPriceMicroUsd: null,
    allowEmergency: false
  })
  const storyboard = await ask<{ slides: { motion: string }[] }>(page, 'slideshow.fromCampaign', {
    campaignId: campaign.id,
    preset: 'landscape'
  })
  storyboard.slides = storyboard.slides.slice(0, 8).map((slide, index) => ({
    ...slide,
    motion: index % 2 === 0 ? 'kenburns' : 'none'
  }))
  await step('render 8 slides, half of them moving', 'slideshow.render', {
    storyboard,
    campaignId: campaign.id,
    name: 'Soak'
  })
  await step('verify both copies of everything', 'storage.verify', { deep: true })
}

function report({ gaps, ticks, delayMs }: Watched): void {
  const ours = gaps.filter((gap) => gap.cpuMs > LIMIT_MS)
  const longest = Math.max(0, ...gaps.map((gap) => gap.cpuMs))
  console.log(
    `event loop delay: p50 ${delayMs.p50.toFixed(1)} ms, p99 ${delayMs.p99.toFixed(1)} ms, max ${delayMs.max.toFixed(1)} ms over ${ticks} ticks`
  )
  console.log(
    `thread busy without a pause: longest ${longest.toFixed(1)} ms of its own time; over ${LIMIT_MS} ms ${ours.length} times`
  )
  const shown = options.all ? gaps : ours
  for (const gap of shown.toSorted((one, other) => other.cpuMs - one.cpuMs).slice(0, 25)) {
    console.log(
      `  at ${(gap.atMs / 1000).toFixed(1)} s: ${gap.cpuMs.toFixed(0)} ms own time in ${gap.wallMs.toFixed(0)} ms`
    )
    for (const line of gap.busy) console.log(`      ${line}`)
  }
}

async function measureHeap(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page)
  const usedMegabytes = async (): Promise<number> => {
    await session.send('HeapProfiler.collectGarbage')
    const { usedSize } = await session.send('Runtime.getHeapUsage')
    return usedSize / 1024 / 1024
  }
  const visit = async (times: number): Promise<void> => {
    for (let index = 0; index < times; index += 1) {
      const name = PAGES[index % PAGES.length] ?? 'Library'
      const main = page.getByRole('navigation', { name: 'Main' })
      await main.getByRole('button', { name, exact: true }).click()
      await page.getByRole('heading', { level: 1, name, exact: true }).waitFor()
      await page.waitForTimeout(60)
    }
  }
  await visit(PAGES.length)
  const before = await usedMegabytes()
  await visit(Number(options.switches))
  const after = await usedMegabytes()
  console.log(
    `window's heap: ${before.toFixed(1)} MB, after ${options.switches} changes of page ${after.toFixed(1)} MB`
  )
}

const folder = await mkdtemp(join(tmpdir(), 'campaignforge-soak-'))
const browser = await launchChromium()
try {
  const photos = join(folder, 'photos')
  await mkdir(photos)
  await makeFiles(photos, Number(options.files))
  console.log(`${cpus().length} cores, load ${loadavg()[0]?.toFixed(1)}, Node ${process.versions.node}`)
  const env = { ...process.env, CAMPAIGNFORGE_DATA: join(folder, 'data') }
  const app = await launchStandIn({
    appDir: process.env['APP_DIR'] ?? root,
    userData: join(folder, 'user'),
    browser,
    env
  })
  const page = await app.firstWindow()
  await page.getByRole('heading', { level: 1 }).first().waitFor()
  await startWatch(app, options.profile)
  await work(page, photos)
  report(await endWatch(app))
  await measureHeap(page)
  await app.close()
} finally {
  await browser.close()
  await rm(folder, { recursive: true, force: true })
}
