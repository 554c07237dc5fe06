/** Joins import with what looks into files: documents, pictures, and the engine that knows ffmpeg. */
import type { CatalogService } from '../catalog/catalog-service.ts'
import type { Clock } from '../core/clock.ts'
import type { ProcessRunner } from '../core/process.ts'
import type { DocumentService } from '../documents/document-service.ts'
import { createImportService, type ImportService } from '../imports/import-service.ts'
import { createMediaProbe } from '../imports/media-probe.ts'
import type { SettingsService } from '../settings/settings-service.ts'
import { createSlideshowService, type SlideshowService } from '../slideshow/slideshow-service.ts'
import { importThumbnails } from './asset-reader.ts'
import { createImportPictures } from './import-pictures.ts'

interface Surroundings {
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly settings: SettingsService
  readonly processes: ProcessRunner
  readonly clock: Clock
}

export interface EngineParts extends Surroundings {
  /** Path of ffmpeg-static's binary, or null where the package has none. */
  readonly packagedFfmpegPath: string | null
  readonly fontsFolder: string
}

/** The slideshow engine; looks for ffmpeg when it is first needed. */
export function createEngine(parts: EngineParts): SlideshowService {
  const { environment, settings, packagedFfmpegPath: packagedPath, ...rest } = parts
  return createSlideshowService({
    ...rest,
    ffmpegPlaces: () => ({
      settingPath: settings.get().ffmpeg.path,
      packagedPath,
      searchPath: environment['PATH'] ?? ''
    })
  })
}

export interface ImportParts extends Surroundings {
  readonly dataFolder: string
  readonly tempFolder: string
  readonly catalog: CatalogService
  readonly documents: DocumentService
  readonly engine: SlideshowService
}

/** Import of files and folders into the catalog. */
export function createImports(parts: ImportParts): ImportService {
  const { catalog, documents, settings, clock, tempFolder, processes, engine } = parts
  return createImportService({
    catalog,
    documents,
    thumbnails: importThumbnails(parts.dataFolder),
    pictures: createImportPictures({ documents, settings, clock, tempFolder }),
    media: createMediaProbe({
      processes,
      findFfmpeg: () => engine.findFfmpeg().catch(() => null),
      searchPath: parts.environment['PATH'] ?? ''
    })
  })
}
