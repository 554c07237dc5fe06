/** The campaign's photo: read once for a canvas with the map of its subject, then cut to frames. */
import sharp from 'sharp'
import { AppError } from '#shared/errors.ts'
import type { Turns } from '../../core/turns.ts'
import { type FocalPoint, mapSaliency, type RatioBox, type SaliencyMap } from './saliency.ts'

export type { FocalPoint }

export interface PhotoInput {
  readonly path: string
  /** Null lets the most salient part decide. */
  readonly focal: FocalPoint | null
}

/** Raw red, green, blue. */
export interface CutPhoto {
  readonly data: Buffer
  readonly widthPx: number
  readonly heightPx: number
}

/** An upright photo in memory, large enough for its canvas where the file is. */
export interface OpenPhoto extends CutPhoto {
  readonly map: SaliencyMap
}

interface PixelSize {
  readonly widthPx: number
  readonly heightPx: number
}

export const MAX_INPUT_PIXELS = 150_000_000
const MAP_SIDE_PX = 288
/** Room for crops that come closer than the canvas needs. */
const SPARE_RATIO = 1.3

/** Reads the file and turns it upright. Throws FILE_DAMAGED. */
export async function openPhoto(photo: PhotoInput, canvas: PixelSize, turns: Turns): Promise<OpenPhoto> {
  try {
    const { data, info } = await sharp(photo.path, { limitInputPixels: MAX_INPUT_PIXELS, failOn: 'error' })
      .autoOrient()
      .flatten({ background: '#ffffff' })
      .toColourspace('srgb')
      .resize({
        width: Math.ceil(canvas.widthPx * SPARE_RATIO),
        height: Math.ceil(canvas.heightPx * SPARE_RATIO),
        fit: 'outside',
        withoutEnlargement: true
      })
      .removeAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true })
    const upright = { data, widthPx: info.width, heightPx: info.height }
    return { ...upright, map: await mapOf(upright, photo.focal, turns) }
  } catch (cause) {
    throw new AppError(
      'FILE_DAMAGED',
      'A photo of the campaign cannot be read. Import it again or remove it.',
      { cause }
    )
  }
}

async function mapOf(photo: CutPhoto, focal: FocalPoint | null, turns: Turns): Promise<SaliencyMap> {
  const { data, info } = await asImage(photo)
    .resize({ width: MAP_SIDE_PX, height: MAP_SIDE_PX, fit: 'inside' })
    .raw()
    .toBuffer({ resolveWithObject: true })
  return await mapSaliency({ data, widthPx: info.width, heightPx: info.height }, focal, turns)
}

/** The part `crop` of the photo at exactly the asked size. */
export async function cutPhoto(photo: OpenPhoto, crop: RatioBox, size: PixelSize): Promise<CutPhoto> {
  const part = pixelsOf(photo, crop)
  const data = await asImage(photo)
    .extract(part)
    .resize({ width: size.widthPx, height: size.heightPx, fit: 'cover', kernel: 'lanczos3' })
    .raw()
    .toBuffer()
  return { data, widthPx: size.widthPx, heightPx: size.heightPx }
}

/** A raw photo as a sharp image. */
export function asImage(photo: CutPhoto) {
  return sharp(photo.data, { raw: { width: photo.widthPx, height: photo.heightPx, channels: 3 } })
}

function pixelsOf(photo: PixelSize, crop: RatioBox) {
  const left = Math.min(photo.widthPx - 1, Math.round(crop.xRatio * photo.widthPx))
  const top = Math.min(photo.heightPx - 1, Math.round(crop.yRatio * photo.heightPx))
  return {
    left,
    top,
    width: Math.max(1, Math.min(Math.round(crop.widthRatio * photo.widthPx), photo.widthPx - left)),
    height: Math.max(1, Math.min(Math.round(crop.heightRatio * photo.heightPx), photo.heightPx - top))
  }
}
