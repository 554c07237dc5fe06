/** Turns a slide's picture file into a 4:2:0 picture of exactly the wanted size: upright, cropped, colours converted once. */
import { setImmediate } from 'node:timers/promises'
import sharp, { type Sharp } from 'sharp'
import type { Card, Fit, FocalPoint } from '#shared/domain/slideshow.ts'
import { type ImageSource, openImage } from './image-source.ts'
import { CENTRE } from './motion.ts'
import type { Picture, PixelSize } from './picture.ts'
import type { Pixels } from './pixels.ts'

export interface PictureRequest {
  /** Absent for cards without a picture. */
  readonly path: string | undefined
  readonly fit: Fit
  readonly focalPoint: FocalPoint | undefined
  /** A card darkens its picture by its colour, or fills the frame with it. */
  readonly card: Card | undefined
  readonly backgroundColour: string
}

/** How much of a card's colour covers its picture; letters must stay readable on any photograph. */
const CARD_OPACITY = 0.84

/** Throws NOT_FOUND, FILE_DAMAGED or FILE_TOO_LARGE for the picture's file. */
export async function loadPicture(
  pixels: Pixels,
  request: PictureRequest,
  size: PixelSize
): Promise<Picture> {
  const rgb = await loadRgb(request, size)
  // Some 30 ms at full HD: the window has a turn before and after it.
  await setImmediate()
  const picture = pixels.take(size)
  pixels.fromRgb(rgb, picture)
  await setImmediate()
  return picture
}

async function loadRgb(request: PictureRequest, size: PixelSize): Promise<Buffer> {
  const { path, card } = request
  if (path === undefined) return await flatten(cardGround(card?.colour ?? request.backgroundColour, size, 1))
  const source = await openImage(path)
  if (card !== undefined) {
    const ground = await cover(source, request, size)
    const scrim = await cardGround(card.colour, size, CARD_OPACITY).png().toBuffer()
    return await flatten(rawRgb(ground, size).composite([{ input: scrim }]))
  }
  if (request.fit === 'cover') return await cover(source, request, size)
  return await inside(source, request, size)
}

async function cover(source: ImageSource, request: PictureRequest, size: PixelSize): Promise<Buffer> {
  const crop = coverCrop(source.size, size, request.focalPoint ?? CENTRE)
  return await source.read((image) =>
    flatten(
      image
        .resize(crop.scaled.widthPx, crop.scaled.heightPx, { fit: 'fill', kernel: 'lanczos3' })
        .extract({ left: crop.leftPx, top: crop.topPx, width: size.widthPx, height: size.heightPx }),
      request.backgroundColour
    )
  )
}

export interface CoverCrop {
  /** The whole picture scaled so that it covers the frame. */
  readonly scaled: PixelSize
  readonly leftPx: number
  readonly topPx: number
}

/** The focal point comes as near to the frame's centre as the picture's edges allow. Pure. */
export function coverCrop(picture: PixelSize, frame: PixelSize, focal: FocalPoint): CoverCrop {
  const scale = Math.max(frame.widthPx / picture.widthPx, frame.heightPx / picture.heightPx)
  const widthPx = Math.max(frame.widthPx, Math.round(picture.widthPx * scale))
  const heightPx = Math.max(frame.heightPx, Math.round(picture.heightPx * scale))
  const place = (fraction: number, whole: number, part: number): number =>
    Math.round(Math.min(Math.max(fraction * whole - part / 2, 0), whole - part))
  return {
    scaled: { widthPx, heightPx },
    leftPx: place(focal.xFraction, widthPx, frame.widthPx),
    topPx: place(focal.yFraction, heightPx, frame.heightPx)
  }
}

/** The whole picture inside the frame: over its own blurred copy, or over the background colour. */
async function inside(source: ImageSource, request: PictureRequest, size: PixelSize): Promise<Buffer> {
  const { widthPx: width, heightPx: height } = size
  const front = await source.read((image) =>
    image
      .resize(width, height, { fit: 'inside', kernel: 'lanczos3' })
      .toColourspace('srgb')
      .png({ compressionLevel: 1 })
      .toBuffer()
  )
  const ground = request.fit === 'blur' ? await blurred(source, request, size) : null
  const base = ground === null ? cardGround(request.backgroundColour, size, 1) : rawRgb(ground, size)
  return await flatten(base.composite([{ input: front, gravity: 'centre' }]), request.backgroundColour)
}

async function blurred(source: ImageSource, request: PictureRequest, size: PixelSize): Promise<Buffer> {
  const small = {
    widthPx: Math.max(2, Math.round(size.widthPx / 12)),
    heightPx: Math.max(2, Math.round(size.heightPx / 12))
  }
  const ground = await cover(source, request, small)
  const soft = await rawRgb(ground, small).blur(6).modulate({ brightness: 0.75 }).png().toBuffer()
  return await flatten(sharp(soft).resize(size.widthPx, size.heightPx, { fit: 'fill', kernel: 'cubic' }))
}

/** A colour with a slight fall of light towards the lower edge, as opaque as asked. */
function cardGround(colour: string, { widthPx, heightPx }: PixelSize, opacity: number): Sharp {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${widthPx}" height="${heightPx}">
<defs><linearGradient id="shade" x1="0" y1="0" x2="0.35" y2="1"><stop offset="0" stop-color="#fff" stop-opacity="0.08"/>
<stop offset="0.5" stop-color="#000" stop-opacity="0"/><stop offset="1" stop-color="#000" stop-opacity="0.28"/></linearGradient></defs>
<rect width="100%" height="100%" fill="${colour}" fill-opacity="${opacity}"/>
<rect width="100%" height="100%" fill="url(#shade)"/></svg>`
  return sharp(Buffer.from(svg)).resize(widthPx, heightPx, { fit: 'fill' })
}

function rawRgb(rgb: Buffer, { widthPx: width, heightPx: height }: PixelSize): Sharp {
  return sharp(rgb, { raw: { width, height, channels: 3 } })
}

/** 8-bit sRGB without alpha, 3 bytes a pixel. */
async function flatten(image: Sharp, background = '#ffffff'): Promise<Buffer> {
  // Flattening comes before compositing in the image library, and compositing adds an alpha channel again.
  const opaque = image.flatten({ background }).removeAlpha().toColourspace('srgb')
  return await opaque.raw({ depth: 'uchar' }).toBuffer()
}
