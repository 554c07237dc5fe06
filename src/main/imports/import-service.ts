/** Brings files and folders into the library: real kind by content, limits, exact duplicates first, one outcome per file. */
import path from 'node:path'
import type { Asset } from '#shared/domain/asset.ts'
import {
  DOCUMENT_LIMIT_BYTES,
  type DocumentKind,
  type ImportItem,
  type ImportResult
} from '#shared/domain/document.ts'
import { AppError, toAppError } from '#shared/errors.ts'
import { throwIfCancelled } from '../core/cancel.ts'
import { hashFile, sha256Of } from '../core/files.ts'
import type { JobContext } from '../core/job-entry.ts'
import { mapLimited } from '../core/limit.ts'
import type {
  AssetCatalog,
  FileFormat,
  FileReader,
  ImageFileFormat,
  ImportedFacts,
  MediaProbe,
  PictureOptimiser,
  PreparedAsset,
  ThumbnailPlace
} from './import-ports.ts'
import { nameWarning } from './name-check.ts'
import { type FoundFile, findFiles } from './walk.ts'

export interface ImportRequest {
  readonly paths: readonly string[]
  readonly campaignId: string | null
  readonly tags: readonly string[]
}

export interface ImportService {
  /**
   * Each file ends as imported, duplicate or rejected with code and words; one bad file never stops the rest.
   * Throws CANCELLED, and then keeps what was imported before. Duplicates get the given tags.
   */
  importPaths(request: ImportRequest, context: JobContext): Promise<ImportResult>
}

export interface ImportDeps {
  readonly catalog: AssetCatalog
  readonly documents: FileReader
  /** Null leaves thumbnails to be made when first shown. */
  readonly thumbnails: ThumbnailPlace | null
  /** Null takes films and sounds in without their length and size. */
  readonly media: MediaProbe | null
  /** Null keeps every picture as it is. */
  readonly pictures?: PictureOptimiser | null
  /** Files in work at once; 2 when not given, as many as there are parser processes. */
  readonly concurrency?: number
}

const MEGABYTE = 1024 * 1024
/** Above these a file is refused before it is read. Documents have limits of their own. */
export const MEDIA_LIMIT_BYTES = {
  image: 100 * MEGABYTE,
  video: 5 * 1024 * MEGABYTE,
  audio: 500 * MEGABYTE
} as const

export function createImportService(deps: ImportDeps): ImportService {
  const { catalog } = deps

  async function importPaths(request: ImportRequest, context: JobContext): Promise<ImportResult> {
    const files = await findFiles(request.paths, context.signal)
    let done = 0
    context.report(0, files.length, 'files')
    // Two equal files at once would both find no duplicate; the catalog's own check settles it.
    const items = await mapLimited(files, deps.concurrency ?? 2, async (file) => {
      const item = await importOne(file, request, context.signal)
      context.report(++done, files.length, 'files')
      return item
    })
    // Asked for only now: nothing may still be writing when the caller hears of the end.
    throwIfCancelled(context.signal)
    return { items }
  }

  async function importOne(
    file: FoundFile,
    request: ImportRequest,
    signal: AbortSignal
  ): Promise<ImportItem> {
    try {
      throwIfCancelled(signal)
      if (file.error !== null) throw file.error
      return await importFile(file.path, request, signal)
    } catch (thrown) {
      const { code, message } = toAppError(thrown)
      return { path: file.path, outcome: 'rejected', assetId: null, kind: null, error: { code, message } }
    }
  }

  async function importFile(
    filePath: string,
    request: ImportRequest,
    signal: AbortSignal
  ): Promise<ImportItem> {
    const { sha256, sizeBytes } = await hashFile(filePath, signal)
    const known = findDuplicate(catalog, sha256, request.campaignId)
    if (known !== null) return duplicate(filePath, known, request.tags)
    const format = await deps.documents.identify(filePath)
    refuseLarge(format, sizeBytes)
    const prepared = await prepare(deps, { filePath, sha256, format }, signal)
    const warning = warningOf(filePath, format, prepared)
    const kept = { campaignId: request.campaignId, tags: request.tags, sourcePath: filePath }
    const keep = async ({ source, facts }: PreparedAsset) =>
      await catalog.add(source, { ...facts, ...kept }, signal)
    const file = { path: filePath, sha256, sizeBytes }
    const { asset, isDuplicate } = await keepPicture(deps, { file, prepared, keep }, signal)
    if (isDuplicate) return duplicate(filePath, asset, request.tags)
    const item = { path: filePath, assetId: asset.id, kind: asset.kind, error: null }
    return { ...item, outcome: 'imported', ...(warning === '' ? {} : { warning }) }
  }

  function duplicate(filePath: string, asset: Asset, tags: readonly string[]): ImportItem {
    if (tags.length > 0) catalog.tag([asset.id], tags, [])
    return { path: filePath, outcome: 'duplicate', assetId: asset.id, kind: asset.kind, error: null }
  }

  return { importPaths }
}

interface Keeping {
  readonly file: { readonly path: string; readonly sha256: string; readonly sizeBytes: number }
  readonly prepared: PreparedAsset
  keep(prepared: PreparedAsset): ReturnType<AssetCatalog['add']>
}

/** Keeps what was prepared; of a picture the smaller one where the user wants it, with or without the original. */
async function keepPicture(
  { pictures }: ImportDeps,
  { file, prepared, keep }: Keeping,
  signal: AbortSignal
): ReturnType<AssetCatalog['add']> {
  const isPicture = prepared.facts.kind === 'image' && 'path' in prepared.source
  const smaller = isPicture ? ((await pictures?.optimise(file.path, file.sizeBytes, signal)) ?? null) : null
  if (smaller === null) return await keep(prepared)
  try {
    const { mediaType, extension, widthPx, heightPx } = smaller
    const original = smaller.keepOriginal ? await keep(prepared) : null
    const name = `${path.parse(prepared.facts.name).name}${extension}`
    const facts = { ...prepared.facts, name, mediaType, extension, widthPx, heightPx }
    return await keep({
      ...prepared,
      source: { path: smaller.path },
      facts: { ...facts, sourceSha256: file.sha256, parentId: original?.asset.id ?? null }
    })
  } finally {
    await smaller.release()
  }
}

/** Without a campaign any live asset of this content counts; with one, only those of the campaign. */
function findDuplicate(catalog: AssetCatalog, sha256: string, campaignId: string | null): Asset | null {
  const assets = catalog.findByHash(sha256).filter((asset) => asset.origin === 'imported')
  return assets.find((asset) => asset.campaignId === campaignId) ?? null
}

/** What the user should know of a file that was taken in; empty when all is well. */
function warningOf(filePath: string, format: FileFormat, { note }: PreparedAsset): string {
  return [nameWarning(path.basename(filePath), format), note].filter((text) => text !== null).join(' ')
}

function noTextIn(format: DocumentKind): string {
  return format === 'pdf'
    ? 'No text was found in it: a scan or a drawing. It can be looked at, not searched.'
    : 'No text was found in it.'
}

const PART_DAMAGED = 'Part of this picture is damaged; what can be seen was taken in.'

function refuseLarge(format: FileFormat, sizeBytes: number): void {
  const limitBytes =
    format.kind === 'document' ? DOCUMENT_LIMIT_BYTES[format.format] : MEDIA_LIMIT_BYTES[format.kind]
  if (sizeBytes <= limitBytes) return
  const limit = `${Math.round(limitBytes / MEGABYTE)} MB`
  throw new AppError('FILE_TOO_LARGE', `Files of this kind may have up to ${limit}. Make the file smaller.`, {
    details: { limitBytes }
  })
}

interface FileToPrepare {
  readonly filePath: string
  readonly sha256: string
  readonly format: FileFormat
}

/** Everything that can fail on the content happens here, before a byte is kept. */
async function prepare(deps: ImportDeps, file: FileToPrepare, signal: AbortSignal): Promise<PreparedAsset> {
  const { filePath, format } = file
  const source = { path: filePath }
  const facts = {
    kind: format.kind,
    origin: 'imported',
    name: path.basename(filePath),
    mediaType: format.mediaType,
    extension: format.extension
  } as const
  if (format.kind === 'document') {
    const extraction = await deps.documents.extract(filePath, signal)
    return {
      source,
      facts: { ...facts, alsoRecord: (assetId) => deps.documents.record(assetId, extraction) },
      note: extraction.isTextless ? noTextIn(format.format) : null
    }
  }
  if (format.kind === 'image') return await prepareImage(deps, { file, format, facts }, signal)
  const media = await deps.media?.probe(filePath, signal)
  return { source, facts: { ...facts, ...media }, note: null }
}

const THUMBNAIL_PX = 512

async function prepareImage(
  { documents, thumbnails }: ImportDeps,
  {
    file,
    format,
    facts
  }: { readonly file: FileToPrepare; readonly format: ImageFileFormat; readonly facts: ImportedFacts },
  signal: AbortSignal
): Promise<PreparedAsset> {
  const { filePath, sha256 } = file
  const svg = format.format === 'svg' ? await documents.cleanSvg(filePath) : null
  const keptSha256 = svg === null ? sha256 : sha256Of(svg)
  const picture = await documents.readImage(filePath, {
    format: format.format,
    thumbnailPath: thumbnails?.pathFor(keptSha256) ?? null,
    maxPx: thumbnails?.sizePx ?? THUMBNAIL_PX,
    signal
  })
  const { widthPx, heightPx, perceptualHash, frames, isPartlyDamaged } = picture
  const known = {
    ...facts,
    widthPx,
    heightPx,
    perceptualHash,
    metadata: { ...(frames > 1 ? { frames } : {}), ...(isPartlyDamaged ? { isPartlyDamaged } : {}) }
  }
  const note = isPartlyDamaged ? PART_DAMAGED : null
  if (svg === null || keptSha256 === sha256) return { source: { path: filePath }, facts: known, note }
  return { source: { bytes: svg }, facts: { ...known, sourceSha256: sha256 }, note }
}
