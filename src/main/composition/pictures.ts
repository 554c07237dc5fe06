/** Small pictures of assets for the window: made on first showing, kept by content, never part of the catalog. */
import { mkdir, stat } from 'node:fs/promises'
import path from 'node:path'
import type { Readable } from 'node:stream'
import type { Asset } from '#shared/domain/asset.ts'
import { AppError } from '#shared/errors.ts'
import type { CatalogService } from '../catalog/catalog-service.ts'
import { replaceFile } from '../core/files.ts'
import { createLimit } from '../core/limit.ts'
import type { ProcessRunner } from '../core/process.ts'
import type { DocumentService } from '../documents/document-service.ts'
import type { ByteRange } from '../storage/object-store.ts'
import type { StorageService } from '../storage/storage-service.ts'

export type PictureVariant = 'thumb-256' | 'thumb-512' | 'preview' | 'original'

/** A local file that may be read until it is released. */
export interface PictureFile {
  readonly path: string
  readonly mediaType: string
  release(): Promise<void>
}

export interface Pictures {
  /**
   * The original, or a picture of the asset at most so many pixels wide or high. Disk: writes the picture on first
   * use. Throws NOT_FOUND for an unknown asset, UNSUPPORTED_FORMAT where no picture can be made, FFMPEG_MISSING for
   * videos without ffmpeg, and the storage's codes.
   */
  open(assetId: string, variant: PictureVariant, signal: AbortSignal): Promise<PictureFile>
  /**
   * A part of a film or sound whose local copy is missing, straight from a store; the whole is fetched and proven beside
   * it. Null for everything that open serves as well. Network; throws NOT_FOUND, INVALID_INPUT and the storage's codes.
   */
  openPart(assetId: string, wanted: ByteRange, signal: AbortSignal): Promise<MediaPart | null>
}

export interface MediaPart {
  readonly body: Readable
  readonly firstByte: number
  readonly sizeBytes: number
  readonly totalBytes: number
  readonly mediaType: string
}

export interface PicturesDeps {
  readonly catalog: Pick<CatalogService, 'get' | 'openCopy'>
  readonly contents: Pick<StorageService, 'localPath' | 'openRange'>
  readonly documents: Pick<DocumentService, 'identify' | 'readImage' | 'preview'>
  readonly processes: Pick<ProcessRunner, 'run'>
  /** Null when there is no ffmpeg. */
  readonly ffmpegPath: () => Promise<string | null>
  /** May be deleted at any time; it fills again. */
  readonly cacheFolder: string
}

const SIZES: Readonly<Record<Exclude<PictureVariant, 'original'>, number>> = {
  'thumb-256': 256,
  'thumb-512': 512,
  preview: 2048
}
/** Kinds that the window shows as they are. */
const SHOWN_AS_IS = new Set(['image/png', 'image/jpeg', 'image/webp', 'image/gif', 'image/avif'])
const ENDINGS: Readonly<Record<string, string>> = { '.jpg': 'image/jpeg', '.webp': 'image/webp' }
/** What a player gets of a far film at once, so that a jump does not wait for the rest. */
const PART_BYTES = 4 * 1024 * 1024
/** Pictures made at once; the parser's own pool is as large. */
const AT_ONCE = 2
/** The frame a video is known by: past a fade from black. */
const VIDEO_FRAME_SECONDS = '0.8'

export function createPictures(deps: PicturesDeps): Pictures {
  const { catalog, documents, processes, cacheFolder } = deps
  const gate = createLimit(AT_ONCE)
  const making = new Map<string, Promise<string>>()

  async function openOriginal(asset: Asset, signal: AbortSignal): Promise<PictureFile> {
    const copy = await catalog.openCopy(asset.id, signal)
    return { path: copy.path, mediaType: asset.mediaType, release: () => copy.release() }
  }

  /** Work that one viewer started is finished for the next one, so it does not stop with the first one's signal. */
  async function made(asset: Asset, sizePx: number): Promise<string> {
    const stem = path.join(cacheFolder, asset.sha256.slice(0, 2), `${asset.sha256}-${sizePx}`)
    const kept = await findMade(stem)
    if (kept !== null) return kept
    const running = making.get(stem) ?? gate(() => make(asset, stem, sizePx))
    making.set(stem, running)
    try {
      return await running
    } finally {
      making.delete(stem)
    }
  }

  async function make(asset: Asset, stem: string, sizePx: number): Promise<string> {
    await mkdir(path.dirname(stem), { recursive: true })
    if (asset.kind === 'document') {
      const { path: file } = await documents.preview(asset.id, `${stem}.webp`)
      return file
    }
    if (asset.kind === 'audio') throw new AppError('UNSUPPORTED_FORMAT', 'Sound has no picture.')
    const copy = await catalog.openCopy(asset.id)
    try {
      return asset.kind === 'video'
        ? await drawFrame(copy.path, stem, sizePx)
        : await drawImage(copy.path, stem, sizePx)
    } finally {
      await copy.release()
    }
  }

  async function drawImage(filePath: string, stem: string, sizePx: number): Promise<string> {
    const found = await documents.identify(filePath)
    if (found.kind !== 'image') throw new AppError('UNSUPPORTED_FORMAT', 'This file holds no picture.')
    const facts = await documents.readImage(filePath, {
      format: found.format,
      thumbnailPath: stem,
      maxPx: sizePx
    })
    if (facts.thumbnailPath === null) throw new AppError('UNSUPPORTED_FORMAT', 'No picture could be made.')
    return facts.thumbnailPath
  }

  async function drawFrame(filePath: string, stem: string, sizePx: number): Promise<string> {
    const ffmpeg = await deps.ffmpegPath()
    if (ffmpeg === null) throw new AppError('FFMPEG_MISSING', 'ffmpeg was not found.')
    await replaceFile(`${stem}.jpg`, async (tempPath) => {
      const { exitCode } = await processes.run(ffmpeg, frameArguments(filePath, tempPath, sizePx))
      if (exitCode !== 0) throw new AppError('FFMPEG_FAILED', 'No picture of this video could be made.')
    })
    return `${stem}.jpg`
  }

  return {
    openPart: createPartOpener(deps),
    async open(assetId, variant, signal) {
      const asset = catalog.get(assetId)
      if (variant === 'original') return await openOriginal(asset, signal)
      if (variant === 'preview' && SHOWN_AS_IS.has(asset.mediaType)) return await openOriginal(asset, signal)
      const file = await made(asset, SIZES[variant])
      const mediaType = ENDINGS[path.extname(file)] ?? 'application/octet-stream'
      return { path: file, mediaType, release: () => Promise.resolve() }
    }
  }
}

function createPartOpener({ catalog, contents }: PicturesDeps): Pictures['openPart'] {
  const fetching = new Set<string>()

  /** Best effort: while it lasts, and when it fails, the player goes on with parts. */
  async function tryFetchWhole(assetId: string): Promise<void> {
    if (fetching.has(assetId)) return
    fetching.add(assetId)
    try {
      const copy = await catalog.openCopy(assetId)
      await copy.release()
    } catch {
      // The next part asks the stores again and reports them.
    } finally {
      fetching.delete(assetId)
    }
  }

  return async (assetId, { startByte, endByte: lastByte }, signal) => {
    const { sha256, sizeBytes, kind, mediaType } = catalog.get(assetId)
    const isFar = (kind === 'video' || kind === 'audio') && contents.localPath(sha256) === null
    if (!isFar || startByte >= sizeBytes) return null
    void tryFetchWhole(assetId)
    const endByte = Math.min(sizeBytes - 1, startByte + PART_BYTES - 1, lastByte ?? sizeBytes)
    const { body, totalBytes, ...part } = await contents.openRange(sha256, { startByte, endByte }, signal)
    return { body, firstByte: startByte, sizeBytes: part.sizeBytes, totalBytes, mediaType }
  }
}

async function findMade(stem: string): Promise<string | null> {
  for (const ending of Object.keys(ENDINGS)) {
    const file = `${stem}${ending}`
    const isThere = await stat(file).then(
      (stats) => stats.size > 0,
      () => false
    )
    if (isThere) return file
  }
  return null
}

function frameArguments(filePath: string, outPath: string, sizePx: number): readonly string[] {
  const scale = `scale='if(gt(iw,ih),${sizePx},-2)':'if(gt(iw,ih),-2,${sizePx})'`
  return [
    ...['-v', 'error', '-nostdin', '-ss', VIDEO_FRAME_SECONDS, '-i', filePath],
    ...['-frames:v', '1', '-vf', scale, '-q:v', '4', '-f', 'image2', '-c:v', 'mjpeg', '-y', outPath]
  ]
}
