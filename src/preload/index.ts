/** Carries requests, events and file paths between the window and main. It knows no route and never changes for one. */
import { contextBridge, ipcRenderer, webUtils } from 'electron'
import { BRIDGE_NAME, type Bridge, EVENT_CHANNEL, REQUEST_CHANNEL } from '#shared/ipc/bridge.ts'

const bridge: Bridge = {
  invoke: (route, input) => ipcRenderer.invoke(REQUEST_CHANNEL, route, input),
  on(event, listener) {
    // The first argument holds `sender`, which must not reach the page.
    const forward = (_origin: unknown, name: unknown, payload: unknown): void => {
      if (name === event) listener(payload)
    }
    ipcRenderer.on(EVENT_CHANNEL, forward)
    return () => {
      ipcRenderer.removeListener(EVENT_CHANNEL, forward)
    }
  },
  pathOf: (file) => (file instanceof File ? webUtils.getPathForFile(file) : '')
}

contextBridge.exposeInMainWorld(BRIDGE_NAME, bridge)
