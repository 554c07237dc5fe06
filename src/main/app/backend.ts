/** Everything behind the window: opens the services on the data folder and answers requests through the router. */
import { homedir } from 'node:os'
import path from 'node:path'
import { app } from 'electron'
import type { Settings } from '#shared/domain/settings.ts'
import { routes } from '#shared/ipc/contract.ts'
import type { Emit } from '#shared/ipc/events.ts'
import { createPictures, type Pictures } from '../composition/pictures.ts'
import { createSystemClock } from '../core/clock.ts'
import { defaultDataFolder } from '../core/data-folder.ts'
import { createFileLog } from '../core/log.ts'
import { createProcessRunner } from '../core/process.ts'
import { createHandlers } from '../ipc/handlers.ts'
import { createRouter } from '../ipc/router.ts'
import { createKeychainSecrets } from '../secrets/stores/keychain-secrets.ts'
import { openServices, type Services } from '../services.ts'
import { packagedFfmpegPath } from '../slideshow/find-ffmpeg.ts'
import { forkUtility } from './fork-utility.ts'
import type { AnswerRequest } from './ipc-server.ts'
import { createDesktop } from './native.ts'

export type Theme = Settings['appearance']['theme']

export interface Backend {
  readonly answer: AnswerRequest
  readonly pictures: Pictures
  runningJobs(): number
  /** Calls back with the theme now and after every change. */
  onTheme(listener: (theme: Theme) => void): void
  /** See Services.close. */
  close(): Promise<void>
}

export interface BackendOptions {
  readonly emit: Emit
  readonly logFolder: string
}

/** Codes and side effects of openServices. */
export async function openBackend({ emit, logFolder }: BackendOptions): Promise<Backend> {
  const clock = createSystemClock()
  const log = createFileLog(logFolder, clock)
  const services = await openServices({
    dataFolder: defaultDataFolder({
      platform: process.platform,
      homeFolder: homedir(),
      environment: process.env
    }),
    resourcesFolder: resourcesFolder(),
    environment: process.env,
    clock,
    log,
    secretStore: createKeychainSecrets(),
    forkParser: () => forkUtility(bundled('parser-entry.js')),
    searchWorkerPath: bundled('search-worker.js'),
    packagedFfmpegPath: packagedFfmpegPath(),
    emit,
    damagedCatalog: 'refuse'
  })
  const dispatch = createRouter(
    routes,
    createHandlers(services, createDesktop({ logFolder, resourcesFolder: resourcesFolder() })),
    {
      onFailure: (route, error) => log.warn('request failed', { route, code: error.code, cause: error.cause })
    }
  )
  return {
    answer: (route, input, windowId) => dispatch(route, input, { windowId }),
    pictures: picturesOf(services),
    runningJobs: () => services.jobs.runningCount,
    onTheme(listener) {
      listener(services.settings.get().appearance.theme)
      services.settings.onChange((settings) => listener(settings.appearance.theme))
    },
    close: () => services.close()
  }
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
    documents: services.documents,
    processes: createProcessRunner(),
    ffmpegPath: () => services.slideshows.ffmpegPath(),
    cacheFolder: path.join(services.dataFolder, 'cache', 'pictures')
  })
}
