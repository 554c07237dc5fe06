/** A storyboard's timeline as the editor shows it, with what deserves a second look. */
import { captionLookOf, SLIDESHOW_PRESETS, type Slide, type Storyboard } from '#shared/domain/slideshow.ts'
import type { PlanWarning, StoryboardPlan } from '#shared/domain/slideshow-plan.ts'
import { captionContrast, READABLE_CONTRAST } from './caption-colours.ts'
import { designOf } from './caption-overlay.ts'
import { isVideoSlide } from './media-kind.ts'
import { motionEnds } from './motion.ts'
import type { TextPainter } from './text.ts'
import { planTimeline, type Timeline } from './timeline.ts'

/** Reads no picture; fonts are asked for characters outside of the usual ones. */
export async function planStoryboard(painter: TextPainter, storyboard: Storyboard): Promise<StoryboardPlan> {
  const timeline = planTimeline(storyboard)
  const { widthPx, heightPx } = SLIDESHOW_PRESETS[storyboard.preset]
  return {
    frames: timeline.frames,
    framesPerSecond: timeline.framesPerSecond,
    durationSeconds: timeline.frames / timeline.framesPerSecond,
    widthPx,
    heightPx,
    posterFrame: posterFrameOf(storyboard, timeline),
    slides: timeline.slides.map(({ transition: _, ...span }) => {
      const slide = storyboard.slides[span.index]
      const moves = slide !== undefined && slide.motion !== 'none' && !isVideoSlide(slide)
      return { ...span, motion: moves ? motionEnds(slide, span.index) : null }
    }),
    warnings: [
      ...(await characterWarnings(painter, storyboard)),
      ...contrastWarnings(storyboard),
      ...transitionWarnings(storyboard, timeline)
    ]
  }
}

/** The chosen moment, or the middle of what is seen of the first slide alone. */
export function posterFrameOf({ posterSeconds }: Storyboard, timeline: Timeline): number {
  const [first] = timeline.slides
  const middle = first === undefined ? 0 : Math.floor((first.frames - first.outFrames) / 2)
  const wanted = posterSeconds === undefined ? middle : Math.round(posterSeconds * timeline.framesPerSecond)
  return Math.min(wanted, timeline.frames - 1)
}

async function characterWarnings(
  painter: TextPainter,
  storyboard: Storyboard
): Promise<readonly PlanWarning[]> {
  const warnings: PlanWarning[] = []
  for (const [slide, content] of storyboard.slides.entries()) {
    const characters = await painter.missingCharacters(textsOf(content).join('\n'))
    if (characters.length === 0) continue
    const shown = characters.slice(0, 12).join(' ')
    const message = `Slide ${slide + 1}: no font on this computer has ${shown}. Install one or change the words.`
    warnings.push({ kind: 'characters', slide, message, characters: [...characters] })
  }
  return warnings
}

function textsOf({ caption, card }: Slide): readonly string[] {
  return card === undefined ? [caption] : [caption, card.title, card.subtitle, card.action]
}

/** Colours that a person chose; the styles' own read on every picture. */
function contrastWarnings({ slides, preset }: Storyboard): readonly PlanWarning[] {
  return slides.flatMap((content, slide) => {
    if (content.caption.trim() === '') return []
    const design = designOf(captionLookOf(content, preset))
    const ratio = captionContrast(design)
    if (ratio >= READABLE_CONTRAST) return []
    const least = `${READABLE_CONTRAST} : 1`
    const message = `Slide ${slide + 1}: the caption is hard to read. Its letters have a contrast of ${roundedDown(ratio)} : 1 to what is behind them; ${least} or more reads well. Choose a lighter or darker colour.`
    return [{ kind: 'contrast' as const, slide, message, characters: [] }]
  })
}

/** One decimal; never shows the wanted contrast for one that falls short of it. */
function roundedDown(ratio: number): string {
  return (Math.floor(ratio * 10) / 10).toFixed(1)
}

function transitionWarnings({ fadeSeconds }: Storyboard, timeline: Timeline): readonly PlanWarning[] {
  const wanted = Math.round(fadeSeconds * timeline.framesPerSecond)
  return timeline.slides
    .slice(1)
    .filter((span) => span.transition !== 'cut' && span.inFrames < wanted)
    .map((span) => ({
      kind: 'transition',
      slide: span.index,
      message: `Slide ${span.index + 1}: its transition takes ${span.inFrames} frames instead of ${wanted}, because a slide beside it is too short.`,
      characters: []
    }))
}
