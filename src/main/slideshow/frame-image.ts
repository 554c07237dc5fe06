/** A composed frame as an ordinary image, for previews and posters. */
import sharp from 'sharp'
import type { Picture } from './picture.ts'

/** 8-bit sRGB, 3 bytes a pixel: the inverse of the conversion in pixels.ts, chroma spread linearly across. */
export function toRgb({ bytes, widthPx, heightPx }: Picture): Buffer {
  const rgb = Buffer.allocUnsafe(widthPx * heightPx * 3)
  const half = widthPx / 2
  const blueAt = widthPx * heightPx
  const redAt = blueAt + blueAt / 4
  let to = 0
  for (let y = 0; y < heightPx; y++) {
    const row = (y >> 1) * half
    for (let x = 0; x < widthPx; x++) {
      const near = row + (x >> 1)
      const next = (x & 1) === 1 && (x >> 1) + 1 < half ? near + 1 : near
      const luma = ((bytes[y * widthPx + x] ?? 16) - 16) * (255 / 219)
      const blue = (((bytes[blueAt + near] ?? 128) + (bytes[blueAt + next] ?? 128)) / 2 - 128) * (255 / 224)
      const red = (((bytes[redAt + near] ?? 128) + (bytes[redAt + next] ?? 128)) / 2 - 128) * (255 / 224)
      rgb[to++] = toByte(luma + 1.5748 * red)
      rgb[to++] = toByte(luma - 0.1873 * blue - 0.4681 * red)
      rgb[to++] = toByte(luma + 1.8556 * blue)
    }
  }
  return rgb
}

function toByte(level: number): number {
  return Math.round(Math.min(Math.max(level, 0), 255))
}

export type ImageFormat = 'jpeg' | 'png' | 'webp'

/** PNG is exact; the others keep full colour resolution at a high quality. */
export async function toImage(picture: Picture, format: ImageFormat): Promise<Buffer> {
  const raw = { width: picture.widthPx, height: picture.heightPx, channels: 3 as const }
  const image = sharp(toRgb(picture), { raw })
  if (format === 'png') return await image.png({ compressionLevel: 3 }).toBuffer()
  if (format === 'webp') return await image.webp({ quality: 85, effort: 1, smartSubsample: true }).toBuffer()
  return await image.jpeg({ quality: 85, chromaSubsampling: '4:4:4' }).toBuffer()
}
