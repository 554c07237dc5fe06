/** Colours taken from a photo: a brand-like pair for a brief without colours, and grounds that a photo can fade into. */
import sharp from 'sharp'
import { fromOklch, type Rgb, toHex, toOklch } from './colour.ts'
import { asImage, type CutPhoto, MAX_INPUT_PIXELS } from './photo.ts'

/** Below this a picture has no colour of its own. */
const GREY_CHROMA = 0.015

/** The prevailing hue of a picture and how strong it is. */
interface Prevailing {
  readonly hueDegrees: number
  readonly chroma: number
  readonly lightness: number
  /** 0 when hues cancel each other out, 1 when there is one alone. */
  readonly unity: number
}

/** A deep colour of the photo's prevailing hue and a light accent. Null for a grey photo or one that cannot be read. */
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
  if (pixels === null) return null
  const { hueDegrees, chroma, unity } = prevailingOf(pixels)
  if (chroma < GREY_CHROMA || unity < 0.25) return null
  return [
    fromOklch({ lightness: 0.33, chroma: 0.06, hueDegrees }),
    fromOklch({ lightness: 0.83, chroma: 0.11, hueDegrees: (hueDegrees + 18) % 360 })
  ]
}

/** Grounds the photo fades into without a visible seam: very dark for white words, very light for dark ones. */
export interface PhotoGrounds {
  readonly dark: string
  readonly light: string
  /** Mean lightness of the photo, 0–1. */
  readonly lightness: number
}

export async function groundsOfPhoto(photo: CutPhoto): Promise<PhotoGrounds> {
  const pixels = await asImage(photo).resize({ width: 24, height: 24, fit: 'fill' }).raw().toBuffer()
  const { hueDegrees, chroma, lightness, unity } = prevailingOf(pixels)
  const tone = chroma * unity
  return {
    dark: fromOklch({ lightness: 0.21, chroma: Math.min(0.035, tone), hueDegrees }),
    light: fromOklch({ lightness: 0.955, chroma: Math.min(0.02, tone), hueDegrees }),
    lightness
  }
}

function prevailingOf(pixels: Buffer): Prevailing {
  let across = 0
  let down = 0
  let weight = 0
  let light = 0
  const count = pixels.length / 3
  for (let index = 0; index + 2 < pixels.length; index += 3) {
    const rgb: Rgb = [pixels[index] ?? 0, pixels[index + 1] ?? 0, pixels[index + 2] ?? 0]
    const colour = toOklch(toHex(rgb))
    const turn = (colour.hueDegrees * Math.PI) / 180
    across += Math.cos(turn) * colour.chroma
    down += Math.sin(turn) * colour.chroma
    weight += colour.chroma
    light += colour.lightness
  }
  return {
    hueDegrees: ((Math.atan2(down, across) * 180) / Math.PI + 360) % 360,
    chroma: weight / count,
    lightness: light / count,
    unity: weight === 0 ? 0 : Math.hypot(across, down) / weight
  }
}
