/** Draws a slide's caption in one of the designed styles, inside the safe area and never clipped. */
import type { CaptionLook, CaptionStyle } from '#shared/domain/slideshow.ts'
import { type CaptionColours, type CaptionShape, captionColours } from './caption-colours.ts'
import { areOverlapping, placeInRoom, roomBeside } from './caption-room.ts'
import { channelsOf } from './hex-colour.ts'
import { keptClear, type TextFrame } from './overlay.ts'
import { toOverlay } from './overlay-planes.ts'
import type { Overlay, PixelSize } from './picture.ts'
import { composeRgba } from './rgba-layers.ts'
import { type Area, safeAreaOf } from './safe-area.ts'
import type { RgbaPicture, TextPainter } from './text.ts'
import { withHalo } from './text-halo.ts'

export interface Caption extends CaptionLook {
  readonly text: string
}

/** Lengths in thousand-and-eightieths of the frame's shorter side. */
export interface CaptionDesign extends CaptionColours {
  readonly shape: CaptionShape
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

/** The design of the look's style in the look's colours. */
export function designOf(look: Pick<CaptionLook, 'style' | 'colour' | 'groundColour'>): CaptionDesign {
  const usual = CAPTION_DESIGNS[look.style]
  return { ...usual, ...captionColours(usual, look) }
}

/** Null for an empty caption. */
export async function captionOverlay(
  painter: TextPainter,
  caption: Caption,
  frame: TextFrame
): Promise<Overlay | null> {
  const design = designOf(caption)
  const area = safeAreaOf(frame.preset, frame)
  const unitPx = Math.min(frame.widthPx, frame.heightPx) / 1080
  const padding = { x: design.padding.x * unitPx, y: design.padding.y * unitPx }
  const whole: Setting = { caption, frame, area, room: area, padding, unitPx }
  const text = await paintIn(painter, design, whole)
  if (text === null) return null
  const clear = keptClear(frame)
  if (clear === null || !areOverlapping(placeOf(design, text, whole), clear)) {
    return await drawOn(design, text, whole)
  }
  const wanted = {
    align: caption.align,
    wantedWidthPx: design.widthUnits * unitPx,
    isAcross: design.shape === 'band'
  }
  const beside = { ...whole, room: roomBeside({ area, mark: clear, ...wanted }) }
  const narrower = await paintIn(painter, design, beside)
  return narrower === null ? null : await drawOn(design, narrower, beside)
}

interface Setting {
  readonly caption: Caption
  readonly frame: PixelSize
  /** The safe area, and the part of it that the caption may take. */
  readonly area: Area
  readonly room: Area
  readonly padding: { readonly x: number; readonly y: number }
  readonly unitPx: number
}

async function paintIn(
  painter: TextPainter,
  design: CaptionDesign,
  { caption, area, room, padding, unitPx }: Setting
): Promise<RgbaPicture | null> {
  const heightPx = Math.min(area.heightPx * design.heightFraction, room.heightPx)
  return await painter.paint({
    text: caption.text,
    maxWidthPx: Math.floor(Math.min(room.widthPx, design.widthUnits * unitPx) - 2 * padding.x),
    maxHeightPx: Math.floor(heightPx - 2 * padding.y),
    largestPx: design.largestUnits * unitPx,
    smallestPx: design.smallestUnits * unitPx,
    align: caption.align,
    colour: design.ink,
    isBold: design.isBold
  })
}

/** The text with its padding, where it stands in the frame. */
function boxOf(text: RgbaPicture, { caption, area, room, padding }: Setting): Area {
  const size = {
    widthPx: Math.round(text.widthPx + 2 * padding.x),
    heightPx: Math.round(text.heightPx + 2 * padding.y)
  }
  return { ...placeInRoom({ area, room }, size, caption), ...size }
}

/** All that the caption covers: a band runs from edge to edge. */
function placeOf(design: CaptionDesign, text: RgbaPicture, setting: Setting): Area {
  const box = boxOf(text, setting)
  return design.shape === 'band' ? { ...box, leftPx: 0, widthPx: setting.frame.widthPx } : box
}

async function drawOn(design: CaptionDesign, text: RgbaPicture, setting: Setting): Promise<Overlay> {
  const { padding, unitPx } = setting
  const box = boxOf(text, setting)
  switch (design.shape) {
    case 'box': {
      const fill = rectangle(box, design, 18 * unitPx)
      const rgba = await composeRgba(box, fill, [{ picture: text, leftPx: padding.x, topPx: padding.y }])
      return toOverlay(rgba, box)
    }
    case 'band': {
      // The band runs from edge to edge; its words stay inside the safe area.
      const band = placeOf(design, text, setting)
      const words = { picture: text, leftPx: box.leftPx, topPx: padding.y }
      return toOverlay(await composeRgba(band, rectangle(band, design, 0), [words]), band)
    }
    case 'outline': {
      const halo = { box, padX: padding.x, padY: padding.y, unitPx, ...design.ground }
      return toOverlay(await withHalo(text, halo), box)
    }
  }
}

function rectangle({ widthPx, heightPx }: PixelSize, { ground }: CaptionDesign, radiusPx: number): string {
  const fill = `rgba(${channelsOf(ground.colour).join(',')},${ground.opacity})`
  return `<rect width="${widthPx}" height="${heightPx}" rx="${radiusPx}" fill="${fill}"/>`
}
