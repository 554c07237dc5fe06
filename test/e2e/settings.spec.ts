/** Settings by hand: what is written stays, what is wrong says so, and keys never come back. */
import { expect, test } from './app.ts'

test('budgets, speed, pictures and a provider are kept over a restart', async ({ desk }) => {
  const { page } = desk
  const open = (where: typeof page) =>
    where.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: 'Settings' }).click()
  await open(page)
  await page.getByRole('textbox', { name: 'Per month, in dollars' }).fill('12.50')
  await page.getByRole('textbox', { name: 'At most, in MB a second', exact: true }).fill('2.5')
  await page.getByRole('button', { name: 'Add hours' }).click()
  await expect(page.getByLabel('Line 1: from')).toHaveValue('09:00')
  await page.getByRole('switch', { name: 'Make pictures smaller' }).click()
  await page.getByRole('combobox', { name: 'Format' }).selectOption('WebP')
  await page.getByRole('button', { name: 'Settings of Together AI' }).click()
  await page.getByRole('textbox', { name: 'Most for Together AI a month, in dollars' }).fill('3')
  await page.getByRole('textbox', { name: 'Address of Together AI' }).fill('not an address')
  await page.getByRole('textbox', { name: 'Model of Together AI' }).click()
  await expect(page.getByRole('alert').first()).toBeVisible()

  const again = await desk.restart()
  await open(again)
  await expect(again.getByRole('textbox', { name: 'Per month, in dollars' })).toHaveValue('12.5')
  await expect(again.getByRole('textbox', { name: 'At most, in MB a second', exact: true })).toHaveValue(
    '2.5'
  )
  await expect(again.getByLabel('Line 1: from')).toHaveValue('09:00')
  await expect(again.getByRole('combobox', { name: 'Format' })).toHaveValue('webp')
  await again.getByRole('button', { name: 'Settings of Together AI' }).click()
  await expect(again.getByRole('textbox', { name: 'Most for Together AI a month, in dollars' })).toHaveValue(
    '3'
  )
  await expect(again.getByRole('textbox', { name: 'Address of Together AI' })).toHaveValue('')
})

test('a store that can not be used says why, and the one before stays in use', async ({ desk }) => {
  const { page } = desk
  await page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: 'Settings' }).click()
  const backup = page.getByRole('form', { name: 'Backup store' })
  await backup.getByRole('combobox', { name: 'Kind' }).selectOption('Other S3')
  await backup.getByRole('textbox', { name: 'Bucket' }).fill('campaign-copies')
  await backup.getByRole('textbox', { name: 'Endpoint' }).fill('http://127.0.0.1:9')
  await backup.getByRole('button', { name: 'Save and ask' }).click()
  await expect(backup.getByRole('status')).toContainText(/key|reach|connect|network/i, { timeout: 15_000 })
})

test('the links beside the long page lead to their sections and the window stays where it is', async ({
  desk
}) => {
  const { page } = desk
  await page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: 'Settings' }).click()
  await page
    .getByRole('navigation', { name: 'Settings' })
    .getByRole('button', { name: 'This program' })
    .click()
  await expect(page.getByRole('region', { name: 'This program' })).toBeInViewport()
  expect(await page.evaluate(() => document.getElementById('root')?.scrollTop)).toBe(0)
  await expect(page.getByRole('region', { name: 'This program' }).getByText('Data folder')).toBeVisible()
  await page.getByText('Licences', { exact: true }).click()
  await expect(page.getByText('stands under the MIT licence')).toBeVisible()
})
