/**
 * Arithmetic on pixels: colour conversion, blending, laying over, resampling, on buffers inside one WebAssembly memory.
 * Colours are BT.709 with limited range and chroma sited on the left, as H.264 expects them by default.
 */
import { AppError } from '#shared/errors.ts'
import { type Overlay, type Picture, type PixelSize, pictureBytes } from './picture.ts'
import { createMemory, type WasmMemory } from './wasm/host.ts'
import { type Kernels, loadKernels } from './wasm/kernels.ts'
import {
  BLOCK_BYTES,
  BLOCK_COLUMNS,
  BLOCK_FACTORS_AT,
  BLOCK_PLACES_AT,
  COLUMN_FACTORS_AT,
  COLUMN_TAP_BYTES,
  LARGEST_BLOCK_STEP,
  ROW_FACTORS_AT,
  ROW_MARGIN,
  ROW_TAP_BYTES,
  TAP_WHOLE
} from './wasm/resample-kernel.ts'

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
  /** Bytes for a picture; give them back with `release` when nothing shows them any more. INTERNAL when full. */
  take(size: PixelSize): Picture
  release(picture: Picture): void
  /** Interleaved full-range sRGB (3 bytes a pixel) to a picture of the same size. */
  fromRgb(rgb: Uint8Array, out: Picture): void
  /** out = (a × (64 - weight) + b × weight) / 64, rounded; weight 0 … 64. */
  blend(sources: readonly [Picture, Picture], weight: number, out: Picture): void
  layOver(overlay: Overlay, out: Picture): void
  /** The part of `source` at the spans, in luma samples, scaled to fill `out` by Catmull-Rom; edges are repeated. */
  resample(source: Picture, spans: Spans, out: Picture): void
}

/** Kernels may touch so many bytes past a buffer. */
const SPARE_BYTES = 64
const FIXED_BYTES = 4 * 1024 * 1024
/** Room in pictures of the frame's size; memory that is never used is never taken from the system. */
const ROOM_IN_FRAMES = 48

/** For frames of this size; pictures may be larger as long as the room lasts. */
export function createPixels(frame: PixelSize): Pixels {
  const sizeBytes = FIXED_BYTES + ROOM_IN_FRAMES * pictureBytes(frame)
  const memory = createMemory(sizeBytes)
  const pool = createPool(memory)
  const kernels = loadKernels(memory)
  return {
    take: (size) => ({ ...size, bytes: pool.take(pictureBytes(size)) }),
    release: (picture) => pool.release(picture.bytes),
    fromRgb(rgb, out) {
      const copy = pool.take(out.widthPx * out.heightPx * 3)
      copy.set(rgb)
      kernels.fromRgb(copy.byteOffset, out.widthPx, out.heightPx, out.bytes.byteOffset)
      pool.release(copy)
    },
    blend([a, b], weight, out) {
      kernels.blend(a.bytes.byteOffset, b.bytes.byteOffset, out.bytes.byteOffset, out.bytes.length, weight)
    },
    layOver: (overlay, out) => layOver({ pool, kernels }, overlay, out),
    resample: (source, spans, out) => resample({ pool, kernels }, { source, spans }, out)
  }
}

interface Pool {
  take(sizeBytes: number): Uint8Array
  release(bytes: Uint8Array): void
}

/** Regions of equal size are used again; the rest is handed out from the front. */
function createPool(memory: WasmMemory): Pool {
  const free = new Map<number, Uint8Array[]>()
  const total = memory.buffer.byteLength
  let top = SPARE_BYTES
  return {
    take(sizeBytes) {
      const again = free.get(sizeBytes)?.pop()
      if (again !== undefined) return again
      const start = top
      top = Math.ceil((top + sizeBytes + SPARE_BYTES) / SPARE_BYTES) * SPARE_BYTES
      if (top > total) throw new AppError('INTERNAL', 'No room for another picture.')
      return new Uint8Array(memory.buffer, start, sizeBytes)
    },
    release(bytes) {
      const same = free.get(bytes.length)
      if (same === undefined) free.set(bytes.length, [bytes])
      else same.push(bytes)
    }
  }
}

interface Machine {
  readonly pool: Pool
  readonly kernels: Kernels
}

function layOver({ pool, kernels }: Machine, overlay: Overlay, out: Picture): void {
  const colours = pool.take(overlay.bytes.length)
  const alpha = pool.take(overlay.alpha.length)
  colours.set(overlay.bytes)
  alpha.set(overlay.alpha)
  const { widthPx: width, heightPx: height, leftPx, topPx } = overlay
  const luma = width * height
  const frame = out.widthPx * out.heightPx
  const stride = out.widthPx / 2
  const target = out.bytes.byteOffset
  const [from, over] = [colours.byteOffset, alpha.byteOffset]
  const corner = frame + (topPx / 2) * stride + leftPx / 2
  kernels.layOver(target + topPx * out.widthPx + leftPx, out.widthPx, from, over, width, height)
  kernels.layOver(target + corner, stride, from + luma, over + luma, width / 2, height / 2)
  const last = from + luma + luma / 4
  kernels.layOver(target + corner + frame / 4, stride, last, over + luma, width / 2, height / 2)
  pool.release(colours)
  pool.release(alpha)
}

function resample(
  machine: Machine,
  { source, spans }: { readonly source: Picture; readonly spans: Spans },
  out: Picture
): void {
  const { x, y } = spans
  const luma = source.widthPx * source.heightPx
  const frame = out.widthPx * out.heightPx
  const [from, to] = [source.bytes.byteOffset, out.bytes.byteOffset]
  resamplePlane(machine, { from: [from], to: [to], source, target: out, spans })
  // Chroma lies on even luma columns and between luma rows; the scale keeps that siting.
  const chroma = {
    x: { start: x.start / 2, step: x.step },
    y: { start: y.start / 2 + y.step / 4 - 0.25, step: y.step }
  }
  resamplePlane(machine, {
    from: [from + luma, from + luma + luma / 4],
    to: [to + frame, to + frame + frame / 4],
    source: halved(source),
    target: halved(out),
    spans: chroma
  })
}

function halved({ widthPx, heightPx }: PixelSize): PixelSize {
  return { widthPx: widthPx / 2, heightPx: heightPx / 2 }
}

interface PlaneScale {
  /** Addresses of planes that are scaled alike. */
  readonly from: readonly number[]
  readonly to: readonly number[]
  readonly source: PixelSize
  readonly target: PixelSize
  readonly spans: Spans
}

/** Samples beside a view that its outermost taps may ask for. */
const VIEW_MARGIN = 8

/** The columns of the source that the span shows: the rest of each row is not even mixed. */
function viewOf({ start, step }: Span, widthPx: number, targetPx: number) {
  const leftPx = Math.max(0, Math.floor(start) - VIEW_MARGIN)
  const rightPx = Math.min(widthPx, Math.ceil(start + step * targetPx) + VIEW_MARGIN)
  return { leftPx, widthPx: rightPx - leftPx, span: { start: start - leftPx, step } }
}

function resamplePlane({ pool, kernels }: Machine, plane: PlaneScale): void {
  const { source, target, spans } = plane
  const isNear = spans.x.step <= LARGEST_BLOCK_STEP
  const view = viewOf(spans.x, source.widthPx, target.widthPx)
  const rows = pool.take(target.heightPx * ROW_TAP_BYTES)
  const columns = pool.take(isNear ? blockBytes(target.widthPx) : (target.widthPx + 4) * COLUMN_TAP_BYTES)
  const line = pool.take(source.widthPx + ROW_MARGIN + SPARE_BYTES)
  fillRows(rows, spans.y, source)
  if (isNear) fillBlocks(columns, view.span, view.widthPx)
  else fillColumns(columns, view.span, view.widthPx)
  const run = isNear ? kernels.resampleNear : kernels.resample
  const taps = [columns.byteOffset, line.byteOffset] as const
  for (const [index, from] of plane.from.entries()) {
    const to = plane.to[index] ?? 0
    const first = from + view.leftPx
    run(first, view.widthPx, rows.byteOffset, to, target.widthPx, target.heightPx, ...taps)
  }
  for (const bytes of [rows, columns, line]) pool.release(bytes)
}

/** A table's positions and factors; every machine the product runs on has the kernels' byte order. */
function numbersIn({ buffer, byteOffset, length }: Uint8Array) {
  return {
    words: new Int32Array(buffer, byteOffset, length / 4),
    shorts: new Int16Array(buffer, byteOffset, length / 2)
  }
}

function blockBytes(widthPx: number): number {
  return Math.ceil(widthPx / BLOCK_COLUMNS) * BLOCK_BYTES
}

function fillBlocks(bytes: Uint8Array, span: Span, widthPx: number): void {
  const { words, shorts } = numbersIn(bytes)
  const count = (bytes.length / BLOCK_BYTES) * BLOCK_COLUMNS
  let base = 0
  for (let column = 0; column < count; column++) {
    const position = span.start + column * span.step
    const lane = column % BLOCK_COLUMNS
    const at = ((column - lane) / BLOCK_COLUMNS) * BLOCK_BYTES
    const first = firstTap(position, widthPx)
    if (lane === 0) {
      base = first
      words[at / 4] = base + ROW_MARGIN
    }
    // Places of the two taps, one after the other.
    shorts[(at + BLOCK_PLACES_AT) / 2 + lane] = (first - base) * 257 + 256
    const factors = (at + BLOCK_FACTORS_AT) / 2 + 2 * lane
    writeFactors(shorts, { near: factors, far: factors + 16 }, position)
  }
}

/** The row buffer repeats the edges for eight samples on both sides. */
function firstTap(position: number, widthPx: number): number {
  return Math.min(Math.max(Math.floor(position) - 1, -8), widthPx + 4)
}

function fillRows(bytes: Uint8Array, span: Span, { widthPx, heightPx }: PixelSize): void {
  const { words, shorts } = numbersIn(bytes)
  for (let at = 0, position = span.start; at < bytes.length; at += ROW_TAP_BYTES, position += span.step) {
    const first = Math.floor(position) - 1
    for (let tap = 0; tap < 4; tap++) {
      const row = Math.min(Math.max(first + tap, 0), heightPx - 1)
      words[at / 4 + tap] = row * widthPx
    }
    const factors = (at + ROW_FACTORS_AT) / 2
    writeFactors(shorts, { near: factors, far: factors + 2 }, position)
  }
}

function fillColumns(bytes: Uint8Array, span: Span, widthPx: number): void {
  const { words, shorts } = numbersIn(bytes)
  for (let at = 0, position = span.start; at < bytes.length; at += COLUMN_TAP_BYTES, position += span.step) {
    words[at / 4] = firstTap(position, widthPx) + ROW_MARGIN
    const factors = (at + COLUMN_FACTORS_AT) / 2
    writeFactors(shorts, { near: factors, far: factors + 2 }, position)
  }
}

/** Catmull-Rom factors around a position, two taps at each of two places; they sum to TAP_WHOLE exactly. */
function writeFactors(
  shorts: Int16Array,
  { near, far }: { readonly near: number; readonly far: number },
  position: number
): void {
  const t = position - Math.floor(position)
  const before = Math.round((-0.5 * t * t * t + t * t - 0.5 * t) * TAP_WHOLE)
  const after = Math.round((-1.5 * t * t * t + 2 * t * t + 0.5 * t) * TAP_WHOLE)
  const beyond = Math.round((0.5 * t * t * t - 0.5 * t * t) * TAP_WHOLE)
  shorts[near] = before
  shorts[near + 1] = TAP_WHOLE - before - after - beyond
  shorts[far] = after
  shorts[far + 1] = beyond
}
