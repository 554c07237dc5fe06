/** Which letters read well on a colour. Pure. */
import { channelsOf } from './hex-colour.ts'

const LIGHT_INK = '#ffffff'
const DARK_INK = '#14161a'
/** More than the 4.5 of WCAG 2.2, because a picture may shine through the colour. */
const WANTED_CONTRAST = 5.5

/** White where it reads well enough, else nearly black where that reads better. */
export function inkOn(hexColour: string): string {
  const onLight = contrast(LIGHT_INK, hexColour)
  if (onLight >= WANTED_CONTRAST) return LIGHT_INK
  return contrast(DARK_INK, hexColour) > onLight ? DARK_INK : LIGHT_INK
}

/** 1 … 21 by WCAG 2.2. */
export function contrast(a: string, b: string): number {
  const [low = 0, high = 0] = [luminanceOf(a), luminanceOf(b)].sort((first, second) => first - second)
  return (high + 0.05) / (low + 0.05)
}

function luminanceOf(hexColour: string): number {
  const weights = [0.2126, 0.7152, 0.0722]
  const linear = (part: number): number => {
    const share = part / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  }
  return channelsOf(hexColour).reduce((sum, part, index) => sum + linear(part) * (weights[index] ?? 0), 0)
}
