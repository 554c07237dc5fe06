/** A slideshow while it is edited: slides in order with their lengths, and what is on screen at a time. Pure. */
import type { Asset } from '#shared/domain/asset.ts'
import type {
  CaptionPosition,
  Fit,
  FocalPoint,
  Motion,
  RenderQuality,
  SlideshowPreset,
  Transition
} from '#shared/domain/slideshow.ts'
import type { RouteInput } from '#shared/ipc/contract.ts'

export interface DraftSlide {
  /** Stays with the slide when it moves; the same picture may stand in several slides. */
  readonly key: string
  readonly assetId: string
  readonly name: string
  readonly seconds: number
  readonly fit: Fit
  readonly focalPoint: FocalPoint
  readonly motion: Motion
  readonly transition: Transition
  readonly caption: string
  readonly captionPosition: CaptionPosition
}

export interface Draft {
  readonly name: string
  readonly campaignId: string | null
  readonly preset: SlideshowPreset
  readonly fadeSeconds: number
  readonly slides: readonly DraftSlide[]
}

export const DEFAULT_SECONDS = 3
const FRAMES_PER_SECOND = 30
const CENTRE: FocalPoint = { xFraction: 0.5, yFraction: 0.5 }

export function newDraft(name: string, campaignId: string | null): Draft {
  return { name, campaignId, preset: 'landscape', fadeSeconds: 0.5, slides: [] }
}

/** Adds pictures at the end; others are left out. `newKey` gives a key that no slide has. */
export function withImages(draft: Draft, images: readonly Asset[], newKey: () => string): Draft {
  const added = images
    .filter((asset) => asset.kind === 'image')
    .map(
      (asset): DraftSlide => ({
        key: newKey(),
        assetId: asset.id,
        name: asset.title ?? asset.name,
        seconds: DEFAULT_SECONDS,
        fit: 'blur',
        focalPoint: CENTRE,
        motion: 'none',
        transition: 'fade',
        caption: asset.caption ?? '',
        captionPosition: 'bottom'
      })
    )
  return { ...draft, slides: [...draft.slides, ...added] }
}

export function withSlide(draft: Draft, key: string, change: Partial<Omit<DraftSlide, 'key'>>): Draft {
  return {
    ...draft,
    slides: draft.slides.map((slide) => (slide.key === key ? { ...slide, ...change } : slide))
  }
}

export function withoutSlide(draft: Draft, key: string): Draft {
  return { ...draft, slides: draft.slides.filter((slide) => slide.key !== key) }
}

/** Moves a slide so that it stands at `index`; places beyond the ends mean the ends. */
export function withSlideAt(draft: Draft, key: string, index: number): Draft {
  const moved = draft.slides.find((slide) => slide.key === key)
  if (moved === undefined) return draft
  const others = draft.slides.filter((slide) => slide.key !== key)
  const at = Math.min(others.length, Math.max(0, index))
  return { ...draft, slides: [...others.slice(0, at), moved, ...others.slice(at)] }
}

export interface SlideSpan {
  readonly slide: DraftSlide
  readonly index: number
  readonly startSeconds: number
  readonly endSeconds: number
  /** Shared with the slide before. */
  readonly inSeconds: number
}

/** Where each slide starts and ends; slides overlap while one fades into the next, as the renderer lays them. */
export function spansOf(draft: Draft): readonly SlideSpan[] {
  const { slides, fadeSeconds } = draft
  let startSeconds = 0
  return slides.map((slide, index) => {
    const inSeconds =
      index === 0 || slide.transition === 'cut' ? 0 : Math.min(fadeSeconds, roomFor(slides, index))
    startSeconds -= inSeconds
    const span = { slide, index, startSeconds, endSeconds: startSeconds + slide.seconds, inSeconds }
    startSeconds = span.endSeconds
    return span
  })
}

/** A transition may take all of a first or last slide but one frame, and half of any other. */
function roomFor(slides: readonly DraftSlide[], index: number): number {
  const half = (at: number): number => {
    const own = (slides[at]?.seconds ?? 0) - 1 / FRAMES_PER_SECOND
    return at === 0 || at === slides.length - 1 ? own : own / 2
  }
  return Math.max(0, Math.min(half(index - 1), half(index)))
}

export function totalSeconds(draft: Draft): number {
  return spansOf(draft).at(-1)?.endSeconds ?? 0
}

export interface Layer {
  readonly span: SlideSpan
  /** 0–1; below 1 while it comes in over the one before. */
  readonly opacity: number
  /** 0–1 of the slide's own time, for motion. */
  readonly progressFraction: number
}

/** What is on screen at a time, lowest layer first. */
export function layersAt(draft: Draft, seconds: number): readonly Layer[] {
  const spans = spansOf(draft)
  const last = spans.at(-1)
  if (last === undefined) return []
  const at = Math.min(Math.max(0, seconds), last.endSeconds - 1 / FRAMES_PER_SECOND)
  return spans
    .filter((span) => span.startSeconds <= at && at < span.endSeconds)
    .map((span) => ({
      span,
      opacity: span.inSeconds === 0 ? 1 : Math.min(1, (at - span.startSeconds) / span.inSeconds),
      progressFraction: (at - span.startSeconds) / (span.endSeconds - span.startSeconds)
    }))
}

/** The request that renders the draft. */
export function renderRequestOf(draft: Draft, quality: RenderQuality): RouteInput<'slideshow.render'> {
  return {
    name: draft.name.trim() === '' ? 'Slideshow' : draft.name.trim(),
    campaignId: draft.campaignId,
    storyboard: {
      preset: draft.preset,
      framesPerSecond: FRAMES_PER_SECOND,
      fadeSeconds: draft.fadeSeconds,
      quality,
      slides: draft.slides.map(
        ({ assetId, seconds, fit, focalPoint, motion, transition, caption, captionPosition }) => ({
          ...{ assetId, seconds, fit, focalPoint, motion, transition },
          ...{ caption: caption.trim(), captionPosition }
        })
      )
    }
  }
}
