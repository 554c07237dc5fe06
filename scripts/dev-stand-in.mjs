// `npm run dev:stand-in`: the window without Electron, on the stand-in. With a display Chromium opens; without one
// it runs headless and can be seen from another browser through remote debugging. Enter builds and starts again.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { buildIfStale } from './build-if-stale.mjs'
import { setUp } from './setup.mjs'
import { findNode, projectEnv, root, runMain } from './toolchain.mjs'

const debugPort = 9333
const windowMark = '--window'
const dataFolder = join(root, 'build/stand-in')
const hasDisplay = process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY)

/** Runs on Node 24, after the set-up: the packages are there. */
async function showWindow() {
  const { launchChromium, launchStandIn } = await import('../test/harness/electron-stand-in/launch.mjs')
  mkdirSync(dataFolder, { recursive: true })
  const args = hasDisplay ? [] : [`--remote-debugging-port=${debugPort}`]
  const browser = await launchChromium({ headless: !hasDisplay, args })
  const env = { CAMPAIGNFORGE_DATA: join(dataFolder, 'data'), ...process.env, STANDIN_VERBOSE: '1' }
  const start = () => launchStandIn({ appDir: root, userData: dataFolder, browser, env })
  let app = await start()
  console.log(
    hasDisplay ? 'The window is open.' : `Headless: open chrome://inspect and add localhost:${debugPort}`
  )
  console.log('Enter: build and start again. Ctrl-C: end.')

  const lines = createInterface({ input: process.stdin })
  for await (const _line of lines) {
    await app.close()
    await buildIfStale()
    app = await start()
    console.log('Started again.')
  }
  await app.close()
  await browser.close()
}

async function main() {
  if (process.argv.includes(windowMark)) return await showWindow()
  await setUp('test')
  await buildIfStale()
  const options = { stdio: 'inherit', env: projectEnv(), cwd: root }
  const child = spawn(findNode(), [import.meta.filename, windowMark], options)
  process.on('SIGINT', () => undefined)
  const [code] = await once(child, 'exit')
  return code ?? 0
}

await runMain(main)
