// `npm test`: sets up what is missing, then runs every check in order and stops at the first that fails. The last
// line is `N passed, N failed`, summed from the reports of vitest and Playwright; a failed step without tests counts
// as one failure, and so does a run that executed no test.
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setUp } from './setup.mjs'
import { findNode, inModules, projectEnv, root, runMain, runNode } from './toolchain.mjs'
import { runWithKeyring } from './with-keyring.mjs'

const results = join(root, 'test-results')
const unitReport = join(results, 'unit.json')
const windowReport = join(results, 'e2e.json')

const node = async (args) => (await runNode(args)).code
const nodeWithKeyring = (args, env = {}) => runWithKeyring([findNode(), ...args], projectEnv(env))

/** What electron-builder would ship, unpacked; the window's specs run on it where it can be made. */
const packedApp = join(results, 'packed')
const packed = () => (existsSync(packedApp) ? { APP_DIR: packedApp } : {})

const unitArgs = [
  inModules('vitest/vitest.mjs'),
  'run',
  '--config=test/vitest.config.ts',
  '--reporter=dot',
  '--reporter=json',
  `--outputFile.json=${unitReport}`
]

const steps = [
  {
    name: 'lint and format',
    run: () => node([inModules('@biomejs/biome/bin/biome'), 'check', '--error-on-warnings', '.'])
  },
  { name: 'types', run: () => node(['scripts/typecheck.mjs']) },
  { name: 'unit, conformance, integration', report: unitReport, run: () => nodeWithKeyring(unitArgs) },
  {
    name: 'build',
    run: () => node([inModules('electron-vite/bin/electron-vite.js'), 'build', '--logLevel=warn'])
  },
  { name: 'bundles', run: () => node(['scripts/check-shell.mjs']) },
  { name: 'packed app', run: () => node(['scripts/pack-check.mjs', '--keep', packedApp]) },
  {
    name: 'window',
    report: windowReport,
    run: () =>
      nodeWithKeyring(
        [inModules('@playwright/test/cli.js'), 'test', '--config=test/playwright.config.ts'],
        packed()
      )
  }
]

/** @returns { passed, failed, skipped } of a vitest or Playwright report, or null when there is none */
function readReport(path) {
  try {
    const report = JSON.parse(readFileSync(path, 'utf8'))
    const { stats } = report
    return stats
      ? { passed: stats.expected + stats.flaky, failed: stats.unexpected, skipped: stats.skipped }
      : { passed: report.numPassedTests, failed: report.numFailedTests, skipped: report.numPendingTests }
  } catch {
    return null
  }
}

const seconds = (sinceMs) => ((performance.now() - sinceMs) / 1000).toFixed(1)

async function runSteps() {
  const total = { passed: 0, failed: 0, skipped: 0 }
  for (const { name, report, run } of steps) {
    const startedAt = performance.now()
    console.log(`\n── ${name}`)
    const code = await run()
    console.log(`── ${name}: ${code === 0 ? 'ok' : 'failed'} (${seconds(startedAt)} s)`)
    const counts = (report && readReport(report)) ?? { passed: 0, failed: 0, skipped: 0 }
    for (const key of Object.keys(total)) total[key] += counts[key]
    if (code === 0) continue
    if (counts.failed === 0) total.failed += 1
    break
  }
  return total
}

async function main() {
  const startedAt = performance.now()
  const total = { passed: 0, failed: 0, skipped: 0 }
  try {
    await setUp('test')
    rmSync(results, { recursive: true, force: true })
    mkdirSync(results, { recursive: true })
    Object.assign(total, await runSteps())
    if (total.passed === 0 && total.failed === 0) throw new Error('No test was executed.')
  } catch (error) {
    console.error(error.message)
    total.failed += 1
  }
  const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : ''
  console.log(`\nWhole run: ${seconds(startedAt)} s`)
  console.log(`${total.passed} passed, ${total.failed} failed${skipped}`)
  return total.failed > 0 ? 1 : 0
}

await runMain(main)
