// `BrowserWindow`: its state lives here, its page in the launcher's Chromium.
import { EventEmitter } from 'node:events'
import { isAbsolute, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterLastWindow, app, openWindows } from './app.mjs'
import { focusedWindow } from './menu.mjs'
import { defaultSession } from './session.mjs'
import { createWebContents } from './web-contents.mjs'
import { createPreventableEvent, post, record, strict } from './wire.mjs'

const insides = new WeakMap()
let lastWindowId = 0

/** The web contents of a window with the state that Electron keeps private. */
export const insideOf = (windowId) => {
  const window = openWindows.get(windowId)
  return window && insides.get(window.webContents)
}

function checkOptions({ webPreferences = {} }) {
  if (!app.isReady()) throw new Error('Cannot create BrowserWindow before app is ready')
  if (webPreferences.preload && !isAbsolute(webPreferences.preload)) {
    throw new Error('preload must be an absolute path')
  }
}

function readBounds(options) {
  const { x = 0, y = 0, width = 800, height = 600 } = options
  return { x, y, width, height }
}

/** Setters that only a real desktop shows: accepted, and kept in the ledger. */
const recorded = [
  'setProgressBar',
  'setTitleBarOverlay',
  'setBackgroundColor',
  'setRepresentedFilename',
  'setDocumentEdited',
  'setMenuBarVisibility',
  'setAutoHideMenuBar',
  'setMinimumSize',
  'setMenu',
  'setIcon',
  'setOverlayIcon',
  'setAlwaysOnTop',
  'setVibrancy',
  'removeMenu',
  'flashFrame',
  'center',
  'moveTop'
]

export class BrowserWindow extends EventEmitter {
  static getAllWindows = () => [...openWindows.values()]
  static getFocusedWindow = focusedWindow
  static fromWebContents = (contents) => openWindows.get(contents.id) ?? null
  static fromId = (id) => openWindows.get(id) ?? null

  constructor(options = {}) {
    super()
    checkOptions(options)
    record('BrowserWindow', { ...options, webPreferences: { ...options.webPreferences } })
    const window = strict('BrowserWindow', this)
    this.id = ++lastWindowId
    this._title = options.title ?? app.getName()
    this._bounds = readBounds(options)
    this._mode = 'normal'
    this._shown = false
    this._destroyed = false
    openWindows.set(this.id, window)
    const inside = createWebContents(window, defaultSession)
    this.webContents = inside.contents
    insides.set(inside.contents, inside)
    post({
      type: 'create',
      windowId: this.id,
      preload: options.webPreferences?.preload,
      bounds: this._bounds
    })
    app.emit('web-contents-created', {}, this.webContents)
    app.emit('browser-window-created', {}, window)
    if (options.show !== false) queueMicrotask(() => window.show())
    // biome-ignore lint/correctness/noConstructorReturn: the proxy must be what the app holds
    return window
  }

  loadURL(url) {
    return this.webContents.loadURL(url)
  }
  loadFile(path) {
    return this.loadURL(pathToFileURL(isAbsolute(path) ? path : join(app.getAppPath(), path)).href)
  }
  reload() {
    this.webContents.reload()
  }

  show() {
    this._shown = true
    this.emit('show')
  }
  showInactive() {
    this.show()
  }
  hide() {
    this._shown = false
    this.emit('hide')
  }
  isVisible() {
    return this._shown
  }
  focus() {
    this.emit('focus')
  }
  blur() {
    this.emit('blur')
  }
  isFocused() {
    return this._shown
  }

  _enter(mode, eventName) {
    this._mode = mode
    this.emit(eventName)
  }
  minimize() {
    this._enter('minimized', 'minimize')
  }
  restore() {
    this._enter('normal', 'restore')
  }
  maximize() {
    this._enter('maximized', 'maximize')
  }
  unmaximize() {
    this._enter('normal', 'unmaximize')
  }
  setFullScreen(on) {
    this._enter(on ? 'full-screen' : 'normal', on ? 'enter-full-screen' : 'leave-full-screen')
  }
  isMinimized() {
    return this._mode === 'minimized'
  }
  isMaximized() {
    return this._mode === 'maximized'
  }
  isFullScreen() {
    return this._mode === 'full-screen'
  }

  getBounds() {
    return { ...this._bounds }
  }
  getNormalBounds() {
    return this.getBounds()
  }
  getContentBounds() {
    return this.getBounds()
  }
  setBounds(bounds) {
    Object.assign(this._bounds, bounds)
    this.emit('resize')
  }
  getSize() {
    return [this._bounds.width, this._bounds.height]
  }
  setSize(width, height) {
    this.setBounds({ width, height })
  }
  getPosition() {
    return [this._bounds.x, this._bounds.y]
  }
  getTitle() {
    return this._title
  }
  setTitle(title) {
    this._title = title
  }

  isDestroyed() {
    return this._destroyed
  }
  close() {
    const event = createPreventableEvent()
    this.emit('close', event)
    if (!event.defaultPrevented) this.destroy()
  }
  destroy() {
    if (this._destroyed) return
    this._destroyed = true
    openWindows.delete(this.id)
    post({ type: 'destroy', windowId: this.id })
    this.webContents.emit('destroyed')
    this.emit('closed')
    afterLastWindow()
  }
}

for (const name of recorded) {
  BrowserWindow.prototype[name] = (...args) => record(`BrowserWindow.${name}`, args)
}
