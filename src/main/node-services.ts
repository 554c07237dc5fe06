/** Services as the command line and tests open them: on Node, from source, with the keychain of this computer. */
import path from 'node:path'
import type { Emit } from '#shared/ipc/events.ts'
import { createSystemClock } from './core/clock.ts'
import { createFileLog } from './core/log.ts'
import { forkParser } from './documents/fork-parser.ts'
import type { SecretStore } from './secrets/secret-store.ts'
import { createKeychainSecrets } from './secrets/stores/keychain-secrets.ts'
import { openServices, type Services } from './services.ts'
import { packagedFfmpegPath } from './slideshow/find-ffmpeg.ts'

export interface NodeServicesOptions {
  readonly dataFolder: string
  readonly environment: Readonly<Record<string, string | undefined>>
  /** The keychain of this computer by default. */
  readonly secretStore?: SecretStore
  readonly emit?: Emit
  /** What to do with a damaged catalog; refused by default. */
  readonly damagedCatalog?: 'refuse' | 'set-aside'
}

/** The project's own resources, beside src. */
export const RESOURCES_FOLDER = path.resolve(import.meta.dirname, '../../resources')

/** See openServices for side effects and codes. */
export async function openNodeServices(options: NodeServicesOptions): Promise<Services> {
  const clock = createSystemClock()
  return await openServices({
    dataFolder: options.dataFolder,
    resourcesFolder: RESOURCES_FOLDER,
    environment: options.environment,
    clock,
    log: createFileLog(path.join(options.dataFolder, 'logs'), clock),
    secretStore: options.secretStore ?? createKeychainSecrets(),
    forkParser: () => forkParser(),
    packagedFfmpegPath: packagedFfmpegPath(),
    emit: options.emit ?? (() => undefined),
    damagedCatalog: options.damagedCatalog ?? 'refuse'
  })
}
