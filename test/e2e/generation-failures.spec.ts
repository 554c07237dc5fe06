/** When making pictures fails: a wrong key, a budget that is used up. Each says what happened and what to do next. */
import type { Page } from '@playwright/test'
import type { FakeVendor } from '../harness/fake-vendors/fake-vendor.ts'
import { expect, test } from './app.ts'
import { setAll, startTogether } from './loopback-vendor.ts'

let vendor: FakeVendor | null = null

async function startVendor(): Promise<FakeVendor> {
  vendor = await startTogether()
  return vendor
}
test.afterEach(async () => {
  await vendor?.close()
  vendor = null
})

const button = (page: Page, name: string | RegExp) =>
  page.getByRole('button', { name, exact: typeof name === 'string' })

test.describe.configure({ timeout: 150_000 })

/** The sample with one post on each of the four platforms, generated. */
async function generateFour(page: Page): Promise<void> {
  await button(page, 'Open the sample campaign').click()
  await expect(page.getByRole('table', { name: 'Plan' })).toBeVisible({ timeout: 30_000 })
  await button(page, 'One post less').click()
  await button(page, 'One post less').click()
  await button(page, 'Generate').click()
  await button(page, /^Generate 4 images for/).click()
}

test.describe('a wrong key', () => {
  test.use({
    appEnv: { TOGETHER_API_KEY: 'a-wrong-key' },
    prepare: async ({}, use) =>
      use(async (userData: string) => {
        const { baseUrl } = await startVendor()
        await setAll(userData, { 'providers.together.baseUrl': baseUrl })
      })
  })

  test('is named in every square and in Settings with the next step, and the composer can take over', async ({
    desk
  }) => {
    const { page } = desk
    await generateFour(page)
    const plan = page.getByRole('table', { name: 'Plan' })
    await expect(plan.getByRole('group', { name: /, failed$/ })).toHaveCount(4, { timeout: 30_000 })
    await expect(page.getByText('4 images not made')).toBeVisible()
    await expect(plan.getByRole('group', { name: 'Instagram post 1, failed' })).toContainText(/key/i)
    expect(vendor?.draws.length).toBeLessThanOrEqual(4)

    await button(page, 'Edit Instagram post 1').click()
    await page.getByRole('combobox', { name: 'Made by' }).selectOption('Offline composer, about $0')
    await button(page, 'Make this post for about $0').click()
    await page.keyboard.press('Escape')
    await expect(button(page, /^Instagram post 1, made by Offline composer/)).toBeVisible({ timeout: 30_000 })

    await page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: 'Settings' }).click()
    await expect(
      page
        .getByRole('list', { name: 'Providers in order' })
        .getByRole('listitem')
        .filter({ hasText: 'Together AI' })
    ).toContainText(/key/i)
    expect(desk.problems).toEqual([])
  })
})

test.describe('a budget', () => {
  test.use({
    appEnv: { TOGETHER_API_KEY: 'the-right-key' },
    prepare: async ({}, use) =>
      use(async (userData: string) => {
        const { baseUrl } = await startVendor()
        await setAll(userData, { 'providers.together.baseUrl': baseUrl, 'budget.monthlyUsd': '0.006' })
      })
  })

  test('is warned of before, stops the generation, and is raised from the Costs page', async ({ desk }) => {
    const { page } = desk
    await button(page, 'Open the sample campaign').click()
    await expect(page.getByRole('table', { name: 'Plan' })).toBeVisible({ timeout: 30_000 })
    await button(page, 'One post less').click()
    await button(page, 'One post less').click()
    await button(page, 'Generate').click()
    await expect(page.getByText('This is more than the budget.')).toBeVisible()
    await button(page, /^Generate 4 images for/).click()
    const plan = page.getByRole('table', { name: 'Plan' })
    await expect(plan.getByText('Code BUDGET_EXCEEDED').first()).toBeVisible({ timeout: 30_000 })
    const made = vendor?.draws.length ?? 0
    expect((vendor?.billedMicroUsd ?? 0) / 1e6).toBeLessThanOrEqual(0.006)
    await expect(plan.getByRole('button', { name: /made by Together AI/ })).toHaveCount(made)

    await page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: 'Costs' }).click()
    await expect(page.getByRole('progressbar', { name: 'Budget, This month' })).toBeVisible()
    await button(page, 'Change budgets').click()
    await page.getByRole('textbox', { name: 'Per month, in dollars', exact: true }).fill('5')
    await button(page, 'Done').click()
    await expect(page.getByText('of $5.00')).toBeVisible()
    await page.getByRole('table', { name: 'Spend per campaign' }).getByRole('button').first().click()
    await plan.getByRole('button', { name: 'Retry' }).first().click()
    await expect(plan.getByRole('button', { name: /made by Together AI/ })).toHaveCount(made + 1, {
      timeout: 30_000
    })
    expect(desk.problems).toEqual([])
  })
})
