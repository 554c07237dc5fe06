/** A campaign's pictures become a video: edited, rendered, played, and kept in two places. */
import { join } from 'node:path'
import { expect, test } from './app.ts'

const sample = (name: string): string => join(import.meta.dirname, '../../resources/sample', name)

test('slides are reordered by keyboard, undone, captioned, rendered and played', async ({ desk }) => {
  test.setTimeout(150_000)
  const { page } = desk
  const main = page.getByRole('main')
  await page
    .getByRole('navigation', { name: 'Main' })
    .getByRole('button', { name: 'Library', exact: true })
    .click()
  await desk.dropFiles(main, [sample('gift-box.jpg'), sample('flat-lay.jpg')])
  await expect(page.getByRole('listbox', { name: 'Assets' }).getByRole('option')).toHaveCount(2)

  await page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: 'Slideshows' }).click()
  await page.getByRole('button', { name: 'New slideshow' }).first().click()
  await page.getByRole('textbox', { name: 'Name' }).fill('Two pictures')
  await page.getByRole('button', { name: 'Open the editor' }).click()
  await page.getByRole('button', { name: 'Choose pictures' }).click()
  const picker = page.getByRole('dialog', { name: 'Add pictures' })
  await picker.getByRole('button', { name: 'gift-box.jpg' }).click()
  await picker.getByRole('button', { name: 'flat-lay.jpg' }).click()
  await picker.getByRole('button', { name: 'Add 2 pictures' }).click()

  const slides = page.getByRole('list', { name: 'Slides' })
  await expect(slides.getByRole('button', { name: 'Slide 1, gift-box.jpg, 3 seconds' })).toBeVisible()
  await slides.getByRole('button', { name: /^Slide 1/ }).focus()
  await page.keyboard.press('Alt+ArrowRight')
  await expect(slides.getByRole('button', { name: 'Slide 1, flat-lay.jpg, 3 seconds' })).toBeVisible()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(slides.getByRole('button', { name: 'Slide 1, gift-box.jpg, 3 seconds' })).toBeVisible()

  await slides.getByRole('button', { name: /^Slide 1/ }).click()
  await page.getByRole('spinbutton', { name: 'Length, seconds as a number' }).fill('1')
  await page.getByRole('textbox', { name: 'Caption' }).fill('A box worth keeping')
  await expect(page.getByRole('region', { name: 'Preview' }).getByText('A box worth keeping')).toBeVisible()
  await page.getByRole('radio', { name: '1:1' }).click()

  await page.getByRole('button', { name: 'Draft video' }).click()
  await expect(page.getByText('The video is in the library.')).toBeVisible({ timeout: 90_000 })
  await page.getByRole('button', { name: 'Play it' }).click()
  const video = page.locator('video')
  await expect
    .poll(() => video.evaluate((element) => (element as HTMLVideoElement).duration))
    .toBeCloseTo(3.5, 0)
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Back to all slideshows' }).click()
  await expect(page.getByRole('button', { name: 'Play Two pictures.mp4' })).toBeVisible()
  expect(desk.problems).toEqual([])
})
