/**
 * The `desk` of every spec: the app with its first window, on real Electron where its binary is on disk (nothing is
 * ever downloaded), else on the stand-in. Specs act by role and name, as a person would.
 */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import {
  _electron,
  type Browser,
  test as base,
  type ElectronApplication,
  expect,
  type Locator,
  type Page
} from '@playwright/test'
import {
  type Evaluate,
  type LedgerEntry,
  launchChromium,
  launchStandIn,
  type RunningApp
} from '../harness/electron-stand-in/launch.mjs'

export { expect }

const appDir = resolve(process.env['APP_DIR'] ?? join(import.meta.dirname, '../..'))
const shotsDir = resolve(import.meta.dirname, '../../test-results/shots')

/** Keys of the person who runs the tests: no test may spend them. */
const vendorVariable = /(_API_KEY|_API_TOKEN|_API_SECRET|_ACCESS_KEY_ID|_SECRET_ACCESS_KEY|^FAL_KEY)$/

export interface Desk {
  readonly kind: 'electron' | 'stand-in'
  /** The first window; another one after `restart` or `crash`, so read it again. */
  readonly page: Page
  /** Electron's folder for this app; `data` in it is the product's data folder. Removed after the test. */
  readonly userData: string
  /** Console errors, page errors, refused requests and preload faults so far, over all starts. */
  readonly problems: readonly string[]
  /** Requests that no handler of the app answered (stand-in only). */
  readonly blocked: readonly string[]
  /** Runs a function in the main process; it sees only its argument and the electron module. */
  readonly evaluate: Evaluate
  /** Drags files or folders from the desktop onto an element and drops them. */
  dropFiles(target: Locator, paths: readonly string[], options?: DragOptions): Promise<void>
  /** Saves test-results/shots/<name>.png and gives its path. */
  shot(name: string): Promise<string>
  /** Calls of Electron that the stand-in noted, in order; empty on Electron itself. */
  ledger(): Promise<readonly LedgerEntry[]>
  /** Quits and starts again on the same data. */
  restart(): Promise<Page>
  /** Starts again after `close`. */
  startAgain(): Promise<Page>
  /** Ends the main process without warning and starts again on the same data. */
  crash(): Promise<Page>
  close(): Promise<void>
}

export interface DeskOptions {
  /** The desktop's theme. */
  theme: 'light' | 'dark'
  /** More environment variables for the app. */
  appEnv: Record<string, string>
  /** Words on the app's command line, such as files to open. */
  words: readonly string[]
  /** The test breaks the page's policy on purpose; in all others a violation fails the test. */
  breaksPolicy: boolean
  /** Fills the data folder before the first start: `test.use({ prepare: async ({}, use) => use(fill) })`. */
  prepare: (userData: string) => Promise<void> | void
}

/** Electron's executable when it is really on this computer. */
export function electronBinary(): string | null {
  const named = process.env['ELECTRON_EXEC_PATH']
  if (named !== undefined) return named
  const packageDir = join(import.meta.dirname, '../../node_modules/electron')
  const pathFile = join(packageDir, 'path.txt')
  if (!existsSync(pathFile)) return null
  const executable = join(packageDir, 'dist', readFileSync(pathFile, 'utf8').trim())
  return existsSync(executable) ? executable : null
}

function environment(userData: string, extra: Record<string, string>): Record<string, string> {
  const inherited = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && !vendorVariable.test(entry[0])
  )
  return { ...Object.fromEntries(inherited), ...extra, CAMPAIGNFORGE_DATA: join(userData, 'data') }
}

interface StartOptions {
  readonly userData: string
  readonly theme: 'light' | 'dark'
  readonly appEnv: Record<string, string>
  readonly words: readonly string[]
}

async function startElectron(executablePath: string, options: StartOptions): Promise<RunningApp> {
  const noSandbox = process.platform === 'linux' ? ['--no-sandbox'] : []
  const app: ElectronApplication = await _electron.launch({
    executablePath,
    args: [appDir, `--user-data-dir=${options.userData}`, ...noSandbox, ...options.words],
    cwd: appDir,
    env: environment(options.userData, options.appEnv),
    colorScheme: options.theme
  })
  const problems: string[] = []
  app.on('window', (page) => {
    page.on('console', (message) => {
      if (message.type() === 'error') problems.push(`console: ${message.text()}`)
    })
    page.on('pageerror', (error) => problems.push(`page error: ${error.message}`))
  })
  return {
    problems,
    blocked: [],
    output: [],
    firstWindow: () => app.firstWindow(),
    // Playwright's own signature is the same for a function and one argument.
    evaluate: app.evaluate.bind(app) as Evaluate,
    registerFiles: () => Promise.resolve(),
    ledger: () => Promise.resolve([]),
    close: () => app.close(),
    async kill() {
      const ended = new Promise((done) => app.process().once('exit', done))
      app.process().kill('SIGKILL')
      await ended
    }
  }
}

function startStandIn(
  browser: Browser,
  { userData, theme, appEnv, words }: StartOptions
): Promise<RunningApp> {
  const env = environment(userData, appEnv)
  return launchStandIn({ appDir, userData, browser, colorScheme: theme, env, words })
}

/** How a drag of files goes on after they hover over the target. */
export interface DragOptions {
  /** Runs while they hover. */
  readonly whileOver?: () => Promise<void>
  /** `dragCancel` takes them out of the window again; they are dropped when left out. */
  readonly end?: 'drop' | 'dragCancel'
}

interface Drag extends DragOptions {
  readonly target: Locator
  readonly paths: readonly string[]
}

/** Chromium's own input events carry real files, as a drag from the desktop does. */
async function dispatchDrag(page: Page, { target, paths, whileOver, end = 'drop' }: Drag): Promise<void> {
  await target.scrollIntoViewIfNeeded()
  const box = await target.boundingBox()
  if (box === null) throw new Error('The drop target is not visible.')
  const point = { x: box.x + box.width / 2, y: box.y + box.height / 2 }
  const session = await page.context().newCDPSession(page)
  const data = { items: [], files: [...paths], dragOperationsMask: 1 }
  for (const type of ['dragEnter', 'dragOver', end] as const) {
    await session.send('Input.dispatchDragEvent', { type, ...point, data })
    if (type === 'dragOver') await whileOver?.()
  }
  await session.detach()
}

async function createDesk(start: () => Promise<RunningApp>, userData: string, kind: Desk['kind']) {
  let app = await start()
  let page = await app.firstWindow()
  const earlier = { problems: [] as string[], blocked: [] as string[] }
  let isOpen = true

  async function startAgain(): Promise<Page> {
    earlier.problems.push(...app.problems)
    earlier.blocked.push(...app.blocked)
    app = await start()
    page = await app.firstWindow()
    return page
  }
  const desk: Desk = {
    kind,
    userData,
    get page() {
      return page
    },
    get problems() {
      return [...earlier.problems, ...app.problems]
    },
    get blocked() {
      return [...earlier.blocked, ...app.blocked]
    },
    evaluate: (run, argument) => app.evaluate(run, argument),
    ledger: () => app.ledger(),
    async dropFiles(target, paths, options) {
      await app.registerFiles(page, paths)
      await dispatchDrag(page, { target, paths, ...options })
    },
    async shot(name) {
      mkdirSync(shotsDir, { recursive: true })
      const path = join(shotsDir, `${name}.png`)
      await page.screenshot({ path, animations: 'disabled' })
      return path
    },
    async restart() {
      await app.close()
      return startAgain()
    },
    startAgain() {
      isOpen = true
      return startAgain()
    },
    async crash() {
      await app.kill()
      return startAgain()
    },
    async close() {
      if (!isOpen) return
      isOpen = false
      await app.close()
    }
  }
  return { desk, log: () => [...desk.problems, ...desk.blocked, ...app.output].join('\n') }
}

function violationsAmong(problems: readonly string[]): readonly string[] {
  return problems.filter((problem) => /content security policy/i.test(problem))
}

export const test = base.extend<DeskOptions & { desk: Desk }, { sharedBrowser: Browser | null }>({
  theme: ['light', { option: true }],
  appEnv: [{}, { option: true }],
  words: [[], { option: true }],
  breaksPolicy: [false, { option: true }],
  prepare: async ({}, use) => use(() => undefined),
  sharedBrowser: [
    async ({}, use) => {
      const browser = electronBinary() === null ? await launchChromium() : null
      await use(browser)
      await browser?.close()
    },
    { scope: 'worker' }
  ],
  desk: async ({ prepare, theme, appEnv, words, breaksPolicy, sharedBrowser }, use, info) => {
    const userData = mkdtempSync(join(tmpdir(), 'campaignforge-desk-'))
    const options = { userData, theme, appEnv, words }
    const executable = electronBinary()
    const start = () => {
      if (executable !== null) return startElectron(executable, options)
      if (sharedBrowser === null) throw new Error('Neither Electron nor Chromium is installed.')
      return startStandIn(sharedBrowser, options)
    }
    try {
      await prepare(userData)
      const { desk, log } = await createDesk(start, userData, executable === null ? 'stand-in' : 'electron')
      await use(desk)
      if (info.status !== info.expectedStatus) {
        await info.attach('app', { body: log(), contentType: 'text/plain' })
      }
      await desk.close()
      if (!breaksPolicy) expect(violationsAmong(desk.problems), "violations of the page's policy").toEqual([])
    } finally {
      rmSync(userData, { recursive: true, force: true, maxRetries: 5 })
    }
  }
})
