// Where the project's tools lie and how the scripts start them. Plain Node 20 or newer, no packages.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join, resolve } from 'node:path'

export const root = resolve(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '..')
export const isWindows = process.platform === 'win32'
const neededNodeMajor = 24

export const inModules = (path) => join(root, 'node_modules', path)
const installedNode = inModules(isWindows ? 'node/bin/node.exe' : 'node/bin/node')

/** Node 24: the project's own, else the running one when it is new enough, else null. */
export function findNode() {
  if (existsSync(installedNode)) return installedNode
  const isNewEnough = Number(process.versions.node.split('.')[0]) >= neededNodeMajor
  return isNewEnough && existsSync(process.execPath) ? process.execPath : null
}

/** The absolute path of a program on PATH, or null. */
export function findProgram(name) {
  const endings = isWindows ? ['.exe', '.cmd', ''] : ['']
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const path = endings
      .map((ending) => join(folder, name + ending))
      .find((candidate) => existsSync(candidate))
    if (folder !== '' && path) return path
  }
  return null
}

/** The environment of this process with the project's own programs first on PATH. */
export function projectEnv(extra = {}) {
  return { ...process.env, PATH: [inModules('.bin'), process.env.PATH].join(delimiter), ...extra }
}

/** The environment without the project's own programs, for npm, which replaces them while it runs. */
export function outsideEnv(extra = {}) {
  const folders = (process.env.PATH ?? '').split(delimiter)
  const outside = folders.filter((folder) => !folder.includes('node_modules'))
  return { ...process.env, PATH: outside.join(delimiter), ...extra }
}

/** Runs a program and gives its exit code and, unless it is shown, what it printed. */
export function run(program, args, { isShown = false, ...options } = {}) {
  return new Promise((done) => {
    const stdio = isShown ? 'inherit' : ['ignore', 'pipe', 'pipe']
    const child = spawn(program, args, { cwd: root, stdio, ...options })
    const chunks = []
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => chunks.push(chunk))
    const giveUp = relaySignals(child)
    child.once('error', (error) => {
      giveUp()
      done({ code: 127, output: String(error) })
    })
    child.once('close', (code, signal) => {
      giveUp()
      done({ code: code ?? exitCodeOf(signal), output: Buffer.concat(chunks).toString() })
    })
  })
}

/** Runs a JavaScript tool on Node 24, its output shown. */
export function runNode(args, options = {}) {
  return run(findNode() ?? process.execPath, args, { isShown: true, env: projectEnv(), ...options })
}

const signalNumbers = { SIGINT: 2, SIGKILL: 9, SIGTERM: 15 }
const exitCodeOf = (signal) => 128 + (signalNumbers[signal] ?? 1)

/** The child decides how to end: this process waits for it. A terminal sends Ctrl-C to both by itself. */
function relaySignals(child) {
  const relay = (signal) => child.kill(signal)
  const wait = () => undefined
  process.on('SIGTERM', relay)
  process.on('SIGINT', wait)
  return () => {
    process.off('SIGTERM', relay)
    process.off('SIGINT', wait)
  }
}

/** An error whose message is all that the reader needs: scripts print it without a stack and end with 1. */
export function fail(message) {
  throw Object.assign(new Error(message), { isPlain: true })
}

/** Runs a script's main function and turns what it throws into plain words and an exit status. */
export async function runMain(main) {
  try {
    process.exitCode = (await main()) ?? 0
  } catch (error) {
    console.error(error.isPlain ? error.message : error)
    process.exitCode = 1
  }
}
