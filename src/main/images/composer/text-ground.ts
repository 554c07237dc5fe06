/** How words stand out from a photo: white on a darkened part or dark on a lightened one, no stronger than needed. */
import type { Box } from './canvas.ts'
import { contrastOfLuminance, luminanceOf, mixRgb, type Rgb, toRgb } from './colour.ts'
import { asImage, type CutPhoto } from './photo.ts'
import type { PhotoGrounds } from './photo-colours.ts'

export interface TextGround {
  /** True for white words. */
  readonly isDark: boolean
  readonly scrimColour: string
  /** 0–1. */
  readonly opacity: number
}

const MIN_TEXT_CONTRAST = 4.5
/** The softer ink of the palettes is about this bright. */
const INK_LUMINANCE = 0.075
/** White words are the usual; dark ones must spare this much scrim. */
const LIGHT_ADVANTAGE = 0.12
/** Few pixels may be brighter (or darker) than what the scrim is made for: a lone glint changes nothing. */
const OUTLIER_SHARE = 0.02

/** Reads the photo's pixels below the words and picks the weaker of the two scrims. */
export async function measureTextGround(
  photo: CutPhoto,
  box: Box,
  grounds: PhotoGrounds
): Promise<TextGround> {
  const left = Math.min(photo.widthPx - 1, Math.max(0, Math.round(box.leftPx)))
  const top = Math.min(photo.heightPx - 1, Math.max(0, Math.round(box.topPx)))
  const width = Math.max(1, Math.min(Math.round(box.widthPx), photo.widthPx - left))
  const height = Math.max(1, Math.min(Math.round(box.heightPx), photo.heightPx - top))
  const small = await asImage(photo)
    .extract({ left, top, width, height })
    .resize({ width: 48, height: 48, fit: 'fill' })
    .raw()
    .toBuffer()
  return planTextGround(small, grounds)
}

/** The decision itself, from raw red, green, blue of the part below the words. */
export function planTextGround(
  pixels: Uint8Array,
  grounds: Pick<PhotoGrounds, 'dark' | 'light'>
): TextGround {
  const sorted = byLuminance(pixels)
  const last = sorted.length - 1
  const bright = sorted[Math.floor(last * (1 - OUTLIER_SHARE))] ?? [255, 255, 255]
  const dim = sorted[Math.ceil(last * OUTLIER_SHARE)] ?? [0, 0, 0]
  const dark = neededOpacity(bright, toRgb(grounds.dark), 1)
  const light = neededOpacity(dim, toRgb(grounds.light), INK_LUMINANCE)
  return light + LIGHT_ADVANTAGE < dark
    ? { isDark: false, scrimColour: grounds.light, opacity: light }
    : { isDark: true, scrimColour: grounds.dark, opacity: dark }
}

/** The weakest scrim (0–1) with which words of a luminance reach a contrast of 4.5 on a colour. */
export function neededOpacity(under: Rgb, scrim: Rgb, textLuminance: number): number {
  for (let percent = 0; percent < 100; percent += 2) {
    const ground = luminanceOf(mixRgb(under, scrim, percent / 100))
    if (contrastOfLuminance(textLuminance, ground) >= MIN_TEXT_CONTRAST) return percent / 100
  }
  return 1
}

function byLuminance(pixels: Uint8Array): readonly Rgb[] {
  const list: { readonly rgb: Rgb; readonly luminance: number }[] = []
  for (let index = 0; index + 2 < pixels.length; index += 3) {
    const rgb: Rgb = [pixels[index] ?? 0, pixels[index + 1] ?? 0, pixels[index + 2] ?? 0]
    list.push({ rgb, luminance: luminanceOf(rgb) })
  }
  return list.toSorted((one, other) => one.luminance - other.luminance).map((pixel) => pixel.rgb)
}
