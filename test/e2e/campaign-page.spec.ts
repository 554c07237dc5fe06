/** A campaign's page as a whole: posts edited and undone, kept over a crash, planned by day, read from a file; large text. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { expect, test } from './app.ts'
import { findings } from './axe.ts'
import { button, openSample } from './sample-campaign.ts'

let folder = ''
test.beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'campaignforge-page-'))
})
test.afterEach(() => rm(folder, { recursive: true, force: true }))

test.describe.configure({ timeout: 150_000 })

async function choose(page: Page, item: string): Promise<void> {
  await button(page, 'More for this campaign').click()
  await page.getByRole('menuitem', { name: item }).click()
}

test('words of a post and edits of the brief are undone, and the last ones survive a crash', async ({
  desk
}) => {
  const { page } = desk
  await openSample(page)
  await button(page, 'TikTok post 2, planned').click()
  await page.getByRole('textbox', { name: 'Prompt' }).fill('A candle on a night train')
  await page.getByRole('textbox', { name: 'Caption' }).fill(`${'x'.repeat(2201)}`)
  await expect(page.getByText('1 too many.')).toBeVisible()
  await page.getByRole('textbox', { name: 'Caption' }).fill('Late, and still light.')
  await page.getByLabel('Planned day').fill('2026-12-03')
  await expect(page.getByText('TikTok has no alternative text.')).toBeVisible()
  await page.keyboard.press('Escape')
  const cell = button(page, 'TikTok post 2, planned')
  await expect(cell).toContainText('A candle on a night train')

  const tone = page.getByRole('textbox', { name: 'Tone' })
  const before = await tone.inputValue()
  await tone.fill('curt')
  await page.keyboard.press('Control+z')
  await expect(tone).toHaveValue(before)
  await button(page, 'Redo').click()
  await expect(tone).toHaveValue('curt')
  await tone.fill('bold')

  const again = await desk.crash()
  await expect(again.getByRole('textbox', { name: 'Tone' })).toHaveValue('bold', { timeout: 15_000 })
  await expect(again.getByRole('textbox', { name: 'Product', exact: true })).not.toHaveValue('')
  await expect(again.getByLabel('Brand colour 1', { exact: true })).toBeVisible()
  await button(again, 'TikTok post 2, planned').click()
  await expect(again.getByRole('textbox', { name: 'Caption' })).toHaveValue('Late, and still light.')
})

test('posts are read from a file row by row and stand in the calendar, where they move by drag and by field', async ({
  desk
}) => {
  const { page } = desk
  await openSample(page)
  const file = join(folder, 'plan.csv')
  await writeFile(
    file,
    'platform,post,caption,scheduledAt\ninstagram,1,First light,2026-12-01\nmyspace,2,Nobody,\nlinkedin,5,Fifth,2026-12-02\n'
  )
  await choose(page, 'Posts from a file')
  await desk.dropFiles(page.getByRole('region', { name: 'Drop a plan here' }), [file])
  await expect(page.getByText('2 posts taken into the plan')).toBeVisible()
  await expect(page.getByRole('table', { name: 'Rows that were not taken' })).toContainText('platform')
  await button(page, 'Done').click()
  await expect(page.getByText('5 posts', { exact: true })).toBeVisible()

  await page.getByRole('radio', { name: 'Calendar' }).click()
  const calendar = page.getByRole('table', { name: 'Calendar' })
  const dayCell = (day: string) => calendar.getByRole('cell', { name: new RegExp(day) })
  await expect(dayCell('December 1, 2026').getByRole('button', { name: 'Instagram 1' })).toBeVisible()
  await calendar.getByRole('button', { name: 'Instagram 1' }).dragTo(dayCell('December 9, 2026'))
  await expect(dayCell('December 9, 2026').getByRole('button', { name: 'Instagram 1' })).toBeVisible()
  await page.getByLabel('Day of Facebook post 1').fill('2026-12-10')
  await expect(dayCell('December 10, 2026').getByRole('button', { name: 'Facebook 1' })).toBeFocused()
  await page.keyboard.press('Control+z')
  await expect(dayCell('December 10, 2026').getByRole('button')).toHaveCount(0)
  await page.reload()
  await page.getByRole('radio', { name: 'Calendar' }).click()
  await expect(dayCell('December 9, 2026').getByRole('button', { name: 'Instagram 1' })).toBeVisible()
})

test('the template and the brand kit change what is sent', async ({ desk }) => {
  const { page } = desk
  await openSample(page)
  await choose(page, 'Prompt template')
  const preview = page.getByRole('region', { name: 'Preview' })
  await expect(preview).toContainText('Advertising photograph for')
  await page
    .getByRole('textbox', { name: 'Template' })
    .fill('A poster of {product}.\nStyle: {style}.\nNot {nothing}.')
  await expect(preview.getByRole('alert')).toContainText('braces')
  await page.getByRole('textbox', { name: 'Template' }).fill('A poster of {product}.\nStyle: {style}.')
  await expect(preview).toContainText('A poster of')
  await button(page, 'Save template').click()
  await expect(button(page, 'Instagram post 1, planned')).toContainText('A poster of')
  await choose(page, 'Brand kit')
  await page.getByRole('textbox', { name: 'Style and tone' }).fill('woodcut on grey paper')
  await button(page, 'Save brand kit').click()
  await choose(page, 'Prompt template')
  await expect(preview).toContainText('woodcut on grey paper')
})

test('a hundred posts and text twice as large stay usable', async ({ desk }) => {
  const { page } = desk
  await openSample(page)
  const file = join(folder, 'plan.json')
  await writeFile(file, JSON.stringify([{ platform: 'tiktok', post: 100, caption: 'The last one' }]))
  await choose(page, 'Posts from a file')
  await desk.dropFiles(page.getByRole('region', { name: 'Drop a plan here' }), [file])
  await button(page, 'Done').click()
  await expect(page.getByRole('rowheader', { name: 'Post 100' })).toBeAttached({ timeout: 20_000 })
  await page.setViewportSize({ width: 1280, height: 800 })
  await page.evaluate(() => {
    document.documentElement.style.fontSize = '200%'
  })
  for (const view of ['Plan', 'Calendar']) {
    await page.getByRole('radio', { name: view }).click()
    const beyond = await page.evaluate(() =>
      [...document.querySelectorAll('main button, main input, main textarea')]
        .filter((element) => {
          const { left, right, width } = element.getBoundingClientRect()
          const isScrolled = element.closest('[class*=overflow-x], [class*=overflow-auto]') !== null
          return width > 1 && !isScrolled && (right > innerWidth + 1 || left < -1)
        })
        .map((element) => element.textContent || element.getAttribute('aria-label'))
    )
    expect(beyond, view).toEqual([])
  }
})

for (const theme of ['light', 'dark'] as const) {
  test.describe(theme, () => {
    test.use({ theme })

    test(`every dialog of a campaign has no finding (${theme})`, async ({ desk }) => {
      const { page } = desk
      await button(page, 'Add keys').click()
      expect(await findings(page), 'first run').toEqual([])
      await openSample(page)
      await button(page, 'One post less').click()
      await button(page, 'Instagram post 1, planned').click()
      await button(page, /^Make this post/).click()
      await page.getByText('Focal point and crops').click({ timeout: 30_000 })
      expect(await findings(page), 'post').toEqual([])
      await page.keyboard.press('Escape')
      await page.getByRole('radio', { name: 'Calendar' }).click()
      expect(await findings(page), 'calendar').toEqual([])
      await button(page, 'Export').click()
      expect(await findings(page), 'export').toEqual([])
      await page.keyboard.press('Escape')
      for (const item of ['Prompt template', 'Brand kit', 'Posts from a file']) {
        await choose(page, item)
        await expect(page.getByRole('dialog')).toBeVisible()
        expect(await findings(page), item).toEqual([])
        await page.keyboard.press('Escape')
      }
      await page.getByRole('radio', { name: 'Plan' }).click()
      await button(page, /^Photo 1/).click()
      await expect(page.getByRole('slider', { name: 'Focal point' })).toBeVisible()
      expect(await findings(page), 'photo').toEqual([])
      await page.keyboard.press('Escape')
      await page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: 'Costs' }).click()
      await button(page, 'Change budgets').click()
      expect(await findings(page), 'budgets').toEqual([])
      await page.keyboard.press('Escape')
      await button(page, 'Add a price').click()
      expect(await findings(page), 'price').toEqual([])
    })
  })
}
