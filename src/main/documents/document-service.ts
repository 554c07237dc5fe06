/** Documents: identifying files, reading them safely, keeping their text, drawing their first page. */
import { open, readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import type { Brief } from '#shared/domain/campaign.ts'
import { DOCUMENT_LIMIT_BYTES, type DocumentDetail, type Extraction } from '#shared/domain/document.ts'
import type { Settings } from '#shared/domain/settings.ts'
import { AppError } from '#shared/errors.ts'
import { toFileError } from '../core/files.ts'
import type { Db } from '../db/connection.ts'
import { briefFrom, type NamedExtraction } from './brief.ts'
import { createDocumentRepository } from './document-repository.ts'
import type { FileFormat, ImageFormat } from './file-format.ts'
import type { ParserHost } from './parser-host.ts'
import type { Drawn, ImageFacts, OptimisedFile } from './parser-protocol.ts'
import { type SlideText, slideTextsOf } from './slide-texts.ts'
import { SNIFF_BYTES, sniff } from './sniff.ts'
import { readSvgText, sanitiseSvg } from './svg.ts'

/** What documents need of the storage: a verified local file of a content. */
export interface ContentSource {
  openCopy(
    sha256: string,
    options?: { readonly signal?: AbortSignal }
  ): Promise<{ readonly path: string; release(): Promise<void> }>
}

export interface DocumentDeps {
  readonly db: Db
  readonly parser: ParserHost
  readonly contents: ContentSource
  readonly fontsFolder: string
}

export interface Preview extends Drawn {
  readonly path: string
}

export interface DocumentService {
  /**
   * What a file really is. Throws NOT_FOUND, INVALID_INPUT (not readable, not a file), FILE_DAMAGED (empty, or not
   * what its name promises), UNSUPPORTED_FORMAT.
   */
  identify(filePath: string): Promise<FileFormat>
  /** Text of a document on disk, without keeping it. Adds FILE_TOO_LARGE, FILE_ENCRYPTED and TIMEOUT to identify's codes. */
  extract(filePath: string, signal?: AbortSignal): Promise<Extraction>
  /** Facts of a picture on disk; writes a thumbnail when a path without ending is given. */
  readImage(
    filePath: string,
    options: {
      readonly format: ImageFormat
      readonly thumbnailPath: string | null
      readonly maxPx: number
      readonly signal?: AbortSignal | undefined
    }
  ): Promise<ImageFacts>
  /**
   * A smaller picture at `outPath` plus its ending, as the settings want it; null when the picture stays as it is. The
   * caller deletes the file. Throws FILE_DAMAGED, DISK_FULL.
   */
  optimise(
    filePath: string,
    options: {
      readonly images: Settings['images']
      readonly sizeBytes: number
      readonly outPath: string
      readonly signal?: AbortSignal | undefined
    }
  ): Promise<OptimisedFile | null>
  /** An SVG without scripts and references outside itself. Throws FILE_TOO_LARGE {limitBytes} and FILE_DAMAGED. */
  cleanSvg(filePath: string): Promise<Uint8Array>
  /** One brief out of all the documents, the first winning. Pure; blanks stay blank. */
  briefFrom(documents: readonly NamedExtraction[]): Brief
  /** Keeps a document's text under its asset. Synchronous: runs inside the transaction that makes the asset. */
  record(assetId: string, extraction: Extraction): void
  /** NOT_FOUND when the asset is no document. */
  get(assetId: string): DocumentDetail
  /** Headings and list items of a kept document; empty for others. */
  outlineOf(assetId: string): Extraction['outline']
  /** A kept document as texts for slides: headings with the facts under them. NOT_FOUND when the asset is no document. */
  slideTexts(assetId: string): readonly SlideText[]
  /** Draws page 1 into `outPath` (.png, .jpg or .webp), at most 1,024 px wide or high. */
  preview(assetId: string, outPath: string, signal?: AbortSignal): Promise<Preview>
}

const PREVIEW_PX = 1024

export function createDocumentService(deps: DocumentDeps): DocumentService {
  const { parser, contents } = deps
  const repository = createDocumentRepository(deps.db)

  async function extract(filePath: string, signal?: AbortSignal): Promise<Extraction> {
    const format = await identify(filePath)
    if (format.kind !== 'document') {
      throw new AppError(
        'UNSUPPORTED_FORMAT',
        'This file is not a document. Choose a PDF, Word, RTF or text file.'
      )
    }
    await checkSize(filePath, format)
    return await parser.parse({ path: filePath, format: format.format }, { signal })
  }

  async function preview(assetId: string, outPath: string, signal?: AbortSignal): Promise<Preview> {
    const source = repository.findSource(assetId)
    if (source === null) throw notADocument(assetId)
    const copy = await contents.openCopy(source.sha256, signal === undefined ? {} : { signal })
    try {
      const task = {
        path: copy.path,
        format: source.kind,
        name: source.name,
        outPath,
        maxPx: PREVIEW_PX,
        fontsFolder: deps.fontsFolder
      }
      return { path: outPath, ...(await parser.draw(task, { signal })) }
    } finally {
      await copy.release()
    }
  }

  function get(assetId: string): DocumentDetail {
    const document = repository.find(assetId)
    if (document === null) throw notADocument(assetId)
    return document
  }

  return {
    identify,
    extract,
    preview,
    get,
    async readImage(filePath, { format, thumbnailPath, maxPx, signal }) {
      return await parser.readImage({ path: filePath, format, thumbnailPath, maxPx }, { signal })
    },
    async optimise(filePath, { images, sizeBytes, outPath, signal }) {
      return await parser.optimise({ path: filePath, images, sizeBytes, outPath }, { signal })
    },
    async cleanSvg(filePath) {
      const bytes = await readFile(filePath).catch((cause: unknown) => {
        throw toFileError(cause, filePath)
      })
      return Buffer.from(sanitiseSvg(readSvgText(bytes)), 'utf8')
    },
    briefFrom,
    record: (assetId, extraction) => repository.save(assetId, extraction),
    slideTexts(assetId) {
      const { assetId: _id, name: _name, ...document } = get(assetId)
      const pages = document.text.split('\f').map((text, index) => ({ number: index + 1, text }))
      return slideTextsOf({ ...document, pages, outline: repository.findOutline(assetId) })
    },
    outlineOf: (assetId) => repository.findOutline(assetId)
  }
}

function notADocument(assetId: string): AppError {
  return new AppError('NOT_FOUND', `There is no document ${assetId}.`)
}

async function identify(filePath: string): Promise<FileFormat> {
  try {
    // Looked at before opening: opening a pipe would wait for a writer.
    const stats = await stat(filePath)
    if (!stats.isFile()) throw new AppError('INVALID_INPUT', `Not a file: ${filePath}`)
    const handle = await open(filePath, 'r')
    try {
      const { buffer, bytesRead } = await handle.read({
        buffer: Buffer.alloc(Math.min(SNIFF_BYTES, stats.size)),
        position: 0
      })
      const bytes = buffer.subarray(0, bytesRead)
      return await sniff({ bytes, sizeBytes: stats.size, name: path.basename(filePath) })
    } finally {
      await handle.close()
    }
  } catch (cause) {
    throw toFileError(cause, filePath)
  }
}

async function checkSize(filePath: string, format: Extract<FileFormat, { kind: 'document' }>): Promise<void> {
  const { size } = await stat(filePath)
  const limitBytes = DOCUMENT_LIMIT_BYTES[format.format]
  if (size <= limitBytes) return
  const limit = `${limitBytes / 1024 / 1024} MB`
  throw new AppError(
    'FILE_TOO_LARGE',
    `${format.format.toUpperCase()} files may have up to ${limit}. Split the file.`,
    {
      details: { limitBytes }
    }
  )
}
