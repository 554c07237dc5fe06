/** No finding of axe on any page or dialog, in light and dark, against WCAG 2.2 A and AA. */
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { expect, test } from './app.ts'
import { findings } from './axe.ts'

const sample = (name: string): string => join(import.meta.dirname, '../../resources/sample', name)
const PAGES = ['Campaigns', 'Library', 'Documents', 'Slideshows', 'Costs', 'Storage', 'Settings'] as const

const openPage = (page: Page, name: string) =>
  page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name, exact: true }).click()

// Every page is looked at in one start of the app.
test.describe.configure({ timeout: 240_000 })

for (const theme of ['light', 'dark'] as const) {
  test.describe(theme, () => {
    test.use({ theme })

    test(`empty pages have no finding (${theme})`, async ({ desk }) => {
      for (const name of PAGES) {
        await openPage(desk.page, name)
        await expect(desk.page.getByRole('heading', { level: 1, name, exact: true })).toBeVisible()
        expect(await findings(desk.page), name).toEqual([])
      }
    })

    test(`filled pages and dialogs have no finding (${theme})`, async ({ desk }) => {
      const { page } = desk
      await desk.dropFiles(page.getByRole('main'), [sample('product-sheet.pdf')])
      await page.getByRole('button', { name: 'Generate', exact: true }).click({ timeout: 20_000 })
      await page.getByRole('button', { name: /Generate 12 images/ }).click()
      await expect(page.getByText('12 images made')).toBeVisible({ timeout: 60_000 })
      await page
        .getByRole('button', { name: /made by/ })
        .first()
        .click()
      expect(await findings(page), 'campaign').toEqual([])
      await page.getByRole('button', { name: 'Generate', exact: true }).click()
      await page.getByRole('radio', { name: 'All posts anew' }).click()
      await expect(page.getByRole('table', { name: 'Price per provider' })).toBeVisible()
      expect(await findings(page), 'estimate').toEqual([])
      await page.keyboard.press('Escape')

      for (const name of PAGES.filter((one) => one !== 'Settings')) {
        await openPage(page, name)
        await expect(page.getByRole('heading', { level: 1, name, exact: true })).toBeVisible()
        expect(await findings(page), name).toEqual([])
      }
      await openPage(page, 'Library')
      await page.getByRole('listbox', { name: 'Assets' }).getByRole('option').first().click()
      expect(await findings(page), 'library with inspector').toEqual([])
      await page.keyboard.press(' ')
      await expect(page.getByRole('button', { name: 'Close quick look' })).toBeVisible()
      expect(await findings(page), 'quick look').toEqual([])
      await page.keyboard.press('Escape')
      await page.keyboard.press('Control+k')
      await page.getByRole('combobox').fill('candle')
      await expect(page.getByText('Assets and documents', { exact: true })).toBeVisible()
      expect(await findings(page), 'palette').toEqual([])
      await page.keyboard.press('Escape')
      await page.keyboard.press('Control+j')
      expect(await findings(page), 'activity').toEqual([])

      await openPage(page, 'Documents')
      await page
        .getByRole('main')
        .getByRole('button', { name: /product-sheet/ })
        .click()
      await page.getByRole('searchbox', { name: 'Find in this document' }).fill('candle')
      expect(await findings(page), 'reader').toEqual([])
      await openPage(page, 'Slideshows')
      await page.getByRole('button', { name: 'New slideshow' }).first().click()
      expect(await findings(page), 'new slideshow').toEqual([])
      await page.getByRole('button', { name: 'Open the editor' }).click()
      await page.getByRole('list', { name: 'Slides' }).getByRole('button').first().click()
      expect(await findings(page), 'slideshow editor').toEqual([])
      await page.keyboard.press('Control+n')
      expect(await findings(page), 'new campaign').toEqual([])
      await page.keyboard.press('Escape')
      await page.keyboard.press('?')
      expect(await findings(page), 'shortcuts').toEqual([])
    })
  })
}
