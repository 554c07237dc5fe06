/** Lays pictures with alpha over a drawn ground. */
import sharp from 'sharp'
import type { PixelSize } from './picture.ts'
import type { RgbaPicture } from './text.ts'

export interface Placed {
  readonly picture: RgbaPicture
  readonly leftPx: number
  readonly topPx: number
}

/** @param fill SVG shapes under the parts; empty for none */
export async function composeRgba(
  size: PixelSize,
  fill: string,
  parts: readonly Placed[]
): Promise<RgbaPicture> {
  const { widthPx: width, heightPx: height } = size
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${fill}</svg>`
  const layers = parts.map(({ picture, leftPx, topPx }) => ({
    input: picture.bytes,
    raw: { width: picture.widthPx, height: picture.heightPx, channels: 4 as const },
    left: Math.round(leftPx),
    top: Math.round(topPx)
  }))
  const { data, info } = await sharp(Buffer.from(svg))
    .resize(width, height, { fit: 'fill' })
    .ensureAlpha()
    .composite(layers)
    .raw()
    .toBuffer({ resolveWithObject: true })
  return { widthPx: info.width, heightPx: info.height, bytes: data }
}
