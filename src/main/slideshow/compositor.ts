/** Composes any frame of a storyboard. Preview and render both use it, so they show the same picture. */
import { captionLookOf, type Slide, type Storyboard, USUAL_BACKGROUND } from '#shared/domain/slideshow.ts'
import { captionOverlay } from './caption-overlay.ts'
import { type ClipFrames, openClipFrames } from './clip-frames.ts'
import type { Ffmpeg } from './ffmpeg.ts'
import { isVideoSlide } from './media-kind.ts'
import { CENTRE, MOTION_SCALE, motionEnds, motionSpans } from './motion.ts'
import { cardOverlay, type Mark, type OverlayFrame, watermarkOverlay } from './overlay.ts'
import { evenUp, type Overlay, type Picture, type PixelSize } from './picture.ts'
import type { Pixels } from './pixels.ts'
import { loadPicture } from './slide-picture.ts'
import type { TextPainter } from './text.ts'
import { contentAt, type Timeline, type TimelineSlide } from './timeline.ts'
import { drawTransition } from './transitions.ts'

export interface Compositor {
  /** Draws frame `frame` into `out`. Throws NOT_FOUND, FILE_DAMAGED or FILE_TOO_LARGE for a slide's picture. */
  draw(frame: number, out: Picture): Promise<void>
  /** The finished picture of a slide that does not move; valid until two other slides were asked for. */
  still(slide: number): Promise<Picture>
  /** Ends what still decodes videos. Resolves when their processes are gone. */
  close(): Promise<void>
}

export interface CompositorDeps {
  readonly pixels: Pixels
  readonly painter: TextPainter
  /** Asked only when a slide is a video. */
  readonly openFfmpeg: () => Promise<Ffmpeg>
}

interface Prepared {
  /** Frame-sized with overlays for still slides; larger and bare for moving ones. */
  readonly picture: Picture
  readonly overlays: readonly Overlay[]
  /** The frames of a video; its picture is then not used. */
  readonly clip: ClipFrames | null
}

/** Slides kept ready: the two of a transition and the one being prepared next. */
const KEPT_SLIDES = 3

export function createCompositor(
  deps: CompositorDeps,
  storyboard: Storyboard,
  { timeline, size }: { readonly timeline: Timeline; readonly size: PixelSize }
): Compositor {
  const ready = new Map<number, Promise<Prepared>>()
  const closing: Promise<void>[] = []
  const mark = onceOnly(() => loadMark(storyboard, { ...size, preset: storyboard.preset }))

  function prepared(index: number): Promise<Prepared> {
    const known = ready.get(index)
    if (known !== undefined) {
      ready.delete(index)
      ready.set(index, known)
      return known
    }
    const made = prepare(deps, { storyboard, index, size, framesPerSecond: timeline.framesPerSecond, mark })
    // A failure is thrown to whoever asks for the slide; preparing ahead must not end the process.
    made.catch(() => undefined)
    ready.set(index, made)
    if (ready.size > KEPT_SLIDES) closing.push(forgetOldest(deps.pixels, ready))
    return made
  }

  async function drawSlide(slide: TimelineSlide, frame: number, out: Picture): Promise<void> {
    const { picture, overlays, clip } = await prepared(slide.index)
    const plan = storyboard.slides[slide.index]
    if (clip !== null) {
      out.bytes.set(await clip.frame(frame - slide.firstFrame))
      for (const overlay of overlays) deps.pixels.layOver(overlay, out)
      return
    }
    if (plan === undefined || plan.motion === 'none') {
      out.bytes.set(picture.bytes)
      return
    }
    const share = (frame - slide.firstFrame + 0.5) / slide.frames
    const spans = motionSpans(motionEnds(plan, slide.index), share, { source: picture, frame: out })
    deps.pixels.resample(picture, spans, out)
    for (const overlay of overlays) deps.pixels.layOver(overlay, out)
  }

  async function draw(frame: number, out: Picture): Promise<void> {
    const content = contentAt(timeline, frame)
    const { slide, next, step, steps } = content
    if (next === null) {
      await drawSlide(slide, frame, out)
      if (slide.index + 1 < timeline.slides.length) void prepared(slide.index + 1)
      return
    }
    const from = deps.pixels.take(size)
    const to = deps.pixels.take(size)
    try {
      await drawSlide(slide, frame, from)
      await drawSlide(next, frame, to)
      drawTransition(deps.pixels, { frame: { kind: next.transition, step, steps }, from, to }, out)
    } finally {
      deps.pixels.release(from)
      deps.pixels.release(to)
    }
  }

  return {
    draw,
    still: async (index) => (await prepared(index)).picture,
    async close() {
      const all = await Promise.allSettled(ready.values())
      for (const made of all) if (made.status === 'fulfilled') await made.value.clip?.close()
      await Promise.allSettled(closing)
    }
  }
}

interface PrepareRequest {
  readonly storyboard: Storyboard
  readonly index: number
  readonly size: PixelSize
  readonly framesPerSecond: number
  readonly mark: () => Promise<Mark | null>
}

async function prepare(deps: CompositorDeps, request: PrepareRequest): Promise<Prepared> {
  const { storyboard, index, size } = request
  const slide = storyboard.slides[index]
  if (slide === undefined) throw new RangeError(`No slide ${index}.`)
  const isVideo = isVideoSlide(slide)
  const isMoving = slide.motion !== 'none' && !isVideo
  const scale = isMoving ? MOTION_SCALE : 1
  const own = { widthPx: evenUp(size.widthPx * scale), heightPx: evenUp(size.heightPx * scale) }
  const backgroundColour = storyboard.backgroundColour ?? USUAL_BACKGROUND
  const { fit, focalPoint, card } = slide
  // A card over a video stands on its colour alone.
  const path = slide.media === 'video' ? undefined : slide.path
  const frame = { ...size, preset: storyboard.preset }
  const [picture, overlays] = await Promise.all([
    isVideo
      ? deps.pixels.take({ widthPx: 2, heightPx: 2 })
      : loadPicture(deps.pixels, { path, fit, focalPoint, card, backgroundColour }, own),
    overlaysOf(deps.painter, { slide, frame, mark: request.mark })
  ])
  if (isVideo) return { picture, overlays, clip: openClip(deps, request, slide) }
  if (!isMoving) for (const overlay of overlays) deps.pixels.layOver(overlay, picture)
  return { picture, overlays, clip: null }
}

function openClip(
  { openFfmpeg }: CompositorDeps,
  { size, framesPerSecond }: PrepareRequest,
  { path = '', startSeconds = 0, focalPoint = CENTRE }: Slide
): ClipFrames {
  return openClipFrames(openFfmpeg, { path, startSeconds, framesPerSecond, size, focalPoint })
}

/** The slide's texts, clear of the logo, and the logo. */
async function overlaysOf(
  painter: TextPainter,
  {
    slide,
    frame,
    mark
  }: Pick<PrepareRequest, 'mark'> & { readonly slide: Slide; readonly frame: OverlayFrame }
): Promise<readonly Overlay[]> {
  const logo = await mark()
  const clear = { ...frame, keepClear: logo?.area ?? null }
  const look = captionLookOf(slide, frame.preset)
  const caption = await captionOverlay(painter, { text: slide.caption, ...look }, clear)
  const card = slide.card === undefined ? null : await cardOverlay(painter, slide.card, clear)
  return [caption, card, logo?.overlay ?? null].filter((overlay) => overlay !== null)
}

async function loadMark(storyboard: Storyboard, frame: OverlayFrame): Promise<Mark | null> {
  return storyboard.watermark === undefined ? null : await watermarkOverlay(storyboard.watermark, frame)
}

function onceOnly<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | null = null
  return () => {
    made ??= make()
    return made
  }
}

async function forgetOldest(pixels: Pixels, ready: Map<number, Promise<Prepared>>): Promise<void> {
  const [oldest] = ready
  if (oldest === undefined) return
  ready.delete(oldest[0])
  try {
    const { picture, clip } = await oldest[1]
    pixels.release(picture)
    await clip?.close()
  } catch {
    // A slide that could not be prepared holds nothing; whoever asked for it has its error.
  }
}
