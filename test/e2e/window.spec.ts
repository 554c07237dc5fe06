/** The window around the pages: search, activity, theme, rail, shortcuts, and what the page is not allowed to do. */
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { expect, test } from './app.ts'

const sample = (name: string): string => join(import.meta.dirname, '../../resources/sample', name)
const openPage = (page: Page, name: string) =>
  page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name, exact: true }).click()

test('the palette goes to a page by keyboard alone', async ({ desk }) => {
  const { page } = desk
  await expect(page.getByRole('heading', { name: 'Campaigns', exact: true })).toBeVisible()
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: 'Search and commands' }).fill('go to stor')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'Storage', exact: true })).toBeVisible()
  await page.keyboard.press('Control+2')
  await expect(page.getByRole('heading', { name: 'Library', exact: true })).toBeVisible()
})

test('the palette finds words inside an imported document and opens it', async ({ desk }) => {
  const { page } = desk
  await openPage(page, 'Library')
  await desk.dropFiles(page.getByRole('main'), [sample('product-sheet.pdf')])
  await expect(page.getByRole('listbox', { name: 'Assets' }).getByRole('option')).toHaveCount(1)
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: 'Search and commands' }).fill('cotton wick')
  const hit = page.getByRole('option', { name: /Soy wax, cotton wick/ }).first()
  await expect(hit).toBeVisible()
  await hit.click()
  await expect(page.getByRole('article', { name: 'Page 1' })).toContainText('cotton wick')
})

test('files dropped on the library are added, and a refused one says why', async ({ desk }) => {
  const { page } = desk
  await openPage(page, 'Library')
  await expect(page.getByText('The library is empty')).toBeVisible()
  await desk.dropFiles(page.getByRole('main'), [sample('gift-box.jpg'), sample('flat-lay.jpg')])
  const assets = page.getByRole('listbox', { name: 'Assets' }).getByRole('option')
  await expect(assets).toHaveCount(2)
  await expect(page.getByText('2 files added.')).toBeVisible()

  await desk.dropFiles(page.getByRole('main'), [sample('gift-box.jpg')])
  const report = page.getByRole('dialog', { name: 'Files added' })
  await expect(report.getByText('Already in the library.', { exact: true })).toBeVisible()
  await report.getByRole('button', { name: 'Done' }).click()
  await expect(assets).toHaveCount(2)
})

test('files that hover while the page below them changes are taken, or leave without a trace', async ({
  desk
}) => {
  const { page } = desk
  const main = page.getByRole('main')
  const overlay = page.getByRole('status').filter({ hasText: 'Add to the library' })
  await expect(page.getByRole('heading', { name: 'Campaigns', exact: true })).toBeVisible()
  const whileOver = async () => {
    await page.keyboard.press('Control+2')
    await expect(page.getByText('The library is empty')).toBeVisible()
    await expect(overlay).toBeVisible()
  }
  await desk.dropFiles(main, [sample('gift-box.jpg')], { whileOver, end: 'dragCancel' })
  await page.mouse.move(300, 300)
  await expect(overlay).toBeHidden()

  await openPage(page, 'Campaigns')
  await expect(page.getByRole('heading', { name: 'Campaigns', exact: true })).toBeVisible()
  await desk.dropFiles(main, [sample('gift-box.jpg')], { whileOver })
  await expect(page.getByRole('listbox', { name: 'Assets' }).getByRole('option')).toHaveCount(1)
  await expect(overlay).toBeHidden()
})

test('an asset goes to the trash by key and comes back by undo', async ({ desk }) => {
  const { page } = desk
  await openPage(page, 'Library')
  await desk.dropFiles(page.getByRole('main'), [sample('gift-box.jpg')])
  const assets = page.getByRole('listbox', { name: 'Assets' })
  await assets.getByRole('option').first().click()
  await expect(page.getByRole('complementary', { name: 'Inspector' })).toContainText('2200 × 1466')
  await page.keyboard.press('Delete')
  await expect(page.getByText('The library is empty')).toBeVisible()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(assets.getByRole('option')).toHaveCount(1)
})

test('the activity panel lists finished work', async ({ desk }) => {
  const { page } = desk
  await openPage(page, 'Library')
  await desk.dropFiles(page.getByRole('main'), [sample('gift-box.jpg')])
  await expect(page.getByRole('listbox', { name: 'Assets' }).getByRole('option')).toHaveCount(1)
  await page.keyboard.press('Control+j')
  const panel = page.getByRole('complementary', { name: 'Activity' })
  await expect(panel.getByRole('listitem', { name: 'gift-box.jpg' })).toContainText('1 added')
})

test('a running job is found again after the window is reloaded, and can be cancelled', async ({ desk }) => {
  const { page } = desk
  await desk.dropFiles(page.getByRole('main'), [sample('product-sheet.docx')])
  await expect(page.getByRole('table', { name: 'Plan' })).toBeVisible({ timeout: 20_000 })
  for (let click = 0; click < 12; click += 1)
    await page.getByRole('button', { name: 'One post more' }).click()
  await page.getByRole('button', { name: 'Generate', exact: true }).click()
  await page.getByRole('button', { name: 'Generate 60 images for $0' }).click()
  await expect(page.getByRole('button', { name: 'Activity, 1 running' })).toBeVisible()
  await page.reload()
  await page.getByRole('button', { name: 'Activity, 1 running' }).click()
  const job = page.getByRole('complementary', { name: 'Activity' }).getByRole('listitem').first()
  await job.getByRole('button', { name: 'Cancel' }).click()
  await expect(job.getByLabel('Cancelled')).toBeVisible()
  await expect(job.getByRole('button', { name: 'Retry' })).toBeVisible()
})

test('the theme follows the setting at once', async ({ desk }) => {
  const { page } = desk
  await openPage(page, 'Settings')
  const background = () => page.locator('body').evaluate((body) => getComputedStyle(body).backgroundColor)
  const light = await background()
  await page.getByRole('radio', { name: 'Dark' }).click()
  await expect.poll(background).not.toBe(light)
  await page.getByRole('radio', { name: 'Light' }).click()
  await expect.poll(background).toBe(light)
})

test('the rail collapses and the window remembers it with the last page', async ({ desk }) => {
  const { page } = desk
  await openPage(page, 'Costs')
  await page.keyboard.press('Control+b')
  await expect(page.getByRole('button', { name: 'Expand the sidebar' })).toBeVisible()
  await page.reload()
  await expect(page.getByRole('heading', { name: 'Costs', exact: true })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Expand the sidebar' })).toBeVisible()
})

test('a question mark shows the shortcuts, but not while typing', async ({ desk }) => {
  const { page } = desk
  await expect(page.getByRole('heading', { name: 'Campaigns', exact: true })).toBeVisible()
  await page.keyboard.press('?')
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible()
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+n')
  await page.getByRole('textbox', { name: 'Name' }).pressSequentially('Why? Because')
  await expect(page.getByRole('textbox', { name: 'Name' })).toHaveValue('Why? Because')
})

test('a campaign without a document starts blank and can be filled by hand', async ({ desk }) => {
  const { page } = desk
  await page.getByRole('button', { name: 'New campaign' }).last().click()
  await page.getByRole('textbox', { name: 'Name' }).fill('Open day')
  await page.getByRole('button', { name: 'Create campaign' }).click()
  const product = page.getByRole('textbox', { name: 'Product', exact: true })
  await product.fill('Studio tour')
  await page.getByRole('button', { name: 'Add benefit' }).click()
  await page.getByRole('textbox', { name: 'Benefit 1' }).fill('See how it is made')
  await page.getByRole('textbox', { name: 'Audience' }).click()
  await expect(page.getByText('Saved', { exact: true })).toBeVisible()
  const again = await desk.restart()
  await again.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: 'Open day' }).click()
  await expect(again.getByRole('textbox', { name: 'Product', exact: true })).toHaveValue('Studio tour')
  await expect(again.getByRole('textbox', { name: 'Benefit 1' })).toHaveValue('See how it is made')
})
