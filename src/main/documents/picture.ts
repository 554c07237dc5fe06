/** Reads one picture in the parser process: its real size, whether it is sound, its thumbnail and its perceptual hash. */
import { mkdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import sharp, { type Sharp, type SharpOptions } from 'sharp'
import { AppError } from '#shared/errors.ts'
import { toFileError, writeFileAtomic } from '../core/files.ts'
import type { ImageFormat } from './file-format.ts'
import type { ImageFacts } from './parser-protocol.ts'
import { greyCells, perceptualHash } from './perceptual-hash.ts'
import { readSvgText } from './svg.ts'

/** A picture above this is refused before its pixels are read: 150 million, three times a 50 MP camera's. */
export const MAX_PIXELS = 150_000_000
const THUMBNAIL_QUALITY = 80

export interface PictureTask {
  readonly path: string
  readonly format: ImageFormat
  /** Without ending; the picture decides between .jpg and .webp. Null for no thumbnail. */
  readonly thumbnailPath: string | null
  readonly maxPx: number
}

interface Pixels {
  readonly data: Buffer
  readonly widthPx: number
  readonly heightPx: number
  readonly channels: 1 | 2 | 3 | 4
  readonly isPartlyDamaged: boolean
}

/**
 * Decodes once and derives everything from that. Throws FILE_TOO_LARGE {limitPixels}, FILE_DAMAGED, UNSUPPORTED_FORMAT.
 * SVG is read from memory, never by path, because a path would let it pull in files beside it.
 */
export async function readPicture(task: PictureTask): Promise<ImageFacts> {
  sharp.cache(false)
  sharp.concurrency(1)
  const source = task.format === 'svg' ? await readSvg(task.path) : task.path
  const header = await readHeader(source)
  const pixels = await readPixels(source, task.maxPx)
  const thumbnailPath = task.thumbnailPath === null ? null : await writeThumbnail(task.thumbnailPath, pixels)
  return {
    widthPx: header.widthPx,
    heightPx: header.heightPx,
    hasAlpha: header.hasAlpha,
    frames: header.frames,
    isPartlyDamaged: pixels.isPartlyDamaged,
    thumbnailPath,
    perceptualHash: perceptualHash(greyCells(pixels))
  }
}

async function readSvg(filePath: string): Promise<Buffer> {
  const bytes = await readFile(filePath).catch((cause: unknown) => {
    throw toFileError(cause, filePath)
  })
  return Buffer.from(readSvgText(bytes), 'utf8')
}

type Source = string | Buffer

const open = (source: Source, options: SharpOptions = {}): Sharp =>
  sharp(source, { limitInputPixels: MAX_PIXELS, failOn: 'error', ...options })

async function readHeader(
  source: Source
): Promise<{ widthPx: number; heightPx: number; hasAlpha: boolean; frames: number }> {
  try {
    const meta = await open(source, { limitInputPixels: false }).metadata()
    const { width, height } = meta.autoOrient
    if (width * height > MAX_PIXELS) throw tooManyPixels(width, height)
    return { widthPx: width, heightPx: height, hasAlpha: meta.hasAlpha, frames: meta.pages ?? 1 }
  } catch (cause) {
    throw translate(cause)
  }
}

/** Sound files first; a file that opens only when errors are ignored is taken in and marked. */
async function readPixels(source: Source, maxPx: number): Promise<Pixels> {
  try {
    return { ...(await decode(open(source), maxPx)), isPartlyDamaged: false }
  } catch (cause) {
    const lenient = await decode(open(source, { failOn: 'none' }), maxPx).catch(() => null)
    if (lenient === null) throw translate(cause)
    return { ...lenient, isPartlyDamaged: true }
  }
}

async function decode(picture: Sharp, maxPx: number): Promise<Omit<Pixels, 'isPartlyDamaged'>> {
  const { data, info } = await picture
    .autoOrient()
    // As sharp to the eye as the default kernel at this size, and cheaper.
    .resize({ width: maxPx, height: maxPx, fit: 'inside', withoutEnlargement: true, kernel: 'cubic' })
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true })
  const channels = info.channels as 1 | 2 | 3 | 4 // sharp's raw output has one to four
  return { data, widthPx: info.width, heightPx: info.height, channels }
}

const fromPixels = ({ data, widthPx, heightPx, channels }: Pixels): Sharp =>
  sharp(data, { raw: { width: widthPx, height: heightPx, channels } })

/** JPEG costs least; pictures with transparency need WebP. */
async function writeThumbnail(stem: string, pixels: Pixels): Promise<string> {
  const isOpaque = pixels.channels === 1 || pixels.channels === 3
  const target = `${stem}${isOpaque ? '.jpg' : '.webp'}`
  const encoder = isOpaque
    ? fromPixels(pixels).jpeg({ quality: THUMBNAIL_QUALITY })
    : fromPixels(pixels).webp({ quality: THUMBNAIL_QUALITY, effort: 1 })
  await mkdir(path.dirname(target), { recursive: true })
  await writeFileAtomic(target, await encoder.toBuffer())
  return target
}

function translate(cause: unknown): AppError {
  if (cause instanceof AppError) return cause
  const message = cause instanceof Error ? cause.message : ''
  // A drawing without width or height is no large one. libvips reports such things only in words.
  if (/bad dimensions/i.test(message)) {
    return new AppError('FILE_DAMAGED', 'This picture has no width or no height. Export it again.', { cause })
  }
  if (/pixel limit|too large|exceeds|dimensions/i.test(message)) return tooManyPixels(null, null)
  if (/hevc|bad seek|heif.*(codec|compression|decod)/i.test(message)) {
    return new AppError(
      'UNSUPPORTED_FORMAT',
      'HEIC pictures cannot be read here. Export the picture as JPEG or PNG.',
      {
        cause
      }
    )
  }
  return new AppError('FILE_DAMAGED', 'This picture is damaged or cut off. Export or download it again.', {
    cause
  })
}

function tooManyPixels(widthPx: number | null, heightPx: number | null): AppError {
  const size = widthPx === null || heightPx === null ? 'more' : `${widthPx} × ${heightPx}`
  return new AppError(
    'FILE_TOO_LARGE',
    `This picture has ${size} pixels. The limit is 150 million; make it smaller.`,
    {
      details: { limitPixels: MAX_PIXELS }
    }
  )
}
