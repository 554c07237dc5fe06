// One window of the app as a Chromium page: preload, custom schemes, navigation, storage kept for restarts.
// A scheme of the app is shown as http, app://host/path ↔ http://host.app.localhost/path, because Chromium
// navigates to no scheme that it does not know.
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'

const { encode, decode } = createRequire(import.meta.url)('./codec.cjs')
const readOwn = (name) => readFileSync(join(import.meta.dirname, name), 'utf8')
const suffix = '.localhost'
const popupLifeMs = 200

/** http://forge.app.localhost/x → app://forge/x; every other address stays as it is. */
export function toAppUrl(address) {
  const url = new URL(address)
  const host = url.protocol === 'http:' && /^(.+)\.([^.]+)\.localhost$/.exec(url.hostname)
  return host ? `${host[2]}://${host[1]}${url.pathname}${url.search}${url.hash}` : address
}

/** app://forge/x → http://forge.app.localhost/x when the app answers that scheme. */
export function toPageUrl(address, handledSchemes) {
  const url = new URL(address)
  const scheme = url.protocol.slice(0, -1)
  return handledSchemes.has(scheme)
    ? `http://${url.host}.${scheme}${suffix}${url.pathname}${url.search}${url.hash}`
    : address
}

function createInitScript(preloadPath) {
  // Function replacements: the texts hold `$`, which has a meaning in a replacement string.
  return readOwn('page.js')
    .replace('/*codec*/', () => readOwn('codec.cjs'))
    .replace('/*preload*/', () => readFileSync(preloadPath, 'utf8'))
    .replace('/*platform*/', () => process.platform)
}

function frameOf(request) {
  try {
    return request.frame()
  } catch {
    // The first request of a popup has no frame yet.
    return null
  }
}

/** Answers one request of the page from the app's own handlers; nothing else is reachable. */
function createRouter({ windowId, host, state }) {
  async function answer(route, { scheme, url }) {
    const request = route.request()
    try {
      const response = await host.ask({
        type: 'serve',
        scheme,
        url,
        method: request.method(),
        headers: await request.allHeaders(),
        body: request.postDataBuffer() ?? undefined
      })
      await route.fulfill({ ...response, body: Buffer.from(response.body) })
    } catch (error) {
      host.report(`protocol ${url}: ${error.message}`)
      await route.abort('failed').catch(() => undefined)
    }
  }

  async function refusePopup(route, url) {
    const action = await host.ask({ type: 'window-open', windowId, url }).catch(() => 'deny')
    if (action !== 'deny') host.report(`window.open(${url}) is allowed by the app: not shown here`)
    await route.abort('aborted')
  }

  return async (route) => {
    const request = route.request()
    const url = toAppUrl(request.url())
    const scheme = new URL(url).protocol.slice(0, -1)
    if (scheme === 'file') return route.continue()
    const frame = frameOf(request)
    if (frame?.page() !== state.page) return refusePopup(route, url)
    const isLeaving = state.loaded && request.isNavigationRequest() && frame.parentFrame() === null
    const isReload = url === toAppUrl(state.page.url())
    if (isLeaving && !isReload && (await host.ask({ type: 'navigate', windowId, url }).catch(() => true))) {
      return route.abort('aborted')
    }
    if (host.handledSchemes.has(scheme)) return answer(route, { scheme, url })
    host.blocked.push(`${request.method()} ${request.url()}`)
    return route.abort(isLeaving ? 'aborted' : 'blockedbyclient')
  }
}

function createBinding({ windowId, host }) {
  return async ({ page, frame }, text) => {
    const message = decode(text)
    if (message.type === 'preload-error') {
      host.report(`preload: ${message.text}`)
      return encode(null)
    }
    if (frame !== page.mainFrame()) return encode({ error: 'stand-in: only the main frame has IPC' })
    if (message.type !== 'invoke') {
      host.tell({ ...message, windowId })
      return encode(null)
    }
    try {
      return encode({ value: await host.ask({ ...message, windowId }) })
    } catch (error) {
      return encode({ error: error.message })
    }
  }
}

function watch(page, { windowId, host }) {
  page.on('console', (message) => {
    if (message.type() === 'error') host.report(`console: ${message.text()}`)
  })
  page.on('pageerror', (error) => host.report(`page error: ${error.message}`))
  page.on('popup', (popup) => setTimeout(() => void popup.close().catch(() => undefined), popupLifeMs))
  page.on('close', () => host.tell({ type: 'page-closed', windowId }))
}

/** Best effort: a page that is already gone has nothing left to keep. */
async function keepStorageAndClose(context, storagePath) {
  await context.storageState({ path: storagePath }).catch(() => undefined)
  await context.close().catch(() => undefined)
}

/**
 * Opens the page of one window.
 * @param host { browser, ask, tell, report, blocked, handledSchemes, colorScheme, storagePath }
 */
export async function openWindowPage({ windowId, preload, bounds }, host) {
  const state = { page: null, loaded: false, closing: null }
  const context = await host.browser.newContext({
    viewport: { width: bounds.width, height: bounds.height },
    deviceScaleFactor: 1,
    locale: 'en-US',
    timezoneId: 'UTC',
    colorScheme: host.colorScheme(),
    ...(existsSync(host.storagePath) ? { storageState: host.storagePath } : {})
  })
  await context.exposeBinding('standInCall', createBinding({ windowId, host }))
  if (preload) await context.addInitScript({ content: createInitScript(preload) })
  await context.route(() => true, createRouter({ windowId, host, state }))
  const page = await context.newPage()
  state.page = page
  watch(page, { windowId, host })

  const inPage = (name, argument) =>
    page.evaluate(
      ([member, value]) => window[Symbol.for('electron-stand-in')][member](...value),
      [name, argument]
    )

  return {
    page,
    isLoaded: () => state.loaded,
    async load(url) {
      state.loaded = false
      await page.goto(toPageUrl(url, host.handledSchemes))
      state.loaded = true
    },
    deliver: (channel, args) => inPage('dispatch', [channel, encode(args)]),
    addFiles: (files) => inPage('addFiles', [files]),
    setColorScheme: (colorScheme) => page.emulateMedia({ colorScheme }),
    close() {
      state.closing ??= keepStorageAndClose(context, host.storagePath)
      return state.closing
    }
  }
}
