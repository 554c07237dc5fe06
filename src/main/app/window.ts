/** The one window: isolated, sandboxed, shown when it has something to show, opened where it stood last time. */
import path from 'node:path'
import { BrowserWindow, nativeTheme, screen } from 'electron'
import {
  MIN_HEIGHT_PX,
  MIN_WIDTH_PX,
  planBounds,
  readWindowState,
  tryWriteWindowState
} from './window-state.ts'

export interface WindowOptions {
  readonly preloadPath: string
  /** Where position and size are kept. */
  readonly stateFile: string
}

/** Makes the window; the caller loads its page. */
export function createWindow({ preloadPath, stateFile }: WindowOptions): BrowserWindow {
  const kept = readWindowState(stateFile)
  const screens = screen.getAllDisplays().map((display) => display.workArea)
  const window = new BrowserWindow({
    ...planBounds(kept?.bounds ?? null, screens),
    minWidth: MIN_WIDTH_PX,
    minHeight: MIN_HEIGHT_PX,
    show: false,
    title: 'CampaignForge',
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#17181a' : '#f5f5f6',
    webPreferences: {
      preload: path.resolve(preloadPath),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
      spellcheck: true
    }
  })
  window.once('ready-to-show', () => {
    if (kept?.isMaximized === true) window.maximize()
    window.show()
  })
  window.on('close', () => {
    tryWriteWindowState(stateFile, { bounds: window.getNormalBounds(), isMaximized: window.isMaximized() })
  })
  return window
}
