/** What the system's shell does for us: dialogs and opening files. */
import { app, BrowserWindow, dialog, shell } from 'electron'
import type { Desktop } from '../ipc/handlers.ts'

/** The desktop of this computer, for the request handlers. */
export function createDesktop(logFolder: string): Desktop {
  return {
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
    about: () => ({ version: app.getVersion(), logFolder })
  }
}
