// Electron's program: where it lies, and how to get it. Electron's npm package downloads it on first use.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fail, inModules, runNode } from './toolchain.mjs'

/** The path of Electron's program, or null when it has not been downloaded. */
export function findElectron() {
  const named = process.env.ELECTRON_EXEC_PATH
  if (named) return named
  const pathFile = inModules('electron/path.txt')
  if (!existsSync(pathFile)) return null
  const program = join(inModules('electron/dist'), readFileSync(pathFile, 'utf8').trim())
  return existsSync(program) ? program : null
}

/** Downloads Electron's program when it is not there yet. */
export async function ensureElectron() {
  const found = findElectron()
  if (found) return found
  console.log('Downloading Electron (about 110 MB, once) …')
  await runNode([inModules('electron/install.js')], { isShown: false })
  return (
    findElectron() ??
    fail(
      'Electron could not be downloaded: its files lie on github.com, which this computer does not reach.\n' +
        'Connect it and try again. Until then the command line works (bin/campaignforge --help),\n' +
        'and the window shows in a browser: npm run dev:stand-in'
    )
  )
}
