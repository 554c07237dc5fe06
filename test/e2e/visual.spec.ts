/**
 * Pictures of the parts that rarely change, against kept ones. Another Chromium or other fonts draw other pixels, so
 * these are skipped there; CONTRIBUTING says how to keep new ones.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Page } from '@playwright/test'
import { expect, test } from './app.ts'

const madeWithFile = join(import.meta.dirname, 'visual.spec.ts-snapshots/made-with.json')
/** Anti-aliasing may differ a little; a moved or recoloured control differs more. */
const TOLERANCE = { maxDiffPixelRatio: 0.006, threshold: 0.2 } as const

/** What decides how text is drawn: the browser's version and how wide the system's font is. */
async function drawnWith(page: Page): Promise<string> {
  const version = page.context().browser()?.version().split('.')[0] ?? 'unknown'
  const widths = await page.evaluate(() => {
    const context = document.createElement('canvas').getContext('2d')
    if (context === null) return []
    return ['13px system-ui', '600 22px system-ui'].map((font) => {
      context.font = font
      return Math.round(context.measureText('Campaigns 0123 Ägypten').width * 100)
    })
  })
  return JSON.stringify({ chromium: version, textWidths: widths })
}

test.beforeEach(async ({ desk }, info) => {
  await expect(desk.page.getByRole('heading', { level: 1 }).first()).toBeVisible()
  const now = await drawnWith(desk.page)
  if (info.config.updateSnapshots === 'all' || info.config.updateSnapshots === 'changed') {
    mkdirSync(dirname(madeWithFile), { recursive: true })
    writeFileSync(madeWithFile, `${JSON.stringify(JSON.parse(now), null, 2)}\n`)
    return
  }
  const kept = existsSync(madeWithFile)
    ? JSON.stringify(JSON.parse(readFileSync(madeWithFile, 'utf8')))
    : 'nothing'
  // Other pixels there would say nothing about the window.
  test.skip(
    kept !== now,
    `The pictures were made with ${kept}, here is ${now}. See CONTRIBUTING, "Kept pictures".`
  )
})

for (const theme of ['light', 'dark'] as const) {
  test.describe(theme, () => {
    test.use({ theme })

    test(`rail and top bar look as kept (${theme})`, async ({ desk }) => {
      const { page } = desk
      await expect(page.getByRole('navigation', { name: 'Main' })).toHaveScreenshot(
        `rail-${theme}.png`,
        TOLERANCE
      )
      await expect(page.getByRole('banner').first()).toHaveScreenshot(`top-bar-${theme}.png`, TOLERANCE)
    })

    test(`palette, activity and shortcuts look as kept (${theme})`, async ({ desk }) => {
      const { page } = desk
      await page.keyboard.press('Control+k')
      await page.getByRole('combobox', { name: 'Search and commands' }).fill('go to')
      await expect(page.getByRole('dialog')).toHaveScreenshot(`palette-${theme}.png`, TOLERANCE)
      await page.keyboard.press('Escape')
      await page.keyboard.press('Control+j')
      await expect(page.getByRole('complementary', { name: 'Activity' })).toHaveScreenshot(
        `activity-${theme}.png`,
        TOLERANCE
      )
      await page.keyboard.press('?')
      await expect(page.getByRole('dialog')).toHaveScreenshot(`shortcuts-${theme}.png`, TOLERANCE)
    })

    test(`the empty state looks as kept (${theme})`, async ({ desk }) => {
      const { page } = desk
      await page.keyboard.press('Control+4')
      await expect(page.getByText('No slideshows yet')).toBeVisible()
      await expect(page.getByRole('main')).toHaveScreenshot(`slideshows-empty-${theme}.png`, TOLERANCE)
    })
  })
}
