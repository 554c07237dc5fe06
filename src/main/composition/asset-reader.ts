/** Joins the catalog with the documents' readers: looking at kept files again, and where thumbnails belong. */
import path from 'node:path'
import { AppError } from '#shared/errors.ts'
import type { LibraryDeps } from '../catalog/library-service.ts'
import type { DocumentService } from '../documents/document-service.ts'
import type { ImportDeps } from '../imports/import-service.ts'

const THUMBNAIL_PX = 512

/** Reads documents and pictures of the library anew, each in the parser's process. */
export function createAssetReader(documents: DocumentService): LibraryDeps['reader'] {
  return {
    extract: documents.extract,
    record: documents.record,
    async lookAt(filePath, signal) {
      const found = await documents.identify(filePath)
      if (found.kind !== 'image') throw new AppError('UNSUPPORTED_FORMAT', 'This file is not a picture.')
      const options = { format: found.format, thumbnailPath: null, maxPx: THUMBNAIL_PX, signal }
      return await documents.readImage(filePath, options)
    }
  }
}

/** Thumbnails written while importing lie where the window's pictures look for them. */
export function importThumbnails(dataFolder: string): ImportDeps['thumbnails'] {
  const folder = path.join(dataFolder, 'cache', 'pictures')
  return {
    pathFor: (sha256) => path.join(folder, sha256.slice(0, 2), `${sha256}-${THUMBNAIL_PX}`),
    sizePx: THUMBNAIL_PX
  }
}
