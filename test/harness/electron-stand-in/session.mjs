// `session`, `protocol` and `net`: custom schemes answered by the app.
import { EventEmitter } from 'node:events'
import { app } from './app.mjs'
import { post, record, strict } from './wire.mjs'

const handlers = new Map()

const protocolActions = {
  registerSchemesAsPrivileged(schemes) {
    if (app.isReady()) {
      throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready')
    }
    record('protocol.registerSchemesAsPrivileged', schemes)
  },
  handle(scheme, handler) {
    if (!app.isReady()) throw new Error('protocol.handle can only be used after the app is ready')
    if (handlers.has(scheme)) throw new Error(`Failed to register protocol: ${scheme}`)
    handlers.set(scheme, handler)
    post({ type: 'scheme', scheme })
  },
  unhandle: (scheme) => handlers.delete(scheme),
  isProtocolHandled: (scheme) => handlers.has(scheme)
}
export const protocol = strict('protocol', protocolActions)

/** Answers one request of the page; the whole body is read before it is handed over. */
export async function serve({ scheme, url, method, headers, body }) {
  const request = new Request(url, { method, headers, body, ...(body ? { duplex: 'half' } : {}) })
  const response = await handlers.get(scheme)(request)
  if (!(response instanceof Response)) {
    throw new Error('protocol.handle: the handler did not return a Response')
  }
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: Buffer.from(await response.arrayBuffer())
  }
}

const webRequest = strict('webRequest', {
  onBeforeRequest: () => record('webRequest.onBeforeRequest', true),
  onHeadersReceived: () => record('webRequest.onHeadersReceived', true)
})

export const defaultSession = strict(
  'session',
  Object.assign(new EventEmitter(), {
    protocol,
    webRequest,
    setPermissionRequestHandler: (handler) => record('session.setPermissionRequestHandler', Boolean(handler)),
    setPermissionCheckHandler: (handler) => record('session.setPermissionCheckHandler', Boolean(handler)),
    setDevicePermissionHandler: (handler) => record('session.setDevicePermissionHandler', Boolean(handler)),
    setSpellCheckerLanguages: () => undefined,
    setSpellCheckerEnabled: () => undefined,
    clearCache: () => Promise.resolve(),
    clearStorageData: () => Promise.resolve(),
    flushStorageData: () => undefined,
    setProxy: () => Promise.resolve(),
    fetch: (...args) => fetch(...args)
  })
)
export const session = strict('session', { defaultSession, fromPartition: () => defaultSession })

export const net = strict('net', { fetch: (...args) => fetch(...args), isOnline: () => true, online: true })
