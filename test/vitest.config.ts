/** How vitest finds and runs every test that needs no window. */
import { resolve } from 'node:path'
import { defineConfig } from 'vitest/config'

const root = resolve(import.meta.dirname, '..')

export default defineConfig({
  root,
  test: {
    include: ['test/*.test.ts', 'test/{unit,conformance,integration}/**/*.test.{ts,tsx}'],
    setupFiles: ['test/harness/fixed-chance.ts'],
    // A thread that used parsers in machine code may never end: its clean-up waits for theirs. A process just ends.
    pool: 'forks',
    maxWorkers: 2,
    restoreMocks: true,
    testTimeout: 20_000,
    hookTimeout: 30_000,
    allowOnly: !process.env['CI']
  }
})
