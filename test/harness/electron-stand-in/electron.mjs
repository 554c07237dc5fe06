// The `electron` module of the main process. Names of Electron that the app has no use for are here too,
// so that importing one fails when it is used, with its name, and not when the bundle is linked.
import { EventEmitter } from 'node:events'
import { app } from './app.mjs'
import { Menu, MenuItem, pressKey } from './menu.mjs'
import { net, protocol, serve, session } from './session.mjs'
import {
  clipboard,
  crashReporter,
  dialog,
  globalShortcut,
  Notification,
  nativeImage,
  nativeTheme,
  powerMonitor,
  powerSaveBlocker,
  safeStorage,
  screen,
  shell,
  systemPreferences,
  Tray,
  webContents
} from './system.mjs'
import { utilityProcess } from './utility-process.mjs'
import { decideWindowOpen, refusesNavigation } from './web-contents.mjs'
import { BrowserWindow, insideOf } from './windows.mjs'
import { ledger, post, record, settle, strict } from './wire.mjs'

const invokable = new Map()
const ipcMain = strict(
  'ipcMain',
  Object.assign(new EventEmitter(), {
    handle(channel, handler) {
      if (invokable.has(channel)) {
        throw new Error(`Attempted to register a second handler for '${channel}'`)
      }
      invokable.set(channel, handler)
    },
    handleOnce(channel, handler) {
      ipcMain.handle(channel, (...args) => {
        invokable.delete(channel)
        return handler(...args)
      })
    },
    removeHandler: (channel) => invokable.delete(channel)
  })
)

const absent = (name) => strict(name, {})
const absentClass = (name) =>
  class {
    constructor() {
      throw new Error(`stand-in: electron.${name} is not implemented`)
    }
  }

const contentTracing = absent('contentTracing')
const desktopCapturer = absent('desktopCapturer')
const autoUpdater = absent('autoUpdater')
const netLog = absent('netLog')
const webFrameMain = absent('webFrameMain')
const inAppPurchase = absent('inAppPurchase')
const pushNotifications = absent('pushNotifications')
const BaseWindow = absentClass('BaseWindow')
const BrowserView = absentClass('BrowserView')
const ImageView = absentClass('ImageView')
const MessageChannelMain = absentClass('MessageChannelMain')
const ShareMenu = absentClass('ShareMenu')
const TouchBar = absentClass('TouchBar')
const View = absentClass('View')
const WebContentsView = absentClass('WebContentsView')

const electron = {
  app,
  autoUpdater,
  BaseWindow,
  BrowserView,
  BrowserWindow,
  clipboard,
  contentTracing,
  crashReporter,
  desktopCapturer,
  dialog,
  globalShortcut,
  ImageView,
  inAppPurchase,
  ipcMain,
  Menu,
  MenuItem,
  MessageChannelMain,
  Notification,
  nativeImage,
  nativeTheme,
  net,
  netLog,
  powerMonitor,
  powerSaveBlocker,
  protocol,
  pushNotifications,
  ShareMenu,
  safeStorage,
  screen,
  session,
  shell,
  systemPreferences,
  TouchBar,
  Tray,
  utilityProcess,
  View,
  WebContentsView,
  webContents,
  webFrameMain
}

export {
  app,
  autoUpdater,
  BaseWindow,
  BrowserView,
  BrowserWindow,
  clipboard,
  contentTracing,
  crashReporter,
  desktopCapturer,
  dialog,
  globalShortcut,
  ImageView,
  inAppPurchase,
  ipcMain,
  Menu,
  MenuItem,
  MessageChannelMain,
  Notification,
  nativeImage,
  nativeTheme,
  net,
  netLog,
  powerMonitor,
  powerSaveBlocker,
  protocol,
  pushNotifications,
  ShareMenu,
  safeStorage,
  screen,
  session,
  shell,
  systemPreferences,
  TouchBar,
  Tray,
  utilityProcess,
  View,
  WebContentsView,
  webContents,
  webFrameMain
}
export default electron

function createEvent(window, type) {
  const contents = window.webContents
  return {
    type,
    sender: contents,
    senderFrame: contents.mainFrame,
    processId: 1,
    frameId: 1,
    reply: (channel, ...args) => contents.send(channel, ...args)
  }
}

async function invoke({ windowId, channel, args }) {
  const handler = invokable.get(channel)
  if (!handler) throw new Error(`No handler registered for '${channel}'`)
  return structuredClone(await handler(createEvent(BrowserWindow.fromId(windowId), 'frame'), ...args))
}

/** Runs a test's function here, with this module as its first argument, as Playwright does in Electron. */
function evaluate({ source, argument }) {
  // biome-ignore lint/security/noGlobalEval: the text is the test's own function
  const run = globalThis.eval(`(${source})`)
  return run(electron, argument)
}

const requests = {
  invoke,
  serve,
  evaluate,
  ledger: () => JSON.parse(JSON.stringify(ledger)),
  'window-open': ({ windowId, url }) => decideWindowOpen(insideOf(windowId), url),
  navigate: ({ windowId, url }) => refusesNavigation(insideOf(windowId), url),
  send: ({ windowId, channel, args }) => {
    const window = BrowserWindow.fromId(windowId)
    if (window) ipcMain.emit(channel, createEvent(window, 'frame'), ...args)
  },
  key: ({ pressed }) => pressKey(pressed),
  'page-closed': ({ windowId }) => BrowserWindow.fromId(windowId)?.close(),
  quit: () => app.quit()
}

async function answer(message) {
  try {
    const value = await requests[message.type](message)
    if (message.requestId) post({ answerTo: message.requestId, value })
  } catch (error) {
    if (!message.requestId) throw error
    post({ answerTo: message.requestId, error: String(error) })
  }
}

/** Starts taking the launcher's requests. */
export function answerLauncher() {
  record('main', { pid: process.pid })
  process.on('message', (message) => {
    if (message.answerTo === undefined) void answer(message)
    else settle(message)
  })
  process.on('disconnect', () => process.exit(1))
}
