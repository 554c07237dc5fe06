/** The main job by mouse alone: from the first run to an exported bundle and a rendered video, without one key. */
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from './app.ts'

let folder = ''
test.beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'campaignforge-mouse-'))
})
test.afterEach(() => rm(folder, { recursive: true, force: true }))

test('first run to bundle and video with the mouse', async ({ desk }) => {
  test.setTimeout(240_000)
  const { page } = desk
  const button = (name: string | RegExp) =>
    page.getByRole('button', { name, exact: typeof name === 'string' })
  await desk.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] })
  }, folder)

  await button('Keep these folders').click()
  await button('Go on without keys').click()
  await button('Open the sample campaign').click()
  await expect(page.getByRole('table', { name: 'Plan' })).toBeVisible({ timeout: 30_000 })

  await button('One post less').click()
  await button('One post less').click()
  await button('Generate').click()
  await expect(page.getByRole('table', { name: 'Price per provider' })).toBeVisible()
  await button(/^Generate 4 images for/).click()
  await expect(page.getByText('4 images made')).toBeVisible({ timeout: 60_000 })

  await page.getByRole('radio', { name: 'Calendar' }).click()
  const day = page.getByRole('table', { name: 'Calendar' }).getByRole('cell').nth(10)
  await page
    .getByRole('region', { name: 'Posts without a day' })
    .getByRole('button', { name: 'TikTok 1' })
    .dragTo(day)
  await expect(day.getByRole('button', { name: 'TikTok 1' })).toBeVisible()

  await button('Export').click()
  await button('Choose a place and export').click()
  await expect(page.getByText(/files exported/)).toBeVisible({ timeout: 30_000 })
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).first().click()
  const [bundle = ''] = await readdir(folder)
  expect((await readdir(join(folder, bundle))).toSorted()).toEqual([
    'facebook',
    'instagram',
    'linkedin',
    'manifest.json',
    'tiktok'
  ])

  await page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: 'Slideshows' }).click()
  await button('New slideshow').first().click()
  await button('Open the editor').click()
  await button('Render video').click()
  await page.getByRole('menuitem', { name: 'Standard quality' }).click()
  await expect(page.getByText('The video is in the library.')).toBeVisible({ timeout: 120_000 })
  await expect(page.getByText(/1,?920 × 1,?080/)).toBeVisible()
  await button('Play it').click()
  await expect
    .poll(() => page.locator('video').evaluate((video) => (video as HTMLVideoElement).duration))
    .toBeGreaterThan(3)
  expect((await stat(join(folder, bundle, 'manifest.json'))).size).toBeGreaterThan(500)
  expect(desk.problems).toEqual([])
})
