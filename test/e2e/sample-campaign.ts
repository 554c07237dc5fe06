/** The bundled sample campaign, opened from first run. */
import type { Locator, Page } from '@playwright/test'
import { expect } from './app.ts'

/** Words have to match as a whole; a pattern as it is. */
export const button = (page: Page, name: string | RegExp): Locator =>
  page.getByRole('button', { name, exact: typeof name === 'string' })

export async function openSample(page: Page): Promise<void> {
  await button(page, 'Open the sample campaign').click()
  await expect(page.getByRole('table', { name: 'Plan' })).toBeVisible({ timeout: 30_000 })
}
