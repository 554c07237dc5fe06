// Measures the library page of the shipped bundles with very many assets: opening it, scrolling, changing a filter.
// Scrolling alternates with an empty list of the same height, so that a busy machine is seen in both.
// npm run build && node bench/window.ts [--assets 100000] [--pictures 300] [--rounds 5] [--data FOLDER]
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { CDPSession, Locator, Page } from '@playwright/test'
import { BRIDGE_NAME } from '#shared/ipc/bridge.ts'
import { launchChromium, launchStandIn } from '#test/harness/electron-stand-in/launch.mjs'
import { fillLargeLibrary } from '#test/harness/large-library.ts'
import { record } from './figures.ts'

const { values: options } = parseArgs({
  options: {
    assets: { type: 'string', default: '100000' },
    pictures: { type: 'string', default: '300' },
    rounds: { type: 'string', default: '5' },
    /** A folder to fill once and use again. */
    data: { type: 'string' }
  }
})
const assets = Number(options.assets)
const rounds = Number(options.rounds)
const SCROLL_MS = 3000
/** Pixels per frame: reading along, hurrying, and a fling over everything. */
const SPEEDS = [12, 40, 400]

const median = (times: readonly number[]): number => at(times, 0.5)

function at(times: readonly number[], share: number): number {
  const sorted = [...times].sort((left, right) => left - right)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

const show = (times: readonly number[]): string =>
  `median ${median(times).toFixed(1)} ms (${times.map((ms) => ms.toFixed(0)).join(', ')})`

const idOf = (index: number): string => `large-${String(index).padStart(7, '0')}`

const link = (page: Page, name: string): Locator =>
  page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name, exact: true })

interface Change {
  readonly click: Locator
  /** Ids of assets that must be shown, and that must not. */
  readonly wanted: string
  readonly unwanted?: string
}

/** Clicks inside the page and waits for the frame that shows the change. */
async function untilShown({ click, wanted, unwanted }: Change): Promise<number> {
  return click.evaluate(
    async (target, ids) => {
      const isThere = (id: string): boolean => document.getElementById(`asset-${id}`) !== null
      const startedAt = performance.now()
      if (target instanceof HTMLElement) target.click()
      return new Promise<number>((done) => {
        const look = (): void => {
          if (!isThere(ids.wanted) || isThere(ids.unwanted)) requestAnimationFrame(look)
          // The next frame's start is when this one has been painted.
          else requestAnimationFrame(() => done(performance.now() - startedAt))
        }
        requestAnimationFrame(look)
      })
    },
    { wanted, unwanted: unwanted ?? '' }
  )
}

/** Waits until main answers at once: after the first start it is busy with copies of the catalog. */
async function settle(page: Page): Promise<void> {
  const slowestMs = await page.evaluate(async (name) => {
    const bridge: unknown = Reflect.get(window, name)
    if (typeof bridge !== 'object' || bridge === null || !('invoke' in bridge)) throw new Error('No bridge.')
    const invoke = bridge.invoke
    if (typeof invoke !== 'function') throw new Error('No bridge.')
    let slowest = 0
    for (let quick = 0; quick < 10; ) {
      const startedAt = performance.now()
      await invoke('job.list', {})
      const tookMs = performance.now() - startedAt
      slowest = Math.max(slowest, tookMs)
      quick = tookMs < 60 ? quick + 1 : 0
      await new Promise((done) => setTimeout(done, 100))
    }
    return slowest
  }, BRIDGE_NAME)
  console.log(`main settled; its slowest answer meanwhile: ${slowestMs.toFixed(0)} ms`)
}

interface ScrollRun {
  readonly frames: readonly number[]
  /** Frames at whose end the middle of the list showed no asset at all. */
  readonly blankFrames: number
}

/** Scrolls the library, or an empty list laid over it, by so many pixels a frame. */
async function scroll(
  page: Page,
  run: { readonly isEmpty: boolean; readonly speed: number; readonly from: number }
) {
  return page.evaluate(
    async ({ isEmpty, speed, from, scrollMs }) => {
      const list = document.querySelector<HTMLElement>('[role=listbox][aria-label=Assets]')
      if (list === null) throw new Error('No library.')
      let box = list
      if (isEmpty) {
        const rect = list.getBoundingClientRect()
        box = document.createElement('div')
        box.style.cssText = `position:fixed;overflow-y:auto;z-index:60;background:Canvas;left:${rect.left}px;top:${rect.top}px;width:${rect.width}px;height:${rect.height}px`
        const inner = document.createElement('div')
        inner.style.height = `${list.scrollHeight}px`
        box.append(inner)
        document.body.append(box)
      }
      box.scrollTop = from
      await new Promise((done) => setTimeout(done, 400))
      const frames: number[] = []
      let blankFrames = 0
      await new Promise<void>((done) => {
        let last = Number.NaN
        const startedAt = performance.now()
        const step = (now: number): void => {
          if (!Number.isNaN(last)) frames.push(now - last)
          last = now
          if (!isEmpty) {
            const { left, top, width, height } = list.getBoundingClientRect()
            const hit = document.elementsFromPoint(left + width / 2 - 30, top + height / 2)
            const below = document.elementsFromPoint(left + width / 2 - 30, top + height / 2 + 60)
            if (![...hit, ...below].some((element) => element.closest('[role=option]') !== null))
              blankFrames += 1
          }
          if (now - startedAt > scrollMs) {
            done()
            return
          }
          box.scrollTop += speed
          requestAnimationFrame(step)
        }
        requestAnimationFrame(step)
      })
      if (isEmpty) box.remove()
      return { frames, blankFrames }
    },
    { ...run, scrollMs: SCROLL_MS }
  ) satisfies Promise<ScrollRun>
}

async function measureOpen(page: Page): Promise<void> {
  const times: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    await link(page, 'Costs').click()
    await page.getByRole('heading', { name: 'Costs', exact: true }).waitFor()
    await page.waitForTimeout(500)
    times.push(await untilShown({ click: link(page, 'Library'), wanted: idOf(0) }))
  }
  console.log(`open the library page, click to painted rows: ${show(times)}`)
  for (const value of times) record({ name: 'open the library page', value, unit: 'ms', atMost: 300 })
}

async function measureFilter(page: Page): Promise<void> {
  const times: number[] = []
  const kind = (name: string): Locator => page.getByRole('radio', { name, exact: true })
  for (let round = 0; round < rounds; round += 1) {
    times.push(await untilShown({ click: kind('Documents'), wanted: idOf(7), unwanted: idOf(6) }))
    await page.waitForTimeout(300)
    times.push(await untilShown({ click: kind('Images'), wanted: idOf(6), unwanted: idOf(7) }))
    await page.waitForTimeout(300)
    times.push(await untilShown({ click: kind('All'), wanted: idOf(7) }))
    await page.waitForTimeout(300)
  }
  console.log(`change of filter, click to painted rows: ${show(times)}`)
  for (const value of times) record({ name: 'change of filter', value, unit: 'ms', atMost: 100 })
}

/** Time the page's main thread worked, in its own CPU time, which a busy machine does not stretch. */
async function threadMs(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics')
  return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0) * 1000
}

async function measureScroll(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable', { timeDomain: 'threadTicks' })
  for (const speed of SPEEDS) {
    const p95: Record<'empty' | 'library', number[]> = { empty: [], library: [] }
    const rate: Record<'empty' | 'library', number[]> = { empty: [], library: [] }
    const work: Record<'empty' | 'library', number[]> = { empty: [], library: [] }
    let blank = 0
    let all = 0
    let from = 0
    for (let round = 0; round < rounds; round += 1) {
      for (const which of ['empty', 'library'] as const) {
        const before = await threadMs(session)
        const { frames, blankFrames } = await scroll(page, { isEmpty: which === 'empty', speed, from })
        p95[which].push(at(frames, 0.95))
        rate[which].push(1000 / (frames.reduce((sum, ms) => sum + ms, 0) / frames.length))
        work[which].push(((await threadMs(session)) - before) / frames.length)
        if (which === 'library') {
          blank += blankFrames
          all += frames.length
        }
      }
      from += speed * 60 * (SCROLL_MS / 1000)
    }
    for (const value of p95.library)
      record({ name: `p95 frame, scrolling ${speed} px a frame`, value, unit: 'ms', atMost: 20 })
    for (const value of p95.empty)
      record({ name: `p95 frame, empty list, ${speed} px a frame`, value, unit: 'ms' })
    console.log(
      `scroll ${speed} px a frame: p95 frame ${show(p95.library)}, empty list ${show(p95.empty)}; frames a second ${median(rate.library).toFixed(1)} against ${median(rate.empty).toFixed(1)}; main thread's own time a frame ${median(work.library).toFixed(2)} ms against ${median(work.empty).toFixed(2)} ms; ${blank} of ${all} frames blank`
    )
  }
}

if (!existsSync(resolve(import.meta.dirname, '../out/renderer/index.html')))
  throw new Error('The bundles are not there. Run `npm run build` first.')
const folder = options.data ?? mkdtempSync(join(tmpdir(), 'campaignforge-window-'))
const dataFolder = resolve(folder, 'data')
const browser = await launchChromium()
try {
  console.log(
    `node ${process.version}, ${cpus().length} × ${cpus()[0]?.model}, load ${loadavg()[0]?.toFixed(1)}`
  )
  const startedAt = performance.now()
  if (!existsSync(join(dataFolder, 'catalog.db'))) {
    await fillLargeLibrary({ dataFolder, assets, pictures: Number(options.pictures) })
    console.log(`filled with ${assets} assets in ${((performance.now() - startedAt) / 1000).toFixed(0)} s`)
  }
  const app = await launchStandIn({
    appDir: resolve(import.meta.dirname, '..'),
    userData: folder,
    browser,
    env: { ...process.env, CAMPAIGNFORGE_DATA: dataFolder }
  })
  const page = await app.firstWindow()
  await link(page, 'Library').waitFor()
  await link(page, 'Library').click()
  await page.getByRole('listbox', { name: 'Assets' }).getByRole('option').first().waitFor()
  await page.waitForTimeout(3000)
  await settle(page)
  await measureOpen(page)
  // The Costs page's figures, asked while opening was measured, are still being counted.
  await settle(page)
  await measureFilter(page)
  await measureScroll(page)
  console.log(`load ${loadavg()[0]?.toFixed(1)}`)
  await app.close()
} finally {
  await browser.close()
  if (options.data === undefined) rmSync(folder, { recursive: true, force: true })
}
