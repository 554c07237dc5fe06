/** The canvas of one post: its format, its safe area and its unit of size. Pure. */
import type { PlatformId } from '#shared/domain/platform.ts'

export interface Box {
  readonly leftPx: number
  readonly topPx: number
  readonly widthPx: number
  readonly heightPx: number
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
}

/**
 * Shares of the canvas a platform covers with its own controls: TikTok's caption at the bottom and its buttons at the
 * right (creator guides of 2026, they agree within 2 %; state 2026-11).
 */
const COVERED: Readonly<
  Partial<Record<PlatformId, { readonly top: number; readonly bottom: number; readonly right: number }>>
> = {
  tiktok: { top: 0.08, bottom: 0.19, right: 0.11 }
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
