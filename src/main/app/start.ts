/** The life of the app: one instance, ready, the window, and the end. */
import path from 'node:path'
import {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  Notification,
  nativeTheme,
  type OpenDialogOptions,
  protocol,
  session,
  shell,
  type WebContents
} from 'electron'
import type { JobSnapshot } from '#shared/domain/job.ts'
import { AppError } from '#shared/errors.ts'
import type { Emit, EventName } from '#shared/ipc/events.ts'
import { createAppProtocol } from './app-protocol.ts'
import { createAssetProtocol } from './asset-protocol.ts'
import { openBackend } from './backend.ts'
import { tryWriteCrashReport } from './crash-report.ts'
import { createEmit, serveRequests } from './ipc-server.ts'
import { createJobPresence, type JobPresenceDeps } from './job-presence.ts'
import { menuTemplate } from './menu.ts'
import { createOpenedFiles, givenWords, type OpenedFiles, pathsAmong } from './opened-files.ts'
import { askBeforeQuit } from './quit-question.ts'
import { APP_ORIGIN, APP_SCHEME, ASSET_SCHEME, lockDown } from './security.ts'
import { originOf } from './sender-check.ts'
import { askElectronUpdater, checkForUpdate } from './update-check.ts'
import { createWindow } from './window.ts'

/** Called at the top level of the entry: the sandbox and the schemes must be set before the app is ready. */
export function startApp(): void {
  app.enableSandbox()
  protocol.registerSchemesAsPrivileged([
    {
      scheme: APP_SCHEME,
      privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true }
    },
    { scheme: ASSET_SCHEME, privileges: { standard: true, secure: true, stream: true } }
  ])
  if (!app.requestSingleInstanceLock()) {
    app.quit()
    return
  }
  reportCrashes()
  const opened = followOpenedFiles()
  run(opened).catch(failStart)
}

interface Opening {
  readonly files: OpenedFiles
  /** Called from then on when files come in. */
  tell(listener: () => void): void
}

/** Before the app is ready: a Mac names the files of the very start by an event that comes early. */
function followOpenedFiles(): Opening {
  let listener = (): void => undefined
  const files = createOpenedFiles(() => listener())
  files.add(pathsAmong(givenWords(process.argv, app.isPackaged), process.cwd()))
  app.on('open-file', (event, filePath) => {
    event.preventDefault()
    files.add([filePath])
  })
  app.on('second-instance', (_event, words, folder) => {
    files.add(pathsAmong(givenWords(words, app.isPackaged), folder))
  })
  return {
    files,
    tell(next) {
      listener = next
    }
  }
}

/** A data folder that cannot be opened is told in words; anything else is a crash. */
function failStart(thrown: unknown): void {
  if (!(thrown instanceof AppError)) throw thrown
  dialog.showErrorBox('CampaignForge can not start', `${thrown.message} (${thrown.code})`)
  app.exit(1)
}

const logFolder = (): string => path.join(app.getPath('userData'), 'logs')

/** The development server's page where there is one, else our own files. */
function pageAddress(): string {
  return process.env['ELECTRON_RENDERER_URL'] ?? `${APP_ORIGIN}/index.html`
}

async function run(opening: Opening): Promise<void> {
  const folder = logFolder()
  await app.whenReady()
  const address = pageAddress()
  const trustedOrigins = [APP_ORIGIN, originOf(address) ?? APP_ORIGIN]
  lockDown({ app, session: session.defaultSession, shell, trustedOrigins })
  const windows = createWindowKeeper(address)
  const send = createEmit(windows.current)
  const showJob = createJobPresence(presenceOf(windows))
  const emit: Emit = (name, payload) => {
    send(name, payload)
    if (isJobNews(name, payload)) showJob(payload)
  }
  const backend = await openBackend({
    emit,
    logFolder: folder,
    takeOpenedFiles: opening.files.take
  })
  protocol.handle(APP_SCHEME, createAppProtocol(path.join(import.meta.dirname, '../renderer')))
  protocol.handle(ASSET_SCHEME, createAssetProtocol(backend.pictures, backend.previews))
  serveRequests({ ipcMain, trustedOrigins, answer: backend.answer, windowIdOf })
  backend.onTheme((theme) => {
    nativeTheme.themeSource = theme
  })
  Menu.setApplicationMenu(
    Menu.buildFromTemplate(
      menuTemplate({
        platform: process.platform,
        onCommand: (command) => emit('menu.chosen', { command }),
        onAddFiles: () => void askForFiles(windows.current(), opening.files),
        onShowLogs: () => void shell.openPath(folder)
      })
    )
  )
  askBeforeQuit({
    app,
    runningJobs: backend.runningJobs,
    close: backend.close,
    onStay: () => void windows.open()
  })
  app.on('second-instance', () => windows.focus())
  app.on('activate', () => void windows.open())
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit()
  })
  opening.tell(() => {
    void windows.open()
    windows.focus()
    emit('files.opened', {})
  })
  await windows.open()
  await backend.resumeJobs()
  await checkForUpdate({
    isAllowed: backend.mayCheckForUpdates(),
    isPackaged: app.isPackaged,
    currentVersion: app.getVersion(),
    log: backend.log,
    ask: askElectronUpdater,
    notify: (notice) => showNotice(notice, windows.focus)
  })
}

async function askForFiles(window: BrowserWindow | null, files: OpenedFiles): Promise<void> {
  const options: OpenDialogOptions = { title: 'Add files', properties: ['openFile', 'multiSelections'] }
  const answer = await (window === null
    ? dialog.showOpenDialog(options)
    : dialog.showOpenDialog(window, options))
  if (!answer.canceled) files.add(answer.filePaths)
}

function windowIdOf(contents: WebContents): number {
  return BrowserWindow.fromWebContents(contents)?.id ?? 0
}

/** Ties the payload's type to the event's name, which the generic emit leaves open. */
function isJobNews(name: EventName, _payload: unknown): _payload is JobSnapshot {
  return name === 'job.changed'
}

function presenceOf(windows: ReturnType<typeof createWindowKeeper>): JobPresenceDeps {
  return {
    showProgress: (value) => windows.current()?.setProgressBar(value),
    isInFront: () => windows.current()?.isFocused() === true,
    notify: (notice) => showNotice(notice, windows.focus)
  }
}

function showNotice(notice: { readonly title: string; readonly body: string }, onClick: () => void): void {
  if (!Notification.isSupported()) return
  const shown = new Notification(notice)
  shown.on('click', onClick)
  shown.show()
}

function createWindowKeeper(address: string) {
  let window: BrowserWindow | null = null
  return {
    current: () => window,
    focus() {
      if (window?.isMinimized() === true) window.restore()
      window?.focus()
    },
    async open() {
      if (window !== null) return
      const opened = createWindow({
        preloadPath: path.join(import.meta.dirname, '../preload/index.cjs'),
        stateFile: path.join(app.getPath('userData'), 'window.json')
      })
      window = opened
      opened.once('closed', () => {
        window = null
      })
      await opened.loadURL(address)
    }
  }
}

/** An error nobody caught ends the app with a report instead of leaving it half alive. */
function reportCrashes(): void {
  const end = (origin: string, thrown: unknown): void => {
    const facts = { version: app.getVersion(), at: Date.now(), origin, thrown }
    const file = tryWriteCrashReport(logFolder(), facts)
    const where = file === null ? '' : ` A report is in ${file}.`
    dialog.showErrorBox('CampaignForge has to close', `An unexpected error came up.${where}`)
    app.exit(1)
  }
  process.on('uncaughtException', (thrown) => end('main process', thrown))
  process.on('unhandledRejection', (thrown) => end('main process, promise', thrown))
}
