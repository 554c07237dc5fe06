/** Pictures become a video: put in order, captioned, moved, cut, rendered, played; and what happens when that fails. */
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { type Desk, expect, test } from './app.ts'
import { findings } from './axe.ts'

const sample = (name: string): string => join(import.meta.dirname, '../../resources/sample', name)
const slides = (page: Page) => page.getByRole('list', { name: 'Slides' })
const go = (page: Page, name: string) =>
  page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name, exact: true }).click()

/** Two pictures in the library and a slideshow of them, open in the editor. */
async function openEditor(desk: Desk, name = 'Two pictures'): Promise<void> {
  const { page } = desk
  await go(page, 'Library')
  await desk.dropFiles(page.getByRole('main'), [sample('gift-box.jpg'), sample('flat-lay.jpg')])
  await expect(page.getByRole('listbox', { name: 'Assets' }).getByRole('option')).toHaveCount(2)
  await go(page, 'Slideshows')
  await page.getByRole('button', { name: 'New slideshow' }).first().click()
  await page.getByRole('textbox', { name: 'Name' }).fill(name)
  await page.getByRole('button', { name: 'Choose pictures' }).click()
  const picker = page.getByRole('dialog', { name: 'Add pictures' })
  await picker.getByRole('button', { name: 'gift-box.jpg' }).click()
  await picker.getByRole('button', { name: 'flat-lay.jpg' }).click()
  await picker.getByRole('button', { name: 'Add 2 pictures' }).click()
  await expect(slides(page).getByRole('button', { name: /^Slide 1, gift-box.jpg/ })).toBeVisible()
}

const shownFrame = (page: Page) => page.getByRole('region', { name: 'Preview' }).locator('canvas')

test('slides are put in order by mouse and keyboard, undone, and still there after a reload', async ({
  desk
}) => {
  const { page } = desk
  await openEditor(desk)
  const first = slides(page).getByRole('button', { name: /^Slide 1/ })
  await first.focus()
  await page.keyboard.press('Alt+ArrowRight')
  await expect(slides(page).getByRole('button', { name: /^Slide 1, flat-lay.jpg/ })).toBeVisible()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(slides(page).getByRole('button', { name: /^Slide 1, gift-box.jpg/ })).toBeVisible()
  await slides(page)
    .getByRole('button', { name: /^Slide 2/ })
    .dragTo(slides(page).getByRole('button', { name: /^Slide 1/ }))
  await expect(slides(page).getByRole('button', { name: /^Slide 1, flat-lay.jpg/ })).toBeVisible()
  await page.getByRole('textbox', { name: 'Caption' }).fill('Laid out by hand')
  await expect(page.getByText('Saved', { exact: true })).toBeVisible()
  await page.reload()
  await expect(slides(page).getByRole('button', { name: /^Slide 1, flat-lay.jpg/ })).toBeVisible()
  await expect(page.getByRole('textbox', { name: 'Caption' })).toHaveValue('')
  await slides(page)
    .getByRole('button', { name: /^Slide 2/ })
    .click()
  await expect(page.getByRole('textbox', { name: 'Caption' })).toHaveValue('Laid out by hand')
  expect(desk.problems).toEqual([])
})

test('caption, motion, safe zone and shape are seen at once; the draft is rendered and played', async ({
  desk
}) => {
  const { page } = desk
  await openEditor(desk)
  await slides(page)
    .getByRole('button', { name: /^Slide 1/ })
    .click()
  await expect(shownFrame(page)).toHaveAttribute('data-frame', '0')
  await page.getByRole('spinbutton', { name: 'Length, seconds as a number' }).fill('1')
  const before = await shownFrame(page).screenshot()
  await page.getByRole('textbox', { name: 'Caption' }).fill('A box worth keeping')
  await expect.poll(async () => (await shownFrame(page).screenshot()).equals(before)).toBe(false)
  await page.getByRole('radio', { name: 'Ken Burns' }).click()
  const start = page.getByRole('slider', { name: 'Start of the motion' })
  await start.focus()
  await page.keyboard.press('-')
  await page.keyboard.press('ArrowRight')
  await expect(start).toHaveAttribute('aria-valuenow', '96')
  await page.getByRole('tab', { name: 'Slideshow' }).click()
  await page.getByRole('radio', { name: '9:16' }).click()
  await page.getByRole('combobox', { name: 'Safe zone' }).selectOption('TikTok')
  await expect(page.getByRole('img', { name: 'Safe zone: TikTok' })).toBeVisible()
  await page.getByRole('button', { name: 'One frame on' }).click()
  await expect(shownFrame(page)).toHaveAttribute('data-frame', '1')

  await page.getByRole('button', { name: 'Draft video' }).click()
  await expect(page.getByText('The video is in the library.')).toBeVisible({ timeout: 20_000 })
  await page.getByRole('button', { name: 'Play it' }).click()
  const video = page.locator('video')
  await expect
    .poll(() => video.evaluate((element) => (element as HTMLVideoElement).duration))
    .toBeCloseTo(3.5, 0)
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Back to all slideshows' }).click()
  await expect(page.getByRole('button', { name: 'Play Two pictures.mp4' })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Open Two pictures' })).toBeVisible()
  expect(desk.problems).toEqual([])
})

test('a caption takes the style that is picked, for one slide or all, and undo takes it back', async ({
  desk
}) => {
  const { page } = desk
  await openEditor(desk)
  const slide = (number: number) => slides(page).getByRole('button', { name: new RegExp(`^Slide ${number}`) })
  const style = (name: string) =>
    page.getByRole('radiogroup', { name: 'Style of the caption' }).getByRole('radio', { name })
  const words = page.getByRole('textbox', { name: 'Caption' })
  await slide(2).click()
  await words.fill('Laid out by hand')
  await slide(1).click()
  await words.fill('A box worth keeping')
  await expect(style('Box')).toBeChecked()
  for (const name of ['Light', 'Bar', 'Outline', 'Headline']) {
    const before = await shownFrame(page).screenshot()
    await style(name).click()
    await expect(style(name)).toBeChecked()
    await expect.poll(async () => (await shownFrame(page).screenshot()).equals(before)).toBe(false)
  }
  await page.getByRole('radio', { name: 'Right' }).click()
  expect(await findings(page)).toEqual([])
  await page.getByRole('button', { name: 'This look for all captions' }).click()
  await slide(2).click()
  await expect(style('Headline')).toBeChecked()
  await expect(page.getByRole('radio', { name: 'Right' })).toBeChecked()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(style('Box')).toBeChecked()
  await slide(1).click()
  await expect(style('Headline')).toBeChecked()
  await expect(page.getByText('Saved', { exact: true })).toBeVisible()
  await page.reload()
  await expect(style('Headline')).toBeChecked()
  expect(desk.problems).toEqual([])
})

test('captions take the colours of the brand or any other, by keyboard, and poor contrast is said', async ({
  desk
}) => {
  const { page } = desk
  await page.evaluate(async () => {
    const bridge: { invoke(route: string, input: unknown): Promise<unknown> } = Reflect.get(
      window,
      'campaignforge'
    )
    await bridge.invoke('settings.set', { path: 'brand.colours', value: ['#ffd54f', '#0a5f38'] })
  })
  await openEditor(desk)
  const slide = (number: number) => slides(page).getByRole('button', { name: new RegExp(`^Slide ${number}`) })
  const colour = (group: string, name: string) =>
    page.getByRole('radiogroup', { name: group, exact: true }).getByRole('radio', { name })
  const words = page.getByRole('textbox', { name: 'Caption' })
  await slide(2).click()
  await words.fill('Laid out by hand')
  await slide(1).click()
  await words.fill('A box worth keeping')
  await expect(colour('Colour of the letters', 'As the style')).toBeChecked()
  const plain = await shownFrame(page).screenshot()
  await colour('Colour of the box', 'As the style').focus()
  for (const name of ['#ffd54f', '#0a5f38']) {
    await page.keyboard.press('ArrowRight')
    await expect(colour('Colour of the box', name)).toBeFocused()
  }
  await page.keyboard.press('Space')
  await expect(colour('Colour of the box', '#0a5f38')).toBeChecked()
  await expect.poll(async () => (await shownFrame(page).screenshot()).equals(plain)).toBe(false)
  const warning = page.getByRole('status').filter({ hasText: 'hard to read' })
  await page.getByLabel('Colour of the letters, any other').fill('#2e7d57')
  await expect(warning).toContainText('4.5 : 1')
  expect(await findings(page)).toEqual([])
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(warning).toHaveCount(0)
  await colour('Colour of the letters', '#ffd54f').click()
  await page.getByRole('button', { name: 'This look for all captions' }).click()
  await slide(2).click()
  await expect(colour('Colour of the box', '#0a5f38')).toBeChecked()
  await page.getByRole('radio', { name: 'Headline' }).click()
  await expect(page.getByRole('radiogroup', { name: 'Colour of the box' })).toHaveCount(0)
  await expect(colour('Colour of the letters', '#ffd54f')).toBeChecked()
  await expect(page.getByText('Saved', { exact: true })).toBeVisible()
  await page.reload()
  await expect(colour('Colour of the box', '#0a5f38')).toBeChecked()
  expect(desk.problems).toEqual([])
})

test('playing moves the frames on and stops at the end', async ({ desk }) => {
  const { page } = desk
  await openEditor(desk)
  await page.getByRole('spinbutton', { name: 'Length, seconds as a number' }).fill('0.5')
  await page.getByRole('button', { name: 'To the start' }).click()
  await page.getByRole('button', { name: 'Play', exact: true }).click()
  await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible()
  const position = page.getByRole('slider', { name: 'Position' })
  const last = await position.getAttribute('aria-valuemax')
  await expect(position).toHaveAttribute('aria-valuenow', last ?? '')
  await expect(shownFrame(page)).toHaveAttribute('data-frame', last ?? '')
  await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeVisible()
})

test('cards and all four shapes become four videos', async ({ desk }) => {
  test.setTimeout(120_000)
  const { page } = desk
  await openEditor(desk, 'Four shapes')
  await page.getByRole('tab', { name: 'Slideshow' }).click()
  await page.getByRole('checkbox', { name: /Opening card/ }).check()
  await expect(slides(page).getByRole('button', { name: /^Slide 1, Four shapes, 3 seconds/ })).toBeVisible()
  await page.getByRole('tab', { name: 'Slide', exact: true }).click()
  for (const number of [1, 2, 3]) {
    await slides(page)
      .getByRole('button', { name: new RegExp(`^Slide ${number}`) })
      .click()
    await page.getByRole('spinbutton', { name: 'Length, seconds as a number' }).fill('0.5')
  }
  await page.getByRole('button', { name: 'Render video' }).click()
  await page.getByRole('menuitem', { name: 'All four shapes' }).click()
  await expect(page.getByText('4 videos are in the library.')).toBeVisible({ timeout: 90_000 })
  await expect(page.getByRole('button', { name: 'Play it' })).toHaveCount(4)
})

test('cancelling a render leaves no video, no file and no process', async ({ desk }) => {
  const { page } = desk
  await openEditor(desk)
  for (const number of [1, 2]) {
    await slides(page)
      .getByRole('button', { name: new RegExp(`^Slide ${number}`) })
      .click()
    await page.getByRole('spinbutton', { name: 'Length, seconds as a number' }).fill('20')
    await page.getByRole('radio', { name: 'Ken Burns' }).click()
  }
  await page.getByRole('button', { name: 'Render video' }).click()
  await page.getByRole('menuitem', { name: 'High quality, larger file' }).click()
  await expect(page.getByText(/\d+ of 1,?185 frames/)).toBeVisible({ timeout: 15_000 })
  await page.getByRole('button', { name: 'Cancel' }).click()
  await expect(page.getByRole('button', { name: 'Render video' })).toBeEnabled()
  await expect(page.getByRole('progressbar')).toHaveCount(0)
  const temp = join(desk.userData, 'data/temp')
  await expect
    .poll(() => (existsSync(temp) ? readdirSync(temp).filter((name) => name.endsWith('.mp4')) : []))
    .toEqual([])
  await page.getByRole('button', { name: 'Back to all slideshows' }).click()
  await expect(page.getByRole('button', { name: /^Play/ })).toHaveCount(0)
})

test.describe('without ffmpeg', () => {
  test.use({ appEnv: { PATH: '/no/such/folder' } })

  test('the render says so, and the way to set it is one click away', async ({ desk }) => {
    const { page } = desk
    await openEditor(desk)
    await page.getByRole('button', { name: 'Draft video' }).click()
    await expect(page.getByRole('alert')).toContainText('ffmpeg')
    await page.getByRole('button', { name: 'Set the path in Settings' }).click()
    await expect(page.getByRole('heading', { name: 'Settings', exact: true })).toBeVisible()
    await expect(page.getByText(/ffmpeg/i).first()).toBeVisible()
  })
})

test('quitting during a render renders it anew at the next start', async ({ desk }) => {
  test.setTimeout(120_000)
  const { page } = desk
  await openEditor(desk, 'Goes on')
  await slides(page)
    .getByRole('button', { name: /^Slide 1/ })
    .click()
  await page.getByRole('spinbutton', { name: 'Length, seconds as a number' }).fill('6')
  await page.getByRole('radio', { name: 'Ken Burns' }).click()
  await desk.evaluate(({ dialog }) => {
    dialog.showMessageBox = () => Promise.resolve({ response: 1, checkboxChecked: false })
  })
  await page.getByRole('button', { name: 'Render video' }).click()
  await page.getByRole('menuitem', { name: 'Standard quality' }).click()
  await expect(page.getByText(/\d+ of \d+ frames/)).toBeVisible({ timeout: 15_000 })
  const again = await desk.restart()
  await expect(again.getByText('The video is in the library.')).toBeVisible({ timeout: 60_000 })
  await again.getByRole('button', { name: 'Back to all slideshows' }).click()
  await expect(again.getByRole('button', { name: /^Play/ })).toHaveCount(1)
})
