/** Dialogs of the library, documents, storage and settings: no finding of axe, and nothing clipped at twice the text. */
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { type Desk, expect, test } from './app.ts'
import { findings } from './axe.ts'

const sample = (name: string): string => join(import.meta.dirname, '../../resources/sample', name)
const openPage = (page: Page, name: string) =>
  page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name, exact: true }).click()

/** Buttons and headings whose words are wider than themselves and cut without a mark. */
function cutWords(page: Page): Promise<readonly string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('button, h1, h2, h3, label, dt, th, [role=tab]')]
      .filter((element) => element.checkVisibility() && !element.classList.contains('sr-only'))
      .filter((element) => getComputedStyle(element).textOverflow !== 'ellipsis')
      .filter(
        (element) =>
          element.scrollWidth > element.clientWidth + 2 || element.scrollHeight > element.clientHeight + 8
      )
      .filter((element) => element.clientWidth > 0 && getComputedStyle(element).display !== 'inline')
      .map((element) => element.innerText.slice(0, 60))
      .filter((text) => text.trim() !== '')
  )
}

async function fill(desk: Desk): Promise<void> {
  const { page } = desk
  await openPage(page, 'Library')
  const files = ['gift-box.jpg', 'flat-lay.jpg', 'price-list.txt'].map(sample)
  await desk.dropFiles(page.getByRole('main'), files)
  const options = page.getByRole('listbox', { name: 'Assets' }).getByRole('option')
  await expect(options).toHaveCount(3, { timeout: 20_000 })
  await options.last().click()
  await expect(page.getByRole('region', { name: 'Rights' })).toBeVisible()
}

for (const theme of ['light', 'dark'] as const) {
  test.describe(theme, () => {
    test.use({ theme })

    test(`the library's panels and dialogs have no finding (${theme})`, async ({ desk }) => {
      const { page } = desk
      await fill(desk)
      expect(await findings(page), 'inspector').toEqual([])
      await page.getByRole('button', { name: 'Filter', exact: true }).click()
      await page.getByRole('combobox', { name: 'Origin' }).selectOption('uploaded')
      expect(await findings(page), 'filters').toEqual([])
      await page.keyboard.press('Escape')
      for (const item of ['Find look-alikes…', 'Check the library…', 'All tags…']) {
        await page.getByRole('button', { name: 'Tidy up' }).click()
        await page.getByRole('menuitem', { name: item }).click()
        await expect(page.getByRole('dialog')).toBeVisible()
        expect(await findings(page), item).toEqual([])
        await page.keyboard.press('Escape')
      }
      await page.getByRole('button', { name: 'Smart folders' }).click()
      await page.getByRole('menuitem', { name: 'Save this search…' }).click()
      expect(await findings(page), 'save folder').toEqual([])
    })

    test(`storage, settings and documents have no finding (${theme})`, async ({ desk }) => {
      const { page } = desk
      await fill(desk)
      await openPage(page, 'Storage')
      await page.getByRole('button', { name: 'Verify', exact: true }).click()
      await expect(page.getByRole('heading', { name: 'Both stores were compared' })).toBeVisible()
      expect(await findings(page), 'storage with a report').toEqual([])
      await page.getByRole('button', { name: 'Rebuild…' }).click()
      expect(await findings(page), 'question').toEqual([])
      await page.keyboard.press('Escape')
      await openPage(page, 'Settings')
      await page.getByRole('button', { name: 'Settings of Together AI' }).click()
      await page.getByRole('button', { name: 'Add hours' }).click()
      await page.getByRole('switch', { name: 'Make pictures smaller' }).click()
      await expect(page.getByRole('combobox', { name: 'Format' })).toBeVisible()
      expect(await findings(page), 'settings').toEqual([])
      await openPage(page, 'Documents')
      await page.getByRole('searchbox', { name: 'Search all documents' }).fill('candle')
      await expect(page.getByRole('list', { name: 'Documents found' })).toBeVisible()
      expect(await findings(page), 'documents found').toEqual([])
    })
  })
}

test('at twice the text size no words of these pages are cut', async ({ desk }) => {
  const { page } = desk
  await fill(desk)
  await page.setViewportSize({ width: 1600, height: 1000 })
  await page.evaluate(() => {
    document.documentElement.style.fontSize = '200%'
  })
  for (const name of ['Library', 'Documents', 'Storage', 'Settings']) {
    await openPage(page, name)
    await expect(page.getByRole('heading', { level: 1, name, exact: true })).toBeVisible()
    expect(await cutWords(page), name).toEqual([])
  }
})
