/** Where text may stand in each preset, clear of what platforms lay over videos. Pure. */
import type { CaptionAlign, CaptionPosition, SlideshowPreset } from '#shared/domain/slideshow.ts'
import type { PixelSize } from './picture.ts'

export interface Area extends PixelSize {
  readonly leftPx: number
  readonly topPx: number
}

interface Margins {
  readonly topFraction: number
  readonly bottomFraction: number
  readonly sideFraction: number
}

/**
 * Portrait: the buttons and texts of short-video platforms cover 14 % at the top, 35 % at the bottom, 6 % at the
 * sides (several integrators agree, 2026-11). The others keep the usual title margin of 5 %.
 */
const MARGINS: Readonly<Record<SlideshowPreset, Margins>> = {
  landscape: { topFraction: 0.05, bottomFraction: 0.07, sideFraction: 0.05 },
  portrait: { topFraction: 0.14, bottomFraction: 0.35, sideFraction: 0.06 },
  square: { topFraction: 0.05, bottomFraction: 0.06, sideFraction: 0.05 },
  feed: { topFraction: 0.05, bottomFraction: 0.06, sideFraction: 0.05 }
}

/** The area of a frame of this size, however much smaller than the preset it is drawn. */
export function safeAreaOf(preset: SlideshowPreset, { widthPx, heightPx }: PixelSize): Area {
  const margins = MARGINS[preset]
  const leftPx = Math.round(widthPx * margins.sideFraction)
  const topPx = Math.round(heightPx * margins.topFraction)
  return {
    leftPx,
    topPx,
    widthPx: widthPx - 2 * leftPx,
    heightPx: heightPx - topPx - Math.round(heightPx * margins.bottomFraction)
  }
}

/** Upper left corner of a box inside the area. */
export function placeIn(
  area: Area,
  box: PixelSize,
  { position, align }: { readonly position: CaptionPosition; readonly align: CaptionAlign }
): { readonly leftPx: number; readonly topPx: number } {
  const restX = area.widthPx - box.widthPx
  const restY = area.heightPx - box.heightPx
  const across: Readonly<Record<CaptionAlign, number>> = { left: 0, centre: 0.5, right: 1 }
  const down: Readonly<Record<CaptionPosition, number>> = { top: 0, middle: 0.5, bottom: 1 }
  return {
    leftPx: area.leftPx + Math.round(restX * across[align]),
    topPx: area.topPx + Math.round(restY * down[position])
  }
}
