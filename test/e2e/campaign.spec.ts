/** Around the main job: the sample, missing posts only, making one post again, export, and ways it can fail. */

import { createHash } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { type Desk, expect, test } from './app.ts'

let folder = ''
test.beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'campaignforge-export-'))
})
test.afterEach(() => rm(folder, { recursive: true, force: true }))

async function openSample(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Open the sample campaign' }).click()
  await expect(page.getByRole('table', { name: 'Plan' })).toBeVisible({ timeout: 30_000 })
}

async function generate(page: Page, images: number): Promise<void> {
  await page.getByRole('button', { name: 'Generate', exact: true }).click()
  await page.getByRole('button', { name: `Generate ${images} images for $0` }).click()
  await expect(page.getByText(`${images} images made`)).toBeVisible({ timeout: 60_000 })
}

function answerFolderDialog(desk: Desk, path: string): Promise<unknown> {
  return desk.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] })
  }, path)
}

test('the sample becomes pictures, and another post makes only the missing ones', async ({ desk }) => {
  test.setTimeout(150_000)
  const { page } = desk
  await openSample(page)
  await expect(
    page.getByRole('region', { name: 'Photos for backgrounds' }).getByRole('img').first()
  ).toBeVisible()
  await generate(page, 12)
  await page.getByRole('button', { name: 'One post more' }).click()
  const made = page.getByRole('table', { name: 'Plan' }).getByRole('button', { name: /made by/ })
  await expect(made).toHaveCount(12)
  await generate(page, 4)
  await expect(made).toHaveCount(16)

  await page.getByRole('button', { name: 'More for Instagram post 1' }).click()
  await page.getByRole('menuitem', { name: 'Make again, paid anew' }).click()
  await expect(page.getByText('1 image made')).toBeVisible({ timeout: 30_000 })
  await expect(made).toHaveCount(16)
})

test('a campaign is exported as a folder whose manifest proves every file', async ({ desk }) => {
  test.setTimeout(150_000)
  const { page } = desk
  await openSample(page)
  await generate(page, 12)
  await answerFolderDialog(desk, folder)
  await page.getByRole('button', { name: 'Export', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: 'Export the campaign' })
  await expect(dialog.getByRole('table', { name: 'What the bundle holds' })).toContainText('3 of 3')
  await dialog.getByRole('button', { name: 'Choose a place and export' }).click()
  await expect(dialog.getByText(/files exported/)).toBeVisible({ timeout: 30_000 })
  await dialog.getByRole('button', { name: 'Close' }).first().click()
  const [bundle = ''] = await readdir(folder)
  const manifest: { files: { file: string; sha256: string }[] } = JSON.parse(
    await readFile(join(folder, bundle, 'manifest.json'), 'utf8')
  )
  expect(manifest.files).toHaveLength(12)
  for (const { file, sha256 } of manifest.files) {
    const bytes = await readFile(join(folder, bundle, file))
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(sha256)
  }
  await page.getByRole('button', { name: 'Export', exact: true }).click()
  await dialog.getByRole('radio', { name: 'Zip file' }).click()
  await dialog.getByRole('button', { name: 'Choose a place and export' }).click()
  await expect.poll(async () => (await readdir(folder)).some((name) => name.endsWith('.zip'))).toBe(true)
})

test('a document that can not be read says why and what to do', async ({ desk }) => {
  const { page } = desk
  const broken = join(folder, 'offer.pdf')
  await writeFile(broken, '%PDF-1.7 and nothing that follows')
  await desk.dropFiles(page.getByRole('main'), [broken])
  const dialog = page.getByRole('dialog', { name: 'New campaign' })
  await expect(dialog.getByRole('alert')).toContainText('Code FILE_DAMAGED', { timeout: 20_000 })
})

test('a store that is gone turns the light red, and everything still opens', async ({ desk }) => {
  test.setTimeout(120_000)
  const { page } = desk
  await openSample(page)
  await page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: 'Settings' }).click()
  const gone = join(folder, 'unplugged')
  await writeFile(gone, 'a file where the folder should be')
  const form = page.getByRole('form', { name: 'Backup store' })
  await form.getByRole('textbox', { name: 'Folder' }).fill(join(gone, 'store'))
  await form.getByRole('button', { name: 'Save and ask' }).click()
  await expect(form.getByRole('status')).not.toHaveText(/Reachable/, { timeout: 20_000 })
  await page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: 'Storage' }).click()
  await expect(page.getByRole('region', { name: 'Backup store' })).toContainText('Not reachable')
  await page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: 'Library' }).click()
  await page.getByRole('listbox', { name: 'Assets' }).getByRole('option').first().dblclick()
  await expect(page.getByRole('button', { name: 'Close quick look' })).toBeVisible()
})

test('quitting while work runs asks first, and goes on when told to', async ({ desk }) => {
  test.setTimeout(120_000)
  const { page } = desk
  await openSample(page)
  for (let click = 0; click < 12; click += 1)
    await page.getByRole('button', { name: 'One post more' }).click()
  await page.getByRole('button', { name: 'Generate', exact: true }).click()
  await page.getByRole('button', { name: 'Generate 60 images for $0' }).click()
  await expect(page.getByRole('button', { name: 'Activity, 1 running' })).toBeVisible()
  const message = await desk.evaluate(({ app, dialog }) => {
    return new Promise<string>((done) => {
      dialog.showMessageBox = (...given: readonly unknown[]) => {
        const options = given.at(-1)
        const hasMessage = typeof options === 'object' && options !== null && 'message' in options
        done(hasMessage ? String(options.message) : '')
        return Promise.resolve({ response: 0, checkboxChecked: false })
      }
      app.quit()
    })
  })
  expect(message).toBe('One job is still running.')
  await expect(page.getByRole('button', { name: 'Activity, 1 running' })).toBeVisible()
  await desk.evaluate(({ dialog }) => {
    dialog.showMessageBox = () => Promise.resolve({ response: 1, checkboxChecked: false })
  })
})
