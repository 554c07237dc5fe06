/** The Storage page with its stores well, away and full, and reports that are kept. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { type Desk, expect, test } from './app.ts'

const sample = (name: string): string => join(import.meta.dirname, '../../resources/sample', name)
const openPage = (page: Page, name: string) =>
  page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name, exact: true }).click()
const storeFolder = (desk: Desk, side: 'primary' | 'backup'): string =>
  join(desk.userData, 'data', 'stores', side)

async function fill(desk: Desk): Promise<void> {
  const { page } = desk
  await openPage(page, 'Library')
  await desk.dropFiles(page.getByRole('main'), [sample('gift-box.jpg'), sample('price-list.txt')])
  await expect(page.getByText('All 2 in two places')).toBeVisible({ timeout: 20_000 })
}

/** Any file of a store that holds a picture. */
function aPicture(folder: string): string {
  const found = readdirSync(folder, { recursive: true, encoding: 'utf8' }).find((name) =>
    name.endsWith('.jpg')
  )
  if (found === undefined) throw new Error('The store holds no picture.')
  return join(folder, found)
}

test('a lost copy is found, planned, repaired, and the report is kept as a file', async ({ desk }, info) => {
  const { page } = desk
  await fill(desk)
  rmSync(aPicture(storeFolder(desk, 'backup')))
  await openPage(page, 'Storage')
  await page.getByRole('button', { name: 'Verify deep' }).click()
  await expect(page.getByText('1 only in primary')).toBeVisible({ timeout: 20_000 })
  const target = info.outputPath('verification.csv')
  await desk.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath })
  }, target)
  await page.getByRole('button', { name: 'Save as CSV' }).click()
  await expect(page.getByText(`Saved to ${target}`)).toBeVisible()
  expect(readFileSync(target, 'utf8')).toContain('onlyPrimary')

  await page.getByRole('button', { name: 'Plan a repair' }).click()
  await expect(page.getByRole('heading', { name: 'What a repair would do' })).toBeVisible()
  await page.getByRole('button', { name: 'Repair now' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Repair now' }).click()
  await expect(page.getByText('1 copy made.')).toBeVisible({ timeout: 20_000 })
  await page.getByRole('button', { name: 'Verify', exact: true }).click()
  await expect(page.getByText(/^\d+ same in both\. Took/)).toBeVisible()
})

test('a store that goes away is said everywhere, and what waited goes there when it is back', async ({
  desk
}) => {
  const { page } = desk
  await fill(desk)
  await openPage(page, 'Storage')
  const backup = page.getByRole('region', { name: 'Backup store' })
  await expect(backup).toContainText('Reachable')
  const away = `${storeFolder(desk, 'backup')}-away`
  renameSync(storeFolder(desk, 'backup'), away)
  // A file in the folder's place: it cannot be made anew by itself.
  writeFileSync(storeFolder(desk, 'backup'), '')
  await page.getByRole('button', { name: 'Ask now' }).click()
  await expect(backup).toContainText('Not reachable')
  await openPage(page, 'Library')
  await desk.dropFiles(page.getByRole('main'), [sample('flat-lay.jpg')])
  const added = page.getByRole('listbox', { name: 'Assets' }).getByRole('option')
  await expect(added).toHaveCount(3, { timeout: 20_000 })
  rmSync(storeFolder(desk, 'backup'))
  renameSync(away, storeFolder(desk, 'backup'))
  await openPage(page, 'Storage')
  await page.getByRole('button', { name: 'Ask now' }).click()
  await page.getByRole('button', { name: 'Sync now' }).click()
  await expect(page.getByText('All 3 in two places')).toBeVisible({ timeout: 20_000 })
  await expect(backup).toContainText('Reachable')
})

test('the fire drill proves that one store can be lost, and each store passes its test', async ({ desk }) => {
  const { page } = desk
  await fill(desk)
  await openPage(page, 'Storage')
  await page.getByRole('button', { name: 'Fire drill…' }).click()
  await page.getByRole('combobox', { name: 'Act as if this store were lost' }).selectOption('Primary store')
  await page.getByRole('button', { name: 'Start the drill' }).click()
  await expect(page.getByRole('heading', { name: 'The primary store could be lost' })).toBeVisible({
    timeout: 20_000
  })
  await page.getByRole('button', { name: 'Test the backup store' }).click()
  await expect(page.getByRole('heading', { name: 'The backup store can be trusted' })).toBeVisible({
    timeout: 30_000
  })
  await page.getByRole('button', { name: 'Scrub now' }).click()
  await expect(page.getByText(/^Backup: .* none damaged/)).toBeVisible({ timeout: 20_000 })
})

/** A file system so small that it is full at once; null where none can be made. */
function smallDisk(folder: string): (() => void) | null {
  try {
    mkdirSync(folder, { recursive: true })
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder], { stdio: 'ignore' })
    return () => execFileSync('umount', ['-l', folder], { stdio: 'ignore' })
  } catch {
    return null
  }
}

test('a full store is said with its reason, nothing is lost, and the copy follows when there is room', async ({
  desk
}) => {
  const { page } = desk
  await fill(desk)
  const full = join(desk.userData, 'small')
  const release = smallDisk(full)
  test.skip(release === null, 'A small disk needs the right to mount one.')
  try {
    await openPage(page, 'Settings')
    const backup = page.getByRole('form', { name: 'Backup store' })
    await backup.getByRole('textbox', { name: 'Folder' }).fill(full)
    await backup.getByRole('button', { name: 'Save and ask' }).click()
    await expect(backup.getByRole('status')).toContainText('Reachable', { timeout: 15_000 })
    await openPage(page, 'Storage')
    await expect(page.getByText(/\d waiting/)).toBeVisible({ timeout: 15_000 })
    await page.getByRole('button', { name: 'Test the backup store' }).click()
    await expect(page.getByRole('heading', { name: /The backup store failed/ })).toBeVisible({
      timeout: 20_000
    })
    execFileSync('mount', ['-o', 'remount,size=64m', full])
    await page.getByRole('button', { name: 'Ask now' }).click()
    await page.getByRole('button', { name: 'Sync now' }).click()
    await expect(page.getByText('All 2 in two places')).toBeVisible({ timeout: 20_000 })
  } finally {
    release?.()
  }
})
