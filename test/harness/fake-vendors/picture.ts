/** Small real pictures for fakes: decodable, of a given size, different by seed. */
import sharp from 'sharp'

/** JPEG or PNG bytes of exactly this size. */
export async function makePicture(
  size: { readonly widthPx: number; readonly heightPx: number },
  format: 'jpeg' | 'png' | 'webp' = 'jpeg'
): Promise<Buffer> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${size.widthPx}" height="${size.heightPx}">
    <rect width="100%" height="100%" fill="#456"/><circle cx="60%" cy="40%" r="12%" fill="#fc8"/></svg>`
  return await sharp(Buffer.from(svg)).flatten({ background: '#456' }).toFormat(format).toBuffer()
}
