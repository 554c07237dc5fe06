/** Makes imported pictures smaller in the parser's process, as the settings say at that moment. */
import path from 'node:path'
import type { Clock } from '../core/clock.ts'
import { ensureWritableFolder, tryDelete } from '../core/files.ts'
import type { DocumentService } from '../documents/document-service.ts'
import type { PictureOptimiser } from '../imports/import-ports.ts'
import type { SettingsService } from '../settings/settings-service.ts'

export interface ImportPicturesDeps {
  readonly documents: Pick<DocumentService, 'optimise'>
  readonly settings: Pick<SettingsService, 'get'>
  readonly clock: Pick<Clock, 'newId'>
  /** Emptied at every start. */
  readonly tempFolder: string
}

/** Only for what the user hands in: generated pictures have exactly the pixels that a platform asks for. */
export function createImportPictures(deps: ImportPicturesDeps): PictureOptimiser {
  return {
    async optimise(filePath, sizeBytes, signal) {
      const { images } = deps.settings.get()
      if (!images.optimise) return null
      await ensureWritableFolder(deps.tempFolder)
      const outPath = path.join(deps.tempFolder, deps.clock.newId())
      const made = await deps.documents.optimise(filePath, { images, sizeBytes, outPath, signal })
      if (made === null) return null
      const release = async (): Promise<void> => await tryDelete(made.path)
      return { ...made, keepOriginal: images.keepOriginal, release }
    }
  }
}
