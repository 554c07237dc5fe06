/** The frame of the window: by keyboard alone, with less motion, with text twice as large, and without findings of axe. */
import { readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { type Desk, expect, test } from './app.ts'
import { findings } from './axe.ts'

const sample = (name: string): string => join(import.meta.dirname, '../../resources/sample', name)
const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name, exact: true })

test('every page is reached by keyboard alone, and what has the focus can be seen', async ({ desk }) => {
  const { page } = desk
  await expect(heading(page, 'Campaigns')).toBeVisible()
  const names = ['Library', 'Documents', 'Slideshows', 'Costs', 'Storage', 'Settings', 'Campaigns']
  for (const [index, name] of names.entries()) {
    await page.keyboard.press(`Control+${((index + 1) % 7) + 1}`)
    await expect(heading(page, name)).toBeVisible()
  }
  await page.locator('body').focus()
  await page.keyboard.press('Tab')
  const rail = page.getByRole('navigation', { name: 'Main' })
  await expect(rail.getByRole('button', { name: 'Collapse the sidebar' })).toBeFocused()
  for (const name of ['Campaigns', 'Library', 'Documents', 'Slideshows']) {
    await page.keyboard.press('Tab')
    const entry = rail.getByRole('button', { name, exact: true })
    await expect(entry).toBeFocused()
    expect(await entry.evaluate((element) => getComputedStyle(element).outlineStyle)).toBe('solid')
  }
  await page.keyboard.press('Enter')
  await expect(heading(page, 'Slideshows')).toBeVisible()
})

test('dialogs give the focus back where it was', async ({ desk }) => {
  const { page } = desk
  const help = page.getByRole('button', { name: 'Keyboard shortcuts' })
  await help.focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(help).toBeFocused()
  await page.keyboard.press('Control+k')
  await page.keyboard.type('activity')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('complementary', { name: 'Activity' })).toBeVisible()
})

test('nothing moves when the system asks for less motion', async ({ desk }) => {
  const { page } = desk
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await page.keyboard.press('Control+k')
  const longest = await page.evaluate(() =>
    Math.max(
      0,
      ...[...document.querySelectorAll('*')].flatMap((element) => {
        const { animationDuration, transitionDuration } = getComputedStyle(element)
        return [animationDuration, transitionDuration]
          .flatMap((text) => text.split(','))
          .map((text) => Number.parseFloat(text) * (text.trim().endsWith('ms') ? 1 : 1000))
      })
    )
  )
  expect(longest).toBeLessThan(1)
})

test('with text twice as large nothing is cut off sideways and everything can be reached', async ({
  desk
}) => {
  const { page } = desk
  await page.setViewportSize({ width: 1280, height: 800 })
  await page.evaluate(() => {
    document.documentElement.style.fontSize = '200%'
  })
  for (const name of ['Campaigns', 'Library', 'Documents', 'Slideshows', 'Costs', 'Storage', 'Settings']) {
    await page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name, exact: true }).click()
    await expect(heading(page, name)).toBeVisible()
    const beyond = await page.evaluate(() =>
      [...document.querySelectorAll('main button, main h1, header button')]
        .filter((element) => {
          const { left, right, width } = element.getBoundingClientRect()
          const isScrolled = element.closest('[class*=overflow-x], [class*=overflow-auto]') !== null
          return width > 0 && !isScrolled && (right > innerWidth + 1 || left < -1)
        })
        .map((element) => element.textContent || element.getAttribute('aria-label'))
    )
    expect(beyond, name).toEqual([])
  }
})

/** Two pictures, and a slideshow of them open in the editor. */
async function openEditor({ page, dropFiles }: Desk): Promise<void> {
  await page.keyboard.press('Control+2')
  await dropFiles(page.getByRole('main'), [sample('gift-box.jpg'), sample('flat-lay.jpg')])
  await expect(page.getByRole('listbox', { name: 'Assets' }).getByRole('option')).toHaveCount(2)
  await page.keyboard.press('Control+4')
  await page.getByRole('button', { name: 'New slideshow' }).first().click()
  expect(await findings(page), 'new slideshow').toEqual([])
  await page.getByRole('button', { name: 'Choose pictures' }).click()
  const picker = page.getByRole('dialog', { name: 'Add pictures' })
  await picker.getByRole('button', { name: 'gift-box.jpg' }).click()
  await picker.getByRole('button', { name: 'flat-lay.jpg' }).click()
  expect(await findings(page), 'picker').toEqual([])
  await picker.getByRole('button', { name: 'Add 2 pictures' }).click()
}

for (const theme of ['light', 'dark'] as const) {
  test.describe(theme, () => {
    test.use({ theme })

    test(`the slideshow editor and its dialogs have no finding (${theme})`, async ({ desk }) => {
      test.setTimeout(120_000)
      const { page } = desk
      await openEditor(desk)
      await page.getByRole('textbox', { name: 'Caption' }).fill('By hand')
      await page.getByRole('radio', { name: 'Ken Burns' }).click()
      await expect(page.getByRole('slider', { name: 'End of the motion' })).toBeVisible()
      expect(await findings(page), 'slide').toEqual([])
      await page.getByRole('radio', { name: 'Fill' }).click()
      await page.getByRole('button', { name: /what stays in view/ }).click()
      expect(await findings(page), 'focal point').toEqual([])
      await page.keyboard.press('Escape')
      await page.getByRole('tab', { name: 'Sound' }).click()
      expect(await findings(page), 'sound').toEqual([])
      await page.getByRole('tab', { name: 'Slideshow' }).click()
      await page.getByRole('checkbox', { name: /Opening card/ }).check()
      await page.getByRole('combobox', { name: 'Safe zone' }).selectOption('Title margin')
      expect(await findings(page), 'whole').toEqual([])
      await page.getByRole('button', { name: 'Draft video' }).click()
      await expect(page.getByText('The video is in the library.')).toBeVisible({ timeout: 30_000 })
      expect(await findings(page), 'finished').toEqual([])
      await page.getByRole('button', { name: 'Back to all slideshows' }).click()
      await expect(page.getByRole('button', { name: /^Play/ })).toBeVisible()
      expect(await findings(page), 'list').toEqual([])
    })
  })
}

test('a damaged catalog is told before anything is changed, and made anew from a store', async ({ desk }) => {
  test.setTimeout(90_000)
  await desk.page.keyboard.press('Control+2')
  await desk.dropFiles(desk.page.getByRole('main'), [sample('gift-box.jpg')])
  await expect(desk.page.getByRole('img', { name: 'Two copies' })).toHaveCount(1, { timeout: 20_000 })
  await desk.close()
  const catalog = join(desk.userData, 'data/catalog.db')
  const bytes = readFileSync(catalog)
  writeFileSync(catalog, bytes.fill(0x5a, 100, Math.min(bytes.length, 60_000)))
  truncateSync(catalog, Math.max(4096, Math.floor(bytes.length / 2)))
  const page = await desk.startAgain()
  await expect(heading(page, 'The catalog is damaged')).toBeVisible()
  expect(await findings(page), 'damaged catalog').toEqual([])
  await page.getByRole('button', { name: 'Make the catalog anew' }).click()
  await expect(page.getByRole('listbox', { name: 'Assets' }).getByRole('option')).toHaveCount(1, {
    timeout: 30_000
  })
})
