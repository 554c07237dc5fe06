/** The composition root: builds every service from what the surroundings give, and closes them in order. */
import path from 'node:path'
import type { Emit } from '#shared/ipc/events.ts'
import { type CampaignService, createCampaignService } from './campaigns/campaign-service.ts'
import { type CatalogService, createCatalogService } from './catalog/catalog-service.ts'
import { createLibraryService, type LibraryService } from './catalog/library-service.ts'
import { createSearchClient } from './catalog/search-client.ts'
import { createAssetReader } from './composition/asset-reader.ts'
import { openCatalogFile } from './composition/catalog-file.ts'
import { createBriefReader, createDocumentKeeper } from './composition/document-intake.ts'
import {
  createAssetSink,
  createGeneration,
  createPhotoSource,
  type Generation
} from './composition/generation.ts'
import { withGuardedExports } from './composition/guarded-exports.ts'
import { createImageFeatures } from './composition/image-features.ts'
import { createEngine, createImports } from './composition/import-features.ts'
import { createPlans, type Plans } from './composition/plans.ts'
import { createPostUses } from './composition/post-uses.ts'
import { createVideoFeatures, type VideoFeatures } from './composition/video-features.ts'
import { createWhereUsed, type WhereUsed } from './composition/where-used.ts'
import type { Clock } from './core/clock.ts'
import { ensureWritableFolder, removeTempFiles, tryDelete } from './core/files.ts'
import { createHttp, type Fetch } from './core/http.ts'
import { createJobJournal, type JobJournal, type ResumeNote } from './core/job-journal.ts'
import { createJobs, type Jobs } from './core/jobs.ts'
import type { Log } from './core/log.ts'
import { createOutputJournal, type OutputJournal } from './core/output-journal.ts'
import { createProcessRunner } from './core/process.ts'
import type { Db } from './db/connection.ts'
import { takeOwnerLock } from './db/owner-lock.ts'
import { createDocumentService, type DocumentService } from './documents/document-service.ts'
import type { ParserChild } from './documents/parser-child.ts'
import { createParserHost } from './documents/parser-host.ts'
import type { ImageService } from './images/image-service.ts'
import type { PriceService } from './images/price-service.ts'
import type { ImportService } from './imports/import-service.ts'
import { createMetricsService, type MetricsService } from './metrics/metrics-service.ts'
import { createSecretService } from './secrets/secret-service.ts'
import type { SecretService, SecretStore } from './secrets/secret-store.ts'
import { createSettingsService, type SettingsService } from './settings/settings-service.ts'
import { createStorageService, type StorageService } from './storage/storage-service.ts'

export interface Services extends VideoFeatures {
  readonly dataFolder: string
  readonly clock: Clock
  readonly jobs: Jobs
  readonly catalog: CatalogService
  readonly campaigns: CampaignService
  readonly imports: ImportService
  readonly library: LibraryService
  readonly documents: DocumentService
  readonly generation: Generation
  readonly plans: Plans
  readonly whereUsed: WhereUsed
  readonly storage: StorageService
  readonly metrics: MetricsService
  readonly prices: PriceService
  readonly settings: SettingsService
  readonly secrets: SecretService
  readonly outputs: OutputJournal
  /**
   * Work that the last run left unfinished, for the owner of the data folder, once: the window goes on with it. Waits
   * until the calls of that run are settled, so that nothing is paid twice. Empty for other processes.
   */
  takeUnfinished(): Promise<readonly ResumeNote[]>
  /** Cancels jobs, ends child processes, leaves what waits for the next start, closes the database. */
  close(): Promise<void>
}

export interface ServicesDeps {
  /** Absolute; made when absent. */
  readonly dataFolder: string
  /** Fonts and the bundled sample. */
  readonly resourcesFolder: string
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly clock: Clock
  readonly log: Log
  readonly secretStore: SecretStore
  /** Starts a process that runs documents/parser-entry. */
  readonly forkParser: () => ParserChild
  /** The bundled catalog/search-worker; absent when running from source. */
  readonly searchWorkerPath?: string
  /** The bundled db/checkpoint-worker; absent when running from source. */
  readonly checkpointWorkerPath?: string
  readonly fetch?: Fetch
  /** Path of ffmpeg-static's binary, or null where the package has none. */
  readonly packagedFfmpegPath: string | null
  readonly emit: Emit
  /** `set-aside` keeps a damaged catalog under a new name and starts an empty one, to be rebuilt from a store. */
  readonly damagedCatalog: 'refuse' | 'set-aside'
}

/** What features are built on. */
interface Foundation {
  readonly db: Db
  readonly closeCatalog: () => Promise<void>
  readonly settings: SettingsService
  readonly secrets: SecretService
  readonly processes: ReturnType<typeof createProcessRunner>
  readonly jobs: Jobs
  readonly journal: JobJournal
  readonly outputs: OutputJournal
  readonly fontsFolder: string
  readonly tempFolder: string
}

/** The features and what has to be ended with them. */
interface Features extends Omit<Services, 'close' | 'takeUnfinished'> {
  readonly images: ImageService
  readonly parser: ReturnType<typeof createParserHost>
}

/**
 * Opens everything on one data folder. Disk: makes folders, opens the catalog, cleans up after a killed run when this
 * process owns the folder. Network: only what waits for a remote store.
 * Throws INVALID_INPUT for a folder that cannot be written, DATABASE_NEWER, DATABASE_DAMAGED.
 */
export async function openServices(deps: ServicesDeps): Promise<Services> {
  await ensureWritableFolder(deps.dataFolder)
  const lock = takeOwnerLock(deps.dataFolder)
  try {
    const foundation = layFoundation(deps, lock.isOwner)
    if (lock.isOwner) await cleanUp(foundation, deps.dataFolder)
    const features = createFeatures(deps, foundation)
    const recovering = new AbortController()
    await features.storage.start({ isOwner: lock.isOwner })
    features.catalog.start()
    const recovered = lock.isOwner
      ? recoverAttempts(features, deps.log, recovering.signal)
      : Promise.resolve()
    const fetched = lock.isOwner ? recoverClips(features, deps.log, recovering.signal) : Promise.resolve()
    return {
      ...features,
      async takeUnfinished() {
        await recovered
        return lock.isOwner ? await foundation.journal.take() : []
      },
      async close() {
        recovering.abort()
        await Promise.all([recovered, fetched])
        await closeAll(foundation, features)
        lock.release()
      }
    }
  } catch (thrown) {
    lock.release()
    throw thrown
  }
}

function layFoundation(deps: ServicesDeps, isOwner: boolean): Foundation {
  const { dataFolder, clock, log, emit } = deps
  const catalogFile = openCatalogFile({ filePath: path.join(dataFolder, 'catalog.db'), isOwner }, deps)
  const settings = createSettingsService({ dataFolder, log, now: clock.now })
  settings.onChange(() => emit('settings.changed', {}))
  const journal = createJobJournal(path.join(dataFolder, 'jobs'), clock.now)
  return {
    db: catalogFile.db,
    closeCatalog: catalogFile.close,
    settings,
    secrets: createSecretService({ store: deps.secretStore, environment: deps.environment, log }),
    processes: createProcessRunner(),
    jobs: createJobs(clock, (snapshot) => emit('job.changed', snapshot), journal),
    journal,
    outputs: createOutputJournal(path.join(dataFolder, 'outputs'), clock),
    fontsFolder: path.join(deps.resourcesFolder, 'fonts'),
    tempFolder: path.join(dataFolder, 'temp')
  }
}

/** Only the owner does this: another process may be in the middle of writing. */
async function cleanUp({ outputs, tempFolder }: Foundation, dataFolder: string): Promise<void> {
  await outputs.recover()
  await tryDelete(tempFolder)
  await removeTempFiles(dataFolder)
}

/** Accepted vendor work is fetched by id; trouble there must not keep the app from opening. */
async function recoverAttempts({ images }: Features, log: Log, signal: AbortSignal): Promise<void> {
  await images.recover(signal).then(
    (recovered) => log.debug('attempts of the last run settled', { recovered }),
    (cause: unknown) => log.warn('attempts of the last run could not be settled', { cause })
  )
}

/** May go on for as long as a vendor works; nothing waits for it but the end of the app, which stops it. */
async function recoverClips({ clips }: Features, log: Log, signal: AbortSignal): Promise<void> {
  await clips.recover(signal).then(
    (delivered) => log.debug('clips of the last run fetched', { delivered }),
    (cause: unknown) => log.warn('clips of the last run wait for the next start', { cause })
  )
}

function createFeatures(deps: ServicesDeps, foundation: Foundation): Features {
  const { clock, log, emit, dataFolder } = deps
  const { db, settings, secrets, fontsFolder, outputs } = foundation
  const storage = createStorageService({
    db,
    clock,
    log,
    dataFolder,
    settings,
    secrets,
    onBlobChanged: () => emit('storage.changed', storage.safety()),
    onHealthChanged: () => emit('storage.changed', storage.safety())
  })
  const parser = createParserHost({ fork: deps.forkParser, clock })
  const documents = createDocumentService({ db, parser, contents: storage, fontsFolder })
  const search = createSearchClient(
    { catalogPath: path.join(dataFolder, 'catalog.db'), indexPath: path.join(dataFolder, 'search.db') },
    deps.searchWorkerPath
  )
  const catalog = withGuardedExports(
    createCatalogService({ db, clock, blobs: storage, search, emit }),
    outputs
  )
  const engine = createEngine({ ...deps, ...foundation })
  const imports = createImports({ ...deps, ...foundation, catalog, documents, engine })
  const library = createLibraryService({ db, clock, catalog, search, reader: createAssetReader(documents) })
  const campaigns = createCampaignService({
    db,
    clock,
    briefs: createBriefReader(documents),
    documents: createDocumentKeeper(imports),
    onChange: (campaignId) => emit('campaign.changed', { campaignId })
  })
  const http = createHttp(deps.fetch)
  const photos = createPhotoSource(catalog, storage.localPath)
  const posts = createPostUses({ catalog, library, campaigns })
  const sink = createAssetSink({ catalog, campaigns, posts })
  const { images, prices } = createImageFeatures({
    ...foundation,
    dataFolder,
    clock,
    log,
    sink,
    photos,
    http
  })
  const video = createVideoFeatures({ ...foundation, engine, catalog, campaigns, library, clock, http })
  const generation = createGeneration({ images, campaigns, catalog, photos, settings, posts })
  const made = { storage, parser, documents, catalog, imports, library, campaigns, images }
  return {
    dataFolder,
    clock,
    ...foundation,
    ...made,
    generation,
    plans: createPlans({ catalog, campaigns, documents, outputs, pictures: generation }),
    ...video,
    whereUsed: createWhereUsed({
      catalog,
      library,
      posts,
      chosen: generation.chosen,
      storyboards: video.storyboards
    }),
    metrics: createMetricsService({ db, clock, settings, storage }),
    prices
  }
}

async function closeAll(foundation: Foundation, features: Features): Promise<void> {
  await foundation.jobs.stopAll()
  await foundation.journal.settled()
  // A decoder that waits for its reader ends only when the reader goes.
  await features.slideshows.previews.close()
  await features.slideshows.sounds.close()
  await foundation.processes.killAll()
  await features.storage.stop()
  await features.catalog.stop()
  await features.parser.stop()
  await foundation.closeCatalog()
}
