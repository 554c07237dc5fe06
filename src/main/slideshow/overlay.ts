/** What is laid over a slide's picture: card texts and watermark, as premultiplied 4:2:0 rectangles. */
import type { Card, SlideshowPreset, Watermark } from '#shared/domain/slideshow.ts'
import { AppError } from '#shared/errors.ts'
import { areOverlapping, grownBy, roomBeside } from './caption-room.ts'
import { inkOn } from './contrast.ts'
import { openImage } from './image-source.ts'
import { toOverlay } from './overlay-planes.ts'
import type { Overlay, PixelSize } from './picture.ts'
import { composeRgba } from './rgba-layers.ts'
import { type Area, placeIn, safeAreaOf } from './safe-area.ts'
import type { RgbaPicture, TextPainter } from './text.ts'

export interface OverlayFrame extends PixelSize {
  readonly preset: SlideshowPreset
}

/** A frame in which texts are set. */
export interface TextFrame extends OverlayFrame {
  /** Where a logo lies; null without one. */
  readonly keepClear: Area | null
}

/** What texts leave free around a logo, in thousand-and-eightieths of the frame's shorter side. */
const LOGO_GAP_UNITS = 24

/** The part of the frame that texts stay out of. */
export function keptClear({ keepClear, widthPx, heightPx }: TextFrame): Area | null {
  if (keepClear === null) return null
  return grownBy(keepClear, (LOGO_GAP_UNITS * Math.min(widthPx, heightPx)) / 1080)
}

/** The texts of a card: title with a short rule, subtitle, and the button of a closing card; clear of the logo. */
export async function cardOverlay(
  painter: TextPainter,
  card: Card,
  frame: TextFrame
): Promise<Overlay | null> {
  const area = safeAreaOf(frame.preset, frame)
  const clear = keptClear(frame)
  const drawn = await drawCard(painter, card, { frame, area })
  if (drawn === null || clear === null || !areOverlapping(drawn, clear)) return drawn
  const wanted = { align: 'centre', wantedWidthPx: area.widthPx, isAcross: true } as const
  return await drawCard(painter, card, { frame, area: roomBeside({ area, mark: clear, ...wanted }) })
}

async function drawCard(
  painter: TextPainter,
  card: Card,
  { frame, area }: { readonly frame: OverlayFrame; readonly area: Area }
): Promise<Overlay | null> {
  const unitPx = Math.min(frame.widthPx, frame.heightPx) / 1080
  const parts: Part[] = []
  const line = {
    maxWidthPx: Math.floor(area.widthPx * 0.9),
    align: 'centre' as const,
    colour: inkOn(card.colour)
  }
  const heightPx = area.heightPx
  const title = {
    text: card.title,
    maxHeightPx: heightPx * 0.45,
    largestPx: 104 * unitPx,
    smallestPx: 40 * unitPx
  }
  const subtitle = {
    text: card.subtitle,
    maxHeightPx: heightPx * 0.25,
    largestPx: 46 * unitPx,
    smallestPx: 26 * unitPx
  }
  for (const request of [title, subtitle]) {
    const picture = await painter.paint({ ...line, ...request, maxHeightPx: Math.floor(request.maxHeightPx) })
    if (picture !== null) parts.push({ picture, gapPx: 44 * unitPx, fill: '' })
  }
  const button = await buttonPart(painter, card, { unitPx, maxWidthPx: line.maxWidthPx })
  if (button !== null) parts.push(button)
  if (parts.length === 0) return null
  return await stack(parts, area)
}

interface Part {
  readonly picture: RgbaPicture
  readonly gapPx: number
  readonly fill: string
}

async function buttonPart(
  painter: TextPainter,
  card: Card,
  { unitPx, maxWidthPx }: { readonly unitPx: number; readonly maxWidthPx: number }
): Promise<Part | null> {
  const padX = 56 * unitPx
  const padY = 28 * unitPx
  const label = await painter.paint({
    text: card.action,
    maxWidthPx: Math.floor(maxWidthPx - 2 * padX),
    maxHeightPx: Math.floor(200 * unitPx),
    largestPx: 44 * unitPx,
    smallestPx: 24 * unitPx,
    align: 'centre',
    colour: card.colour
  })
  if (label === null) return null
  const widthPx = Math.round(label.widthPx + 2 * padX)
  const heightPx = Math.round(label.heightPx + 2 * padY)
  const fill = `<rect width="${widthPx}" height="${heightPx}" rx="${heightPx / 2}" fill="${inkOn(card.colour)}"/>`
  const picture = await composeRgba({ widthPx, heightPx }, fill, [
    { picture: label, leftPx: padX, topPx: padY }
  ])
  return { picture, gapPx: 64 * unitPx, fill: '' }
}

/** Parts under one another, each centred, the whole centred in the area. */
async function stack(parts: readonly Part[], area: Area): Promise<Overlay> {
  const widthPx = Math.max(...parts.map((part) => part.picture.widthPx))
  let heightPx = 0
  const placed = parts.map((part, index) => {
    const topPx = heightPx + (index === 0 ? 0 : part.gapPx)
    heightPx = topPx + part.picture.heightPx
    return { picture: part.picture, leftPx: (widthPx - part.picture.widthPx) / 2, topPx }
  })
  const box = { widthPx, heightPx: Math.ceil(heightPx) }
  const corner = placeIn(area, box, { position: 'middle', align: 'centre' })
  return toOverlay(await composeRgba(box, '', placed), corner)
}

/** A logo as it is laid over frames, and the part of the frame it takes. */
export interface Mark {
  readonly overlay: Overlay
  readonly area: Area
}

/** The mark in its corner of the safe area. Throws NOT_FOUND or FILE_DAMAGED for its file. */
export async function watermarkOverlay(mark: Watermark, frame: OverlayFrame): Promise<Mark> {
  const area = safeAreaOf(frame.preset, frame)
  const widthPx = Math.max(2, Math.round(Math.min(frame.widthPx, frame.heightPx) * mark.widthFraction))
  if (mark.path === undefined) throw new AppError('INVALID_INPUT', 'The logo has no file. Choose one.')
  const image = await openImage(mark.path)
  const { data, info } = await image.read((source) =>
    source
      .resize(widthPx, Math.round(area.heightPx / 3), { fit: 'inside' })
      .ensureAlpha()
      .toColourspace('srgb')
      .raw()
      .toBuffer({ resolveWithObject: true })
  )
  for (let at = 3; at < data.length; at += 4) data[at] = Math.round((data[at] ?? 0) * mark.opacity)
  const isLeft = mark.corner.endsWith('left')
  const isTop = mark.corner.startsWith('top')
  const size = { widthPx: info.width, heightPx: info.height }
  const corner = {
    leftPx: isLeft ? area.leftPx : area.leftPx + area.widthPx - info.width,
    topPx: isTop ? area.topPx : area.topPx + area.heightPx - info.height
  }
  return { overlay: toOverlay({ ...size, bytes: data }, corner), area: { ...corner, ...size } }
}
