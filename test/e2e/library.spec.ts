/** The library as a person uses it: filters, smart folders, tags, stars, look-alikes, rights, soundness, undo. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Page } from '@playwright/test'
import sharp from 'sharp'
import { z } from 'zod'
import { type Desk, expect, test } from './app.ts'

const sample = (name: string): string => join(import.meta.dirname, '../../resources/sample', name)
const PHOTOS = ['gift-box.jpg', 'flat-lay.jpg', 'gift-set.jpg', 'window-light.jpg']

const openPage = (page: Page, name: string) =>
  page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name, exact: true }).click()
const options = (page: Page) => page.getByRole('listbox', { name: 'Assets' }).getByRole('option')

async function fill(desk: Desk, names: readonly string[] = PHOTOS): Promise<void> {
  const { page } = desk
  await openPage(page, 'Library')
  await desk.dropFiles(page.getByRole('main'), names.map(sample))
  await expect(options(page)).toHaveCount(names.length, { timeout: 20_000 })
}

test('tags, stars and a filter make a smart folder that opens again after a restart', async ({ desk }) => {
  const { page } = desk
  await fill(desk)
  await options(page).first().click()
  await options(page)
    .nth(1)
    .click({ modifiers: ['Shift'] })
  await page.keyboard.press('t')
  await page.getByRole('dialog').getByRole('combobox', { name: 'Add tags' }).fill('late summer')
  await page.getByRole('button', { name: 'Save tags' }).click()
  await expect(page.getByText('Tags of 2 assets changed')).toBeVisible()
  await page.getByRole('listbox', { name: 'Assets' }).press('5')
  await expect(options(page).getByRole('img', { name: '5 of 5 stars' })).toHaveCount(2)

  await page.getByRole('button', { name: 'Filter', exact: true }).click()
  await page.getByRole('combobox', { name: 'Tag' }).selectOption('late summer')
  await page.getByRole('combobox', { name: 'Rating' }).selectOption({ label: '4 stars and more' })
  await page.keyboard.press('Escape')
  await expect(options(page)).toHaveCount(2)
  await expect(page.getByRole('button', { name: 'Take off Tag: late summer' })).toBeVisible()

  await page.getByRole('button', { name: 'Smart folders' }).click()
  await page.getByRole('menuitem', { name: 'Save this search…' }).click()
  await page.getByRole('textbox', { name: 'Name' }).fill('The best of summer')
  await page.getByRole('button', { name: 'Save folder' }).click()
  const again = await desk.restart()
  await openPage(again, 'Library')
  await expect(options(again)).toHaveCount(4)
  await again.getByRole('button', { name: 'Smart folders' }).click()
  await again.getByRole('menuitem', { name: 'The best of summer' }).click()
  await expect(options(again)).toHaveCount(2)
})

test('Ctrl+Z takes back the trash, then the stars, then the tags', async ({ desk }) => {
  const { page } = desk
  await fill(desk, PHOTOS.slice(0, 2))
  const list = page.getByRole('listbox', { name: 'Assets' })
  await options(page).first().click()
  await list.press('Control+a')
  await list.press('t')
  await page.getByRole('dialog').getByRole('combobox', { name: 'Add tags' }).fill('winter')
  await page.getByRole('button', { name: 'Save tags' }).click()
  await expect(page.getByText('Tags of 2 assets changed')).toBeVisible()
  await list.press('3')
  await expect(options(page).getByRole('img', { name: '3 of 5 stars' })).toHaveCount(2)
  await options(page).first().click()
  await list.press('Delete')
  await expect(options(page)).toHaveCount(1)
  await list.press('Control+z')
  await expect(options(page)).toHaveCount(2)
  await list.press('Control+z')
  await expect(options(page).getByRole('img', { name: '3 of 5 stars' })).toHaveCount(0)
  await list.press('Control+z')
  await expect(page.getByText('Tags of 2 assets as they were')).toBeVisible()
  await options(page).first().click()
  await expect(page.getByRole('complementary', { name: 'Inspector' })).not.toContainText('winter')
})

test('pictures that look alike are kept as one with all tags, and the others can be put back', async ({
  desk
}, info) => {
  const { page } = desk
  const smaller = info.outputPath('gift-box-small.jpg')
  await sharp(sample('gift-box.jpg')).resize(900).jpeg({ quality: 70 }).toFile(smaller)
  await openPage(page, 'Library')
  await desk.dropFiles(page.getByRole('main'), [sample('gift-box.jpg'), smaller, sample('flat-lay.jpg')])
  await expect(options(page)).toHaveCount(3, { timeout: 20_000 })
  await page.getByRole('button', { name: 'Tidy up' }).click()
  await page.getByRole('menuitem', { name: 'Find look-alikes…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Pictures that look alike' })
  await expect(dialog.getByRole('button', { name: 'Keep gift-box.jpg' })).toHaveAttribute(
    'aria-pressed',
    'true'
  )
  await dialog.getByRole('button', { name: 'Keep this one, trash 1' }).click()
  await expect(dialog.getByText('Nothing looks alike')).toBeVisible()
  await dialog.getByRole('button', { name: 'Done' }).click()
  await expect(options(page)).toHaveCount(2)
  await page.getByRole('listbox', { name: 'Assets' }).press('Control+z')
  await expect(options(page)).toHaveCount(3)
})

test('rights that end soon are said in the details and in the check of the library', async ({ desk }) => {
  const { page } = desk
  await fill(desk, PHOTOS.slice(0, 1))
  await options(page).first().click()
  const inspector = page.getByRole('complementary', { name: 'Inspector' })
  await inspector.getByRole('textbox', { name: 'Licence' }).fill('One year, print and web')
  const soon = new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10)
  await inspector.getByLabel('May be used until').fill(soon)
  await expect(inspector.getByRole('alert')).toContainText('The rights end on')
  await expect(inspector.getByText('Nowhere: deleting it breaks nothing.')).toBeVisible()
  await page.getByRole('button', { name: 'Tidy up' }).click()
  await page.getByRole('menuitem', { name: 'Check the library…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Is the library sound?' })
  await expect(dialog.getByRole('region', { name: 'Rights that end' })).toContainText('gift-box.jpg')
})

test('a tag that gets the name of another one joins it', async ({ desk }) => {
  const { page } = desk
  await fill(desk, PHOTOS.slice(0, 2))
  const inspector = page.getByRole('complementary', { name: 'Inspector' })
  for (const [index, tag] of ['gift', 'gifts'].entries()) {
    await options(page).nth(index).click()
    await inspector.getByRole('textbox', { name: 'Add tags' }).fill(tag)
    await page.keyboard.press('Enter')
    await expect(inspector.getByRole('button', { name: `Take off ${tag}`, exact: true })).toBeVisible()
  }
  await page.getByRole('button', { name: 'Tidy up' }).click()
  await page.getByRole('menuitem', { name: 'All tags…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Tags' })
  await dialog.getByRole('textbox', { name: 'Name of gift', exact: true }).fill('gifts')
  await dialog.getByRole('button', { name: 'Join' }).click()
  await expect(dialog.getByRole('button', { name: 'Show what carries gifts' })).toHaveText('2 assets')
  await dialog.getByRole('button', { name: 'Show what carries gifts' }).click()
  await expect(options(page)).toHaveCount(2)
})

test('a damaged copy of one asset is found by Verify and made anew by Repair', async ({ desk }) => {
  const { page } = desk
  await fill(desk, PHOTOS.slice(0, 1))
  await options(page).first().click()
  const copies = page.getByRole('region', { name: 'Copies' })
  await expect(copies).toContainText('each hold a verified copy', { timeout: 20_000 })
  await expect(copies.getByRole('button', { name: 'Repair' })).toHaveCount(0)
  await copies.getByRole('button', { name: 'Verify' }).click()
  await expect(copies.getByText('Backup copy: read and right')).toBeVisible()

  const backup = join(desk.userData, 'data', 'stores', 'backup', 'images')
  const [file] = readdirSync(backup, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile()
  )
  writeFileSync(join(file?.parentPath ?? '', file?.name ?? ''), 'no picture any more')
  await copies.getByRole('button', { name: 'Verify' }).click()
  await expect(copies.getByText('Backup copy: damaged')).toBeVisible()
  await expect(copies).toContainText('The backup copy is missing or damaged')
  await expect(options(page).getByRole('img', { name: 'Primary copy only' })).toBeVisible()
  await copies.getByRole('button', { name: 'Repair' }).click()
  await expect(copies.getByText('Backup copy: damaged, made anew')).toBeVisible()
  await expect(options(page).getByRole('img', { name: 'Two copies' })).toBeVisible()
  await desk.shot('inspector-copies')
  await expect(copies).toContainText('each hold a verified copy')
})

test('selected pictures dragged out of the window go along as files with their names and all bytes', async ({
  desk
}) => {
  test.skip(desk.kind === 'electron', 'Electron does not tell what it drags.')
  const { page } = desk
  await fill(desk, PHOTOS.slice(0, 2))
  await options(page).first().click()
  await options(page)
    .nth(1)
    .click({ modifiers: ['Shift'] })
  await options(page).first().hover()
  await page.mouse.down()
  await page.mouse.move(700, 500, { steps: 5 })
  await page.mouse.up()
  const dragged = async (): Promise<readonly string[]> => {
    const entry = (await desk.ledger()).find(({ what }) => what === 'webContents.startDrag')
    return z.object({ files: z.array(z.string()) }).parse(entry?.detail ?? { files: [] }).files
  }
  await expect.poll(async () => (await dragged()).length).toBe(2)
  for (const file of await dragged())
    expect(readFileSync(file).equals(readFileSync(sample(basename(file))))).toBe(true)
})
