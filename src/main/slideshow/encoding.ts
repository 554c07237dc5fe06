/** How the qualities are encoded: frame size, x264 settings and H.264 level. Pure. */
import { type RenderQuality, SLIDESHOW_PRESETS, type SlideshowPreset } from '#shared/domain/slideshow.ts'
import type { PixelSize } from './picture.ts'

export interface EncodingPlan {
  /** x264 preset and constant rate factor for frames that move. */
  readonly preset: string
  readonly rateFactor: number
}

/** Low effort at a low rate factor costs less and looks better on slides than `medium` at 23. */
const PLANS: Readonly<Record<RenderQuality, EncodingPlan>> = {
  draft: { preset: 'ultrafast', rateFactor: 26 },
  standard: { preset: 'veryfast', rateFactor: 19 },
  high: { preset: 'fast', rateFactor: 16 },
  compatible: { preset: 'veryfast', rateFactor: 19 }
}

export function encodingPlan(quality: RenderQuality): EncodingPlan {
  return PLANS[quality]
}

/** Drafts have half the sides of the preset, on even numbers. */
export function frameSizeOf(preset: SlideshowPreset, quality: RenderQuality): PixelSize {
  const { widthPx, heightPx } = SLIDESHOW_PRESETS[preset]
  if (quality !== 'draft') return { widthPx, heightPx }
  return { widthPx: Math.round(widthPx / 4) * 2, heightPx: Math.round(heightPx / 4) * 2 }
}

/** Lowest level whose macroblock limits hold the frames (ITU-T H.264 table A-1). */
export function levelOf({ widthPx, heightPx }: PixelSize, framesPerSecond: number): number {
  const blocks = Math.ceil(widthPx / 16) * Math.ceil(heightPx / 16)
  const perSecond = blocks * framesPerSecond
  const levels = [
    { level: 31, blocks: 3600, perSecond: 108_000 },
    { level: 32, blocks: 5120, perSecond: 216_000 },
    { level: 40, blocks: 8192, perSecond: 245_760 },
    { level: 42, blocks: 8704, perSecond: 522_240 }
  ]
  return levels.find((row) => blocks <= row.blocks && perSecond <= row.perSecond)?.level ?? 51
}

/** Tags that say how the colours were converted, so that no player has to guess. */
export const COLOUR_ARGS = [
  ...['-color_primaries', 'bt709', '-color_trc', 'bt709'],
  ...['-colorspace', 'bt709', '-color_range', 'tv']
] as const
