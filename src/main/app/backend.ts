/** Everything behind the window: opens the services on the data folder and answers requests through the router. */
import { homedir } from 'node:os'
import path from 'node:path'
import { app } from 'electron'
import type { Settings } from '#shared/domain/settings.ts'
import { AppError } from '#shared/errors.ts'
import { routes } from '#shared/ipc/contract.ts'
import type { Emit } from '#shared/ipc/events.ts'
import { createPictures, type Pictures } from '../composition/pictures.ts'
import { createSystemClock } from '../core/clock.ts'
import { defaultDataFolder } from '../core/data-folder.ts'
import { createFileLog, type Log } from '../core/log.ts'
import { createProcessRunner } from '../core/process.ts'
import type { RequestContext } from '../ipc/desktop.ts'
import { type OpenedApp, openGuarded } from '../ipc/guarded-start.ts'
import { createHandlers } from '../ipc/handlers.ts'
import { createRouter } from '../ipc/router.ts'
import { startRebuild } from '../ipc/storage-handlers.ts'
import { createKeychainSecrets } from '../secrets/stores/keychain-secrets.ts'
import { openServices, type Services } from '../services.ts'
import { packagedFfmpegPath } from '../slideshow/find-ffmpeg.ts'
import type { Previews } from './asset-protocol.ts'
import { forkUtility } from './fork-utility.ts'
import type { AnswerRequest } from './ipc-server.ts'
import { createDesktop } from './native.ts'

/** Work of the last run is asked for by no window. */
const NO_WINDOW = 0

export type Theme = Settings['appearance']['theme']

export interface Backend {
  readonly answer: AnswerRequest
  readonly pictures: Pictures
  readonly previews: Previews
  runningJobs(): number
  /** Goes on with the work that the last run left unfinished; gives how much that is. */
  resumeJobs(): Promise<number>
  /** Settings `updates.check`. */
  mayCheckForUpdates(): boolean
  readonly log: Log
  /** Calls back with the theme now and after every change. */
  onTheme(listener: (theme: Theme) => void): void
  /** See Services.close. */
  close(): Promise<void>
}

export interface BackendOptions {
  readonly emit: Emit
  readonly logFolder: string
  /** See Desktop.takeOpenedFiles. */
  readonly takeOpenedFiles: () => readonly string[]
}

interface OpenedBackend extends OpenedApp<RequestContext> {
  readonly services: Services
  readonly pictures: Pictures
}

/** With a damaged catalog only the start routes answer, until the user decides. Codes and side effects of openServices. */
export async function openBackend({ emit, logFolder, takeOpenedFiles }: BackendOptions): Promise<Backend> {
  const clock = createSystemClock()
  const log = createFileLog(logFolder, clock)
  const desktop = createDesktop({ logFolder, resourcesFolder: resourcesFolder(), takeOpenedFiles })
  const themed: ((theme: Theme) => void)[] = []
  const onFailure = (route: string, error: AppError): void =>
    log.warn('request failed', { route, code: error.code, cause: error.cause })

  async function open(damagedCatalog: 'refuse' | 'set-aside'): Promise<OpenedBackend> {
    const services = await openServices({ ...surroundings(), clock, log, emit, damagedCatalog })
    const handlers = createHandlers(services, desktop)
    return {
      services,
      pictures: picturesOf(services),
      dispatch: createRouter(routes, handlers, { onFailure }),
      rebuild: (from) => startRebuild(services, from)
    }
  }

  const start = await openGuarded<RequestContext, OpenedBackend>({
    open,
    onOpened: ({ services }) => tellTheme(services, themed),
    onFailure,
    quit: () => desktop.quit()
  })
  return {
    answer: (route, input, windowId) => start.dispatch(route, input, { windowId }),
    pictures: {
      async open(assetId, variant, signal) {
        const opened = start.opened()
        if (opened === null) throw new AppError('DATABASE_DAMAGED', 'The catalog file is damaged.')
        return await opened.pictures.open(assetId, variant, signal)
      },
      openPart: async (assetId, wanted, signal) =>
        (await start.opened()?.pictures.openPart(assetId, wanted, signal)) ?? null
    },
    previews: {
      findFrame: (name) => start.opened()?.services.slideshows.previews.find(name) ?? null,
      findSound: (name) => start.opened()?.services.slideshows.sounds.find(name) ?? null
    },
    mayCheckForUpdates: () => start.opened()?.services.settings.get().updates.check ?? false,
    log,
    runningJobs: () => start.opened()?.services.jobs.runningCount ?? 0,
    async resumeJobs() {
      const unfinished = (await start.opened()?.services.takeUnfinished()) ?? []
      for (const { route, input } of unfinished) await start.dispatch(route, input, { windowId: NO_WINDOW })
      return unfinished.length
    },
    onTheme(listener) {
      themed.push(listener)
      const services = start.opened()?.services
      if (services !== undefined) listener(services.settings.get().appearance.theme)
    },
    close: async () => await start.opened()?.services.close()
  }
}

function surroundings() {
  return {
    dataFolder: defaultDataFolder({
      platform: process.platform,
      homeFolder: homedir(),
      environment: process.env
    }),
    resourcesFolder: resourcesFolder(),
    environment: process.env,
    secretStore: createKeychainSecrets(),
    forkParser: () => forkUtility(bundled('parser-entry.js')),
    searchWorkerPath: bundled('search-worker.js'),
    checkpointWorkerPath: bundled('checkpoint-worker.js'),
    packagedFfmpegPath: packagedFfmpegPath()
  }
}

function tellTheme({ settings }: Services, listeners: readonly ((theme: Theme) => void)[]): void {
  const tell = ({ appearance }: Settings): void => {
    for (const listener of listeners) listener(appearance.theme)
  }
  tell(settings.get())
  settings.onChange(tell)
}

/** A program of its own that the build puts beside this one. */
function bundled(fileName: string): string {
  return path.join(import.meta.dirname, fileName)
}

/** Fonts and the sample: beside the sources, or beside the archive in a packed app. */
function resourcesFolder(): string {
  return path.join(app.isPackaged ? process.resourcesPath : app.getAppPath(), 'resources')
}

function picturesOf(services: Services): Pictures {
  return createPictures({
    catalog: services.catalog,
    contents: services.storage,
    documents: services.documents,
    processes: createProcessRunner(),
    ffmpegPath: () => services.slideshows.ffmpegPath(),
    cacheFolder: path.join(services.dataFolder, 'cache', 'pictures')
  })
}
