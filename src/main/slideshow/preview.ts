/** Draws any frame of a storyboard at any size, with the same compositor as the render. */
import { SLIDESHOW_PRESETS, type Storyboard } from '#shared/domain/slideshow.ts'
import { type Compositor, createCompositor } from './compositor.ts'
import { toJpeg } from './frame-image.ts'
import { evenUp, type PixelSize } from './picture.ts'
import { createPixels, type Pixels } from './pixels.ts'
import type { TextPainter } from './text.ts'
import { planTimeline, type Timeline } from './timeline.ts'

export interface PreviewRequest {
  /** Every slide with a picture has an absolute path. */
  readonly storyboard: Storyboard
  /** Frame of the timeline; past the ends the first or last. */
  readonly frame: number
  /** Larger sizes than the preset's are not drawn. */
  readonly maxWidthPx: number
}

export interface PreviewImage extends PixelSize {
  readonly jpeg: Uint8Array
  /** Length of the whole timeline, for the scrubber. */
  readonly frames: number
}

export interface Previewer {
  /** Frames of the same storyboard in a row share prepared slides. Codes of Compositor.draw. */
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
  return {
    async draw({ storyboard, frame, maxWidthPx }) {
      const size = previewSize(storyboard, maxWidthPx)
      const key = JSON.stringify([storyboard, size])
      if (stage?.key !== key) stage = openStage(painter, { storyboard, size, key })
      const { pixels, compositor, timeline } = stage
      const at = Math.min(Math.max(Math.round(frame), 0), timeline.frames - 1)
      const out = pixels.take(size)
      try {
        await compositor.draw(at, out)
        return { jpeg: await toJpeg(out, 85), ...size, frames: timeline.frames }
      } finally {
        pixels.release(out)
      }
    }
  }
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

/** A full-size picture of the video's first slide, for thumbnails. */
export async function drawPoster(painter: TextPainter, storyboard: Storyboard): Promise<Uint8Array> {
  const { slides } = planTimeline(storyboard)
  const first = slides[0]
  const frame = first === undefined ? 0 : Math.floor((first.frames - first.outFrames) / 2)
  const { widthPx } = SLIDESHOW_PRESETS[storyboard.preset]
  const image = await createPreviewer(painter).draw({ storyboard, frame, maxWidthPx: widthPx })
  return image.jpeg
}
