/** Sets letters off from any picture: a firm outline around them and a soft shadow under it. */
import sharp from 'sharp'
import { channelsOf } from './hex-colour.ts'
import type { PixelSize } from './picture.ts'
import { composeRgba } from './rgba-layers.ts'
import type { RgbaPicture } from './text.ts'

export interface Halo {
  /** Of the result; the text stands in it at the padding. */
  readonly box: PixelSize
  readonly padX: number
  readonly padY: number
  /** A thousand-and-eightieth of the frame's shorter side. */
  readonly unitPx: number
  readonly colour: string
  readonly opacity: number
}

const OUTLINE_UNITS = 3.6
/** How many times a blurred edge is raised to make it firm again, further out. */
const OUTLINE_GAIN = 9
const SHADOW_UNITS = 12
const SHADOW_GAIN = 1.7

/** The text with its outline, on a picture of the box's size. */
export async function withHalo(text: RgbaPicture, halo: Halo): Promise<RgbaPicture> {
  const { box, padX, padY, unitPx } = halo
  const letters = lettersIn(text, halo)
  const [outline, shadow] = await Promise.all([
    grown(letters, box, { blurPx: OUTLINE_UNITS * unitPx, gain: OUTLINE_GAIN }),
    grown(letters, box, { blurPx: SHADOW_UNITS * unitPx, gain: SHADOW_GAIN })
  ])
  const ground = { ...box, bytes: shade(halo, outline, shadow) }
  return await composeRgba(box, '', [
    { picture: ground, leftPx: 0, topPx: 0 },
    { picture: text, leftPx: padX, topPx: padY }
  ])
}

/** The letters' opacity alone, one byte a pixel. */
function lettersIn(text: RgbaPicture, { box, padX, padY }: Halo): Buffer {
  const letters = Buffer.alloc(box.widthPx * box.heightPx)
  const [left, top] = [Math.round(padX), Math.round(padY)]
  for (let y = 0; y < text.heightPx; y++) {
    for (let x = 0; x < text.widthPx; x++) {
      letters[(y + top) * box.widthPx + x + left] = text.bytes[(y * text.widthPx + x) * 4 + 3] ?? 0
    }
  }
  return letters
}

async function grown(
  letters: Buffer,
  { widthPx: width, heightPx: height }: PixelSize,
  { blurPx, gain }: { readonly blurPx: number; readonly gain: number }
): Promise<Buffer> {
  return await sharp(letters, { raw: { width, height, channels: 1 } })
    .blur(Math.max(0.3, blurPx))
    .linear(gain, 0)
    .toColourspace('b-w')
    .raw({ depth: 'uchar' })
    .toBuffer()
}

function shade({ box, colour, opacity }: Halo, outline: Buffer, shadow: Buffer): Buffer {
  const bytes = Buffer.alloc(box.widthPx * box.heightPx * 4)
  const [red, green, blue] = channelsOf(colour)
  for (let at = 0; at < outline.length; at++) {
    bytes[at * 4] = red
    bytes[at * 4 + 1] = green
    bytes[at * 4 + 2] = blue
    bytes[at * 4 + 3] = Math.round(opacity * Math.max(outline[at] ?? 0, shadow[at] ?? 0))
  }
  return bytes
}
