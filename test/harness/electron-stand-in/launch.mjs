// Stand-in for Playwright's `_electron.launch`: runs the shipped main bundle on Node and shows each of its
// windows as a Chromium page. Nothing in src knows about it.
//
//   test process   launch.mjs, window-page.mjs       the main process, the pages, the messages between them
//   main process   boot.mjs, register.mjs            the app's entry, with `electron` answered by electron.mjs
//                  app, windows, menu, system, …     its parts; an API it lacks throws instead of passing silently
//                  wire.mjs                          messages, and the ledger of calls worth asserting on
//   utility        utility.mjs                       `process.parentPort`
//   page           page.js, codec.cjs                the real preload, with contextBridge and ipcRenderer
//
// `ready` comes after the entry has finished evaluating, so a top-level `await app.whenReady()` hangs here as it
// does in Electron. Not shown: the sandbox and process isolation, native dialogs (a test replaces them through
// `desk.evaluate`), Electron's own V8 and codecs, streamed protocol bodies, packaging. scripts/check-shell.mjs
// covers part of that by reading the bundles.
import { spawn } from 'node:child_process'
import { EventEmitter, once } from 'node:events'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { chromium } from '@playwright/test'
import { openWindowPage } from './window-page.mjs'

const patienceMs = 10_000
const here = import.meta.dirname
const chromiumArgs = [
  '--no-sandbox',
  '--host-resolver-rules=MAP * ~NOTFOUND',
  '--autoplay-policy=no-user-gesture-required',
  '--font-render-hinting=none'
]
const chromiumPlaces = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe'
]

/** The Chromium of this computer: CHROMIUM_PATH, the usual places, or the one that Playwright installed. */
export function findChromium() {
  const places = [process.env.CHROMIUM_PATH, ...chromiumPlaces, chromium.executablePath()]
  return places.find((path) => path && existsSync(path)) ?? null
}

/** One Chromium can serve many launches, one after the other or at once. */
export function launchChromium({ headless = true, args = [] } = {}) {
  const executablePath = findChromium()
  if (!executablePath) throw new Error('Chromium is not installed. Install it, or set CHROMIUM_PATH.')
  return chromium.launch({ executablePath, headless, args: [...chromiumArgs, ...args] })
}

function startMain({ appDir, userData, env, words }) {
  const manifest = JSON.parse(readFileSync(join(appDir, 'package.json'), 'utf8'))
  const registerUrl = pathToFileURL(join(here, 'register.mjs')).href
  const args = ['--enable-source-maps', '--disable-warning=ExperimentalWarning', '--import', registerUrl]
  return spawn(
    process.execPath,
    [...args, join(here, 'boot.mjs'), resolve(appDir, manifest.main), ...words],
    {
      cwd: appDir,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      serialization: 'advanced',
      // Its own process group, so that its children (ffmpeg, utility processes) end with it.
      detached: process.platform !== 'win32',
      env: { ...env, STANDIN_APP_DIR: appDir, STANDIN_USER_DATA: userData }
    }
  )
}

function killTree(child) {
  try {
    if (process.platform === 'win32') child.kill('SIGKILL')
    else process.kill(-child.pid, 'SIGKILL')
  } catch {
    // The group is gone already.
  }
}

/** Requests to the main process and its answers. */
function createChannel(child) {
  const waiting = new Map()
  let lastRequestId = 0
  const tell = (message) => {
    if (child.connected) child.send(message, () => undefined)
  }
  return {
    tell,
    ask(message) {
      const requestId = ++lastRequestId
      const answer = new Promise((resolve, reject) => waiting.set(requestId, { resolve, reject }))
      if (child.connected) tell({ ...message, requestId })
      else waiting.get(requestId).reject(new Error('the main process has ended'))
      return answer
    },
    settle({ answerTo, value, error }) {
      const request = waiting.get(answerTo)
      waiting.delete(answerTo)
      if (error === undefined) request?.resolve(value)
      else request?.reject(new Error(error))
    },
    failAll(reason) {
      for (const { reject } of waiting.values()) reject(new Error(reason))
      waiting.clear()
    }
  }
}

/** What the main process asks of the windows. */
function createWindowWork({ host, windows, app }) {
  const openings = new Map()
  const pageOf = async (windowId) => {
    await openings.get(windowId)
    return windows.get(windowId)
  }
  async function open(message) {
    try {
      windows.set(message.windowId, await openWindowPage(message, host))
    } catch (error) {
      host.report(`window: ${error.message}`)
    }
  }
  return {
    create: (message) => void openings.set(message.windowId, open(message)),
    async load({ windowId, url }) {
      const window = await pageOf(windowId)
      try {
        await window.load(url)
        app.emit('window', window.page)
        return {}
      } catch (error) {
        return { error: error.message }
      }
    },
    async send({ windowId, channel, args }) {
      // A page that reloads or closes loses messages, as in Electron.
      await (await pageOf(windowId))?.deliver(channel, args).catch(() => undefined)
    },
    execute: async ({ windowId, code }) => (await pageOf(windowId)).page.evaluate(code),
    capture: async ({ windowId }) => (await pageOf(windowId)).page.screenshot(),
    print: async ({ windowId }) => (await pageOf(windowId)).page.pdf(),
    async destroy({ windowId }) {
      await (await pageOf(windowId))?.close()
      windows.delete(windowId)
    },
    scheme: ({ scheme }) => void host.handledSchemes.add(scheme),
    async theme({ colorScheme }) {
      host.setColorScheme(colorScheme)
      await Promise.all([...windows.values()].map((window) => window.setColorScheme(colorScheme)))
    },
    exit: () => host.beginEnding()
  }
}

function createHost({ browser, userData, channel, colorScheme }) {
  const problems = []
  const state = { ending: false, colorScheme }
  return {
    browser,
    ask: channel.ask,
    tell: channel.tell,
    problems,
    blocked: [],
    handledSchemes: new Set(),
    storagePath: join(userData, 'stand-in-storage.json'),
    colorScheme: () => state.colorScheme,
    setColorScheme(next) {
      state.colorScheme = next
    },
    beginEnding() {
      state.ending = true
    },
    report(problem) {
      if (!state.ending) problems.push(problem)
    }
  }
}

function describeFile(path) {
  const stats = statSync(path)
  return {
    path,
    name: basename(path),
    sizeBytes: stats.size,
    modifiedAt: Math.trunc(stats.mtimeMs),
    isFolder: stats.isDirectory()
  }
}

/**
 * Starts the app.
 * @param options { appDir, userData, env, browser, colorScheme, words }: the folder with package.json and out, the
 *   app's data folder, the whole environment of the main process, a Chromium of `launchChromium`, and the
 *   desktop's theme ('light' or 'dark'), and the words given on the command line
 */
export async function launchStandIn(options) {
  const { appDir, userData, env = process.env, browser, colorScheme = 'light', words = [] } = options
  const child = startMain({ appDir, userData, env: { ...env, STANDIN_COLOR_SCHEME: colorScheme }, words })
  const app = new EventEmitter()
  const windows = new Map()
  const output = []
  const channel = createChannel(child)
  const host = createHost({ browser, userData, channel, colorScheme })
  const work = createWindowWork({ host, windows, app })

  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      output.push(String(chunk))
      if (process.env.STANDIN_VERBOSE) process.stderr.write(chunk)
    })
  }
  const killOnExit = () => killTree(child)
  process.once('exit', killOnExit)
  const exited = once(child, 'exit').then(([code, signal]) => {
    process.off('exit', killOnExit)
    channel.failAll('the main process has ended')
    killTree(child)
    return code ?? signal
  })

  async function answer(message) {
    try {
      const value = await work[message.type](message)
      if (message.requestId) channel.tell({ answerTo: message.requestId, value })
    } catch (error) {
      if (message.requestId) channel.tell({ answerTo: message.requestId, error: error.message })
      else host.report(`${message.type}: ${error.message}`)
    }
  }
  child.on('message', (message) => {
    if (message.answerTo === undefined) void answer(message)
    else channel.settle(message)
  })

  async function closePages() {
    await Promise.all([...windows.values()].map((window) => window.close()))
    windows.clear()
  }

  return Object.assign(app, {
    problems: host.problems,
    blocked: host.blocked,
    output,
    exited,
    pid: child.pid,
    windows: () => [...windows.values()].map((window) => window.page),
    async firstWindow() {
      const ready = [...windows.values()].find((window) => window.isLoaded())
      if (ready) return ready.page
      const failed = exited.then((code) => {
        throw new Error(`The main process ended with ${code} before a window opened:\n${output.join('')}`)
      })
      return Promise.race([once(app, 'window').then(([page]) => page), failed])
    },
    evaluate: (run, argument) => channel.ask({ type: 'evaluate', source: String(run), argument }),
    ledger: () => channel.ask({ type: 'ledger' }),
    async registerFiles(page, paths) {
      const window = [...windows.values()].find((candidate) => candidate.page === page)
      await window.addFiles(paths.map(describeFile))
    },
    /** Quits as a person would; gives the exit code, or SIGKILL when it did not end in time. */
    async close() {
      host.beginEnding()
      channel.tell({ type: 'quit' })
      const overdue = setTimeout(() => killTree(child), patienceMs)
      const code = await exited
      clearTimeout(overdue)
      await closePages()
      return code
    },
    /** Ends the main process with no chance to tidy up, as a crash or a power cut does. */
    async kill() {
      host.beginEnding()
      killTree(child)
      await exited
      await closePages()
    }
  })
}
