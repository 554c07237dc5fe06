/** The canvas of one post: its format, its safe area and its unit of size. Pure. */
import type { PlatformId } from '#shared/domain/platform.ts'

export interface Box {
  readonly leftPx: number
  readonly topPx: number
  readonly widthPx: number
  readonly heightPx: number
}

/** The part of `box` that lies inside `limit`; without any height or width where they do not meet. */
export function overlapOf(box: Box, limit: Box): Box {
  const leftPx = Math.max(box.leftPx, limit.leftPx)
  const topPx = Math.max(box.topPx, limit.topPx)
  return {
    leftPx,
    topPx,
    widthPx: Math.max(0, Math.min(box.leftPx + box.widthPx, limit.leftPx + limit.widthPx) - leftPx),
    heightPx: Math.max(0, Math.min(box.topPx + box.heightPx, limit.topPx + limit.heightPx) - topPx)
  }
}

/** `box` with `marginPx` more on every side; a negative margin makes it smaller. */
export function grown(box: Box, marginPx: number): Box {
  return {
    leftPx: box.leftPx - marginPx,
    topPx: box.topPx - marginPx,
    widthPx: box.widthPx + marginPx * 2,
    heightPx: box.heightPx + marginPx * 2
  }
}

/** Whole pixels, so that photos and shapes meet without a seam. */
export function rounded(box: Box): Box {
  const leftPx = Math.round(box.leftPx)
  const topPx = Math.round(box.topPx)
  return {
    leftPx,
    topPx,
    widthPx: Math.max(1, Math.round(box.leftPx + box.widthPx) - leftPx),
    heightPx: Math.max(1, Math.round(box.topPx + box.heightPx) - topPx)
  }
}

export interface Canvas {
  readonly widthPx: number
  readonly heightPx: number
  readonly format: 'wide' | 'square' | 'tall'
  /** Where words may stand. */
  readonly safe: Box
  /** One thousandth of the canvas's size; sizes of type and gaps are multiples of it. */
  readonly unitPx: number
  readonly marginPx: number
  /** The platform's controls hide the lower end: words stand better above, the photo below them. */
  readonly isHiddenBelow: boolean
  /** The part nothing hides, for the subject of a photo. */
  readonly seen: Box
}

/**
 * Shares of the canvas a platform covers with its own controls: TikTok's tabs at the top, its caption at the bottom and
 * its buttons at the right (creator guides of 2026, they agree within 2 %; state 2026-11).
 */
const COVERED: Readonly<
  Partial<Record<PlatformId, { readonly top: number; readonly bottom: number; readonly right: number }>>
> = {
  tiktok: { top: 0.1, bottom: 0.21, right: 0.13 }
}

/** Any size from 64 px up; an unknown platform has plain margins. */
export function planCanvas(
  size: { readonly widthPx: number; readonly heightPx: number },
  platform: PlatformId | null
): Canvas {
  const ratio = size.widthPx / size.heightPx
  const marginPx = Math.round(Math.min(size.widthPx, size.heightPx) * (ratio > 1.4 ? 0.095 : 0.078))
  const covered = platform === null ? undefined : COVERED[platform]
  const topPx = Math.max(marginPx, Math.round(size.heightPx * (covered?.top ?? 0)))
  const bottomPx = Math.max(marginPx, Math.round(size.heightPx * (covered?.bottom ?? 0)))
  const rightPx = Math.max(marginPx, Math.round(size.widthPx * (covered?.right ?? 0)))
  return {
    ...size,
    format: formatOf(ratio),
    marginPx,
    isHiddenBelow: bottomPx > marginPx * 1.5,
    seen:
      covered === undefined
        ? { leftPx: 0, topPx: 0, widthPx: size.widthPx, heightPx: size.heightPx }
        : { leftPx: 0, topPx, widthPx: size.widthPx - rightPx, heightPx: size.heightPx - topPx - bottomPx },
    unitPx: Math.sqrt(size.widthPx * size.heightPx) / 1000,
    safe: {
      leftPx: marginPx,
      topPx,
      widthPx: size.widthPx - marginPx - rightPx,
      heightPx: size.heightPx - topPx - bottomPx
    }
  }
}

function formatOf(ratio: number): Canvas['format'] {
  if (ratio > 1.4) return 'wide'
  return ratio < 0.72 ? 'tall' : 'square'
}
