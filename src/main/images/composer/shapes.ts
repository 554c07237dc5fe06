/** Vector shapes and photo layers as overlays for the painter. No text is drawn here. */
import sharp from 'sharp'
import { type Box, type Canvas, grown } from './canvas.ts'
import type { CutPhoto } from './photo.ts'
import type { Overlay } from './typesetter.ts'

/** Shapes over the whole canvas. `content` is SVG made from numbers and checked colours only. */
export function canvasSvg(canvas: Canvas, content: string): Overlay {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${canvas.widthPx}" height="${canvas.heightPx}">${content}</svg>`
  return { input: Buffer.from(svg), left: 0, top: 0 }
}

/** A photo at its place; `clipPath` (in the photo's own pixels) cuts it to a shape. */
export async function photoLayer(
  photo: CutPhoto,
  place: Pick<Box, 'leftPx' | 'topPx'>,
  clipPath?: string
): Promise<Overlay> {
  const image = sharp(photo.data, { raw: { width: photo.widthPx, height: photo.heightPx, channels: 3 } })
  const mask = `<svg xmlns="http://www.w3.org/2000/svg" width="${photo.widthPx}" height="${photo.heightPx}"><path d="${clipPath ?? ''}" fill="#fff"/></svg>`
  const shaped =
    clipPath === undefined
      ? image
      : image.ensureAlpha().composite([{ input: Buffer.from(mask), blend: 'dest-in' }])
  return { input: await shaped.png({ compressionLevel: 1 }).toBuffer(), left: place.leftPx, top: place.topPx }
}

/** A box with round corners as an SVG path. */
export function roundedRect(box: Box, radiusPx: number): string {
  const { leftPx: x, topPx: y, widthPx: w, heightPx: h } = box
  const r = Math.min(radiusPx, w / 2, h / 2)
  return `M${x + r} ${y}h${w - 2 * r}a${r} ${r} 0 0 1 ${r} ${r}v${h - 2 * r}a${r} ${r} 0 0 1 ${-r} ${r}h${2 * r - w}a${r} ${r} 0 0 1 ${-r} ${-r}v${2 * r - h}a${r} ${r} 0 0 1 ${r} ${-r}z`
}

/** A box whose top is a half circle, as an SVG path. */
export function arch(box: Box): string {
  const { leftPx: x, topPx: y, widthPx: w, heightPx: h } = box
  const r = w / 2
  return `M${x} ${y + h}V${y + r}a${r} ${r} 0 0 1 ${w} 0V${y + h}z`
}

/** A side of the canvas. */
export type Side = 'left' | 'right' | 'top' | 'bottom'

const DIRECTIONS: Readonly<Record<Side, string>> = {
  left: 'x1="0" y1="0" x2="1" y2="0"',
  right: 'x1="1" y1="0" x2="0" y2="0"',
  top: 'x1="0" y1="0" x2="0" y2="1"',
  bottom: 'x1="0" y1="1" x2="0" y2="0"'
}

export interface Fade {
  readonly colour: string
  readonly opacity: number
  /** Measured from its side, as shares of the canvas. */
  readonly fullUntilRatio: number
  readonly goneAtRatio: number
}

/** A colour that covers one side of the canvas and fades away from it. */
export function fadeFrom(side: Side, canvas: Canvas, fade: Fade): string {
  if (fade.opacity <= 0) return ''
  return `<defs><linearGradient id="fade" ${DIRECTIONS[side]}>${softStops(fade)}</linearGradient></defs><rect width="${canvas.widthPx}" height="${canvas.heightPx}" fill="url(#fade)"/>`
}

/** A soft shadow below a box, of thin layers that add up. */
export function softShadow(
  box: Box,
  look: { readonly colour: string; readonly reachPx: number; readonly radiusPx: number }
): string {
  const layers: string[] = []
  for (let step = 6; step >= 1; step -= 1) {
    const spreadPx = (look.reachPx * step) / 6
    const outer = grown({ ...box, topPx: box.topPx + look.reachPx * 0.35 }, spreadPx - look.reachPx * 0.2)
    layers.push(
      `<path d="${roundedRect(outer, look.radiusPx + spreadPx)}" fill="${look.colour}" fill-opacity="0.032"/>`
    )
  }
  return layers.join('')
}

/** Stops of a gradient that holds full opacity, then fades without a visible edge. */
function softStops(fade: Fade): string {
  const { colour } = fade
  const stops = [`<stop offset="0" stop-color="${colour}" stop-opacity="${fade.opacity}"/>`]
  const span = fade.goneAtRatio - fade.fullUntilRatio
  for (let step = 0; step <= 8; step += 1) {
    const share = step / 8
    const eased = 1 - share * share * (3 - 2 * share)
    const offset = Math.min(1, fade.fullUntilRatio + span * share)
    stops.push(
      `<stop offset="${offset.toFixed(4)}" stop-color="${colour}" stop-opacity="${(fade.opacity * eased).toFixed(4)}"/>`
    )
  }
  return stops.join('')
}
