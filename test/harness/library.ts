/** Catalog, documents and importer joined on a real database in a temporary folder, with real parser processes. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type CatalogService, createCatalogService } from '#main/catalog/catalog-service.ts'
import { createLibraryService, type LibraryService } from '#main/catalog/library-service.ts'
import { createSearchClient } from '#main/catalog/search-client.ts'
import { type Clock, createSystemClock } from '#main/core/clock.ts'
import type { Db } from '#main/db/connection.ts'
import { openDatabase } from '#main/db/database.ts'
import { createDocumentService, type DocumentService } from '#main/documents/document-service.ts'
import { forkParser } from '#main/documents/fork-parser.ts'
import { createParserHost, type ParserHost, type ParserHostDeps } from '#main/documents/parser-host.ts'
import { createImportService, type ImportService } from '#main/imports/import-service.ts'
import type { ImportResult } from '#shared/domain/document.ts'
import { createFolderBlobs } from './folder-blobs.ts'

export interface TestLibrary {
  readonly folder: string
  readonly db: Db
  readonly clock: Clock
  readonly catalog: CatalogService
  readonly documents: DocumentService
  readonly parser: ParserHost
  readonly imports: ImportService
  readonly library: LibraryService
  importPaths(
    paths: readonly string[],
    options?: { readonly campaignId?: string; readonly tags?: readonly string[] }
  ): Promise<ImportResult>
  close(): Promise<void>
}

export const FONTS_FOLDER = path.resolve(import.meta.dirname, '../../resources/fonts')

export async function createTestLibrary(options: Partial<ParserHostDeps> = {}): Promise<TestLibrary> {
  const folder = await mkdtemp(path.join(tmpdir(), 'campaignforge-library-'))
  const catalogPath = path.join(folder, 'catalog.sqlite')
  const db = openDatabase(catalogPath)
  const clock = createSystemClock()
  const blobs = createFolderBlobs(db, path.join(folder, 'blobs'))
  const search = createSearchClient({ catalogPath, indexPath: path.join(folder, 'search.sqlite') })
  const catalog = createCatalogService({ db, clock, blobs, search, emit: () => undefined })
  const parser = createParserHost({ fork: forkParser, clock, ...options })
  const documents = createDocumentService({ db, parser, contents: blobs, fontsFolder: FONTS_FOLDER })
  const imports = createImportService({
    catalog,
    documents,
    thumbnails: {
      pathFor: (sha256) => path.join(folder, 'thumbnails', sha256.slice(0, 2), sha256),
      sizePx: 256
    },
    media: null
  })
  const library = createLibraryService({
    db,
    clock,
    catalog,
    search,
    reader: {
      extract: documents.extract,
      record: documents.record,
      async lookAt(filePath) {
        const found = await documents.identify(filePath)
        if (found.kind !== 'image') throw new Error('the test gave no picture')
        return await documents.readImage(filePath, { format: found.format, thumbnailPath: null, maxPx: 512 })
      }
    }
  })
  return {
    folder,
    db,
    clock,
    catalog,
    documents,
    parser,
    imports,
    library,
    importPaths: (paths, { campaignId = null, tags = [] } = {}) =>
      imports.importPaths(
        { paths, campaignId, tags },
        { signal: new AbortController().signal, report: () => undefined }
      ),
    async close() {
      await parser.stop()
      await catalog.stop()
      db.close()
      await rm(folder, { recursive: true, force: true })
    }
  }
}
