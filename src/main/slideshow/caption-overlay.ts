/** Draws a slide's caption in one of the designed styles, inside the safe area and never clipped. */
import type { CaptionLook, CaptionStyle } from '#shared/domain/slideshow.ts'
import type { OverlayFrame } from './overlay.ts'
import { toOverlay } from './overlay-planes.ts'
import type { Overlay, PixelSize } from './picture.ts'
import { composeRgba } from './rgba-layers.ts'
import { type Area, placeIn, safeAreaOf } from './safe-area.ts'
import type { RgbaPicture, TextPainter } from './text.ts'
import { withHalo } from './text-halo.ts'

export interface Caption extends CaptionLook {
  readonly text: string
}

/** Lengths in thousand-and-eightieths of the frame's shorter side. */
export interface CaptionDesign {
  readonly ink: string
  /** What stands behind the letters, and how much of the picture it covers. */
  readonly ground: { readonly colour: string; readonly opacity: number }
  readonly shape: 'box' | 'band' | 'outline'
  readonly largestUnits: number
  readonly smallestUnits: number
  readonly isBold: boolean
  /** Of the safe area. */
  readonly heightFraction: number
  /** Longer lines are hard to read at a glance. */
  readonly widthUnits: number
  readonly padding: { readonly x: number; readonly y: number }
}

const BODY = {
  largestUnits: 50,
  smallestUnits: 26,
  isBold: false,
  heightFraction: 0.45,
  widthUnits: 1240
} as const
/** Lines of text on a box of their own. */
const BOX = { ...BODY, shape: 'box', padding: { x: 34, y: 24 } } as const
const LIGHT_INK = '#ffffff'
const DARK = '#0a0c10'
/** Wide enough for the outline and its shadow. */
const HALO_PADDING = { x: 34, y: 34 } as const

/** Opacities keep the letters readable on white as well as on black pictures; a test holds them to it. */
export const CAPTION_DESIGNS: Readonly<Record<CaptionStyle, CaptionDesign>> = {
  box: {
    ...BOX,
    ink: LIGHT_INK,
    ground: { colour: DARK, opacity: 0.62 }
  },
  light: {
    ...BOX,
    ink: '#14161a',
    ground: { colour: '#ffffff', opacity: 0.9 }
  },
  bar: {
    ...BODY,
    ink: LIGHT_INK,
    ground: { colour: DARK, opacity: 0.72 },
    shape: 'band',
    widthUnits: 1700,
    padding: { x: 0, y: 30 }
  },
  outline: {
    ...BODY,
    ink: LIGHT_INK,
    ground: { colour: DARK, opacity: 0.9 },
    shape: 'outline',
    largestUnits: 58,
    isBold: true,
    padding: HALO_PADDING
  },
  headline: {
    ink: LIGHT_INK,
    ground: { colour: DARK, opacity: 0.9 },
    shape: 'outline',
    largestUnits: 104,
    smallestUnits: 34,
    isBold: true,
    heightFraction: 0.6,
    widthUnits: 1700,
    padding: HALO_PADDING
  }
}

/** Null for an empty caption. */
export async function captionOverlay(
  painter: TextPainter,
  caption: Caption,
  frame: OverlayFrame
): Promise<Overlay | null> {
  const design = CAPTION_DESIGNS[caption.style]
  const area = safeAreaOf(frame.preset, frame)
  const unitPx = Math.min(frame.widthPx, frame.heightPx) / 1080
  const padX = design.padding.x * unitPx
  const padY = design.padding.y * unitPx
  const text = await painter.paint({
    text: caption.text,
    maxWidthPx: Math.floor(Math.min(area.widthPx, design.widthUnits * unitPx) - 2 * padX),
    maxHeightPx: Math.floor(area.heightPx * design.heightFraction - 2 * padY),
    largestPx: design.largestUnits * unitPx,
    smallestPx: design.smallestUnits * unitPx,
    align: caption.align,
    colour: design.ink,
    isBold: design.isBold
  })
  if (text === null) return null
  return await drawOn(design, text, { caption, frame, area, padX, padY, unitPx })
}

interface Setting {
  readonly caption: Caption
  readonly frame: PixelSize
  readonly area: Area
  readonly padX: number
  readonly padY: number
  readonly unitPx: number
}

async function drawOn(design: CaptionDesign, text: RgbaPicture, setting: Setting): Promise<Overlay> {
  const { caption, frame, area, padX, padY, unitPx } = setting
  const box = { widthPx: Math.round(text.widthPx + 2 * padX), heightPx: Math.round(text.heightPx + 2 * padY) }
  const corner = placeIn(area, box, caption)
  switch (design.shape) {
    case 'box': {
      const fill = rectangle(box, design, 18 * unitPx)
      const rgba = await composeRgba(box, fill, [{ picture: text, leftPx: padX, topPx: padY }])
      return toOverlay(rgba, corner)
    }
    case 'band': {
      // The band runs from edge to edge; its words stay inside the safe area.
      const band = { widthPx: frame.widthPx, heightPx: box.heightPx }
      const words = { picture: text, leftPx: corner.leftPx, topPx: padY }
      const rgba = await composeRgba(band, rectangle(band, design, 0), [words])
      return toOverlay(rgba, { leftPx: 0, topPx: corner.topPx })
    }
    case 'outline':
      return toOverlay(await withHalo(text, { box, padX, padY, unitPx, ...design.ground }), corner)
  }
}

function rectangle({ widthPx, heightPx }: PixelSize, { ground }: CaptionDesign, radiusPx: number): string {
  const channels = [1, 3, 5].map((at) => Number.parseInt(ground.colour.slice(at, at + 2), 16))
  const fill = `rgba(${channels.join(',')},${ground.opacity})`
  return `<rect width="${widthPx}" height="${heightPx}" rx="${radiusPx}" fill="${fill}"/>`
}
