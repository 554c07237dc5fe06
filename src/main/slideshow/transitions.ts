/** Draws one frame of a transition between two finished pictures of the same size. */

import type { Transition } from '#shared/domain/slideshow.ts'
import { assertNever } from '#shared/errors.ts'
import type { Picture } from './picture.ts'
import type { Pixels } from './pixels.ts'

export interface TransitionFrame {
  readonly kind: Transition
  /** 1 … steps - 1. */
  readonly step: number
  readonly steps: number
}

/**
 * Share of the incoming picture in 64ths, as an H.264 decoder derives it for implicit weighted prediction
 * (ITU-T H.264 8.4.2.3.2 with picture distances in half frames). One formula for decoder, preview and encoder.
 */
export function fadeWeight(step: number, steps: number): number {
  const whole = Math.min(2 * steps, 127)
  if (whole < 2 * steps) return Math.round((step * 64) / steps)
  const reciprocal = Math.floor((16384 + Math.floor(whole / 2)) / whole)
  return Math.min(1023, (2 * step * reciprocal + 32) >> 6) >> 2
}

/** `out` must be neither of the two pictures. */
export function drawTransition(
  pixels: Pixels,
  { frame, from, to }: { readonly frame: TransitionFrame; readonly from: Picture; readonly to: Picture },
  out: Picture
): void {
  const share = ease(frame.step / frame.steps)
  switch (frame.kind) {
    case 'cut':
      out.bytes.set(to.bytes)
      return
    case 'fade':
      pixels.blend([from, to], fadeWeight(frame.step, frame.steps), out)
      return
    case 'dissolve':
      dissolve([from, to], frame.step / frame.steps, out)
      return
    case 'slide':
      drawShifted({ from, to, share, isPush: false }, out)
      return
    case 'push':
      drawShifted({ from, to, share, isPush: true }, out)
      return
    case 'wipe':
      wipe([from, to], share, out)
      return
    case 'zoom':
      zoom(pixels, { from, to, share }, out)
      return
    default:
      assertNever(frame.kind)
  }
}

/** Slow at both ends. */
function ease(share: number): number {
  return share * share * (3 - 2 * share)
}

interface Plane {
  readonly offset: number
  readonly widthPx: number
  readonly heightPx: number
  /** 1 for luma, 2 for chroma: how many luma pixels one sample spans. */
  readonly span: number
}

function planesOf({ widthPx, heightPx }: Picture): readonly Plane[] {
  const luma = widthPx * heightPx
  const half = { widthPx: widthPx / 2, heightPx: heightPx / 2, span: 2 }
  return [
    { offset: 0, widthPx, heightPx, span: 1 },
    { offset: luma, ...half },
    { offset: luma + luma / 4, ...half }
  ]
}

/** The incoming picture comes from the right, over the old one or pushing it out. */
function drawShifted(
  { from, to, share, isPush }: { from: Picture; to: Picture; share: number; isPush: boolean },
  out: Picture
): void {
  const shownPx = Math.round((share * out.widthPx) / 2) * 2
  for (const { offset, widthPx, heightPx, span } of planesOf(out)) {
    const shown = shownPx / span
    const kept = widthPx - shown
    for (let row = offset; row < offset + widthPx * heightPx; row += widthPx) {
      const start = isPush ? row + shown : row
      out.bytes.set(from.bytes.subarray(start, start + kept), row)
      out.bytes.set(to.bytes.subarray(row, row + shown), row + kept)
    }
  }
}

/** From left to right behind a soft edge a twelfth of the frame wide. */
function wipe([from, to]: readonly [Picture, Picture], share: number, out: Picture): void {
  const edgePx = Math.max(2, Math.round(out.widthPx / 24) * 2)
  const headPx = share * (out.widthPx + edgePx)
  for (const { offset, widthPx, heightPx, span } of planesOf(out)) {
    const full = Math.min(Math.max(Math.floor((headPx - edgePx) / span), 0), widthPx)
    const end = Math.min(Math.max(Math.ceil(headPx / span), 0), widthPx)
    for (let row = offset; row < offset + widthPx * heightPx; row += widthPx) {
      out.bytes.set(to.bytes.subarray(row, row + full), row)
      out.bytes.set(from.bytes.subarray(row + end, row + widthPx), row + end)
      for (let column = full; column < end; column++) {
        const weight = Math.min(Math.max((headPx - column * span) / edgePx, 0), 1)
        const old = from.bytes[row + column] ?? 0
        out.bytes[row + column] = Math.round(old + ((to.bytes[row + column] ?? 0) - old) * weight)
      }
    }
  }
}

/** Blocks of 8 pixels come in at their own time, each softly. */
function dissolve([from, to]: readonly [Picture, Picture], share: number, out: Picture): void {
  const acrossBlocks = Math.ceil(out.widthPx / 8)
  for (const { offset, widthPx, heightPx, span } of planesOf(out)) {
    const block = 8 / span
    for (let y = 0; y < heightPx; y++) {
      const row = offset + y * widthPx
      for (let x = 0; x < widthPx; x += block) {
        const weight = blockWeight(Math.floor(y / block) * acrossBlocks + x / block, share)
        const end = Math.min(x + block, widthPx)
        for (let at = row + x; at < row + end; at++) {
          out.bytes[at] = ((from.bytes[at] ?? 0) * (64 - weight) + (to.bytes[at] ?? 0) * weight + 32) >> 6
        }
      }
    }
  }
}

/** 0 … 64; each block starts at a moment of its own and needs 40 % of the time. */
function blockWeight(block: number, share: number): number {
  const mixed = Math.imul(block ^ 0x9e3779b9, 0x85ebca6b)
  const start = (((mixed ^ (mixed >>> 13)) >>> 8) & 1023) / 1023
  return Math.round(Math.min(Math.max((share - start * 0.6) / 0.4, 0), 1) * 64)
}

/** The old picture comes nearer while the new one appears. */
function zoom(
  pixels: Pixels,
  { from, to, share }: { readonly from: Picture; readonly to: Picture; readonly share: number },
  out: Picture
): void {
  const step = 1 / (1 + 0.35 * share)
  const nearer = pixels.take(out)
  const span = (size: number): { start: number; step: number } => ({
    start: (size * (1 - step)) / 2 + step / 2 - 0.5,
    step
  })
  pixels.resample(from, { x: span(from.widthPx), y: span(from.heightPx) }, nearer)
  pixels.blend([nearer, to], Math.round(share * 64), out)
  pixels.release(nearer)
}
