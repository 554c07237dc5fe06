// The npm packages that package-lock.json names, and the Node 24 that the program runs on.
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { fail, findNode, inModules, isWindows, outsideEnv, root, run } from './toolchain.mjs'

const stampFile = inModules('.campaignforge-lock')
const shownLines = 15

const lockText = () => readFileSync(`${root}/package-lock.json`, 'utf8')
const hashOf = (text) => createHash('sha256').update(text).digest('hex')

function readStamp() {
  try {
    return readFileSync(stampFile, 'utf8')
  } catch {
    return ''
  }
}

/** npm's own note of what it installed: equal to the lock but for packages of other systems. */
function isInstalledByHand() {
  try {
    const wanted = JSON.parse(lockText()).packages
    const installed = JSON.parse(readFileSync(inModules('.package-lock.json'), 'utf8')).packages
    const isRight = ([path, { version, optional }]) =>
      path === '' || (installed[path] ? installed[path].version === version : optional === true)
    return (
      Object.entries(wanted).every(isRight) &&
      Object.keys(installed).every((path) => Object.hasOwn(wanted, path))
    )
  } catch {
    return false
  }
}

/** Whether node_modules holds what the lock file names. */
export function hasPackages() {
  const hash = hashOf(lockText())
  if (readStamp() === hash) return true
  if (!isInstalledByHand()) return false
  writeFileSync(stampFile, hash)
  return true
}

const lastLines = (text) => text.trimEnd().split('\n').slice(-shownLines).join('\n')

function runNpm(args) {
  const npm = isWindows ? 'npm.cmd' : 'npm'
  return run(npm, args, { env: outsideEnv(), shell: isWindows })
}

/**
 * Installs exactly what the lock file names. Install scripts stay off: npm before 11 knows no list of allowed
 * ones, and npm would try to compile better-sqlite3, whose package brings its binaries.
 */
async function installPackages() {
  console.log('Installing packages (a minute or two the first time) …')
  const args = ['ci', '--include=dev', '--include=optional', '--ignore-scripts', '--no-audit', '--no-fund']
  let result = await runNpm(args)
  if (result.code !== 0) result = await runNpm(args)
  if (result.code !== 0)
    fail(`npm ci failed:\n${lastLines(result.output)}\nCheck the network, then try again.`)
  writeFileSync(stampFile, hashOf(lockText()))
}

const ownNode = inModules(isWindows ? 'node/bin/node.exe' : 'node/bin/node')
const nodeCommand = inModules(isWindows ? '.bin/node.cmd' : '.bin/node')

/** Whether `node` in npm scripts is the project's own Node 24. */
export const hasNode = () => existsSync(ownNode) && existsSync(nodeCommand)

/** What the `node` package does at install: fetches the binary of this system as a package, and links it. */
async function installNode() {
  console.log('Installing Node 24 …')
  const program = existsSync(process.execPath) ? process.execPath : 'node'
  const fetchBinary = () =>
    run(program, ['installArchSpecificPackage.js'], { cwd: inModules('node'), env: outsideEnv() })
  let result = existsSync(ownNode) ? null : await fetchBinary()
  if (!existsSync(ownNode)) result = await fetchBinary()
  if (existsSync(ownNode)) result = await runNpm(['rebuild', 'node', '--ignore-scripts'])
  if (hasNode()) return
  const advice = 'Check the network, then try again.'
  fail(`Node 24 could not be installed:\n${lastLines(result.output)}\n${advice}`)
}

/** ffmpeg as a package's download, for systems without a package manager that this script may use. */
export async function tryFetchFfmpeg() {
  const script = inModules('ffmpeg-static/install.js')
  if (!existsSync(script)) return
  const node = findNode()
  if (node) await run(node, [script], { cwd: dirname(script), env: outsideEnv() })
}

export async function setUpPackages() {
  if (!hasPackages()) await installPackages()
  if (!hasNode()) await installNode()
}
