/** What the system's shell does for us: dialogs, opening and showing files, dragging out of the window. */
import path from 'node:path'
import { app, BrowserWindow, dialog, nativeImage, type OpenDialogOptions, shell } from 'electron'
import type { Desktop } from '../ipc/desktop.ts'

export interface DesktopOptions {
  readonly takeOpenedFiles: () => readonly string[]
  readonly logFolder: string
  readonly resourcesFolder: string
}

/** The desktop of this computer, for the request handlers. */
export function createDesktop({ logFolder, resourcesFolder, takeOpenedFiles }: DesktopOptions): Desktop {
  return {
    sampleFolder: path.join(resourcesFolder, 'sample'),
    quit: () => app.quit(),
    about: () => ({ version: app.getVersion(), logFolder }),
    takeOpenedFiles,
    showInFolder: (filePath) => shell.showItemInFolder(filePath),
    async openPath(filePath) {
      return (await shell.openPath(filePath)) === ''
    },
    async chooseSavePath(suggestedName, windowId) {
      const window = BrowserWindow.fromId(windowId)
      const options = { defaultPath: suggestedName }
      const answer = await (window === null
        ? dialog.showSaveDialog(options)
        : dialog.showSaveDialog(window, options))
      return answer.canceled || answer.filePath === '' ? null : answer.filePath
    },
    async chooseFolder(title, windowId) {
      const window = BrowserWindow.fromId(windowId)
      const options: OpenDialogOptions = { title, properties: ['openDirectory', 'createDirectory'] }
      const answer = await (window === null
        ? dialog.showOpenDialog(options)
        : dialog.showOpenDialog(window, options))
      return answer.canceled ? null : (answer.filePaths[0] ?? null)
    },
    startDrag(filePaths, windowId) {
      const [file] = filePaths
      const window = BrowserWindow.fromId(windowId)
      if (window === null || file === undefined) return false
      const icon = nativeImage.createFromPath(path.join(resourcesFolder, 'icon.png'))
      window.webContents.startDrag({ file, files: [...filePaths], icon })
      return true
    }
  }
}
