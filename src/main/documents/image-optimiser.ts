/**
 * Makes an image smaller before it is stored, as the settings say. Only pictures that really get smaller are changed;
 * transparency, orientation and colour profile stay right.
 */
import sharp, { type Metadata, type Sharp } from 'sharp'
import type { Settings } from '#shared/domain/settings.ts'
import { AppError } from '#shared/errors.ts'
import { writeFileAtomic } from '../core/files.ts'
import type { OptimisedFile, ParserTask } from './parser-protocol.ts'

export type ImageSettings = Settings['images']

type OptimiseTask = Extract<ParserTask, { task: 'optimise' }>

export interface OptimisedImage {
  readonly bytes: Uint8Array
  readonly mediaType: string
  /** With the dot. */
  readonly extension: string
  readonly widthPx: number
  readonly heightPx: number
}

type Format = 'jpeg' | 'png' | 'webp' | 'avif'

const KNOWN: Readonly<Record<Format, { readonly mediaType: string; readonly extension: string }>> = {
  jpeg: { mediaType: 'image/jpeg', extension: '.jpg' },
  png: { mediaType: 'image/png', extension: '.png' },
  webp: { mediaType: 'image/webp', extension: '.webp' },
  avif: { mediaType: 'image/avif', extension: '.avif' }
}
/** Larger pictures are refused by the decoder before they fill the memory. */
const MAX_PIXELS = 268_000_000

/**
 * The format to write, or null to leave the picture alone. Pure. A format without transparency is not chosen for a
 * picture that has some: such a picture stays what it is.
 */
export function planFormat(
  wanted: ImageSettings['format'],
  image: Pick<Metadata, 'format' | 'hasAlpha'>
): Format | null {
  // The decoder calls AVIF heif; HEIC photos are not written back.
  const current = image.format === 'heif' ? 'avif' : image.format
  const own = isKnown(current) ? current : null
  if (wanted === 'keep') return own
  if (wanted === 'jpeg' && image.hasAlpha === true) return own
  return wanted
}

function isKnown(format: string | undefined): format is Format {
  return format !== undefined && Object.hasOwn(KNOWN, format)
}

/**
 * The smaller picture, or null when the settings want none, when it would not become smaller, or when it is animated,
 * drawn (SVG) or of a kind that is not written. Processor time only. Throws FILE_DAMAGED for unreadable pictures.
 */
export async function optimiseImage(
  source: Uint8Array | string,
  settings: ImageSettings,
  sourceBytes: number
): Promise<OptimisedImage | null> {
  if (!settings.optimise) return null
  const input = sharp(source, { limitInputPixels: MAX_PIXELS, failOn: 'error' })
  const metadata = await read(async () => await input.metadata())
  const format = planFormat(settings.format, metadata)
  const isStill = (metadata.pages ?? 1) === 1 && metadata.format !== 'svg'
  if (format === null || !isStill) return null
  const { maxSidePx } = settings
  const fitted = input
    .autoOrient()
    .resize({ width: maxSidePx, height: maxSidePx, fit: 'inside', withoutEnlargement: true })
    .keepIccProfile()
  const { data, info } = await read(
    async () => await encode(fitted, format, settings.quality).toBuffer({ resolveWithObject: true })
  )
  if (data.length >= sourceBytes) return null
  return { bytes: data, ...KNOWN[format], widthPx: info.width, heightPx: info.height }
}

function encode(image: Sharp, format: Format, quality: number): Sharp {
  if (format === 'png') return image.png({ compressionLevel: 9 })
  if (format === 'jpeg') return image.jpeg({ quality, mozjpeg: true })
  if (format === 'webp') return image.webp({ quality })
  return image.avif({ quality })
}

async function read<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run()
  } catch (cause) {
    throw new AppError('FILE_DAMAGED', 'This picture cannot be read. Try another copy of it.', { cause })
  }
}

/** The smaller picture as a file at `outPath` with its ending. Disk; codes of optimiseImage, DISK_FULL. */
export async function writeOptimised(task: OptimiseTask): Promise<OptimisedFile | null> {
  const { path, outPath, sizeBytes, images } = task
  const made = await optimiseImage(path, images, sizeBytes)
  if (made === null) return null
  const { bytes, ...facts } = made
  const filePath = `${outPath}${facts.extension}`
  await writeFileAtomic(filePath, bytes)
  return { path: filePath, sizeBytes: bytes.length, ...facts }
}
