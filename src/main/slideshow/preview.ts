/** Draws any frame of a storyboard at any size, with the same compositor as the render. */
import { createLimit } from '#main/core/limit.ts'
import { SLIDESHOW_PRESETS, type Storyboard } from '#shared/domain/slideshow.ts'
import { type Compositor, createCompositor } from './compositor.ts'
import { type ImageFormat, toImage } from './frame-image.ts'
import { evenUp, type PixelSize } from './picture.ts'
import { createPixels, type Pixels } from './pixels.ts'
import { posterFrameOf } from './plan.ts'
import type { TextPainter } from './text.ts'
import { planTimeline, type Timeline } from './timeline.ts'

export interface PreviewRequest {
  /** Every slide with a picture has an absolute path. */
  readonly storyboard: Storyboard
  /** Frame of the timeline; past the ends the first or last. */
  readonly frame: number
  /** Larger sizes than the preset's are not drawn. */
  readonly maxWidthPx: number
  readonly format?: ImageFormat
}

export interface PreviewImage extends PixelSize {
  readonly bytes: Uint8Array
  readonly mediaType: string
  /** The frame drawn. */
  readonly frame: number
  /** Length of the whole timeline, for the scrubber. */
  readonly frames: number
}

export interface Previewer {
  /** One after another; frames of the same storyboard in a row share prepared slides. Codes of Compositor.draw. */
  draw(request: PreviewRequest): Promise<PreviewImage>
}

interface Stage {
  readonly key: string
  readonly pixels: Pixels
  readonly compositor: Compositor
  readonly timeline: Timeline
  readonly size: PixelSize
}

export function createPreviewer(painter: TextPainter): Previewer {
  let stage: Stage | null = null
  // A stage keeps few slides ready, so two frames at once would take them from one another.
  const inTurn = createLimit(1)

  async function draw({ storyboard, frame, maxWidthPx, format = 'jpeg' }: PreviewRequest) {
    const size = previewSize(storyboard, maxWidthPx)
    const key = JSON.stringify([storyboard, size])
    if (stage?.key !== key) stage = openStage(painter, { storyboard, size, key })
    const { pixels, compositor, timeline } = stage
    const at = Math.min(Math.max(Math.round(frame), 0), timeline.frames - 1)
    const out = pixels.take(size)
    try {
      await compositor.draw(at, out)
      const bytes = await toImage(out, format)
      return { bytes, mediaType: `image/${format}`, ...size, frame: at, frames: timeline.frames }
    } finally {
      pixels.release(out)
    }
  }

  return { draw: (request) => inTurn(() => draw(request)) }
}

function openStage(
  painter: TextPainter,
  {
    storyboard,
    size,
    key
  }: { readonly storyboard: Storyboard; readonly size: PixelSize; readonly key: string }
): Stage {
  const pixels = createPixels(size)
  const timeline = planTimeline(storyboard)
  return {
    key,
    pixels,
    timeline,
    size,
    compositor: createCompositor({ pixels, painter }, storyboard, { timeline, size })
  }
}

function previewSize({ preset }: Storyboard, maxWidthPx: number): PixelSize {
  const { widthPx, heightPx } = SLIDESHOW_PRESETS[preset]
  const scale = Math.min(1, Math.max(16, maxWidthPx) / widthPx)
  return { widthPx: evenUp(widthPx * scale), heightPx: evenUp(heightPx * scale) }
}

/** The poster: a full-size JPEG of the chosen moment. */
export async function drawPoster(painter: TextPainter, storyboard: Storyboard): Promise<Uint8Array> {
  const frame = posterFrameOf(storyboard, planTimeline(storyboard))
  const { widthPx } = SLIDESHOW_PRESETS[storyboard.preset]
  const image = await createPreviewer(painter).draw({ storyboard, frame, maxWidthPx: widthPx })
  return image.bytes
}
