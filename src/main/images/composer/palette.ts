/** Brand colours → the few colours a post is drawn with, every text pair readable (WCAG 4.5). Pure. */
import { contrastRatio, fromOklch, type Oklch, toOklch } from './colour.ts'

/** Text on any of the named grounds reaches a contrast of at least 4.5. */
export interface Palette {
  /** The brand's colour as a ground, darkened or kept so that `onPrimary` reads on it. */
  readonly primary: string
  readonly onPrimary: string
  /** A neighbour of primary for gradients and shapes; never a text ground. */
  readonly primaryShade: string
  /** Ground of the call to action. */
  readonly accent: string
  readonly onAccent: string
  /** Very light ground with a hint of the brand's hue. */
  readonly paper: string
  /** Light shape colour on paper. */
  readonly tint: string
  /** Near black of the brand's hue: text on paper, and the scrim over photos. */
  readonly ink: string
  /** Softer text on paper. */
  readonly inkSoft: string
}

const MIN_CONTRAST = 4.5

/** Primary and accent for briefs without brand colours, chosen by name so that one product keeps its look. */
const DEFAULT_PAIRS: readonly (readonly [string, string])[] = [
  ['#0f4c4a', '#f2b84b'],
  ['#2b3a67', '#ff9f6b'],
  ['#6b2737', '#f4c6a0'],
  ['#1f3d2b', '#e8d26e'],
  ['#3d2c5e', '#f5a6c1'],
  ['#123a5c', '#f7c948']
]

/**
 * The palette of a post. `brandColours` are "#rrggbb", most important first; an empty list falls back to a default
 * pair chosen by `seedText`.
 */
export function planPalette(brandColours: readonly string[], seedText: string): Palette {
  const [first, ...others] = brandColours.length > 0 ? brandColours : defaultPair(seedText)
  const primary = toReadableGround(first ?? '#0f4c4a')
  const tone = toOklch(primary)
  const ink = fromOklch({ lightness: 0.24, chroma: Math.min(tone.chroma, 0.05), hueDegrees: tone.hueDegrees })
  const accent = planAccent(primary, others)
  return {
    primary,
    onPrimary: readableOn(primary, ink),
    primaryShade: planShade(tone, readableOn(primary, ink) === '#ffffff'),
    accent,
    onAccent: readableOn(accent, ink),
    paper: fromOklch({ lightness: 0.968, chroma: Math.min(tone.chroma, 0.014), hueDegrees: tone.hueDegrees }),
    tint: fromOklch({ lightness: 0.895, chroma: Math.min(tone.chroma, 0.05), hueDegrees: tone.hueDegrees }),
    ink,
    inkSoft: fromOklch({ lightness: 0.42, chroma: Math.min(tone.chroma, 0.04), hueDegrees: tone.hueDegrees })
  }
}

/** White or the given ink, whichever reads better on `ground`. */
export function readableOn(ground: string, ink: string): string {
  return contrastRatio('#ffffff', ground) >= contrastRatio(ink, ground) * 0.8 &&
    contrastRatio('#ffffff', ground) >= MIN_CONTRAST
    ? '#ffffff'
    : bestOf(ground, ink)
}

function bestOf(ground: string, ink: string): string {
  return contrastRatio(ink, ground) >= MIN_CONTRAST ? ink : darkOrLight(ground)
}

function darkOrLight(ground: string): string {
  return contrastRatio('#000000', ground) >= contrastRatio('#ffffff', ground) ? '#000000' : '#ffffff'
}

/** A brand colour of middle lightness carries neither black nor white comfortably; it is darkened a little for white. */
function toReadableGround(hex: string): string {
  const colour = toOklch(hex)
  if (colour.lightness > 0.72) return hex
  let lightness = colour.lightness
  while (contrastRatio('#ffffff', fromOklch({ ...colour, lightness })) < MIN_CONTRAST && lightness > 0.1) {
    lightness -= 0.01
  }
  return fromOklch({ ...colour, lightness })
}

/** The first of the brand's other colours that is well seen on primary, else the first that is seen at all. */
function planAccent(primary: string, others: readonly string[]): string {
  const own = [2.2, 1.6].flatMap((least) => others.filter((hex) => contrastRatio(hex, primary) >= least))[0]
  if (own !== undefined) return own
  const tone = toOklch(primary)
  const isWarm = tone.hueDegrees < 110 || tone.hueDegrees > 330
  const isGrey = tone.chroma < 0.03
  const hueDegrees = isGrey || !isWarm ? 78 : 200
  return fromOklch({ lightness: tone.lightness > 0.7 ? 0.42 : 0.84, chroma: 0.14, hueDegrees })
}

/** Away from the text's colour, so that text which reads on primary reads on the shade too. */
function planShade(tone: Oklch, hasWhiteText: boolean): string {
  const lightness = hasWhiteText
    ? Math.max(0.12, tone.lightness - 0.085)
    : Math.min(0.98, tone.lightness + 0.06)
  return fromOklch({ ...tone, lightness, chroma: tone.chroma * 0.95 })
}

function defaultPair(seedText: string): readonly [string, string] {
  let hash = 7
  for (const character of seedText) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 100_003
  return DEFAULT_PAIRS[hash % DEFAULT_PAIRS.length] ?? ['#0f4c4a', '#f2b84b']
}
