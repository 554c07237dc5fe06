/**
 * Pictures of every page, filled with real content, light and dark, at two sizes. Made on request only:
 * SCREENSHOTS=1 playwright test screenshots. They land in test-results/shots.
 */
import { execFile } from 'node:child_process'
import { mkdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import type { Page } from '@playwright/test'
import { type Desk, expect, test } from './app.ts'

const root = resolve(import.meta.dirname, '../..')
const sample = (name: string): string => join(root, 'resources/sample', name)
const PHOTOS = [
  'evening-table',
  'flat-lay',
  'gift-box',
  'gift-set',
  'hand-poured-row',
  'reading-nook',
  'window-light'
]
const SIZES = [
  { width: 1280, height: 800 },
  { width: 1600, height: 1000 }
] as const

test.describe.configure({ timeout: 300_000 })
test.skip(process.env['SCREENSHOTS'] === undefined, 'Made on request: set SCREENSHOTS=1.')
test.use({ prepare: async ({}, use) => use(fill) })

/** Three campaigns with photos, generated posts, tags and a price list; the one with the most to see comes last. */
async function fill(userData: string): Promise<void> {
  const data = join(userData, 'data')
  await mkdir(data, { recursive: true })
  const photos = PHOTOS.map((name) => sample(`${name}.jpg`))
  const evenings = await campaign(data, 'Open workshop evenings', [
    ...['--product', 'Pouring evenings', '--benefit', 'Six seats, one long table'],
    ...['--benefit', 'Take your own jar home', '--benefit', 'Wax, wick and scent included']
  ])
  await run(data, ['import', ...photos.slice(4), '--campaign', evenings, '--tag', 'workshop'])
  await run(data, ['generate', '--campaign', evenings, '--posts', '3'])
  const gifts = await campaign(data, 'Gift sets for people who forget birthdays', [
    ...[
      '--brief',
      sample('product-sheet.pdf'),
      '--product',
      'The gift set',
      '--benefit',
      'Wrapped and ready'
    ],
    ...['--benefit', 'A card written by hand', '--benefit', 'Delivered on the day']
  ])
  await run(data, ['import', ...photos.slice(2, 5), '--campaign', gifts, '--tag', 'gifts'])
  await run(data, ['generate', '--campaign', gifts, '--posts', '6'])
  const launch = await campaign(data, 'Evenglow spring launch', ['--brief', sample('product-sheet.docx')])
  const files = [...photos, sample('price-list.txt')]
  await run(data, ['import', ...files, '--campaign', launch, '--tag', 'studio'])
  await run(data, ['generate', '--campaign', launch, '--posts', '3'])
}

async function campaign(data: string, name: string, options: readonly string[]): Promise<string> {
  const made: unknown = JSON.parse(await run(data, ['campaign', 'create', '--name', name, ...options]))
  if (typeof made !== 'object' || made === null || !('id' in made)) throw new Error('No campaign was made.')
  return String(made.id)
}

async function run(data: string, words: readonly string[]): Promise<string> {
  const program = join(root, 'src/main/cli/main.ts')
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [program, '--data', data, '--json', ...words],
    {
      maxBuffer: 1 << 26
    }
  )
  return stdout
}

async function shoot(desk: Desk, name: string): Promise<void> {
  for (const scheme of ['light', 'dark'] as const) {
    await desk.page.emulateMedia({ colorScheme: scheme })
    for (const size of SIZES) {
      await desk.page.setViewportSize(size)
      await settle(desk.page)
      await desk.shot(`${name}-${scheme}-${size.width}`)
    }
  }
  await desk.page.emulateMedia({ colorScheme: 'light' })
  await desk.page.setViewportSize(SIZES[0])
}

/** Every picture in view has been drawn. */
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

const go = (page: Page, name: string) =>
  page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name, exact: true }).click()

test('pictures of every page', async ({ desk }) => {
  desk.page.setDefaultTimeout(10_000)
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
  await page.keyboard.press('Escape')

  await go(page, 'Library')
  await page.getByRole('listbox', { name: 'Assets' }).getByRole('option').nth(6).click()
  await shoot(desk, 'library')
  await page.keyboard.press(' ')
  await shoot(desk, 'quick-look')
  await page.keyboard.press('Escape')

  await page.keyboard.press('Control+k')
  await page.getByRole('combobox').fill('candle')
  await expect(page.getByText('Assets and documents')).toBeVisible()
  await shoot(desk, 'palette')
  await page.keyboard.press('Escape')

  await go(page, 'Documents')
  await expect(page.getByRole('button', { name: /price-list/ })).toBeVisible()
  await shoot(desk, 'documents')
  await page
    .getByRole('button', { name: /product-sheet\.pdf|Evenglow/ })
    .last()
    .click()
  await page.getByRole('searchbox', { name: 'Find in this document' }).fill('candle')
  await shoot(desk, 'reader')

  await go(page, 'Slideshows')
  await page.getByRole('button', { name: 'New slideshow' }).first().click()
  await page.getByRole('button', { name: 'Open the editor' }).click()
  await page.getByRole('list', { name: 'Slides' }).getByRole('button').first().click()
  await shoot(desk, 'slideshow')

  await go(page, 'Costs')
  await expect(page.getByRole('table', { name: 'Ledger' })).toBeVisible()
  await shoot(desk, 'costs')
  await go(page, 'Storage')
  await page.getByRole('button', { name: 'Verify', exact: true }).click()
  await expect(page.getByText('Both stores were compared')).toBeVisible({ timeout: 30_000 })
  await shoot(desk, 'storage')
  await go(page, 'Settings')
  await expect(page.getByText('Data folder')).toBeVisible()
  await shoot(desk, 'settings')

  await desk.dropFiles(page.getByRole('main'), [sample('workshop-shelf.jpg'), sample('LICENSE.txt')])
  await page
    .getByRole('button', { name: /Activity/ })
    .first()
    .click()
  await shoot(desk, 'activity')
})
