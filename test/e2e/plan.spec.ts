/** The plan as main knows it: its shape and its running work, for a window that remembers nothing. */
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { z } from 'zod'
import { runCommand } from '../harness/command-line.ts'
import type { FakeVendor } from '../harness/fake-vendors/fake-vendor.ts'
import { expect, test } from './app.ts'
import { findings } from './axe.ts'
import { setAll, startTogether, VENDOR_KEY } from './loopback-vendor.ts'
import { button, openSample } from './sample-campaign.ts'

/** The command line on the same data, as a person would use it beside the window. */
const command = (userData: string, args: readonly string[]) =>
  runCommand(args, { dataFolder: join(userData, 'data'), environment: { TOGETHER_API_KEY: VENDOR_KEY } })

test.describe.configure({ timeout: 150_000 })

test('the shape of the plan and who makes a post belong to the campaign, not to the window', async ({
  desk
}) => {
  let { page } = desk
  await openSample(page)
  await button(page, 'One post more').click()
  await button(page, 'One post more').click()
  await button(page, 'One variant more').click()
  await page.getByRole('toolbar', { name: 'Platforms' }).getByRole('button', { name: 'LinkedIn' }).click()
  await button(page, 'TikTok post 2, planned').click()
  await page.getByRole('combobox', { name: 'Made by' }).selectOption('Offline composer, about $0')
  await page.keyboard.press('Escape')
  await button(page, 'One variant more').click()
  await page.keyboard.press('Control+z')
  await expect(page.getByText('Saved', { exact: true })).toBeVisible()
  await page.evaluate(() => localStorage.clear())
  page = await desk.crash()
  await page
    .getByRole('navigation', { name: 'Main' })
    .getByRole('button', { name: 'Sample campaign' })
    .click()
  await expect(page.getByText('5 posts', { exact: true })).toBeVisible({ timeout: 30_000 })
  await expect(page.getByText('2 variants', { exact: true })).toBeVisible()
  await expect(page.getByRole('columnheader', { name: 'LinkedIn' })).toHaveCount(0)
  await expect(button(page, 'TikTok post 2, planned')).toContainText('composer')
})

test.describe('while pictures are made', () => {
  let vendor: FakeVendor
  let gate = Promise.withResolvers<void>()
  test.use({
    appEnv: { TOGETHER_API_KEY: VENDOR_KEY },
    prepare: async ({}, use) =>
      use(async (userData: string) => {
        gate = Promise.withResolvers()
        vendor = await startTogether({ beforeDraw: () => gate.promise })
        await setAll(userData, { 'providers.together.baseUrl': vendor.baseUrl })
      })
  })
  test.afterEach(async () => {
    gate.resolve()
    await vendor.close()
  })

  const made = (page: Page) => button(page, /, being made$/)
  const waiting = (page: Page) => button(page, /, waiting its turn$/)

  test('a reloaded window shows what is drawn and what waits, fills in, and tells the account', async ({
    desk
  }) => {
    const { page } = desk
    await openSample(page)
    await button(page, 'One post less').click()
    await button(page, 'Generate').click()
    await button(page, /^Generate 8 images for/).click()
    await expect(made(page)).toHaveCount(6, { timeout: 30_000 })
    await expect(waiting(page)).toHaveCount(2)
    await page.reload()
    await expect(made(page)).toHaveCount(6, { timeout: 30_000 })
    await expect(waiting(page)).toHaveCount(2)
    await expect(page.getByText('0 of 8 images')).toBeVisible()
    await expect(page.getByRole('progressbar', { name: 'Generating images' })).toBeVisible()
    await expect(button(page, 'Generating…')).toBeDisabled()
    gate.resolve()
    await expect(page.getByText('8 images made')).toBeVisible({ timeout: 60_000 })
    await expect(button(page, /, made by Together AI$/)).toHaveCount(8)
    await expect(button(page, 'Generate')).toBeEnabled()
  })

  test('what a command beside the window makes is seen: pictures, turns and progress, without Cancel', async ({
    desk
  }) => {
    const { page } = desk
    await openSample(page)
    const { json } = await command(desk.userData, ['campaign', 'list'])
    const [campaign] = z.object({ campaigns: z.array(z.object({ id: z.string() })) }).parse(json).campaigns
    const generating = command(desk.userData, ['generate', '--campaign', campaign?.id ?? '', '--posts', '3'])
    await vendor.until(() => vendor.draws.length > 0)
    await page.reload()
    await expect(made(page)).toHaveCount(6, { timeout: 30_000 })
    await expect(waiting(page)).toHaveCount(6)
    await expect(page.getByText('0 of 12 images')).toBeVisible()
    await expect(page.getByText('Made by a command beside this window')).toBeVisible()
    await expect(button(page, 'Cancel')).toHaveCount(0)
    expect(await findings(page)).toEqual([])
    gate.resolve()
    await generating
    await expect(button(page, /, made by Together AI$/)).toHaveCount(12, { timeout: 30_000 })
    await expect(page.getByRole('progressbar', { name: 'Generating images' })).toHaveCount(0)
  })

  test('Cancel after a reload ends the run; what was not begun is planned again', async ({ desk }) => {
    const { page } = desk
    await openSample(page)
    await button(page, 'Generate').click()
    await button(page, /^Generate 12 images for/).click()
    await expect(waiting(page)).toHaveCount(6, { timeout: 30_000 })
    await page.reload()
    await expect(waiting(page)).toHaveCount(6, { timeout: 30_000 })
    await button(page, 'Cancel').click()
    await expect(waiting(page)).toHaveCount(0, { timeout: 30_000 })
    await expect(made(page)).toHaveCount(0)
    await expect(page.getByRole('progressbar', { name: 'Generating images' })).toHaveCount(0)
    await expect(button(page, /, planned$/).first()).toBeVisible()
    await expect(button(page, 'Generate')).toBeEnabled()
  })
})

test('a post is edited from the details of its picture, in the campaign and from the library', async ({
  desk
}) => {
  const { page } = desk
  const details = page.getByRole('complementary', { name: 'Inspector' })
  const post = page.getByRole('dialog', { name: 'TikTok post 1' })
  await openSample(page)
  await button(page, 'One post less').click()
  await button(page, 'One post less').click()
  await button(page, 'Generate').click()
  await button(page, /^Generate 4 images for/).click()
  await expect(page.getByText('4 images made')).toBeVisible({ timeout: 60_000 })
  await button(page, /^TikTok post 1, made by/).click()
  await details.getByRole('button', { name: 'Edit post' }).click()
  await post.getByRole('textbox', { name: 'Caption' }).fill('Light for the whole evening.')
  await page.keyboard.press('Escape')
  await expect(post).toHaveCount(0)
  // The picture stays selected, and its details know the words.
  await expect(details.getByRole('textbox', { name: 'Caption' })).toHaveValue('Light for the whole evening.')

  await page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: 'Library' }).click()
  await page.getByRole('searchbox', { name: /search/i }).fill('platform:tiktok')
  await expect(page.getByRole('listbox').getByRole('option')).toHaveCount(1)
  await page.getByRole('listbox').getByRole('option').first().click()
  await details.getByRole('button', { name: 'Edit post' }).click()
  await expect(post.getByRole('textbox', { name: 'Caption' })).toHaveValue('Light for the whole evening.')
  expect(await findings(page), 'post from the library').toEqual([])
  await page.keyboard.press('Escape')
  await expect(page.getByRole('table', { name: 'Plan' })).toBeVisible()
  await page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: 'Library' }).click()
  await page.getByRole('listbox').getByRole('option').first().click()
  await details
    .getByRole('region', { name: 'Where used' })
    .getByRole('button', { name: /tiktok 1$/ })
    .click()
  await expect(post).toBeVisible()
  await page.keyboard.press('Escape')
  // Left and opened again, the page has no dialog over it.
  await page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: 'Campaigns' }).click()
  await page
    .getByRole('navigation', { name: 'Main' })
    .getByRole('button', { name: /^Sample campaign/ })
    .click()
  await expect(page.getByRole('table', { name: 'Plan' })).toBeVisible()
  await expect(post).toHaveCount(0)
})
