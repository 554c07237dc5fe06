/** The main job by keyboard alone: from the first run to an exported bundle and a rendered video, without one click. */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { expect, test } from './app.ts'

let folder = ''
test.beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'campaignforge-keys-'))
})
test.afterEach(() => rm(folder, { recursive: true, force: true }))

const MOST_STEPS = 90

/** Tab, as a person presses it, until the control has the focus; fails when it cannot be reached. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeEnabled()
  for (let step = 0; step < MOST_STEPS; step += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) break
    await page.keyboard.press('Tab')
  }
  await expect(target).toBeFocused()
}

async function press(page: Page, target: Locator, key = 'Enter'): Promise<void> {
  await tabTo(page, target)
  await page.keyboard.press(key)
}

test('first run to bundle and video with the keyboard', async ({ desk }) => {
  test.setTimeout(240_000)
  const { page } = desk
  const button = (name: string | RegExp) =>
    page.getByRole('button', { name, exact: typeof name === 'string' })
  await desk.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] })
  }, folder)

  await press(page, button('Open the sample campaign'))
  await expect(page.getByRole('table', { name: 'Plan' })).toBeVisible({ timeout: 30_000 })
  await press(page, button('One post less'))
  await page.keyboard.press('Enter')
  await expect(page.getByText('1 post', { exact: true })).toBeVisible()
  await page.keyboard.press('Control+Enter')
  await press(page, button(/^Generate 4 images for/))
  await expect(page.getByText('4 images made')).toBeVisible({ timeout: 60_000 })

  await press(page, button(/^Instagram post 1, made by/), 'e')
  await tabTo(page, page.getByRole('textbox', { name: 'Caption' }))
  await page.keyboard.type('Two evenings of light from one jar.')
  await page.keyboard.press('Control+z')
  await expect(page.getByRole('textbox', { name: 'Caption' })).toHaveValue('')
  await page.keyboard.press('Control+Shift+z')
  await tabTo(page, page.getByLabel('Planned day'))
  await page.keyboard.type('12032026')
  await page.keyboard.press('Escape')

  await page.keyboard.press('Control+e')
  await press(page, button('Choose a place and export'))
  await expect(page.getByText(/files exported/)).toBeVisible({ timeout: 30_000 })
  await page.keyboard.press('Escape')
  const [bundle = ''] = await readdir(folder)
  const manifest: { files: unknown[]; calendar: unknown[] } = JSON.parse(
    await readFile(join(folder, bundle, 'manifest.json'), 'utf8')
  )
  expect(manifest.files).toHaveLength(4)
  expect(manifest.files).toContainEqual(
    expect.objectContaining({ platform: 'instagram', caption: 'Two evenings of light from one jar.' })
  )
  expect(manifest.calendar).toEqual([
    expect.objectContaining({
      platform: 'instagram',
      post: 1,
      plannedFor: expect.stringContaining('2026-12-03')
    })
  ])

  await page.keyboard.press('Control+4')
  await press(page, button('New slideshow').first())
  await press(page, button('Open the editor'))
  await press(page, button('Render video'))
  await press(page, page.getByRole('menuitem', { name: 'Standard quality' }))
  await expect(page.getByText('The video is in the library.')).toBeVisible({ timeout: 120_000 })
  await expect(page.getByText(/1,?920 × 1,?080/)).toBeVisible()
  await press(page, button('Play it'))
  await expect
    .poll(() => page.locator('video').evaluate((video) => (video as HTMLVideoElement).duration))
    .toBeGreaterThan(3)
  expect(desk.problems).toEqual([])
})
