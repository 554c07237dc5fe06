// `webContents` of one window: loading, sending, and what the app hooks into for safety.
import { EventEmitter } from 'node:events'
import { ask, createPreventableEvent, post, record, strict } from './wire.mjs'

function createFrame(contents, state) {
  return {
    get url() {
      return state.url
    },
    get origin() {
      return state.url.split('/').slice(0, 3).join('/')
    },
    routingId: 1,
    processId: 1,
    frameTreeNodeId: 1,
    parent: null,
    top: null,
    detached: false,
    send: (channel, ...args) => contents.send(channel, ...args),
    isDestroyed: () => contents.isDestroyed()
  }
}

const createEditing = () =>
  Object.fromEntries(
    ['undo', 'redo', 'cut', 'copy', 'paste', 'delete', 'selectAll'].map((name) => [
      name,
      () => record(`webContents.${name}`, true)
    ])
  )

function createZoom() {
  const zoom = { factor: 1, level: 0 }
  return {
    getZoomFactor: () => zoom.factor,
    setZoomFactor(factor) {
      zoom.factor = factor
    },
    getZoomLevel: () => zoom.level,
    setZoomLevel(level) {
      zoom.level = level
    },
    setVisualZoomLevelLimits: () => Promise.resolve()
  }
}

async function load(window, state, url) {
  state.url = url
  state.loading = true
  const { error } = await ask({ type: 'load', windowId: window.id, url })
  state.loading = false
  if (error !== undefined) {
    window.webContents.emit('did-fail-load', {}, -2, error, url, true)
    throw Object.assign(new Error(error), { code: 'ERR_FAILED', url })
  }
  window.webContents.emit('dom-ready', {})
  window.webContents.emit('did-finish-load', {})
  window.emit('ready-to-show', {})
}

function startDrag(item) {
  if (!item.file && !item.files?.length) throw new Error('Must specify either file or files')
  if (!item.icon) throw new Error("Must specify non-empty 'icon' option")
  record('webContents.startDrag', { file: item.file, files: item.files })
}

export function createWebContents(window, session) {
  const state = { url: '', loading: false, decideWindowOpen: null }
  const contents = Object.assign(new EventEmitter(), createEditing(), createZoom(), {
    id: window.id,
    session,
    navigationHistory: { canGoBack: () => false, canGoForward: () => false },
    getURL: () => state.url,
    getTitle: () => window.getTitle(),
    getType: () => 'window',
    getUserAgent: () => 'stand-in',
    isDestroyed: () => window.isDestroyed(),
    isLoading: () => state.loading,
    isCrashed: () => false,
    send(channel, ...args) {
      if (window.isDestroyed()) throw new TypeError('Object has been destroyed')
      post({ type: 'send', windowId: window.id, channel, args: structuredClone(args) })
    },
    loadURL: (url) => load(window, state, url),
    reload: () => void load(window, state, state.url).catch(() => undefined),
    setWindowOpenHandler(decide) {
      state.decideWindowOpen = decide
    },
    executeJavaScript: (code) => ask({ type: 'execute', windowId: window.id, code }),
    capturePage: async () => createImage(Buffer.from(await ask({ type: 'capture', windowId: window.id }))),
    printToPDF: async () => Buffer.from(await ask({ type: 'print', windowId: window.id })),
    startDrag,
    openDevTools: () => record('webContents.openDevTools', window.id),
    closeDevTools: () => undefined,
    isDevToolsOpened: () => false,
    focus: () => undefined,
    setBackgroundThrottling: () => undefined
  })
  contents.mainFrame = createFrame(contents, state)
  return { contents: strict('webContents', contents), state }
}

const createImage = (png) => ({ toPNG: () => png, isEmpty: () => png.length === 0 })

/** @returns {'allow' | 'deny'} what the app's window-open handler says */
export function decideWindowOpen({ state }, url) {
  const details = {
    url,
    frameName: '',
    features: '',
    disposition: 'foreground-tab',
    referrer: { url: '', policy: '' }
  }
  return state.decideWindowOpen?.(details).action ?? 'allow'
}

/** @returns whether the app refuses to let the page leave for this address */
export function refusesNavigation({ contents }, url) {
  const event = createPreventableEvent({ url, isMainFrame: true })
  contents.emit('will-navigate', event, url)
  return event.defaultPrevented
}
