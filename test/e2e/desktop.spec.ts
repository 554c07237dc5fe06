/** Habits of the desktop: files opened with the app, one instance, the question before quitting, work that goes on, crashes. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { type Desk, expect, test } from './app.ts'

const sample = (name: string): string => join(import.meta.dirname, '../../resources/sample', name)
const assets = (page: Page) => page.getByRole('listbox', { name: 'Assets' }).getByRole('option')
const openPage = (page: Page, name: string) =>
  page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name, exact: true }).click()

test.describe('files on the command line', () => {
  test.use({ words: ['--some-switch', sample('gift-box.jpg'), '/no/such/file.jpg'] })

  test('are added to the library, and a second start hands its files to the first', async ({ desk }) => {
    const { page } = desk
    await expect(page.getByRole('heading', { name: 'Library', exact: true })).toBeVisible()
    await expect(assets(page)).toHaveCount(1)
    await desk.evaluate(
      ({ app }, file) => void app.emit('second-instance', {}, ['electron', '.', file], '/'),
      sample('flat-lay.jpg')
    )
    await expect(assets(page)).toHaveCount(2)
    await desk.evaluate(
      ({ app }, file) => void app.emit('open-file', { preventDefault: () => undefined }, file),
      sample('gift-set.jpg')
    )
    await expect(assets(page)).toHaveCount(3)
  })
})

test('Add Files in the menu asks the system and adds what was chosen', async ({ desk }) => {
  const { page } = desk
  await expect(page.getByRole('heading', { name: 'Campaigns', exact: true })).toBeVisible()
  await desk.evaluate(({ dialog, Menu }, file) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [file] })
    Menu.getApplicationMenu()?.getMenuItemById('add-files')?.click()
  }, sample('gift-box.jpg'))
  await expect(assets(page)).toHaveCount(1)
  await desk.evaluate(({ Menu }) => void Menu.getApplicationMenu()?.getMenuItemById('settings')?.click())
  await expect(page.getByRole('heading', { name: 'Settings', exact: true })).toBeVisible()
})

test('the window opens where it stood', async ({ desk }) => {
  await expect(desk.page.getByRole('heading', { name: 'Campaigns', exact: true })).toBeVisible()
  const bounds = { x: 60, y: 40, width: 1111, height: 777 }
  await desk.evaluate(({ BrowserWindow }, wanted) => {
    BrowserWindow.getAllWindows()[0]?.setBounds(wanted)
  }, bounds)
  await desk.restart()
  const now = await desk.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds())
  expect(now).toEqual(bounds)
})

/** A campaign from the sample whose generation of 24 images has begun. */
async function startGenerating(desk: Desk): Promise<void> {
  const { page } = desk
  await desk.dropFiles(page.getByRole('main'), [sample('product-sheet.docx')])
  await expect(page.getByRole('table', { name: 'Plan' })).toBeVisible({ timeout: 20_000 })
  for (let click = 0; click < 3; click += 1) await page.getByRole('button', { name: 'One post more' }).click()
  await page.getByRole('button', { name: 'Generate', exact: true }).click()
  await page.getByRole('button', { name: /^Generate \d+ images for \$0/ }).click()
  await expect(page.getByRole('button', { name: 'Activity, 1 running' })).toBeVisible()
}

const answerQuit = (desk: Desk, response: number) =>
  desk.evaluate(({ dialog }, chosen) => {
    const asked: string[] = []
    Reflect.set(globalThis, 'asked', asked)
    dialog.showMessageBox = (...given: unknown[]) => {
      asked.push(JSON.stringify(given))
      return Promise.resolve({ response: chosen, checkboxChecked: false })
    }
  }, response)

test('quitting asks while images are made; staying keeps on, quitting goes on at the next start', async ({
  desk
}) => {
  test.setTimeout(90_000)
  await startGenerating(desk)
  await answerQuit(desk, 0)
  await desk.evaluate(({ app }) => app.quit())
  await expect
    .poll(() => desk.evaluate(() => String(Reflect.get(globalThis, 'asked'))))
    .toContain('One job is still running.')
  await expect(desk.page.getByRole('button', { name: 'Activity, 1 running' })).toBeVisible()

  await answerQuit(desk, 1)
  const page = await desk.restart()
  await openPage(page, 'Library')
  await page.getByRole('radio', { name: 'Images' }).click()
  await expect(page.getByText('24 assets')).toBeVisible({ timeout: 60_000 })
  await expect(page.getByRole('button', { name: 'Activity', exact: true })).toBeVisible()
  await expect(page.getByText('24 assets')).toBeVisible()
})

test('work cut off by a crash goes on at the next start, each image made once', async ({ desk }) => {
  test.setTimeout(90_000)
  await startGenerating(desk)
  const page = await desk.crash()
  await openPage(page, 'Library')
  await page.getByRole('radio', { name: 'Images' }).click()
  await expect(page.getByText('24 assets')).toBeVisible({ timeout: 60_000 })
  await expect(page.getByRole('button', { name: 'Activity', exact: true })).toBeVisible()
  await expect(page.getByText('24 assets')).toBeVisible()
})

test('running work shows on the taskbar and leaves it when it ends', async ({ desk }) => {
  test.skip(desk.kind === 'electron', 'Electron does not tell what it shows there.')
  await expect(desk.page.getByRole('heading', { name: 'Campaigns', exact: true })).toBeVisible()
  await openPage(desk.page, 'Library')
  await desk.dropFiles(desk.page.getByRole('main'), [sample('gift-box.jpg'), sample('flat-lay.jpg')])
  await expect(assets(desk.page)).toHaveCount(2)
  const bars = async () =>
    (await desk.ledger())
      .filter(({ what }) => what === 'BrowserWindow.setProgressBar')
      .map(({ detail }) => (Array.isArray(detail) ? Number(detail[0]) : Number.NaN))
  await expect.poll(async () => (await bars()).at(-1)).toBe(-1)
  expect((await bars()).some((value) => value > 0)).toBe(true)
})

test('a crash leaves a report that can be read and holds no key', async ({ desk }) => {
  await expect(desk.page.getByRole('heading', { name: 'Campaigns', exact: true })).toBeVisible()
  await desk
    .evaluate(() => {
      setTimeout(() => {
        throw new Error('Broken while calling with Bearer sk-abcdefghijklmnopqrstuvwxyz0123456789')
      }, 0)
    })
    .catch(() => undefined)
  const folder = join(desk.userData, 'logs')
  const reports = () =>
    existsSync(folder) ? readdirSync(folder).filter((name) => name.startsWith('crash-')) : []
  await expect.poll(reports).toHaveLength(1)
  const text = readFileSync(join(folder, reports()[0] ?? ''), 'utf8')
  expect(text).toContain('Broken while calling')
  expect(text).not.toContain('abcdefghij')
})
