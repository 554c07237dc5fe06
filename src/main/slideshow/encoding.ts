/** How the qualities are encoded: frame size, x264 settings and H.264 level. Pure. */
import { type RenderQuality, SLIDESHOW_PRESETS, type SlideshowPreset } from '#shared/domain/slideshow.ts'
import type { PixelSize } from './picture.ts'

/** An x264 preset and its constant rate factor. */
export interface Effort {
  readonly preset: string
  readonly rateFactor: number
}

export interface EncodingPlan {
  /** Every slide that stands still is one intra picture of this effort. */
  readonly stills: Effort
  readonly moving: Effort
}

/** Low effort at a low rate factor costs less and looks better on slides than `medium` at 23. */
const PLANS: Readonly<Record<RenderQuality, EncodingPlan>> = {
  draft: { stills: { preset: 'ultrafast', rateFactor: 22 }, moving: { preset: 'ultrafast', rateFactor: 26 } },
  standard: {
    stills: { preset: 'veryfast', rateFactor: 13 },
    moving: { preset: 'veryfast', rateFactor: 19 }
  },
  high: { stills: { preset: 'medium', rateFactor: 10 }, moving: { preset: 'fast', rateFactor: 16 } },
  compatible: {
    stills: { preset: 'veryfast', rateFactor: 13 },
    moving: { preset: 'veryfast', rateFactor: 18 }
  }
}

export function encodingPlan(quality: RenderQuality): EncodingPlan {
  return PLANS[quality]
}

/** Drafts have a third of the sides of the preset, on even numbers: a ninth of the work of drawing and encoding. */
export function frameSizeOf(preset: SlideshowPreset, quality: RenderQuality): PixelSize {
  const { widthPx, heightPx } = SLIDESHOW_PRESETS[preset]
  if (quality !== 'draft') return { widthPx, heightPx }
  return { widthPx: Math.round(widthPx / 6) * 2, heightPx: Math.round(heightPx / 6) * 2 }
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
const COLOUR_ARGS = [
  ...['-color_primaries', 'bt709', '-color_trc', 'bt709'],
  ...['-colorspace', 'bt709', '-color_range', 'tv']
]

export interface EncodeRequest extends PixelSize {
  readonly framesPerSecond: number
  readonly effort: Effort
}

/** One thread, because preparing the next slide takes the other processor. Intra pictures only: raw frames on standard input, a byte stream into the file. */
export function stillArgs(request: EncodeRequest, outPath: string): readonly string[] {
  return encodeArgs(request, { params: 'keyint=1:bframes=0:scenecut=0:threads=1', outPath })
}

/**
 * Arguments for frames that move. Key pictures stand at the given frames at least, every four seconds otherwise;
 * what our headers cannot carry (explicit weights, open groups) is switched off, and so is a queue of raw frames.
 */
export function movingArgs(
  request: EncodeRequest,
  keyFrames: readonly number[],
  outPath: string
): readonly string[] {
  const { framesPerSecond } = request
  const params = `keyint=${framesPerSecond * 4}:open-gop=0:weightp=0:sync-lookahead=0`
  const times = keyFrames.map((frame) => (frame / framesPerSecond).toFixed(6))
  const forced = ['-forced-idr', '1', '-force_key_frames', times.join(',')]
  return encodeArgs(request, { params, outPath, extra: forced })
}

function encodeArgs(
  { widthPx, heightPx, framesPerSecond, effort }: EncodeRequest,
  { params, outPath, extra = [] }: { params: string; outPath: string; extra?: readonly string[] }
): readonly string[] {
  const level = (levelOf({ widthPx, heightPx }, framesPerSecond) / 10).toFixed(1)
  return [
    ...['-f', 'rawvideo', '-pix_fmt', 'yuv420p', '-video_size', `${widthPx}x${heightPx}`],
    ...['-framerate', String(framesPerSecond), ...COLOUR_ARGS, '-i', 'pipe:0', '-an'],
    ...['-c:v', 'libx264', '-preset', effort.preset, '-crf', String(effort.rateFactor), ...extra],
    ...['-profile:v', 'high', '-level:v', level, '-pix_fmt', 'yuv420p', ...COLOUR_ARGS],
    ...['-x264-params', `cabac=1:8x8dct=1:${params}`, '-f', 'h264', outPath]
  ]
}
