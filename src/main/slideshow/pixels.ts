/**
 * Arithmetic on pixels: colour conversion, blending, laying over, resampling.
 * Colours are BT.709 with limited range and chroma sited on the left, as H.264 expects them by default.
 */
import { type Overlay, type Picture, type PixelSize, pictureBytes } from './picture.ts'

/** Where each output sample comes from: position of its centre in source samples = start + step × index. */
export interface Span {
  readonly start: number
  readonly step: number
}

export interface Spans {
  readonly x: Span
  readonly y: Span
}

export interface Pixels {
  /** Bytes for a picture; give them back with `release` when nothing shows them any more. */
  take(size: PixelSize): Picture
  release(picture: Picture): void
  /** Interleaved full-range sRGB (3 bytes a pixel) to a picture of the same size. */
  fromRgb(rgb: Uint8Array, out: Picture): void
  /** out = (a × (64 - weight) + b × weight) / 64, rounded; weight 0 … 64. */
  blend(sources: readonly [Picture, Picture], weight: number, out: Picture): void
  layOver(overlay: Overlay, out: Picture): void
  /** The part of `source` at the spans, in luma samples, scaled to fill `out`; edges are repeated. */
  resample(source: Picture, spans: Spans, out: Picture): void
}

/** Scaled by 2^15: limited-range BT.709 luma from full-range RGB (ITU-R BT.709-6). */
const LUMA = { red: 5983, green: 20127, blue: 2032 }

export function createPixels(): Pixels {
  return {
    take: (size) => ({ ...size, bytes: new Uint8Array(pictureBytes(size)) }),
    release: () => undefined,
    fromRgb,
    blend,
    layOver,
    resample
  }
}

function fromRgb(rgb: Uint8Array, out: Picture): void {
  const { widthPx, heightPx, bytes } = out
  for (let at = 0, from = 0; at < widthPx * heightPx; at++, from += 3) {
    const sum =
      LUMA.red * (rgb[from] ?? 0) + LUMA.green * (rgb[from + 1] ?? 0) + LUMA.blue * (rgb[from + 2] ?? 0)
    bytes[at] = (540672 + sum) >> 15
  }
  const chromaWidth = widthPx / 2
  let atU = widthPx * heightPx
  let atV = atU + (chromaWidth * heightPx) / 2
  for (let y = 0; y < heightPx; y += 2) {
    for (let x = 0; x < chromaWidth; x++) {
      const from = (y * widthPx + 2 * x) * 3
      const around = { left: x === 0 ? 0 : 3, below: widthPx * 3 }
      const red = leftSited(rgb, from, around)
      const green = leftSited(rgb, from + 1, around)
      const blue = leftSited(rgb, from + 2, around)
      bytes[atU++] = (33685504 - 3298 * red - 11094 * green + 14392 * blue) >> 18
      bytes[atV++] = (33685504 + 14392 * red - 13072 * green - 1320 * blue) >> 18
    }
  }
}

/** Eight times the mean of one colour around a chroma sample: 1-2-1 across, two rows. */
function leftSited(
  rgb: Uint8Array,
  from: number,
  { left: distance, below }: { readonly left: number; readonly below: number }
): number {
  const left = from - distance
  const row = (rgb[left] ?? 0) + 2 * (rgb[from] ?? 0) + (rgb[from + 3] ?? 0)
  return row + (rgb[left + below] ?? 0) + 2 * (rgb[from + below] ?? 0) + (rgb[from + below + 3] ?? 0)
}

function blend([a, b]: readonly [Picture, Picture], weight: number, out: Picture): void {
  const first = a.bytes
  const second = b.bytes
  const target = out.bytes
  const rest = 64 - weight
  for (let at = 0; at < target.length; at++) {
    target[at] = ((first[at] ?? 0) * rest + (second[at] ?? 0) * weight + 32) >> 6
  }
}

function layOver(overlay: Overlay, out: Picture): void {
  for (const plane of planesOf(overlay, out)) {
    for (let y = 0; y < plane.height; y++) {
      const to = plane.to + y * plane.stride
      const from = plane.from + y * plane.width
      for (let x = 0; x < plane.width; x++) {
        const alpha = overlay.alpha[plane.alphaFrom + y * plane.width + x] ?? 0
        const kept = ((out.bytes[to + x] ?? 0) * (256 - alpha - (alpha >> 7)) + 128) >> 8
        out.bytes[to + x] = kept + (overlay.bytes[from + x] ?? 0)
      }
    }
  }
}

interface OverPlane {
  readonly width: number
  readonly height: number
  readonly stride: number
  readonly to: number
  readonly from: number
  readonly alphaFrom: number
}

function planesOf(overlay: Overlay, out: Picture): readonly OverPlane[] {
  const { widthPx: width, heightPx: height, leftPx, topPx } = overlay
  const luma = width * height
  const chroma = luma / 4
  const frame = out.widthPx * out.heightPx
  const stride = out.widthPx / 2
  const corner = (topPx / 2) * stride + leftPx / 2
  const half = { width: width / 2, height: height / 2, stride, alphaFrom: luma }
  return [
    { width, height, stride: out.widthPx, to: topPx * out.widthPx + leftPx, from: 0, alphaFrom: 0 },
    { ...half, to: frame + corner, from: luma },
    { ...half, to: frame + frame / 4 + corner, from: luma + chroma }
  ]
}

function resample(source: Picture, spans: Spans, out: Picture): void {
  const { x, y } = spans
  const luma = source.widthPx * source.heightPx
  const frame = out.widthPx * out.heightPx
  const whole = { from: source.bytes.subarray(0, luma), to: out.bytes.subarray(0, frame) }
  resamplePlane({ ...whole, source, target: out, spans })
  // Chroma lies on even luma columns and between luma rows; the scale keeps that siting.
  const chroma = {
    x: { start: x.start / 2, step: x.step },
    y: { start: y.start / 2 + y.step / 4 - 0.25, step: y.step }
  }
  for (const plane of [0, 1]) {
    const from = source.bytes.subarray(luma + (plane * luma) / 4, luma + ((plane + 1) * luma) / 4)
    const to = out.bytes.subarray(frame + (plane * frame) / 4, frame + ((plane + 1) * frame) / 4)
    resamplePlane({ from, to, source: halved(source), target: halved(out), spans: chroma })
  }
}

function halved({ widthPx, heightPx }: PixelSize): PixelSize {
  return { widthPx: widthPx / 2, heightPx: heightPx / 2 }
}

interface PlaneScale {
  readonly from: Uint8Array
  readonly to: Uint8Array
  readonly source: PixelSize
  readonly target: PixelSize
  readonly spans: Spans
}

interface Tap {
  readonly near: number
  readonly far: number
  /** Share of the far sample. */
  readonly share: number
}

/** Linear between neighbouring samples, edges repeated. */
function tapsOf({ start, step }: Span, count: number, last: number): readonly Tap[] {
  return Array.from({ length: count }, (_, index) => {
    const at = Math.min(Math.max(start + index * step, 0), last)
    const near = Math.floor(at)
    return { near, far: Math.min(near + 1, last), share: at - near }
  })
}

function resamplePlane({ from, to, source, target, spans }: PlaneScale): void {
  const across = tapsOf(spans.x, target.widthPx, source.widthPx - 1)
  const down = tapsOf(spans.y, target.heightPx, source.heightPx - 1)
  let at = 0
  for (const row of down) {
    const upper = row.near * source.widthPx
    const lower = row.far * source.widthPx
    for (const { near, far, share } of across) {
      const above = (from[upper + near] ?? 0) * (1 - share) + (from[upper + far] ?? 0) * share
      const below = (from[lower + near] ?? 0) * (1 - share) + (from[lower + far] ?? 0) * share
      to[at++] = Math.round(above + (below - above) * row.share)
    }
  }
}
