/** How Playwright runs the window's specs: on Electron where its binary exists, else on the stand-in. */
import { resolve } from 'node:path'
import { defineConfig } from '@playwright/test'

const results = resolve(import.meta.dirname, '../test-results')

export default defineConfig({
  testDir: resolve(import.meta.dirname, 'e2e'),
  outputDir: resolve(results, 'e2e'),
  workers: 2,
  fullyParallel: true,
  timeout: 120_000,
  forbidOnly: Boolean(process.env['CI']),
  reporter: [['list'], ['json', { outputFile: resolve(results, 'e2e.json') }]],
  use: { trace: 'retain-on-failure', screenshot: 'only-on-failure' },
  expect: { timeout: 10_000 }
})
