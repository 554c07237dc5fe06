// Runs in the page before its own scripts and evaluates the real preload with the modules that a sandboxed
// preload gets. The launcher fills in the three marked places.
;(() => {
  // Electron runs preloads in the main frame only.
  if (window !== window.top) return
  ;((module) => {
    /*codec*/
  })(undefined)
  const { encode, decode } = globalThis.standInCodec
  delete globalThis.standInCodec

  const callTest = window.standInCall
  const listeners = new Map()
  const droppedFiles = []
  const deepestNesting = 1000
  const crossesByIdentity = [Blob, Node]
  const crossesByClone = [Date, RegExp, Map, Set, ArrayBuffer, DataView, Object.getPrototypeOf(Int8Array)]

  function cloneArguments(args) {
    try {
      return structuredClone(args)
    } catch {
      throw new Error('An object could not be cloned.')
    }
  }

  /** Missing members throw by name, as a gap in the stand-in must never be silent. */
  const strict = (name, target) =>
    new Proxy(target, {
      get(object, key) {
        if (key in object || typeof key === 'symbol') return object[key]
        throw new Error(`stand-in: ${name}.${key} is not available in a sandboxed preload here`)
      }
    })

  function addListener(channel, listener, isOnce) {
    if (!listeners.has(channel)) listeners.set(channel, [])
    listeners.get(channel).push({ listener, isOnce })
    return ipcRenderer
  }

  function removeListener(channel, listener) {
    const list = listeners.get(channel) ?? []
    const at = list.findIndex((entry) => entry.listener === listener)
    if (at >= 0) list.splice(at, 1)
    return ipcRenderer
  }

  async function invoke(channel, ...args) {
    const reply = decode(await callTest(encode({ type: 'invoke', channel, args: cloneArguments(args) })))
    if (reply.error === undefined) return reply.value
    throw new Error(`Error invoking remote method '${channel}': ${reply.error}`)
  }

  const ipcRenderer = strict('ipcRenderer', {
    invoke,
    send(channel, ...args) {
      void callTest(encode({ type: 'send', channel, args: cloneArguments(args) }))
    },
    on: (channel, listener) => addListener(channel, listener, false),
    addListener: (channel, listener) => addListener(channel, listener, false),
    once: (channel, listener) => addListener(channel, listener, true),
    off: removeListener,
    removeListener,
    removeAllListeners(channel) {
      if (channel === undefined) listeners.clear()
      else listeners.delete(channel)
      return ipcRenderer
    },
    listenerCount: (channel) => (listeners.get(channel) ?? []).length
  })

  /** A function crosses as a wrapper; arguments and results are copied on the way. */
  function wrapFunction(original) {
    return (...args) => {
      try {
        return cross(original(...args.map((argument) => cross(argument))))
      } catch (error) {
        throw cross(error)
      }
    }
  }

  function crossError(error) {
    const copy = new Error(error.message)
    copy.stack = error.stack
    return copy
  }

  function crossContainer(value, freeze, depth) {
    if (depth > deepestNesting) throw new TypeError('contextBridge: the value is nested too deeply')
    const copyItem = (item) => cross(item, freeze, depth + 1)
    // Own enumerable members only: prototypes are lost on the way, as in Electron.
    const copy = Array.isArray(value)
      ? value.map(copyItem)
      : Object.fromEntries(Object.keys(value).map((key) => [key, copyItem(value[key])]))
    return freeze ? Object.freeze(copy) : copy
  }

  /** Copies a value from one world to the other by contextBridge's rules. */
  function cross(value, freeze = false, depth = 0) {
    if (typeof value === 'symbol') return undefined
    if (typeof value === 'function') return wrapFunction(value)
    if (value === null || typeof value !== 'object') return value
    if (value instanceof Promise) {
      return value.then(
        (result) => cross(result),
        (error) => {
          throw cross(error)
        }
      )
    }
    if (value instanceof Error) return crossError(value)
    if (crossesByIdentity.some((type) => value instanceof type)) return value
    if (crossesByClone.some((type) => value instanceof type)) return structuredClone(value)
    return crossContainer(value, freeze, depth)
  }

  const contextBridge = strict('contextBridge', {
    exposeInMainWorld(key, api) {
      if (Object.hasOwn(window, key)) {
        throw new Error('Cannot bind an API on top of an existing property on the window object')
      }
      Object.defineProperty(window, key, {
        value: cross(api, true),
        enumerable: true,
        configurable: false,
        writable: false
      })
    }
  })

  /** A folder's size and time differ between page and disk, so a folder is known by its name. */
  const isSameFile = (known, file) =>
    known.name === file.name &&
    (known.isFolder || (known.sizeBytes === file.size && known.modifiedAt === file.lastModified))

  const webUtils = strict('webUtils', {
    getPathForFile(file) {
      if (!(file instanceof File)) {
        throw new TypeError('getPathForFile expected to receive a File object but one was not provided')
      }
      return droppedFiles.find((known) => isSameFile(known, file))?.path ?? ''
    }
  })

  const webFrame = strict('webFrame', { setZoomFactor: () => undefined, getZoomFactor: () => 1 })
  const electron = strict('electron', { ipcRenderer, contextBridge, webUtils, webFrame })

  function dispatch(channel, text) {
    const args = decode(text)
    for (const { listener, isOnce } of [...(listeners.get(channel) ?? [])]) {
      if (isOnce) removeListener(channel, listener)
      listener({ sender: ipcRenderer, ports: [] }, ...args)
    }
  }

  Object.defineProperty(window, Symbol.for('electron-stand-in'), {
    value: { dispatch, addFiles: (files) => droppedFiles.unshift(...files) }
  })

  // Keys that the page leaves alone reach the application menu's accelerators.
  window.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || !(event.ctrlKey || event.metaKey || event.altKey)) return
    const pressed = {
      key: event.key,
      ctrl: event.ctrlKey,
      meta: event.metaKey,
      alt: event.altKey,
      shift: event.shiftKey
    }
    void callTest(encode({ type: 'key', pressed }))
  })

  function requireInPreload(name) {
    if (['electron', 'electron/renderer', 'electron/common'].includes(name)) return electron
    throw new Error(`module not found: ${name}`)
  }

  const processInPreload = Object.freeze({
    platform: '/*platform*/',
    type: 'renderer',
    sandboxed: true,
    contextIsolated: true,
    versions: Object.freeze({ electron: '0.0.0-stand-in', chrome: '0', node: '0' }),
    env: Object.freeze({})
  })
  const preloadModule = { exports: {} }
  try {
    ;((require, module, exports, process) => {
      /*preload*/
    })(requireInPreload, preloadModule, preloadModule.exports, processInPreload)
  } catch (error) {
    const text = String(error?.stack ?? error)
    console.error(`[preload] ${text}`)
    void callTest(encode({ type: 'preload-error', text }))
  }
})()
