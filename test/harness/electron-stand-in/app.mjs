// The `app` module: life cycle, paths, names.
import { EventEmitter } from 'node:events'
import { mkdirSync, readFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { dirname, isAbsolute, join } from 'node:path'
import { createPreventableEvent, post, record, strict } from './wire.mjs'

const appDir = process.env.STANDIN_APP_DIR
const userData = process.env.STANDIN_USER_DATA
const manifest = JSON.parse(readFileSync(join(appDir, 'package.json'), 'utf8'))

const exitDelayMs = 20
const paths = new Map()
const state = { ready: false, quitting: false, name: manifest.productName ?? manifest.name }
/** Filled by windows.mjs; app.quit closes these. */
export const openWindows = new Map()

const defaultPath = (name) =>
  ({
    userData,
    sessionData: userData,
    logs: join(userData, 'logs'),
    crashDumps: join(userData, 'Crashpad'),
    temp: tmpdir(),
    home: homedir(),
    appData: dirname(userData),
    exe: process.execPath,
    module: process.execPath
  })[name] ?? join(userData, name)

function getPath(name) {
  const path = paths.get(name) ?? defaultPath(name)
  if (name === 'userData') mkdirSync(path, { recursive: true })
  return path
}

function setPath(name, path) {
  if (!isAbsolute(path)) throw new Error('Path must be absolute')
  paths.set(name, path)
}

function mustComeBeforeReady(what) {
  if (state.ready) throw new Error(`${what} can only be called before app is ready`)
}

function allows(eventName) {
  const event = createPreventableEvent()
  app.emit(eventName, event)
  return !event.defaultPrevented
}

function closeAllWindows() {
  for (const window of openWindows.values()) {
    window.close()
    if (!window.isDestroyed()) return false
  }
  return true
}

function quit() {
  if (state.quitting) return
  if (!allows('before-quit')) return
  if (!closeAllWindows()) return
  if (!allows('will-quit')) return
  exit(0)
}

function exit(code = 0) {
  if (state.quitting) return
  state.quitting = true
  for (const window of openWindows.values()) window.destroy()
  app.emit('quit', {}, code)
  post({ type: 'exit', code })
  setTimeout(() => process.exit(code), exitDelayMs)
}

export const app = strict(
  'app',
  Object.assign(new EventEmitter(), {
    isPackaged: false,
    commandLine: strict('app.commandLine', {
      appendSwitch: (...args) => record('app.commandLine.appendSwitch', args),
      hasSwitch: () => false,
      getSwitchValue: () => ''
    }),
    whenReady: () =>
      state.ready ? Promise.resolve() : new Promise((resolve) => app.once('ready', () => resolve())),
    isReady: () => state.ready,
    enableSandbox() {
      mustComeBeforeReady('app.enableSandbox()')
      record('app.enableSandbox', true)
    },
    disableHardwareAcceleration: () => mustComeBeforeReady('app.disableHardwareAcceleration()'),
    getName: () => state.name,
    setName(name) {
      state.name = name
    },
    getVersion: () => manifest.version,
    getAppPath: () => appDir,
    getLocale: () => 'en-US',
    getSystemLocale: () => 'en-US',
    getPreferredSystemLanguages: () => ['en-US'],
    getPath,
    setPath,
    setAppLogsPath: () => undefined,
    setAppUserModelId: () => undefined,
    setAboutPanelOptions: () => undefined,
    setAsDefaultProtocolClient: () => true,
    setBadgeCount: (count) => record('app.setBadgeCount', count) !== undefined,
    requestSingleInstanceLock: () => true,
    releaseSingleInstanceLock: () => undefined,
    relaunch: () => record('app.relaunch', true),
    focus: () => undefined,
    hide: () => undefined,
    show: () => undefined,
    getAppMetrics: () => [],
    getGPUFeatureStatus: () => ({}),
    addRecentDocument: (path) => record('app.addRecentDocument', path),
    clearRecentDocuments: () => undefined,
    quit,
    exit
  })
)

/** Fires `ready`, once the app's entry has finished evaluating. */
export function becomeReady() {
  app.emit('will-finish-launching')
  state.ready = true
  app.emit('ready', {}, {})
}

/** Closing the last window quits, unless the app listens for it. */
export function afterLastWindow() {
  if (state.quitting || openWindows.size > 0) return
  setImmediate(() => {
    if (!app.emit('window-all-closed')) quit()
  })
}
