/** Draws any frame of a storyboard at any size, with the same compositor as the render. */
import { createLimit } from '#main/core/limit.ts'
import { SLIDESHOW_PRESETS, type Storyboard } from '#shared/domain/slideshow.ts'
import { type Compositor, createCompositor } from './compositor.ts'
import type { Ffmpeg } from './ffmpeg.ts'
import { type ImageFormat, toImage } from './frame-image.ts'
import { withMedia } from './media-kind.ts'
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
  /** Ends what still decodes videos. */
  close(): Promise<void>
}

interface Stage {
  readonly key: string
  readonly pixels: Pixels
  readonly compositor: Compositor
  readonly timeline: Timeline
  readonly size: PixelSize
}

export interface PreviewDeps {
  readonly painter: TextPainter
  /** Asked only when a slide is a video. */
  readonly openFfmpeg: () => Promise<Ffmpeg>
}

export function createPreviewer(deps: PreviewDeps): Previewer {
  let stage: Stage | null = null
  // A stage keeps few slides ready, so two frames at once would take them from one another.
  const inTurn = createLimit(1)

  async function draw({ storyboard, frame, maxWidthPx, format = 'jpeg' }: PreviewRequest) {
    const size = previewSize(storyboard, maxWidthPx)
    const key = JSON.stringify([storyboard, size])
    if (stage?.key !== key) {
      await stage?.compositor.close()
      stage = openStage(deps, { storyboard: await withMedia(storyboard), size, key })
    }
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

  return {
    draw: (request) => inTurn(() => draw(request)),
    close: () =>
      inTurn(async () => {
        await stage?.compositor.close()
        stage = null
      })
  }
}

function openStage(
  deps: PreviewDeps,
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
    compositor: createCompositor({ ...deps, pixels }, storyboard, { timeline, size })
  }
}

function previewSize({ preset }: Storyboard, maxWidthPx: number): PixelSize {
  const { widthPx, heightPx } = SLIDESHOW_PRESETS[preset]
  const scale = Math.min(1, Math.max(16, maxWidthPx) / widthPx)
  return { widthPx: evenUp(widthPx * scale), heightPx: evenUp(heightPx * scale) }
}

/** The poster: a full-size JPEG of the chosen moment. */
export async function drawPoster(deps: PreviewDeps, storyboard: Storyboard): Promise<Uint8Array> {
  const frame = posterFrameOf(storyboard, planTimeline(storyboard))
  const { widthPx } = SLIDESHOW_PRESETS[storyboard.preset]
  const previewer = createPreviewer(deps)
  try {
    const { bytes } = await previewer.draw({ storyboard, frame, maxWidthPx: widthPx })
    return bytes
  } finally {
    await previewer.close()
  }
}
