/** Colour arithmetic for the offline composer: OKLCH for tints and shades, WCAG 2.2 luminance for contrast. Pure. */

/** Lightness 0–1, chroma 0–about 0.37, hue in degrees. */
export interface Oklch {
  readonly lightness: number
  readonly chroma: number
  readonly hueDegrees: number
}

export type Rgb = readonly [red: number, green: number, blue: number]

const toLinear = (channel: number): number => {
  const value = channel / 255
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
}

const fromLinear = (value: number): number => {
  const clamped = Math.min(1, Math.max(0, value))
  return Math.round(255 * (clamped <= 0.0031308 ? 12.92 * clamped : 1.055 * clamped ** (1 / 2.4) - 0.055))
}

/** "#rrggbb" → 0–255 channels; anything else reads as black. */
export function toRgb(hex: string): Rgb {
  const value = /^#[0-9a-f]{6}$/i.test(hex) ? Number.parseInt(hex.slice(1), 16) : 0
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255]
}

/** 0–255 channels → "#rrggbb". */
export function toHex([red, green, blue]: Rgb): string {
  const value = (Math.round(red) << 16) | (Math.round(green) << 8) | Math.round(blue)
  return `#${value.toString(16).padStart(6, '0')}`
}

/** Relative luminance of WCAG 2.2, 0–1. */
export function luminanceOf([red, green, blue]: Rgb): number {
  return 0.2126 * toLinear(red) + 0.7152 * toLinear(green) + 0.0722 * toLinear(blue)
}

/** Contrast ratio of two luminances, 1–21. */
export function contrastOfLuminance(one: number, other: number): number {
  return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05)
}

/** WCAG contrast ratio of two "#rrggbb" colours, 1–21. */
export function contrastRatio(one: string, other: string): number {
  return contrastOfLuminance(luminanceOf(toRgb(one)), luminanceOf(toRgb(other)))
}

/** sRGB → OKLCH (Björn Ottosson's matrices, 2020-12). */
export function toOklch(hex: string): Oklch {
  const [red, green, blue] = toRgb(hex).map(toLinear) as [number, number, number] // three in, three out
  const long = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
  const medium = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
  const short = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
  const a = 1.9779984951 * long - 2.428592205 * medium + 0.4505937099 * short
  const b = 0.0259040371 * long + 0.7827717662 * medium - 0.808675766 * short
  const hue = (Math.atan2(b, a) * 180) / Math.PI
  return {
    lightness: 0.2104542553 * long + 0.793617785 * medium - 0.0040720468 * short,
    chroma: Math.hypot(a, b),
    hueDegrees: (hue + 360) % 360
  }
}

function toLinearRgb({ lightness, chroma, hueDegrees }: Oklch): Rgb {
  const hue = (hueDegrees * Math.PI) / 180
  const a = chroma * Math.cos(hue)
  const b = chroma * Math.sin(hue)
  const long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const short = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3
  return [
    4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
    -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
    -0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short
  ]
}

/** OKLCH → "#rrggbb"; chroma is reduced until the colour exists in sRGB, so hue and lightness hold. */
export function fromOklch(colour: Oklch): string {
  let chroma = colour.chroma
  for (let step = 0; step < 24; step += 1) {
    const linear = toLinearRgb({ ...colour, chroma })
    if (linear.every((value) => value >= -0.0005 && value <= 1.0005)) break
    chroma *= 0.92
  }
  const [red, green, blue] = toLinearRgb({ ...colour, chroma })
  return toHex([fromLinear(red), fromLinear(green), fromLinear(blue)])
}

/** `over` at `alpha` laid on `under`, both 0–255 channels, mixed as screens mix. */
export function mixRgb(under: Rgb, over: Rgb, alpha: number): Rgb {
  return [
    under[0] + (over[0] - under[0]) * alpha,
    under[1] + (over[1] - under[1]) * alpha,
    under[2] + (over[2] - under[2]) * alpha
  ]
}
