/** The main job as a person does it: a document in, a campaign with pictures out, all of it there after a restart. */
import { join } from 'node:path'
import { expect, test } from './app.ts'

const sample = join(import.meta.dirname, '../../resources/sample/product-sheet.docx')

test('a dropped document becomes a campaign whose pictures stand in two places and survive a restart', async ({
  desk
}) => {
  test.setTimeout(120_000)
  await expect(desk.page.getByRole('heading', { name: 'Start with what you have written' })).toBeVisible()
  await desk.dropFiles(desk.page.getByRole('main'), [sample])

  const brief = desk.page.getByRole('region', { name: 'Brief' })
  await expect(brief.getByRole('textbox', { name: 'Product', exact: true })).not.toHaveValue('', {
    timeout: 20_000
  })
  await expect(brief.getByRole('textbox', { name: 'Benefit 1', exact: true })).not.toHaveValue('')

  await desk.page.getByRole('button', { name: 'Generate', exact: true }).click()
  await desk.page.getByRole('button', { name: 'Generate 12 images for $0' }).click()
  const plan = desk.page.getByRole('table', { name: 'Plan' })
  await expect(plan.getByRole('button', { name: /made by Offline composer/ })).toHaveCount(12, {
    timeout: 60_000
  })
  await expect(plan.getByRole('img', { name: 'Two copies' })).toHaveCount(12, { timeout: 30_000 })
  await expect(desk.page.getByText('12 images made')).toBeVisible()

  await desk.page.getByRole('button', { name: 'Library', exact: true }).click()
  await expectPicturesInLibrary(desk.page)

  const page = await desk.restart()
  await page.getByRole('button', { name: 'Library', exact: true }).click()
  await expectPicturesInLibrary(page)
  await page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: 'Product sheet' }).click()
  await expect(
    page.getByRole('table', { name: 'Plan' }).getByRole('img', { name: 'Two copies' })
  ).toHaveCount(12)
  expect(desk.problems).toEqual([])
  expect(desk.blocked).toEqual([])
})

async function expectPicturesInLibrary(page: import('@playwright/test').Page): Promise<void> {
  const assets = page.getByRole('listbox', { name: 'Assets' })
  await page.getByRole('radio', { name: 'Images' }).click()
  await expect(assets.getByRole('option')).toHaveCount(12)
  await expect(assets.getByRole('img', { name: 'Two copies' })).toHaveCount(12)
  // Loaded, not merely present: a broken address leaves the natural width at 0.
  await expect
    .poll(() =>
      assets
        .locator('img')
        .evaluateAll(
          (all) => all.filter((image) => image instanceof HTMLImageElement && image.naturalWidth > 0).length
        )
    )
    .toBe(12)
}
