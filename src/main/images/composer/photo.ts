/** The campaign's photo, cut to a box by its focal point, and how dark a scrim must be for white words on it. */
import sharp, { type ResizeOptions, type Sharp } from 'sharp'
import { AppError } from '#shared/errors.ts'
import type { Box } from './canvas.ts'
import {
  contrastOfLuminance,
  fromOklch,
  luminanceOf,
  mixRgb,
  type Rgb,
  toHex,
  toOklch,
  toRgb
} from './colour.ts'

/** Where the subject is, as shares of width and height; 0.5/0.5 is the middle. */
export interface FocalPoint {
  readonly xRatio: number
  readonly yRatio: number
}

export interface PhotoInput {
  readonly path: string
  /** Null lets the most salient part decide. */
  readonly focal: FocalPoint | null
}

/** Raw red, green, blue of exactly the asked size. */
export interface CutPhoto {
  readonly data: Buffer
  readonly widthPx: number
  readonly heightPx: number
  /** Where the subject lies inside the cut. */
  readonly focal: FocalPoint
}

const MAX_INPUT_PIXELS = 150_000_000
const MIN_TEXT_CONTRAST = 4.5

/** Reads the file, turns it upright and covers the size exactly; never stretched. Throws FILE_DAMAGED. */
export async function cutPhoto(
  photo: PhotoInput,
  size: { readonly widthPx: number; readonly heightPx: number }
): Promise<CutPhoto> {
  try {
    const upright = await sharp(photo.path, { limitInputPixels: MAX_INPUT_PIXELS, failOn: 'error' })
      .autoOrient()
      .flatten({ background: '#ffffff' })
      .toColourspace('srgb')
      .resize(fitOutside(size))
      .raw()
      .toBuffer({ resolveWithObject: true })
    const { width, height, channels } = upright.info
    const source = () => sharp(upright.data, { raw: { width, height, channels } })
    const focal = photo.focal ?? (await findFocal(source(), { width, height, size }))
    const left = clampCut(focal.xRatio * width - size.widthPx / 2, width - size.widthPx)
    const top = clampCut(focal.yRatio * height - size.heightPx / 2, height - size.heightPx)
    const data = await source()
      .extract({ left, top, width: size.widthPx, height: size.heightPx })
      .removeAlpha()
      .toColourspace('srgb')
      .raw()
      .toBuffer()
    return {
      data,
      ...size,
      focal: {
        xRatio: clampRatio((focal.xRatio * width - left) / size.widthPx),
        yRatio: clampRatio((focal.yRatio * height - top) / size.heightPx)
      }
    }
  } catch (cause) {
    throw new AppError(
      'FILE_DAMAGED',
      'A photo of the campaign cannot be read. Import it again or remove it.',
      { cause }
    )
  }
}

/**
 * A brand-like colour pair taken from a photo: its prevailing hue, deep, and a light accent across from it. Null for a
 * photo without colour or one that cannot be read.
 */
export async function coloursOfPhoto(path: string): Promise<readonly string[] | null> {
  const pixels = await sharp(path, { limitInputPixels: MAX_INPUT_PIXELS, failOn: 'error' })
    .autoOrient()
    .flatten({ background: '#ffffff' })
    .resize({ width: 24, height: 24, fit: 'fill' })
    .removeAlpha()
    .toColourspace('srgb')
    .raw()
    .toBuffer()
    .catch(() => null)
  return pixels === null ? null : prevailingPair(pixels)
}

function prevailingPair(pixels: Buffer): readonly string[] | null {
  let across = 0
  let down = 0
  let weight = 0
  for (let index = 0; index + 2 < pixels.length; index += 3) {
    const colour = toOklch(toHex([pixels[index] ?? 0, pixels[index + 1] ?? 0, pixels[index + 2] ?? 0]))
    const turn = (colour.hueDegrees * Math.PI) / 180
    across += Math.cos(turn) * colour.chroma
    down += Math.sin(turn) * colour.chroma
    weight += colour.chroma
  }
  const hueDegrees = ((Math.atan2(down, across) * 180) / Math.PI + 360) % 360
  // Hues that cancel each other, or hardly any: the photo has no colour of its own.
  if (weight / (pixels.length / 3) < 0.015 || Math.hypot(across, down) < weight * 0.25) return null
  return [
    fromOklch({ lightness: 0.33, chroma: 0.06, hueDegrees }),
    fromOklch({ lightness: 0.83, chroma: 0.11, hueDegrees: (hueDegrees + 18) % 360 })
  ]
}

function fitOutside(size: { readonly widthPx: number; readonly heightPx: number }): ResizeOptions {
  return { width: size.widthPx, height: size.heightPx, fit: 'outside', kernel: 'lanczos3' }
}

/** The middle of libvips' most salient crop of this size; the middle of the picture when it says nothing. */
async function findFocal(
  image: Sharp,
  frame: {
    readonly width: number
    readonly height: number
    readonly size: { readonly widthPx: number; readonly heightPx: number }
  }
): Promise<FocalPoint> {
  const { info } = await image
    .resize({
      width: frame.size.widthPx,
      height: frame.size.heightPx,
      fit: 'cover',
      position: sharp.strategy.attention
    })
    .raw()
    .toBuffer({ resolveWithObject: true })
  const x = info.attentionX ?? frame.width / 2
  const y = info.attentionY ?? frame.height / 2
  return { xRatio: clampRatio(x / frame.width), yRatio: clampRatio(y / frame.height) }
}

const clampRatio = (value: number): number => Math.min(1, Math.max(0, value))
const clampCut = (value: number, max: number): number =>
  Math.round(Math.min(Math.max(0, value), Math.max(0, max)))

/**
 * The opacity (0–1) a scrim of `scrimColour` needs over `box` of the photo so that white words reach a contrast of
 * 4.5 even on its brightest parts.
 */
export async function scrimOpacity(photo: CutPhoto, box: Box, scrimColour: string): Promise<number> {
  const small = await regionOf(photo, box).resize({ width: 48, height: 48, fit: 'fill' }).raw().toBuffer()
  const brightest = brightPixel(small)
  const scrim = toRgb(scrimColour)
  for (let opacity = 0; opacity < 1; opacity += 0.02) {
    if (contrastOfLuminance(1, luminanceOf(mixRgb(brightest, scrim, opacity))) >= MIN_TEXT_CONTRAST)
      return opacity
  }
  return 1
}

/** Which of the boxes hides least: the one with the fewest sharp details, best without the subject. Index from 0. */
export async function calmestBox(photo: CutPhoto, boxes: readonly Box[]): Promise<number> {
  const restlessness = await Promise.all(boxes.map((box) => restlessnessOf(photo, box)))
  return restlessness.indexOf(Math.min(...restlessness))
}

async function restlessnessOf(photo: CutPhoto, box: Box): Promise<number> {
  const { sharpness } = await regionOf(photo, box)
    .resize({ width: 256 })
    .png()
    .toBuffer()
    .then((small) => sharp(small).stats())
  const x = photo.focal.xRatio * photo.widthPx
  const y = photo.focal.yRatio * photo.heightPx
  const hasSubject =
    x > box.leftPx && x < box.leftPx + box.widthPx && y > box.topPx && y < box.topPx + box.heightPx
  return sharpness * (hasSubject ? 1.4 : 1)
}

function regionOf(photo: CutPhoto, box: Box): Sharp {
  const left = clampCut(box.leftPx, photo.widthPx - 1)
  const top = clampCut(box.topPx, photo.heightPx - 1)
  return sharp(photo.data, { raw: { width: photo.widthPx, height: photo.heightPx, channels: 3 } }).extract({
    left,
    top,
    width: Math.max(1, Math.min(Math.round(box.widthPx), photo.widthPx - left)),
    height: Math.max(1, Math.min(Math.round(box.heightPx), photo.heightPx - top))
  })
}

/** The pixel below which 98 of 100 lie in brightness: a lone glint does not darken the whole picture. */
function brightPixel(data: Buffer): Rgb {
  const pixels: Rgb[] = []
  for (let index = 0; index + 2 < data.length; index += 3) {
    pixels.push([data[index] ?? 0, data[index + 1] ?? 0, data[index + 2] ?? 0])
  }
  const sorted = pixels.toSorted((one, other) => luminanceOf(one) - luminanceOf(other))
  return sorted[Math.floor(sorted.length * 0.98)] ?? [255, 255, 255]
}
