// Builds the three bundles unless they are newer than everything they are made of.
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fail, inModules, root, runNode } from './toolchain.mjs'

const inputs = ['src', 'package.json', 'package-lock.json', 'electron.vite.config.ts']
/** The build's last file. */
const output = join(root, 'out/renderer/index.html')

function newestMs(path) {
  const stats = statSync(path)
  if (!stats.isDirectory()) return stats.mtimeMs
  return Math.max(stats.mtimeMs, ...readdirSync(path).map((name) => newestMs(join(path, name))))
}

const isStale = () =>
  !existsSync(output) ||
  Math.max(...inputs.map((path) => newestMs(join(root, path)))) > statSync(output).mtimeMs

export async function buildIfStale() {
  if (!isStale()) return
  console.log('Building …')
  const { code } = await runNode([
    inModules('electron-vite/bin/electron-vite.js'),
    'build',
    '--logLevel=warn'
  ])
  if (code !== 0) fail('The build failed: see above.')
}
