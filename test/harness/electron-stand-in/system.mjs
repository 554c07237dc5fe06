// What belongs to the desktop: dialogs, shell, theme, notifications, screen, power, clipboard.
import { EventEmitter } from 'node:events'
import { existsSync } from 'node:fs'
import { openWindows } from './app.mjs'
import { focusedWindow } from './menu.mjs'
import { post, record, strict } from './wire.mjs'

function refuseDialog(name) {
  return () =>
    Promise.reject(
      new Error(
        `stand-in: dialog.${name} has no window here. Replace it in the test: desk.evaluate(({ dialog }) => { dialog.${name} = … })`
      )
    )
}

export const dialog = strict('dialog', {
  showOpenDialog: refuseDialog('showOpenDialog'),
  showSaveDialog: refuseDialog('showSaveDialog'),
  showMessageBox: refuseDialog('showMessageBox'),
  showErrorBox: (title, content) => record('dialog.showErrorBox', { title, content })
})

export const shell = strict('shell', {
  openExternal: async (url) => void record('shell.openExternal', url),
  async openPath(path) {
    record('shell.openPath', path)
    return existsSync(path) ? '' : 'The file does not exist.'
  },
  showItemInFolder: (path) => void record('shell.showItemInFolder', path),
  trashItem: async (path) => void record('shell.trashItem', path),
  beep: () => undefined
})

const theme = { source: 'system', systemIsDark: process.env.STANDIN_COLOR_SCHEME === 'dark' }
const isDark = () => (theme.source === 'system' ? theme.systemIsDark : theme.source === 'dark')

export const nativeTheme = strict(
  'nativeTheme',
  Object.defineProperties(
    Object.assign(new EventEmitter(), {
      shouldUseHighContrastColors: false,
      shouldUseInvertedColorScheme: false,
      prefersReducedTransparency: false,
      inForcedColorsMode: false
    }),
    {
      shouldUseDarkColors: { get: isDark, enumerable: true },
      themeSource: {
        get: () => theme.source,
        set(source) {
          if (!['system', 'light', 'dark'].includes(source))
            throw new TypeError(`Unknown theme source ${source}`)
          const wasDark = isDark()
          theme.source = source
          post({ type: 'theme', colorScheme: isDark() ? 'dark' : 'light' })
          if (isDark() !== wasDark) queueMicrotask(() => nativeTheme.emit('updated'))
        },
        enumerable: true
      }
    }
  )
)

export class Notification extends EventEmitter {
  static isSupported = () => true
  constructor(options = {}) {
    super()
    Object.assign(this, { title: '', body: '' }, options)
  }
  show() {
    record('Notification', { title: this.title, body: this.body })
    Notification.last = this
    this.emit('show')
  }
  close() {
    this.emit('close')
  }
}

/** This desktop has no tray, as some do not: the app must cope. */
export class Tray {
  constructor() {
    throw new Error('stand-in: this desktop has no tray')
  }
}

const screenSize = { width: 1920, height: 1080 }
const display = {
  id: 1,
  scaleFactor: 1,
  rotation: 0,
  bounds: { x: 0, y: 0, ...screenSize },
  workArea: { x: 0, y: 0, ...screenSize },
  size: screenSize,
  workAreaSize: screenSize
}
export const screen = strict(
  'screen',
  Object.assign(new EventEmitter(), {
    getPrimaryDisplay: () => display,
    getAllDisplays: () => [display],
    getDisplayMatching: () => display,
    getDisplayNearestPoint: () => display,
    getCursorScreenPoint: () => ({ x: 0, y: 0 })
  })
)

export const powerMonitor = strict(
  'powerMonitor',
  Object.assign(new EventEmitter(), {
    isOnBatteryPower: () => false,
    onBatteryPower: false,
    getSystemIdleTime: () => 0,
    getSystemIdleState: () => 'active'
  })
)

const blockers = new Set()
export const powerSaveBlocker = strict('powerSaveBlocker', {
  start(kind) {
    const id = blockers.size + 1
    blockers.add(id)
    record('powerSaveBlocker.start', kind)
    return id
  },
  stop: (id) => blockers.delete(id),
  isStarted: (id) => blockers.has(id)
})

const clip = { text: '' }
export const clipboard = strict('clipboard', {
  writeText(text) {
    clip.text = String(text)
  },
  readText: () => clip.text,
  writeImage: () => void record('clipboard.writeImage', true),
  clear() {
    clip.text = ''
  }
})

const sealed = 'stand-in:'
export const safeStorage = strict('safeStorage', {
  isEncryptionAvailable: () => true,
  getSelectedStorageBackend: () => 'basic_text',
  encryptString: (text) => Buffer.from(sealed + Buffer.from(text).toString('base64')),
  decryptString(bytes) {
    const text = bytes.toString()
    if (!text.startsWith(sealed))
      throw new Error('Error while decrypting the ciphertext provided to safeStorage.')
    return Buffer.from(text.slice(sealed.length), 'base64').toString()
  }
})

const createImage = (isEmpty) => {
  const image = {
    isEmpty: () => isEmpty,
    getSize: () => ({ width: isEmpty ? 0 : 64, height: isEmpty ? 0 : 64 }),
    resize: () => image,
    toPNG: () => Buffer.alloc(0),
    toDataURL: () => 'data:image/png;base64,',
    setTemplateImage: () => undefined
  }
  return strict('NativeImage', image)
}
export const nativeImage = strict('nativeImage', {
  createEmpty: () => createImage(true),
  createFromPath: (path) => createImage(!existsSync(path)),
  createFromBuffer: (bytes) => createImage(bytes.length === 0),
  createFromDataURL: () => createImage(false),
  createThumbnailFromPath: (path) =>
    existsSync(path)
      ? Promise.resolve(createImage(false))
      : Promise.reject(new Error('unable to load the file'))
})

const shortcuts = new Map()
export const globalShortcut = strict('globalShortcut', {
  register: (accelerator, action) => Boolean(shortcuts.set(accelerator, action)),
  unregister: (accelerator) => void shortcuts.delete(accelerator),
  unregisterAll: () => shortcuts.clear(),
  isRegistered: (accelerator) => shortcuts.has(accelerator)
})

export const crashReporter = strict('crashReporter', { start: () => record('crashReporter.start', true) })
export const systemPreferences = strict('systemPreferences', {
  getAnimationSettings: () => ({
    shouldRenderRichAnimation: true,
    scrollAnimationsEnabledBySystem: true,
    prefersReducedMotion: false
  }),
  getAccentColor: () => '2f6fd0ff'
})
const allContents = () => [...openWindows.values()].map((window) => window.webContents)
export const webContents = strict('webContents', {
  getAllWebContents: allContents,
  getFocusedWebContents: () => focusedWindow()?.webContents ?? null,
  fromId: (id) => allContents().find((contents) => contents.id === id)
})
