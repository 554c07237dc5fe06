/** Turns a picture with alpha into the premultiplied 4:2:0 rectangle that is laid over frames. Pure. */
import { evenUp, type Overlay, type PixelSize } from './picture.ts'
import type { RgbaPicture } from './text.ts'

/** On an even grid; what the rectangle has beyond the picture stays transparent. BT.709, limited range. */
export function toOverlay(
  rgba: RgbaPicture,
  corner: { readonly leftPx: number; readonly topPx: number }
): Overlay {
  const leftPx = Math.max(0, Math.floor(corner.leftPx / 2) * 2)
  const topPx = Math.max(0, Math.floor(corner.topPx / 2) * 2)
  const widthPx = Math.ceil(rgba.widthPx / 16) * 16
  const heightPx = evenUp(rgba.heightPx)
  const luma = widthPx * heightPx
  const planes = { bytes: new Uint8Array(luma * 1.5), alpha: new Uint8Array(luma * 1.25) }
  fillLuma(rgba, widthPx, planes)
  fillChroma(rgba, { widthPx, heightPx }, planes)
  return { leftPx, topPx, widthPx, heightPx, ...planes }
}

interface Planes {
  readonly bytes: Uint8Array
  readonly alpha: Uint8Array
}

/** Brightness in full range. */
function brightness(red: number, green: number, blue: number): number {
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function fillLuma(
  { bytes: rgba, widthPx, heightPx }: RgbaPicture,
  stride: number,
  { bytes, alpha }: Planes
): void {
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++) {
      const from = (y * widthPx + x) * 4
      const opacity = rgba[from + 3] ?? 0
      if (opacity === 0) continue
      const level = brightness(rgba[from] ?? 0, rgba[from + 1] ?? 0, rgba[from + 2] ?? 0)
      alpha[y * stride + x] = opacity
      bytes[y * stride + x] = Math.round(((16 + (level * 219) / 255) * opacity) / 255)
    }
  }
}

/** Means over squares of four pixels, each counting by its opacity. */
function fillChroma(rgba: RgbaPicture, size: PixelSize, { bytes, alpha }: Planes): void {
  const luma = size.widthPx * size.heightPx
  const half = size.widthPx / 2
  const sums = { opacity: 0, blue: 0, red: 0 }
  for (let y = 0; y < size.heightPx / 2; y++) {
    for (let x = 0; x < half; x++) {
      addSquare(rgba, { x: 2 * x, y: 2 * y }, sums)
      const at = y * half + x
      alpha[luma + at] = Math.round(sums.opacity / 4)
      bytes[luma + at] = Math.round(sums.blue / 1020)
      bytes[luma + luma / 4 + at] = Math.round(sums.red / 1020)
    }
  }
}

function addSquare(
  { bytes, widthPx, heightPx }: RgbaPicture,
  corner: { readonly x: number; readonly y: number },
  sums: { opacity: number; blue: number; red: number }
): void {
  sums.opacity = 0
  sums.blue = 0
  sums.red = 0
  for (let y = corner.y; y < Math.min(corner.y + 2, heightPx); y++) {
    for (let x = corner.x; x < Math.min(corner.x + 2, widthPx); x++) {
      const from = (y * widthPx + x) * 4
      const opacity = bytes[from + 3] ?? 0
      const [red, blue] = [bytes[from] ?? 0, bytes[from + 2] ?? 0]
      const level = brightness(red, bytes[from + 1] ?? 0, blue)
      sums.opacity += opacity
      sums.blue += (128 + ((blue - level) / 1.8556) * (224 / 255)) * opacity
      sums.red += (128 + ((red - level) / 1.5748) * (224 / 255)) * opacity
    }
  }
}
