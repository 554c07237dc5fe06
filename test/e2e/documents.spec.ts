/** Documents as a person reads them: found by their words, opened at the page, refused with a reason. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from './app.ts'

const sample = (name: string): string => join(import.meta.dirname, '../../resources/sample', name)

/** The smallest file that says it is encrypted: a pdf whose trailer names an encryption dictionary. */
const ENCRYPTED_PDF = `%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj
4 0 obj<</Filter/Standard/V 1/R 2/Length 40/P -44/O<${'61'.repeat(32)}>/U<${'62'.repeat(32)}>>>endobj
trailer<</Root 1 0 R/Size 5/Encrypt 4 0 R/ID[<${'01'.repeat(16)}><${'01'.repeat(16)}>]>>
%%EOF
`

test('words are found across documents and open at their page, marked', async ({ desk }) => {
  const { page } = desk
  await page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: 'Documents' }).click()
  await expect(page.getByText('No documents yet')).toBeVisible()
  await desk.dropFiles(page.getByRole('main'), [sample('product-sheet.pdf'), sample('price-list.txt')])
  await expect(page.getByRole('list', { name: 'Documents' }).getByRole('listitem')).toHaveCount(2, {
    timeout: 20_000
  })
  await page.getByRole('searchbox', { name: 'Search all documents' }).fill('"how to order"')
  const found = page.getByRole('list', { name: 'Documents found' })
  await expect(found.getByRole('button')).toHaveCount(1)
  await expect(found).toContainText('Page 2')
  await found.getByRole('button').click()
  await expect(page.getByRole('article', { name: 'Page 2' }).locator('mark').first()).toBeInViewport()
  await expect(page.getByRole('status').first()).toHaveText('1 of 1')
  await page.getByRole('spinbutton', { name: /^Page/ }).fill('1')
  await expect(page.getByRole('article', { name: 'Page 1' })).toBeInViewport()
})

test('a document becomes a slideshow of its headings and facts', async ({ desk }) => {
  const { page } = desk
  await page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: 'Documents' }).click()
  await desk.dropFiles(page.getByRole('main'), [sample('product-sheet.docx')])
  await page.getByRole('list', { name: 'Documents' }).getByRole('button').first().click({ timeout: 20_000 })
  await page.getByRole('button', { name: 'Make a slideshow' }).click()
  await expect(page.getByRole('list', { name: 'Slides' }).getByRole('listitem').first()).toBeVisible({
    timeout: 20_000
  })
})

test('a document with a password is refused with what to do, and the file beside it comes in', async ({
  desk
}, info) => {
  const { page } = desk
  const locked = info.outputPath('locked.pdf')
  mkdirSync(dirname(locked), { recursive: true })
  writeFileSync(locked, ENCRYPTED_PDF)
  await page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: 'Library' }).click()
  await desk.dropFiles(page.getByRole('main'), [locked, sample('price-list.txt')])
  const report = page.getByRole('dialog', { name: 'Files added' })
  await expect(report.getByText('1 file added, 1 not added.')).toBeVisible({ timeout: 20_000 })
  const line = report.getByRole('listitem').filter({ hasText: 'locked.pdf' })
  await expect(line).toContainText('Remove the password in its own program')
  await report.getByRole('button', { name: 'Done' }).click()
  await expect(page.getByRole('listbox', { name: 'Assets' }).getByRole('option')).toHaveCount(1)
})
