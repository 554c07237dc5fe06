/**
 * Pictures of every page, filled with real content, light and dark, at two sizes. Made on request only:
 * `npm run screenshots`, or SCREENSHOTS=1 playwright test screenshots for all of them. They land in test-results/shots.
 */
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { fillStudio, samplePath } from '../harness/studio-data.ts'
import { test as base, type Desk, expect } from './app.ts'

const SIZES = [
  { width: 1280, height: 800 },
  { width: 1600, height: 1000 }
] as const

/** Filled once, and copied for each test. */
const test = base.extend<object, { filled: string }>({
  filled: [
    async ({}, use) => {
      const folder = await mkdtemp(join(tmpdir(), 'campaignforge-studio-'))
      await fillStudio(join(folder, 'data'))
      await use(join(folder, 'data'))
      await rm(folder, { recursive: true, force: true })
    },
    { scope: 'worker', timeout: 400_000 }
  ],
  prepare: async ({ filled }, use) =>
    use((userData) => cp(filled, join(userData, 'data'), { recursive: true }))
})

test.describe.configure({ mode: 'serial', timeout: 400_000 })
test.skip(process.env['SCREENSHOTS'] === undefined, 'Made on request: npm run screenshots.')

/** @param isBusy pictures keep coming in, so that the page is taken as it is */
async function shoot(desk: Desk, name: string, isBusy = false): Promise<void> {
  for (const scheme of ['light', 'dark'] as const) {
    await desk.page.emulateMedia({ colorScheme: scheme })
    for (const size of SIZES) {
      await desk.page.setViewportSize(size)
      if (!isBusy) await settle(desk.page)
      await desk.shot(`${name}-${scheme}-${size.width}`)
    }
  }
  await desk.page.emulateMedia({ colorScheme: 'light' })
  await desk.page.setViewportSize(SIZES[0])
}

/** Every picture in view has been drawn, and nothing is on its way in. */
async function settle(page: Page): Promise<void> {
  await expect
    .poll(() =>
      page.locator('img').evaluateAll((all) => all.every((image) => (image as HTMLImageElement).complete))
    )
    .toBe(true)
  await page.waitForFunction(() =>
    document
      .getAnimations()
      .every(
        (animation) =>
          animation.playState !== 'running' ||
          animation.effect?.getTiming().iterations === Number.POSITIVE_INFINITY
      )
  )
}

/** The preview shows the frame of the scrubber, in the shape of the slideshow. */
async function drawn(page: Page): Promise<void> {
  const preview = page.getByRole('region', { name: 'Preview' })
  const wanted = await preview.getByRole('slider', { name: 'Position' }).getAttribute('aria-valuenow')
  await expect(preview.locator('canvas')).toHaveAttribute('data-frame', wanted ?? '')
  await expect.poll(() => preview.locator('canvas').evaluate(isInShape)).toBe(true)
}

function isInShape(canvas: HTMLElement): boolean {
  if (!(canvas instanceof HTMLCanvasElement)) return false
  return Math.abs(canvas.width / canvas.height - canvas.clientWidth / canvas.clientHeight) < 0.02
}

const go = (page: Page, name: string) =>
  page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name, exact: true }).click()

test('campaigns', async ({ desk }) => {
  const { page } = desk
  await expect(page.getByRole('button', { name: /Evenglow spring launch/ }).first()).toBeVisible()
  await shoot(desk, 'campaigns')
  await go(page, 'Evenglow spring launch')
  const plan = page.getByRole('table', { name: 'Plan' })
  await expect(plan.getByRole('button', { name: /made by/ })).toHaveCount(12)
  await plan
    .getByRole('button', { name: /made by/ })
    .nth(1)
    .click()
  await shoot(desk, 'campaign')
  await page.getByRole('button', { name: 'One post more' }).click()
  await page.getByRole('button', { name: 'Generate', exact: true }).click()
  await expect(page.getByRole('button', { name: /Generate 4 images/ })).toBeVisible()
  await shoot(desk, 'estimate')
})

test('library, documents and search', async ({ desk }) => {
  const { page } = desk
  await go(page, 'Library')
  await page.getByRole('listbox', { name: 'Assets' }).getByRole('option').nth(6).click()
  await shoot(desk, 'library')
  await page.keyboard.press(' ')
  await shoot(desk, 'quick-look')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox').last().fill('candle')
  await expect(page.getByText('Assets and documents')).toBeVisible()
  await shoot(desk, 'palette')
  await page.keyboard.press('Escape')
  await go(page, 'Documents')
  await expect(page.getByRole('button', { name: /price-list/ }).first()).toBeVisible()
  await shoot(desk, 'documents')
  await page
    .getByRole('main')
    .getByRole('button', { name: /product-sheet\.pdf|Evenglow/ })
    .last()
    .click()
  await page.getByRole('searchbox', { name: 'Find in this document' }).fill('candle')
  await shoot(desk, 'reader')
})

test('slideshows', async ({ desk }) => {
  const { page } = desk
  await go(page, 'Slideshows')
  await shoot(desk, 'slideshows-empty')
  await page.getByRole('button', { name: 'New slideshow' }).first().click()
  await page
    .getByRole('combobox', { name: 'Pictures from' })
    .selectOption({ label: 'Evenglow spring launch' })
  await page.getByRole('button', { name: 'Open the editor' }).click()
  const slides = page.getByRole('list', { name: 'Slides' })
  await slides
    .getByRole('button', { name: /^Slide 3/ })
    .first()
    .click()
  await page.getByRole('radio', { name: 'Ken Burns' }).click()
  await expect(page.getByRole('slider', { name: 'Start of the motion' })).toBeVisible()
  await expect(page.getByText('Saved', { exact: true })).toBeVisible()
  await drawn(page)
  await shoot(desk, 'slideshow-motion')
  await page.getByRole('tab', { name: 'Sound' }).click()
  await page.getByRole('button', { name: 'Choose music' }).click()
  await page.getByRole('button', { name: /slow-afternoon/ }).click()
  await page.getByRole('button', { name: 'Use this sound' }).click()
  await expect(page.getByRole('img', { name: 'Waveform of the music' })).toBeVisible({ timeout: 20_000 })
  await expect(page.getByRole('button', { name: 'Sound off', exact: true })).toBeVisible({ timeout: 20_000 })
  await shoot(desk, 'slideshow')
  await page.getByRole('tab', { name: 'Slideshow' }).click()
  await page.getByRole('radio', { name: '9:16' }).click()
  await page.getByRole('combobox', { name: 'Safe zone' }).selectOption('Instagram reel')
  await drawn(page)
  await shoot(desk, 'slideshow-upright')
  await page.getByRole('tab', { name: 'Slide', exact: true }).click()
  await slides.getByRole('button').first().click()
  await drawn(page)
  await shoot(desk, 'slideshow-card')
  await page.getByRole('button', { name: 'Draft video' }).click()
  await expect(page.getByText('The video is in the library.')).toBeVisible({ timeout: 120_000 })
  await shoot(desk, 'slideshow-done')
  await page.getByRole('button', { name: 'Back to all slideshows' }).click()
  await expect(page.getByRole('button', { name: /^Play/ })).toBeVisible()
  await shoot(desk, 'slideshows')
})

test('costs, storage and settings', async ({ desk }) => {
  const { page } = desk
  await go(page, 'Costs')
  await expect(page.getByRole('table', { name: 'Ledger' })).toBeVisible()
  await shoot(desk, 'costs')
  await go(page, 'Storage')
  await page.getByRole('button', { name: 'Verify', exact: true }).click()
  await expect(page.getByText('Both stores were compared')).toBeVisible({ timeout: 60_000 })
  await shoot(desk, 'storage')
  await go(page, 'Settings')
  await expect(page.getByText('Data folder')).toBeVisible()
  await shoot(desk, 'settings')
})

test('activity, with a running job and failures', async ({ desk }) => {
  const { page } = desk
  await go(page, 'Library')
  await desk.dropFiles(page.getByRole('main'), [
    samplePath('workshop-shelf.jpg'),
    join(import.meta.dirname, '../../resources/fonts/Inter-Regular.otf')
  ])
  const report = page.getByRole('dialog', { name: 'Files added' })
  await expect(report).toBeVisible()
  await shoot(desk, 'import-report')
  await report.getByRole('button', { name: 'Done' }).click()
  await go(page, 'Gift sets for people who forget birthdays')
  for (let click = 0; click < 20; click += 1)
    await page.getByRole('button', { name: 'One post more' }).click()
  await page.getByRole('button', { name: 'Generate', exact: true }).click()
  await page.getByRole('button', { name: /^Generate \d+ images for \$0/ }).click()
  await page.getByRole('button', { name: /^Activity/ }).click()
  await expect(page.getByText(/\d+ of \d+ images/).first()).toBeVisible({ timeout: 20_000 })
  await shoot(desk, 'activity', true)
  await page
    .getByRole('complementary', { name: 'Activity' })
    .getByRole('button', { name: 'Cancel' })
    .first()
    .click()
  await go(page, 'Library')
  await page.keyboard.press('Control+b')
  await page.keyboard.press('?')
  await shoot(desk, 'shortcuts')
})
